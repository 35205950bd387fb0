"""A contactor, relay or solenoid on an agenda: its contact follows its coil after a delay."""

from __future__ import annotations

from collections.abc import Callable

from trainlab.plants.parts.agenda import NEVER


class TimedContact:
    """`switched(closed, now_s)` is called at the exact moment at which the contact moves.

    A coil that changes its mind before the contact has moved leaves it where it is. `closings`
    counts, for wear.
    """

    __slots__ = (
        "_drop_out_s",
        "_energised",
        "_pull_in_s",
        "_switched",
        "closed",
        "closings",
        "due_s",
    )

    def __init__(
        self, pull_in_s: float, drop_out_s: float, switched: Callable[[bool, float], None]
    ) -> None:
        self._pull_in_s = pull_in_s
        self._drop_out_s = drop_out_s
        self._switched = switched
        self._energised = False
        self.closed = False
        self.closings = 0
        self.due_s = NEVER

    def energise(self, on: bool, now_s: float) -> None:
        """Put voltage on the coil or take it away."""
        if on == self._energised:
            return
        self._energised = on
        if on == self.closed:
            self.due_s = NEVER
        else:
            self.due_s = now_s + (self._pull_in_s if on else self._drop_out_s)

    def happen(self, now_s: float) -> None:
        """The contact moves."""
        self.due_s = NEVER
        self.closed = self._energised
        self.closings += self.closed
        self._switched(self.closed, now_s)
