"""A thermal overload relay: a motor that stands while it is supplied heats it until it trips.

    heat rises by 1 in `trip_s` while the motor is stalled, falls by 1 in `cool_s` while it is not;
    at 1 the relay trips, and below 0.5 it can be reset by hand

A straight line in place of the exponential of IEC 60947-4-1, whose class 10A trips between 2 and 10 s
at 7.2 times the set current from cold. Normal load is below its setting and does not heat it.
"""

from __future__ import annotations

from collections.abc import Callable

from trainlab.plants.parts.agenda import NEVER

RESET_BELOW = 0.5


class Overload:
    """`tripped_at(now_s)` is called when it trips. `due_s`, `happen`: see parts/agenda.py."""

    __slots__ = (
        "_cool_s",
        "_heat",
        "_since_s",
        "_stalled",
        "_trip_s",
        "_tripped_at",
        "due_s",
        "tripped",
    )

    def __init__(self, trip_s: float, cool_s: float, tripped_at: Callable[[float], None]) -> None:
        self._trip_s = trip_s
        self._cool_s = cool_s
        self._tripped_at = tripped_at
        self._heat = 0.0
        self._since_s = 0.0
        self._stalled = False
        self.tripped = False
        self.due_s = NEVER

    def watch(self, stalled: bool, now_s: float) -> None:
        """Whether the motor is supplied and stands."""
        if stalled == self._stalled:
            return
        self._heat = self.heat(now_s)
        self._since_s = now_s
        self._stalled = stalled
        self.due_s = now_s + (1.0 - self._heat) * self._trip_s if stalled else NEVER

    def heat(self, now_s: float) -> float:
        """0 cold, 1 where it trips."""
        passed_s = now_s - self._since_s
        if self._stalled:
            return self._heat + passed_s / self._trip_s
        heat = self._heat - passed_s / self._cool_s
        return heat if heat > 0.0 else 0.0

    def happen(self, now_s: float) -> None:
        """It trips."""
        self.due_s = NEVER
        self.tripped = True
        self._tripped_at(now_s)

    def reset(self, now_s: float) -> None:
        """Press its button; it stays tripped while it is hot."""
        if self.heat(now_s) < RESET_BELOW:
            self.tripped = False
