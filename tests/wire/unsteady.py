"""A soft PLC whose scans come as irregularly as those over a network, in virtual time."""

from __future__ import annotations

import random
from collections.abc import Callable
from typing import Any

from trainlab.core.controller import Program
from trainlab.core.image import IOImage

OFTEN, OFTEN_BY_S = 0.2, 0.02
SELDOM, SELDOM_BY_S = 0.005, 0.05


class UnsteadyProgram:
    """A compiled program; a scan comes `scan_s` after the one before, now and then later.

    The bench has to call it every tick, of `tick_s`. `hitches` is how many times as long as usual
    a scan can be late.
    """

    def __init__(
        self, program: Program, seed: int, scan_s: float, tick_s: float, hitches: float
    ) -> None:
        self._program = program
        self._random = random.Random(seed)
        self._scan_ticks = scan_s / tick_s
        self._hitch_ticks = hitches / tick_s

    def __getattr__(self, name: str) -> Any:
        return getattr(self._program, name)

    def controller(self, *bound: Any, **options: Any) -> Unsteady:
        """As any program's."""
        return Unsteady(self._program.controller(*bound, **options), self._ticks)

    def _ticks(self) -> int:
        often, seldom = self._random.random() < OFTEN, self._random.random() < SELDOM
        late_s = often * self._random.uniform(0, OFTEN_BY_S) + seldom * self._random.uniform(
            0, SELDOM_BY_S
        )
        ticks = self._scan_ticks + late_s * self._hitch_ticks
        return max(1, int(ticks + self._random.random()))


class Unsteady:
    """Its controller; `ticks` draws how many there are to the next scan."""

    def __init__(self, controller: Any, ticks: Callable[[], int]) -> None:
        self._controller = controller
        self._ticks = ticks
        self._left = 1

    def __getattr__(self, name: str) -> Any:
        return getattr(self._controller, name)

    def scan(self, image: IOImage, now_ns: int) -> None:
        """A scan, or none yet."""
        self._left -= 1
        if not self._left:
            self._controller.scan(image, now_ns)
            self._left = self._ticks()
