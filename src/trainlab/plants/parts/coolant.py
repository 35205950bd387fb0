"""Cutting fluid: a pump in a tank, a flow switch, a level switch, and what goes away with the chips.

dV/dt = -(drag-out) while it flows; flow follows the pump after a fixed delay, while V > V_min
"""

from __future__ import annotations

from trainlab.plants.parts.contactor import Contactor

NEVER = float("inf")
FLOW_DELAY_S = 0.3
DRY_L = 5.0
LOW_L = 20.0
_SAME_L = 1e-7


class Coolant:
    """Litres in the tank, and whether it flows; the owner splits its step at `due_s`."""

    __slots__ = ("_blocked", "_drag_out_l_s", "_flow", "_wanted", "drawn_l", "due_s", "volume_l")

    def __init__(self, volume_l: float, drag_out_l_s: float) -> None:
        self.volume_l = volume_l
        self._drag_out_l_s = drag_out_l_s
        self._blocked = False
        self._wanted = False
        self._flow = Contactor(FLOW_DELAY_S, FLOW_DELAY_S)
        self.drawn_l = 0.0
        self._look()

    @property
    def flowing(self) -> bool:
        """The flow switch."""
        return self._flow.closed

    @property
    def level_ok(self) -> bool:
        """The level switch."""
        return self.volume_l > LOW_L

    def pump(self, on: bool) -> None:
        """Start or stop the pump; a dry or a blocked one gives no flow."""
        if on != self._wanted:
            self._wanted = on
            self._deliver()

    def change_blocked(self, blocked: bool) -> None:
        """Block the nozzle or free it."""
        self._blocked = blocked
        self._deliver()

    def change_drag_out(self, l_s: float) -> None:
        """Give it another loss while it flows, in l/s."""
        self._drag_out_l_s = l_s
        self._look()

    def refill(self, volume_l: float) -> None:
        """Fill the tank up to that volume."""
        self.volume_l = max(self.volume_l, volume_l)
        self._deliver()

    def advance(self, dt_s: float) -> None:
        """Let `dt_s` seconds pass, at most `due_s`."""
        if self.due_s == NEVER:
            return
        if self._flow.closed:
            drawn = min(self._drag_out_l_s * dt_s, self.volume_l)
            self.volume_l -= drawn
            self.drawn_l += drawn
            for limit in (LOW_L, DRY_L):
                if abs(self.volume_l - limit) <= _SAME_L:
                    self.volume_l = limit
        self._flow.advance(dt_s)
        self._deliver()

    def _deliver(self) -> None:
        self._flow.energise(self._wanted and self.volume_l > DRY_L and not self._blocked)
        self._look()

    def _look(self) -> None:
        due = self._flow.due_s
        if self._flow.closed and self._drag_out_l_s > 0.0:
            above = self.volume_l - (LOW_L if self.volume_l > LOW_L else DRY_L)
            if self.volume_l <= DRY_L:
                above = self.volume_l
            if above > 0.0:
                due = min(due, above / self._drag_out_l_s)
        self.due_s = due
