"""A 5/2 solenoid valve with two coils (bistable): its spool stays where the last coil put it.

One coil alone shifts the spool after the switching time. Both at once push against one another, and none
at all pushes: in both cases it stays where it is.
"""

from __future__ import annotations

from collections.abc import Callable

from trainlab.plants.parts.agenda import NEVER


class BistableValve:
    """`switched(over, now_s)` is called at the moment at which the spool moves; `shifts` counts for wear.

    `due_s`, `happen`: see parts/agenda.py.
    """

    __slots__ = ("_switched", "_time_s", "_wanted", "due_s", "over", "shifts")

    def __init__(
        self, time_s: float, switched: Callable[[bool, float], None], over: bool = False
    ) -> None:
        self._time_s = time_s
        self._switched = switched
        self._wanted = over
        self.over = over
        self.shifts = 0
        self.due_s = NEVER

    def energise(self, over: bool, back: bool, now_s: float) -> None:
        """Put voltage on the coils or take it away."""
        wanted = over if over != back else self.over
        if wanted == self._wanted:
            return
        self._wanted = wanted
        self.due_s = NEVER if wanted == self.over else now_s + self._time_s

    def happen(self, now_s: float) -> None:
        """The spool moves."""
        self.due_s = NEVER
        self.over = self._wanted
        self.shifts += 1
        self._switched(self.over, now_s)
