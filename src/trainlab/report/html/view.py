"""The part of a run that a diagram shows, and how time and values lie on paper."""

from __future__ import annotations

from dataclasses import dataclass
from math import ceil, floor, log10

import numpy as np
from numpy.typing import NDArray

from trainlab.core.duration import NS_PER_S

LEFT, RIGHT, WIDTH = 186.0, 744.0, 760.0  # px: where the plots begin and end, and the whole


@dataclass(frozen=True, slots=True)
class View:
    """Rows first..stop of a trace, drawn from LEFT to RIGHT."""

    first: int
    stop: int
    tick_ns: int

    def x(self, now_ns: float) -> float:
        """Where a moment is drawn; at the edge if it is not in view."""
        share = (now_ns - self.first * self.tick_ns) / (self.rows * self.tick_ns)
        return LEFT + (RIGHT - LEFT) * min(max(share, 0.0), 1.0)

    def xs(self, rows: NDArray[np.int64]) -> NDArray[np.float64]:
        """Where rows are drawn."""
        shares = (rows - self.first) / self.rows
        return np.asarray(LEFT + (RIGHT - LEFT) * shares, dtype=np.float64)

    @property
    def rows(self) -> int:
        """How many rows are in view, at least one."""
        return max(self.stop - self.first, 1)

    @property
    def begin_ns(self) -> int:
        """The first moment in view."""
        return self.first * self.tick_ns

    @property
    def end_ns(self) -> int:
        """The last moment in view."""
        return self.stop * self.tick_ns

    def holds(self, now_ns: int) -> bool:
        """Whether a moment is in view."""
        return self.begin_ns <= now_ns <= self.end_ns


def view_of(begin_ns: int, end_ns: int, tick_ns: int, rows: int, margin: float) -> View:
    """A stretch of a run of that many rows, with a margin (a share of it) on both sides."""
    length = max((end_ns - begin_ns) / tick_ns, 1.0)
    around = max(length * margin, 2.0)
    first = floor(begin_ns / tick_ns - around)
    stop = ceil(end_ns / tick_ns + around)
    first, stop = max(first, 0), min(stop, rows)
    return View(first, stop, tick_ns) if first < stop else View(0, max(rows, 1), tick_ns)


def ticks(low: float, high: float, most: int) -> list[float]:
    """At most `most` round numbers (1, 2 or 5 times a power of ten apart) from low to high."""
    span = high - low
    if not span > 0:
        return [low]
    power = 10.0 ** floor(log10(span / most))
    step = next(power * size for size in (1, 2, 5, 10, 20) if span / (power * size) < most)
    first, last = ceil(low / step - 1e-9), floor(high / step + 1e-9)
    return [round(number * step, 12) for number in range(first, last + 1)]


def time_ticks(view: View) -> list[tuple[float, str]]:
    """Where the time axis has marks, and the seconds beside them."""
    seconds = ticks(view.begin_ns / NS_PER_S, view.end_ns / NS_PER_S, 10)
    return [(view.x(second * NS_PER_S), f"{second:g}") for second in seconds]
