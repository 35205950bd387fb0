"""Pacers: when the next tick is due. They are the only readers of a clock in trainlab."""

from __future__ import annotations

import time
from typing import Protocol

from trainlab.core.duration import NS_PER_S


class Pacer(Protocol):
    """Decides when a tick may run; never which ticks run, nor what they see."""

    def start(self, now_ns: int) -> None:
        """The tick at `now_ns` is the first; later ones are paced from here."""

    def wait(self, now_ns: int) -> None:
        """Return when the tick at `now_ns` is due."""


class VirtualPacer:
    """Every tick is due at once."""

    __slots__ = ()

    def start(self, now_ns: int) -> None:
        """Nothing to remember."""

    def wait(self, now_ns: int) -> None:
        """Due already."""


class OutOfTime(Exception):
    """A run took longer than it was given; `now_ns` is how far it came."""

    def __init__(self, now_ns: int) -> None:
        super().__init__(now_ns)
        self.now_ns = now_ns


class PatientPacer:
    """Every tick is due at once, until the run has taken `limit_s` seconds of wall time: OutOfTime."""

    __slots__ = ("_end_s", "limit_s")

    def __init__(self, limit_s: float) -> None:
        self.limit_s = limit_s
        self._end_s = 0.0

    def start(self, now_ns: int) -> None:
        """The time that is given begins."""
        self._end_s = time.monotonic() + self.limit_s

    def rest(self) -> PatientPacer:
        """One for another run, which may take what is left of this one's time."""
        return PatientPacer(max(self._end_s - time.monotonic(), 0.0))

    def wait(self, now_ns: int) -> None:
        """Due already, unless the time is over."""
        if time.monotonic() > self._end_s:
            raise OutOfTime(now_ns)


class WallPacer:
    """Ticks by the wall clock, `speed` times as fast, each to its own absolute deadline.

    No tick is skipped: one that is late runs at once and is counted in `late` (by more than
    nothing) and, when it is late by a whole tick or more, in `overruns`. `utc_ns` is the calendar's
    time (since 1970) of the first tick, for what shows time to a person.
    """

    __slots__ = (
        "_origin_ns",
        "_origin_wall_ns",
        "_tick_wall_ns",
        "late",
        "overruns",
        "speed",
        "utc_ns",
    )

    def __init__(self, tick_ns: int, speed: float = 1.0) -> None:
        self.speed = speed
        self.late = 0
        self.overruns = 0
        self._tick_wall_ns = tick_ns / speed
        self._origin_ns = 0
        self._origin_wall_ns = 0
        self.utc_ns = 0

    def start(self, now_ns: int) -> None:
        """Deadlines count from this moment of the wall clock."""
        self._origin_ns = now_ns
        self._origin_wall_ns = time.perf_counter_ns()
        self.utc_ns = time.time_ns()

    def wait(self, now_ns: int) -> None:
        """Sleep until the tick's deadline; a deadline that has passed is counted."""
        due_ns = self._origin_wall_ns + (now_ns - self._origin_ns) / self.speed
        ahead_ns = due_ns - time.perf_counter_ns()
        if ahead_ns > 0:
            time.sleep(ahead_ns / NS_PER_S)
            return
        if now_ns > self._origin_ns:
            self.late += 1
            if -ahead_ns >= self._tick_wall_ns:
                self.overruns += 1
