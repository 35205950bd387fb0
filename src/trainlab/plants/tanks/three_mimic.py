"""The drawing of the three tanks."""

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

_RIM_M = 0.62


def _tank(number: int, x: float) -> tuple[Symbol, ...]:
    return (
        Vessel(x=x, y=70, width=90, height=180, level=f"level_{number}_m", full=_RIM_M),
        Label(x=x + 6, y=86, text=Text(f"Tank {number}", f"水箱 {number}")),
        Instrument(
            x=x + 70, y=50, letters="LT", signal=f"level_{number}_raw", reference=f"-B{number}"
        ),
        Reading(x=x + 10, y=265, signal=f"level_{number}_m", digits=3),
    )


MIMIC = Mimic(
    620,
    400,
    (
        *_tank(1, 90),
        *_tank(3, 255),
        *_tank(2, 420),
        Pipe(x=180, y=240, points=((255, 240),), flow="flow_13_m3_s"),
        Pipe(x=345, y=240, points=((420, 240),), flow="flow_32_m3_s"),
        Pipe(x=510, y=240, points=((560, 240), (560, 358)), flow="flow_20_m3_s"),
        Pipe(x=90, y=240, points=((72, 240), (72, 358)), flow="drain_open"),
        Pipe(x=30, y=296, points=((30, 40), (110, 40), (110, 70)), flow="flow_1_m3_s"),
        Pipe(x=586, y=296, points=((586, 30), (440, 30), (440, 70)), flow="flow_2_m3_s"),
        Pipe(x=30, y=375, points=((30, 324),), flow="flow_1_m3_s"),
        Pipe(x=586, y=375, points=((586, 324),), flow="flow_2_m3_s"),
        Vessel(x=16, y=345, width=588, height=42),
        Label(x=280, y=371, text=Text("Sump", "水池")),
        Valve(x=218, y=240, kind=ValveKind.SOLENOID, opening="valve_13_open", reference="-Q3"),
        Valve(x=383, y=240, kind=ValveKind.SOLENOID, opening="valve_32_open", reference="-Q4"),
        Valve(x=535, y=240, kind=ValveKind.SOLENOID, opening="valve_20_open", reference="-Q5"),
        Valve(
            x=72,
            y=285,
            kind=ValveKind.SOLENOID,
            opening="drain_open",
            upright=True,
            reference="-Q6",
        ),
        Pump(x=30, y=310, on="pump_1_on", toward=Side.UP, reference="-M1"),
        Pump(x=586, y=310, on="pump_2_on", toward=Side.UP, reference="-M2"),
        Instrument(x=300, y=300, letters="LSH", signal="overfill_ok", reference="-B4"),
        *panel_lamps(380, 300),
    ),
)
