"""Parameters that several conveyors have: what comes from upstream, and a belt on a converter."""

from __future__ import annotations

from trainlab.core.message import Text
from trainlab.core.spec import Parameter

BOXES = Text("Mean time between boxes; 0: none come", "来箱平均间隔；0 表示不来")


def feed_parameters(interval_s: float, text: Text = BOXES) -> tuple[Parameter, Parameter]:
    """Mean and spread of the intervals (parts/arrivals.py)."""
    return (
        Parameter("feed_interval", text, interval_s, 0.0, 120.0, "s", True),
        Parameter(
            "feed_spread",
            Text("Spread of that time, to either side", "间隔的上下波动"),
            20.0,
            0.0,
            100.0,
            "%",
            True,
        ),
    )


def converter_parameters(ramp_s: float, slowest_s: float) -> tuple[Parameter, Parameter]:
    """Ramp and droop of a belt on a converter (conveyor/converter_belt.py)."""
    return (
        Parameter(
            "ramp_time",
            Text("Ramp of the converter to full speed", "变频器加减速时间"),
            ramp_s,
            0.1,
            slowest_s,
            "s",
        ),
        Parameter(
            "drive_share",
            Text("Speed of the drive, of its reference", "驱动实际速度与给定之比"),
            100.0,
            0.0,
            110.0,
            "%",
            True,
            True,
        ),
    )
