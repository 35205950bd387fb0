"""The alarms of the level rig, as its instruments tell them.

The rim is at 0.6 m, the overfill float at 0.55 m, the transmitter ends at 0.5 m; the rig begins at
0.05 m.
"""

from __future__ import annotations

from trainlab.core.alarm import AlarmKind, AlarmSpec
from trainlab.core.message import Text

ALARMS = (
    AlarmSpec(
        "level_high",
        Text("The level is high", "液位高"),
        "level_raw",
        AlarmKind.HIGH,
        500,
        limit=0.45,
        deadband=0.01,
        on_delay_s=0.5,
    ),
    AlarmSpec(
        "level_low",
        Text("The level is low", "液位低"),
        "level_raw",
        AlarmKind.LOW,
        300,
        limit=0.02,
        deadband=0.01,
        on_delay_s=0.5,
    ),
    AlarmSpec(
        "overfill",
        Text("The overfill switch has opened", "高液位开关动作"),
        "overfill_ok",
        AlarmKind.OFF_NORMAL,
        800,
        confirm=True,
    ),
    AlarmSpec(
        "level_failure",
        Text("The level transmitter has failed", "液位变送器故障"),
        "level_raw",
        AlarmKind.FAILURE,
        700,
    ),
)
