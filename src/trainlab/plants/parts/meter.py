"""A meter: the integral of a rate that changes at exact moments, in closed form between them."""

from __future__ import annotations


class Meter:
    """Seconds while something is on, joules at a power, metres at a speed."""

    __slots__ = ("_rate", "_since_s", "_total")

    def __init__(self) -> None:
        self._rate = 0.0
        self._since_s = 0.0
        self._total = 0.0

    def run(self, rate: float, now_s: float) -> None:
        """From now on it runs at that rate."""
        if rate != self._rate:
            self._total = self.total(now_s)
            self._since_s = now_s
            self._rate = rate

    def total(self, now_s: float) -> float:
        """What it reads."""
        return self._total + self._rate * (now_s - self._since_s)
