"""The contract of a fault on a wire: what a broken wire makes of a value."""

from __future__ import annotations

from typing import Protocol


class WireFault(Protocol):
    """Changes the raw value of one tag while it is active.

    On an input it stands between the sensor and the image, on an output between the image and the
    actuator. A wire without an active fault passes every bit unchanged.
    """

    def bend(self, value: float, now_ns: int) -> float:
        """What arrives at the other end; `now_ns` is never before the fault's begin.

        The result must be one that the tag's type can hold.
        """
