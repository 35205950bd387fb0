"""A contactor, relay or solenoid: follows its coil after a delay that no tick rounds."""

from __future__ import annotations

SETTLED = float("inf")
_INSTANT_S = 1e-9  # what is left of a delay after its ticks are subtracted is rounding


class Contactor:
    """A coil and its contact; the contact follows `pull_in_s` or `drop_out_s` after the coil.

    A coil that changes its mind before the contact has moved leaves it where it is. The owner
    splits its step at `due_s`, the seconds until the contact moves (infinite when settled).
    """

    __slots__ = ("closed", "drop_out_s", "due_s", "energised", "pull_in_s")

    def __init__(self, pull_in_s: float, drop_out_s: float) -> None:
        self.pull_in_s = pull_in_s
        self.drop_out_s = drop_out_s
        self.energised = False
        self.closed = False
        self.due_s = SETTLED

    def energise(self, on: bool) -> None:
        """Put voltage on the coil or take it away."""
        if on == self.energised:
            return
        self.energised = on
        if on == self.closed:
            self.due_s = SETTLED
        else:
            self.due_s = self.pull_in_s if on else self.drop_out_s

    def advance(self, dt_s: float) -> None:
        """Let `dt_s` seconds pass, at most `due_s`."""
        self.due_s -= dt_s  # a settled one stays so: infinity less a step
        if self.due_s <= _INSTANT_S:
            self.closed = self.energised
            self.due_s = SETTLED
