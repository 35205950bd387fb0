"""The alarms of conveyor plants, as their instruments tell them."""

from __future__ import annotations

from trainlab.core.alarm import AlarmKind, AlarmSpec
from trainlab.core.message import Text

EMERGENCY_STOP = AlarmSpec(
    "emergency_stop",
    Text("The emergency stop is pressed", "急停已按下"),
    "estop_ok",
    AlarmKind.OFF_NORMAL,
    900,
)

BUFFER_ALARMS = (
    EMERGENCY_STOP,
    AlarmSpec(
        "converter_fault",
        Text("The frequency converter has tripped", "变频器故障跳闸"),
        "drive_ready",
        AlarmKind.OFF_NORMAL,
        700,
        confirm=True,
    ),
    AlarmSpec(
        "speed_failure",
        Text("The speed signal has failed", "速度信号故障"),
        "speed_raw",
        AlarmKind.FAILURE,
        600,
    ),
)
