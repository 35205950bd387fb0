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

SORT_MATERIAL_ALARMS = (
    EMERGENCY_STOP,
    AlarmSpec(
        "air_low_low",
        Text("The air pressure is too low for the ejectors", "气压过低，推料缸无法工作"),
        "air_pressure",
        AlarmKind.LOW_LOW,
        700,
        limit=3.5,
        deadband=0.3,
        on_delay_s=0.5,
    ),
    AlarmSpec(
        "air_low",
        Text("The air pressure is low: the ejectors are slow", "气压偏低：推料缸动作变慢"),
        "air_pressure",
        AlarmKind.LOW,
        400,
        limit=4.5,
        deadband=0.3,
        on_delay_s=0.5,
    ),
    AlarmSpec(
        "pressure_failure",
        Text("The pressure transmitter has failed", "压力变送器故障"),
        "air_pressure",
        AlarmKind.FAILURE,
        600,
    ),
)
