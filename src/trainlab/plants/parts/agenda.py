"""The agenda of a plant that runs on events: whose moment comes next, whatever the tick.

Time is kept in whole nanoseconds, so that a moment that many small ticks reach is bit for bit the
one that a large tick reaches. Between two moments nothing is computed at all.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from trainlab.core.duration import NS_PER_S

NEVER = float("inf")


class Timed(Protocol):
    """A part with a next moment: `due_s` in plant time, infinite if there is none."""

    @property
    def due_s(self) -> float: ...

    def happen(self, now_s: float) -> None:
        """What is due happens now."""


class Agenda:
    """Lets time pass over parts; those that are due at one moment happen in the order given.

    What happens may make other parts due at once; they then happen at the same `now_s`.
    """

    __slots__ = ("_now_ns", "now_s", "parts")

    def __init__(self, parts: Sequence[Timed] = ()) -> None:
        self.parts = tuple(parts)
        self.now_s = 0.0
        self._now_ns = 0

    def pass_time(self, dt_s: float) -> None:
        """Let `dt_s` seconds pass; what is due at their very end happens as well."""
        self._now_ns += round(dt_s * NS_PER_S)
        end_s = self._now_ns / NS_PER_S
        parts = self.parts
        while True:
            first = None
            first_s = end_s
            for part in parts:
                due_s = part.due_s
                if due_s <= first_s and (first is None or due_s < first_s):
                    first = part
                    first_s = due_s
            if first is None:
                break
            if first_s > self.now_s:
                self.now_s = first_s
            first.happen(self.now_s)
        self.now_s = end_s
