"""The drawing of the batch vessel."""

from __future__ import annotations

from trainlab.core.message import Text
from trainlab.core.mimic import (
    Instrument,
    Label,
    Mimic,
    Motor,
    Pipe,
    Pump,
    Reading,
    Side,
    Valve,
    ValveKind,
    Vessel,
)
from trainlab.plants.panel import panel_lamps

MIMIC = Mimic(
    600,
    360,
    (
        Vessel(
            x=230,
            y=100,
            width=140,
            height=170,
            level="level_raw",
            full=0.32,
            closed=True,
            mixer="mixer_on",
            heater="heater_power",
        ),
        Motor(x=300, y=78, on="mixer_on"),
        Label(x=318, y=83, text=Text("-M3", "-M3")),
        Pipe(x=40, y=60, points=((90, 60),), flow="flow_a_m3_s"),
        Pipe(x=110, y=60, points=((260, 60), (260, 100)), flow="flow_a_m3_s"),
        Pipe(x=560, y=60, points=((510, 60),), flow="flow_b_m3_s"),
        Pipe(x=490, y=60, points=((340, 60), (340, 100)), flow="flow_b_m3_s"),
        Pipe(x=300, y=270, points=((300, 345),), flow="drain_open"),
        Pump(x=100, y=60, on="pump_a_on", reference="-M1"),
        Pump(x=500, y=60, on="pump_b_on", toward=Side.LEFT, reference="-M2"),
        Valve(
            x=300,
            y=310,
            kind=ValveKind.SOLENOID,
            opening="drain_open",
            upright=True,
            reference="-Q4",
        ),
        Instrument(x=180, y=60, letters="FT", signal="flow_a_pulses", reference="-B4"),
        Instrument(x=420, y=60, letters="FT", signal="flow_b_pulses", reference="-B5"),
        Instrument(x=410, y=150, letters="TT", signal="temperature_raw", reference="-B1"),
        Instrument(x=410, y=210, letters="LT", signal="level_raw", reference="-B2"),
        Instrument(x=190, y=255, letters="LSL", signal="not_empty", reference="-B3"),
        Reading(x=440, y=155, signal="temperature_degc", digits=1),
        Reading(x=440, y=215, signal="level_raw", digits=3),
        Reading(x=40, y=110, signal="a_m3", digits=4, text=Text("A", "A 料")),
        Reading(x=480, y=110, signal="b_m3", digits=4, text=Text("B", "B 料")),
        Reading(x=385, y=260, signal="heater_wear", text=Text("Heater wear", "加热器损耗")),
        *panel_lamps(40, 325),
    ),
)
