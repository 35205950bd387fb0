"""The drawing of the level rig."""

from __future__ import annotations

from trainlab.core.message import Text
from trainlab.core.mimic import (
    Instrument,
    Mimic,
    Pipe,
    Pump,
    Reading,
    Valve,
    ValveKind,
    Vessel,
)
from trainlab.plants.panel import panel_lamps

MIMIC = Mimic(
    600,
    360,
    (
        Pipe(x=130, y=300, points=((166, 300),), flow="inflow_m3_s"),
        Pipe(
            x=194, y=300, points=((250, 300), (250, 60), (400, 60), (400, 104)), flow="inflow_m3_s"
        ),
        Pipe(x=440, y=290, points=((440, 330), (560, 330)), flow="outflow_m3_s"),
        Vessel(x=30, y=270, width=100, height=60, reference="-C1"),
        Pump(x=180, y=300, on="pump_on", reference="-M1"),
        Valve(
            x=250,
            y=200,
            kind=ValveKind.SOLENOID,
            opening="shutoff_open",
            upright=True,
            reference="-Q2",
        ),
        Valve(x=320, y=60, kind=ValveKind.CONTROL, opening="valve_position", reference="-Q3"),
        Vessel(x=380, y=110, width=120, height=180, level="level_m", full=0.6, reference="-C2"),
        Valve(x=500, y=330, kind=ValveKind.HAND, opening="outflow_m3_s", reference="-Q4"),
        Instrument(x=530, y=230, letters="LT", reference="-B1"),
        Instrument(x=530, y=130, letters="LSH", reference="-B2"),
        Reading(x=512, y=272, signal="level_m", digits=3),
        Reading(x=30, y=30, signal="setpoint_m", digits=3, text=Text("Setpoint", "设定值")),
        Reading(x=140, y=30, signal="inflow_m3_s", digits=6, text=Text("Inflow", "进水流量")),
        *panel_lamps(30, 80),
    ),
)
