"""The drawing of sorting by material and colour, seen from above."""

from __future__ import annotations

from trainlab.core.message import Text
from trainlab.core.mimic import (
    Belt,
    Block,
    Cylinder,
    Instrument,
    Label,
    Mimic,
    Motor,
    Pipe,
    Reading,
    Sensor,
    Side,
    Symbol,
)
from trainlab.plants.panel import panel_lamps

INFEED_M = 0.5  # the infeed belt is so long, then comes the sorting belt
ENTRY_EYE_M = 0.45
INSPECTION_M = 0.8
EJECTORS_M = (1.3, 1.8)
END_M = 2.3
SCALE = 230.0
LEFT, BELT_Y, BELT_WIDTH = 30.0, 150.0, 30.0
AIR_X, AIR_Y = 234.0, 50.0

_MATERIALS = (
    ("metal", Text("Metal", "金属")),
    ("white", Text("White", "白色")),
    ("black", Text("Black", "黑色")),
)
_CHUTES_X = (*(LEFT + place * SCALE for place in EJECTORS_M), LEFT + END_M * SCALE - 8.0)


def _ejector(n: int) -> Cylinder:
    return Cylinder(
        x=_CHUTES_X[n - 1],
        y=72.0,
        length=56.0,
        stroke=46.0,
        position=f"ejector{n}_position",
        toward=Side.DOWN,
        reference=f"-MM{n}",
    )


def _air(from_x: float, cylinder_x: float) -> Pipe:
    side = cylinder_x - 22.0
    return Pipe(x=from_x, y=AIR_Y, points=((side, AIR_Y), (side, 82.0), (cylinder_x - 7.0, 82.0)))


def _chute(n: int) -> tuple[Symbol, ...]:
    material, text = _MATERIALS[n]
    x = _CHUTES_X[n] - 35.0
    return (
        Block(x=x, y=200.0, width=70.0, height=36.0, text=text),
        Reading(x=x, y=254.0, signal=f"{material}_in_{n + 1}", digits=0),
    )


def _sensor(place_m: float, y: float, on: str, reference: str, toward: Side) -> Sensor:
    return Sensor(
        x=LEFT + place_m * SCALE, y=y, on=on, reach=14.0, toward=toward, reference=reference
    )


MIMIC = Mimic(
    600.0,
    360.0,
    (
        Label(x=20.0, y=30.0, text=Text("Sorting by material and colour", "按材质与颜色分拣")),
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
        _air(AIR_X, _CHUTES_X[0]),
        _air(_CHUTES_X[0] - 22.0, _CHUTES_X[1]),
        Instrument(x=AIR_X - 14.0, y=AIR_Y, letters="PT", signal="air_bar", reference="-B10"),
        Reading(x=AIR_X + 12.0, y=AIR_Y - 12.0, signal="air_bar", text=Text("p =", "p =")),
        _ejector(1),
        _ejector(2),
        *(symbol for n in range(3) for symbol in _chute(n)),
        Motor(x=60.0, y=235.0, on="infeed_on", reference="-M1"),
        Motor(x=150.0, y=235.0, on="belt_speed_m_s", reference="-M2"),
        Reading(x=180.0, y=240.0, signal="belt_speed_m_s", text=Text("v =", "v =")),
        *panel_lamps(60.0, 325.0),
    ),
)
