"""The alarms of the CNC cell, as its instruments tell them; what to do resets each.

The machine begins without pressure, so low pressure waits a while: a pump needs 2 s to build it up.
"""

from __future__ import annotations

from trainlab.core.alarm import AlarmKind, AlarmSpec
from trainlab.core.message import Text

ALARMS = (
    AlarmSpec(
        "coolant_low",
        Text("The coolant is low: refill it", "冷却液不足：请补充"),
        "coolant_level_ok",
        AlarmKind.OFF_NORMAL,
        300,
        on_delay_s=0.5,
    ),
    AlarmSpec(
        "hydraulics_low",
        Text(
            "The hydraulic pressure is low: start the pump, or look for a leak",
            "液压压力低：请启动液压泵或检查泄漏",
        ),
        "hydraulics_ok",
        AlarmKind.OFF_NORMAL,
        700,
        on_delay_s=5.0,
    ),
    AlarmSpec(
        "lubrication",
        Text("The way lubrication has failed: fill or repair it", "导轨润滑故障：请加油或维修"),
        "lube_ok",
        AlarmKind.OFF_NORMAL,
        500,
        on_delay_s=0.5,
    ),
    AlarmSpec(
        "spindle_overload",
        Text("The spindle load is high: look at the tool", "主轴负载过高：请检查刀具"),
        "spindle_load_raw",
        AlarmKind.HIGH,
        600,
        limit=100.0,
        deadband=5.0,
        on_delay_s=0.5,
    ),
    AlarmSpec(
        "pressure_failure",
        Text("The pressure transmitter has failed: look at its wire", "压力变送器故障：请检查接线"),
        "chuck_pressure_raw",
        AlarmKind.FAILURE,
        700,
    ),
)
