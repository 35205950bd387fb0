"""A power contactor: main contacts that follow the coil, wear when they break a current, and may weld.

The mirror contact (IEC 60947-4-1, annex F) is closed only while every main contact is open: it tells
a weld. Electrical life falls with the square of the current that is broken (the makers' AC-3 and AC-4
curves, roughly): a break of I takes (I / I_e)^2 / 1e6 of it.
"""

from __future__ import annotations

from trainlab.plants.parts.contactor import Contactor

BREAKS_AT_RATED = 1e6


class PowerContactor:
    """A coil with its main contacts. `due_s` is the time until they move; see parts/contactor.py."""

    __slots__ = ("_coil", "_rated_a", "_welded", "closed", "closings", "wear")

    def __init__(self, pull_in_s: float, drop_out_s: float, rated_a: float) -> None:
        self._coil = Contactor(pull_in_s, drop_out_s)
        self._rated_a = rated_a
        self._welded = False
        self.closed = False
        self.closings = 0
        self.wear = 0.0  # share of its life

    @property
    def mirror(self) -> bool:
        """The mirror contact: TRUE while all main contacts are open."""
        return not self.closed

    @property
    def due_s(self) -> float:
        """Seconds until the armature moves."""
        return self._coil.due_s

    def energise(self, on: bool) -> None:
        """Put voltage on the coil or take it away."""
        self._coil.energise(on)

    def advance(self, dt_s: float, current_a: float) -> bool:
        """Let `dt_s` seconds pass, at most `due_s`; whether the contacts moved, and broke that current."""
        self._coil.advance(dt_s)
        return self._follow(current_a)

    def weld(self, welded: bool, current_a: float) -> bool:
        """Weld the contacts when they are closed (now or next), or part them; whether they moved."""
        self._welded = welded
        return self._follow(current_a)

    def _follow(self, current_a: float) -> bool:
        wanted = self._coil.closed
        if wanted == self.closed or (self._welded and not wanted):
            return False
        self.closed = wanted
        if wanted:
            self.closings += 1
        else:
            share = current_a / self._rated_a
            self.wear += share * share / BREAKS_AT_RATED
        return True
