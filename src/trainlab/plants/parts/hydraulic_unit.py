"""A hydraulic unit that clamps: the pressure rises and falls in a line.

    dp/dt = charge - leak while the pump runs and p is below the relief valve's setting
    dp/dt = -leak otherwise, and at once to a lowered setting

Constant-flow pump into an accumulator near its working pressure, where p over volume is nearly
straight. A pressure switch has a hysteresis of 2 bar.
"""

from __future__ import annotations

NEVER = float("inf")
HYSTERESIS_BAR = 2.0
_SAME_BAR = 1e-6


class HydraulicUnit:
    """The pressure in bar; the owner splits its step at `due_s`, when a limit is reached.

    `grip_bar` is a further limit that the owner wants to know of.
    """

    __slots__ = (
        "_charge_bar_s",
        "_leak_bar_s",
        "_relief_bar",
        "_switch_bar",
        "due_s",
        "grip_bar",
        "pressure_bar",
        "running",
        "switch",
    )

    def __init__(
        self,
        relief_bar: float,
        charge_bar_s: float,
        leak_bar_s: float,
        switch_bar: float,
        grip_bar: float,
        pressure_bar: float,
    ) -> None:
        self._relief_bar = relief_bar
        self._charge_bar_s = charge_bar_s
        self._leak_bar_s = leak_bar_s
        self._switch_bar = switch_bar
        self.grip_bar = grip_bar
        self.pressure_bar = pressure_bar
        self.running = False
        self.switch = pressure_bar >= switch_bar
        self.due_s = NEVER
        self._look()

    def run(self, on: bool) -> None:
        """Start or stop the pump."""
        if on != self.running:
            self.running = on
            self._look()

    def change_relief(self, bar: float) -> None:
        """Set the relief valve."""
        self._relief_bar = bar
        self._look()

    def change_leak(self, bar_s: float) -> None:
        """Give it another leak."""
        self._leak_bar_s = bar_s
        self._look()

    def advance(self, dt_s: float) -> None:
        """Let `dt_s` seconds pass, at most `due_s`."""
        if self.due_s == NEVER:
            return
        rate = self._rate()
        after = self.pressure_bar + rate * dt_s
        if rate > 0.0:
            after = min(after, self._relief_bar)
        self.pressure_bar = max(after, 0.0)
        self._look()

    def _rate(self) -> float:
        if not self.running:
            return -self._leak_bar_s if self.pressure_bar > 0.0 else 0.0
        rate = self._charge_bar_s - self._leak_bar_s
        if rate >= 0.0:
            return rate if self.pressure_bar < self._relief_bar else 0.0
        return rate if self.pressure_bar > 0.0 else 0.0

    def _look(self) -> None:
        pressure = self.pressure_bar = min(self.pressure_bar, self._relief_bar)
        limits = (self._switch_bar, self._switch_bar - HYSTERESIS_BAR, self.grip_bar)
        for limit in (*limits, self._relief_bar, 0.0):
            if abs(pressure - limit) <= _SAME_BAR:
                pressure = self.pressure_bar = limit
        if pressure >= self._switch_bar:
            self.switch = True
        elif pressure <= self._switch_bar - HYSTERESIS_BAR:
            self.switch = False
        rate = self._rate()
        if rate == 0.0:
            self.due_s = NEVER
            return
        if rate > 0.0:
            nearest = min(
                (b for b in (*limits, self._relief_bar) if b > pressure), default=pressure
            )
        else:
            nearest = max((b for b in (*limits, 0.0) if b < pressure), default=0.0)
        self.due_s = (nearest - pressure) / rate
