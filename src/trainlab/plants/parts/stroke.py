"""Something that travels between two ends at a steady speed: a rod, a blade, a gate, a door.

x(t) = x0 +- (t - t0) / time,  0 <= x <= 1
"""

from __future__ import annotations

from trainlab.plants.parts.agenda import NEVER


class Stroke:
    """A position 0..1 that goes to 1 while driven and back to 0 while not, in its own times.

    A stuck one stands where it is.
    """

    __slots__ = ("_driven", "_rate", "_stuck", "_t0", "_x0", "back_s", "out_s")

    def __init__(self, out_s: float, back_s: float) -> None:
        self.out_s = out_s
        self.back_s = back_s
        self._driven = False
        self._stuck = False
        self._t0 = 0.0
        self._x0 = 0.0
        self._rate = 0.0

    @property
    def driven(self) -> bool:
        """Whether it is driven outwards."""
        return self._driven

    def drive(self, now_s: float, outwards: bool) -> None:
        """Drive it outwards, or let it go back."""
        self._driven = outwards
        self._plan(now_s)

    def stick(self, now_s: float, stuck: bool) -> None:
        """Let it stand where it is, or free it."""
        self._x0 = self.position(now_s)
        self._t0 = now_s
        self._rate = 0.0
        self._stuck = stuck
        self._plan(now_s)

    def change_times(self, now_s: float, out_s: float, back_s: float) -> None:
        """From now on, a full stroke takes other times."""
        self._x0 = self.position(now_s)
        self._t0 = now_s
        self._rate = 0.0
        self.out_s = out_s
        self.back_s = back_s
        self._plan(now_s)

    def position(self, now_s: float) -> float:
        """Where it is, 0..1."""
        x = self._x0 + self._rate * (now_s - self._t0)
        return 0.0 if x < 0.0 else 1.0 if x > 1.0 else x

    def reach_s(self, position: float) -> float:
        """When it passes that position, if nothing changes; NEVER if it does not from where it began."""
        along = (position - self._x0) * (1.0 if self._rate > 0.0 else -1.0)
        if self._rate == 0.0 or along <= 0.0:
            return NEVER
        return self._t0 + along / (self._rate if self._rate > 0.0 else -self._rate)

    def _plan(self, now_s: float) -> None:
        self._x0 = self.position(now_s)
        self._t0 = now_s
        if self._stuck:
            self._rate = 0.0
        else:
            self._rate = 1.0 / self.out_s if self._driven else -1.0 / self.back_s
