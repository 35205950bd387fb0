"""A drive between two ends: door, clamp, cylinder. It takes a fixed time for its way.

Position 0..1, at constant speed toward the end that is commanded, with a switch at each end.
"""

from __future__ import annotations

NEVER = float("inf")
_INSTANT_S = 1e-9  # what is left of a way after its ticks are subtracted is rounding


class EndDrive:
    """Where the drive is; the owner splits its step at `due_s`, when it reaches an end.

    `at_near_end` and `at_far_end` are its switches: it stands at 0, or at 1, and has not set off.
    """

    __slots__ = ("_time_s", "at_far_end", "at_near_end", "due_s", "position", "toward")

    def __init__(self, time_s: float, position: float = 0.0) -> None:
        self._time_s = time_s
        self.position = position
        self.toward = 0  # 1 to the far end, -1 to the near one, 0 at rest
        self.due_s = NEVER
        self._look()

    def change_time(self, time_s: float) -> None:
        """Give the whole way another time, in s."""
        self._time_s = time_s
        self._set_due()

    def drive(self, toward: int) -> None:
        """Move to the far end (1), to the near end (-1), or stand (0)."""
        if toward != self.toward:
            self.toward = toward
            self._set_due()

    def advance(self, dt_s: float) -> None:
        """Let `dt_s` seconds pass, at most `due_s`."""
        if self.due_s == NEVER:
            return
        self.due_s -= dt_s
        if self.due_s <= _INSTANT_S:
            self.position = 1.0 if self.toward > 0 else 0.0
            self.due_s = NEVER
            self._look()
        else:
            left = self.due_s / self._time_s
            self.position = 1.0 - left if self.toward > 0 else left

    def _set_due(self) -> None:
        way = 0.0
        if self.toward > 0:
            way = 1.0 - self.position
        elif self.toward < 0:
            way = self.position
        self.due_s = way * self._time_s if way > 0.0 else NEVER
        self._look()

    def _look(self) -> None:
        self.at_near_end = self.position == 0.0 and self.toward <= 0
        self.at_far_end = self.position == 1.0 and self.toward >= 0
