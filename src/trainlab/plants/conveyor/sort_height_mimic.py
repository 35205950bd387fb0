"""The drawing of sorting by height, seen from above, and where boxes are in it.

The pusher's plate comes to a box in the middle of the belt after a quarter of its stroke
(parts/pusher.py), and at its end has the box behind the belt's edge, from where it rolls down the lane.
"""

from __future__ import annotations

from trainlab.core.message import Text
from trainlab.core.mimic import (
    NO_TEXT,
    Belt,
    Block,
    Cylinder,
    Item,
    Label,
    Mimic,
    Motor,
    Reading,
    Sensor,
    Side,
    Stop,
)
from trainlab.plants.panel import panel_lamps
from trainlab.plants.parts.box import Box
from trainlab.plants.parts.pusher import TOUCH

INFEED_M = 1.5  # the infeed belt is so long, then comes the sorting belt
HEIGHT_M = 2.0  # both beams
STOPPER_M = 3.05
PUSHER_M, PLATE_M = 3.4, 0.4
PUSHER_EYE_M = 3.5
END_M = 5.0
BOX_WIDTH_M = 0.3
ROLLS_M_S = 1.0  # a pushed box down the side lane
SCALE = 96.0
LEFT, BELT_Y = 30.0, 150.0
COLOUR = {"tall": "#b0884a", "short": "#e6cb9a"}

_BELT = 40.0  # so wide
_BOX = BOX_WIDTH_M * SCALE
_MARGIN = 0.5 * (_BELT - _BOX)
_STROKE = (_BELT - _MARGIN) / (1.0 - TOUCH)
_BARREL = 50.0
_FACE_Y = BELT_Y + _MARGIN - TOUCH * _STROKE  # of the plate, at rest
_LANE_X, _LANE_WIDTH = LEFT + PUSHER_M * SCALE - 40.0, 80.0
_LANE_Y, _LANE_END_Y = BELT_Y + _BELT, 256.0

ROLLS_S = (_LANE_END_Y - _LANE_Y) / (ROLLS_M_S * SCALE)


def box_at(box: Box, lead_m: float, pushed: float, rolls_s: float = 0.0) -> Item:
    """A box with its leading edge there, pushed by a share of the stroke, on its way down the lane for so long."""
    return Item(
        box.number,
        LEFT + (lead_m - box.length_m) * SCALE,
        BELT_Y + _MARGIN + pushed * _STROKE + rolls_s * ROLLS_M_S * SCALE,
        box.length_m * SCALE,
        _BOX,
        box.material,
        COLOUR[box.material],
    )


def _belt(n: int, from_m: float, to_m: float, signals: str) -> Belt:
    return Belt(
        x=LEFT + from_m * SCALE,
        y=BELT_Y,
        length=(to_m - from_m) * SCALE - (2.0 if n == 1 else 0.0),
        on=f"{signals}_on",
        travel=f"{signals}_travel_m",
        scale=SCALE,
        from_above=True,
        width=_BELT,
        reference=f"-G{n}",
    )


def _beam(on: str, reference: str, toward: Side) -> Sensor:
    """One of the two that stand above one another: each is drawn from its side."""
    above = toward is Side.DOWN
    return Sensor(
        x=LEFT + HEIGHT_M * SCALE + (-3.0 if above else 3.0),
        y=BELT_Y - 14.0 if above else BELT_Y + _BELT + 14.0,
        on=on,
        reach=_BELT + 14.0,
        toward=toward,
        reference=reference,
    )


_BEAMS_LABEL_X = LEFT + HEIGHT_M * SCALE + 24.0

MIMIC = Mimic(
    600.0,
    360.0,
    (
        Label(x=20.0, y=30.0, text=Text("Sorting by height, from above", "按高度分拣（俯视）")),
        Label(
            x=20.0,
            y=50.0,
            text=Text("Tall boxes dark, short ones light", "高箱为深色，矮箱为浅色"),
        ),
        Block(x=_LANE_X, y=_LANE_Y, width=_LANE_WIDTH, height=_LANE_END_Y - _LANE_Y, text=NO_TEXT),
        _belt(1, 0.0, INFEED_M, "infeed"),
        _belt(2, INFEED_M, END_M, "sort"),
        _beam("high_beam", "-B2", Side.DOWN),
        _beam("low_beam", "-B1", Side.UP),
        Label(x=_BEAMS_LABEL_X, y=BELT_Y - 25.0, text=Text("high: 0.22 m", "高位 0.22 m")),
        Label(x=_BEAMS_LABEL_X, y=BELT_Y + _BELT + 31.0, text=Text("low: 0.05 m", "低位 0.05 m")),
        Stop(
            x=LEFT + STOPPER_M * SCALE,
            y=BELT_Y,
            length=_BELT,
            on="stopper",
            reference="-MM1",
        ),
        Cylinder(
            x=LEFT + PUSHER_M * SCALE,
            y=_FACE_Y - 10.0 - _BARREL,
            length=_BARREL,
            stroke=_STROKE,
            plate=PLATE_M * SCALE,
            position="pusher_position",
            toward=Side.DOWN,
            reference="-MM2",
        ),
        Sensor(
            x=LEFT + PUSHER_M * SCALE - 9.0,
            y=_FACE_Y - _BARREL,
            on="pusher_back",
            toward=Side.RIGHT,
            reference="-B4",
        ),
        Sensor(
            x=LEFT + PUSHER_M * SCALE - 9.0,
            y=_FACE_Y - 18.0,
            on="pusher_out",
            toward=Side.RIGHT,
            reference="-B5",
        ),
        Sensor(
            x=LEFT + PUSHER_EYE_M * SCALE,
            y=BELT_Y + 0.5 * _BELT + 5.0,
            on="pusher_eye",
            toward=Side.DOWN,
            reference="-B3",
        ),
        Block(x=_LANE_X, y=_LANE_END_Y, width=_LANE_WIDTH, height=36.0, text=Text("Tall", "高箱")),
        Reading(x=_LANE_X, y=_LANE_END_Y + 54.0, signal="tall_in_side", digits=0),
        Block(
            x=LEFT + END_M * SCALE + 4.0,
            y=BELT_Y,
            width=72.0,
            height=_BELT,
            text=Text("Short", "矮箱"),
        ),
        Reading(x=LEFT + END_M * SCALE + 4.0, y=BELT_Y + 58.0, signal="short_in_end", digits=0),
        Motor(x=80.0, y=245.0, on="infeed_on", reference="-M1"),
        Motor(x=220.0, y=255.0, on="sort_on", reference="-M2"),
        *panel_lamps(60.0, 325.0),
    ),
)
