"""The drawing of sorting by material and colour, seen from above."""

from __future__ import annotations

from trainlab.core.message import Text
from trainlab.core.mimic import (
    Belt,
    Block,
    Cylinder,
    Instrument,
    Item,
    Label,
    Mimic,
    Motor,
    Pipe,
    Reading,
    Sensor,
    Side,
    Symbol,
)
from trainlab.plants.conveyor.ejector import PLATE_M, STROKE_M
from trainlab.plants.panel import panel_lamps
from trainlab.plants.parts.box import Box
from trainlab.plants.parts.pusher import TOUCH

INFEED_M = 0.5  # the infeed belt is so long, then comes the sorting belt
ENTRY_EYE_M = 0.45
INSPECTION_M = 0.8
EJECTORS_M = (1.3, 1.8)
END_M = 2.3
DIAMETER_M = 0.06
SCALE = 215.0
LEFT, BELT_Y, BELT_WIDTH = 30.0, 152.0, 24.0
COLOUR = {"metal": "#93a1ad", "white": "#fbfbf7", "black": "#24262b"}
ROLLS_M_S = 0.3  # a part down a chute
AIR_X, AIR_Y = 234.0, 50.0

_MATERIALS = (
    ("metal", Text("Metal", "金属")),
    ("white", Text("White", "白色")),
    ("black", Text("Black", "黑色")),
)
_PART = DIAMETER_M * SCALE
_PART_Y = BELT_Y + 0.5 * (BELT_WIDTH - _PART)  # of one that rides
_BARREL, _STROKE = 56.0, STROKE_M * SCALE
_CHUTE_Y, _CHUTE_HEIGHT = BELT_Y + BELT_WIDTH, 50.0
_CHUTES = (
    *((LEFT + place * SCALE - 35.0, _CHUTE_Y) for place in EJECTORS_M),
    (LEFT + END_M * SCALE, BELT_Y - 0.5 * (_CHUTE_HEIGHT - BELT_WIDTH)),
)

ROLLS_S = (_CHUTE_HEIGHT - _PART) / (ROLLS_M_S * SCALE)


def part_at(box: Box, lead_m: float, pushed: float, rolls_s: float = 0.0) -> Item:
    """A part with its leading edge there, pushed by a share of the stroke, on its way down a chute for so long."""
    return Item(
        box.number,
        LEFT + (lead_m - box.length_m) * SCALE,
        _PART_Y + pushed * _STROKE + rolls_s * ROLLS_M_S * SCALE,
        _PART,
        _PART,
        box.material,
        COLOUR[box.material],
    )


def _ejector(n: int) -> Cylinder:
    return Cylinder(
        x=LEFT + EJECTORS_M[n - 1] * SCALE,
        y=_PART_Y - TOUCH * _STROKE - 10.0 - _BARREL,
        length=_BARREL,
        stroke=_STROKE,
        plate=PLATE_M * SCALE,
        position=f"ejector{n}_position",
        toward=Side.DOWN,
        reference=f"-MM{n}",
    )


def _air(from_x: float, cylinder_x: float) -> Pipe:
    side = cylinder_x - 22.0
    port_y = 100.0
    return Pipe(
        x=from_x, y=AIR_Y, points=((side, AIR_Y), (side, port_y), (cylinder_x - 7.0, port_y))
    )


def _chute(n: int) -> tuple[Symbol, ...]:
    material, text = _MATERIALS[n]
    x, y = _CHUTES[n]
    return (
        Block(x=x, y=y, width=70.0, height=_CHUTE_HEIGHT, text=text),
        Reading(x=x, y=y + _CHUTE_HEIGHT + 18.0, signal=f"{material}_in_{n + 1}", digits=0),
    )


def _sensor(place_m: float, y: float, on: str, reference: str, toward: Side) -> Sensor:
    return Sensor(
        x=LEFT + place_m * SCALE, y=y, on=on, reach=14.0, toward=toward, reference=reference
    )


MIMIC = Mimic(
    600.0,
    360.0,
    (
        Label(
            x=20.0,
            y=30.0,
            text=Text("Sorting by material and colour, from above", "按材质与颜色分拣（俯视）"),
        ),
        *(symbol for n in range(3) for symbol in _chute(n)),
        Belt(
            x=LEFT,
            y=BELT_Y,
            length=INFEED_M * SCALE - 2.0,
            on="infeed_on",
            travel="infeed_travel_m",
            scale=SCALE,
            from_above=True,
            width=BELT_WIDTH,
            reference="-G1",
        ),
        Belt(
            x=LEFT + INFEED_M * SCALE,
            y=BELT_Y,
            length=(END_M - INFEED_M) * SCALE,
            on="belt_speed_m_s",
            travel="belt_travel_m",
            scale=SCALE,
            from_above=True,
            width=BELT_WIDTH,
            reference="-G2",
        ),
        _sensor(ENTRY_EYE_M, 140.0, "entry_eye", "-B1", Side.DOWN),
        _sensor(INSPECTION_M, 140.0, "inductive", "-B2", Side.DOWN),
        _sensor(INSPECTION_M - 0.05, 190.0, "capacitive", "-B3", Side.UP),
        _sensor(INSPECTION_M + 0.05, 190.0, "colour", "-B4", Side.UP),
        _air(AIR_X, LEFT + EJECTORS_M[0] * SCALE),
        _air(LEFT + EJECTORS_M[0] * SCALE - 22.0, LEFT + EJECTORS_M[1] * SCALE),
        Instrument(x=AIR_X - 14.0, y=AIR_Y, letters="PT", signal="air_bar", reference="-B10"),
        Reading(x=AIR_X + 66.0, y=AIR_Y - 8.0, signal="air_bar", text=Text("p =", "p =")),
        _ejector(1),
        _ejector(2),
        Motor(x=60.0, y=235.0, on="infeed_on", reference="-M1"),
        Motor(x=150.0, y=235.0, on="belt_speed_m_s", reference="-M2"),
        Reading(x=180.0, y=240.0, signal="belt_speed_m_s", text=Text("v =", "v =")),
        *panel_lamps(60.0, 325.0),
    ),
)
