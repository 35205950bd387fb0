"""The drawing of the quadruple tank."""

from __future__ import annotations

from trainlab.core.message import Text
from trainlab.core.mimic import (
    Instrument,
    Label,
    Mimic,
    Pipe,
    Pump,
    Reading,
    Side,
    Symbol,
    Valve,
    ValveKind,
    Vessel,
)
from trainlab.plants.panel import panel_lamps

_RIM_M = 0.2


def _tank(number: int, x: float, y: float) -> tuple[Symbol, ...]:
    return (
        Vessel(x=x, y=y, width=100, height=70, level=f"level_{number}_m", full=_RIM_M),
        Label(x=x + 6, y=y + 14, text=Text(f"Tank {number}", f"水箱 {number}")),
    )


MIMIC = Mimic(
    600,
    400,
    (
        *_tank(3, 150, 40),
        *_tank(4, 350, 40),
        *_tank(1, 150, 150),
        *_tank(2, 350, 150),
        Pipe(x=200, y=110, points=((200, 150),), flow="level_3_m"),
        Pipe(x=400, y=110, points=((400, 150),), flow="level_4_m"),
        Pipe(x=200, y=220, points=((200, 358),), flow="level_1_m"),
        Pipe(x=400, y=220, points=((400, 358),), flow="level_2_m"),
        Pipe(x=80, y=296, points=((80, 130), (170, 130), (170, 150)), flow="flow_1_m3_s"),
        Pipe(x=80, y=130, points=((80, 20), (380, 20), (380, 40)), flow="flow_1_m3_s"),
        Pipe(x=520, y=296, points=((520, 130), (430, 130), (430, 150)), flow="flow_2_m3_s"),
        Pipe(x=520, y=130, points=((520, 30), (220, 30), (220, 40)), flow="flow_2_m3_s"),
        Pipe(x=80, y=375, points=((80, 324),), flow="flow_1_m3_s"),
        Pipe(x=520, y=375, points=((520, 324),), flow="flow_2_m3_s"),
        Vessel(x=50, y=345, width=500, height=42),
        Label(x=270, y=371, text=Text("Reservoir", "储水池")),
        Valve(x=115, y=130, kind=ValveKind.HAND, reference="-Q3"),
        Valve(x=485, y=130, kind=ValveKind.HAND, reference="-Q4"),
        Pump(x=80, y=310, on="pump_1_on", toward=Side.UP, reference="-M1"),
        Pump(x=520, y=310, on="pump_2_on", toward=Side.UP, reference="-M2"),
        Instrument(x=130, y=185, letters="LT", signal="level_1_raw", reference="-B1"),
        Instrument(x=470, y=185, letters="LT", signal="level_2_raw", reference="-B2"),
        Instrument(x=265, y=165, letters="LSH", signal="overfill_1_ok", reference="-B3"),
        Instrument(x=335, y=165, letters="LSH", signal="overfill_2_ok", reference="-B4"),
        Reading(x=146, y=240, signal="level_1_m", digits=3),
        Reading(x=346, y=240, signal="level_2_m", digits=3),
        *panel_lamps(247, 305),
    ),
)
