"""Boxes that come from upstream, one after another, at intervals that a seed draws.

    interval = mean (1 + spread (2 u - 1)),  u uniform in [0, 1)

A simpy process, advanced to its next moment when that is due, and never run ahead of the plant.
"""

from __future__ import annotations

from collections.abc import Callable, Generator

import simpy

from trainlab.core.seeds import Stream


class Arrivals:
    """Calls `arrive(number, now_s)` for each; a mean interval of 0 lets none come.

    `due_s` is the moment of the next process step, infinite while none come; see parts/agenda.py.
    """

    __slots__ = ("_arrive", "_env", "_mean_s", "_spread", "_stream", "_wait", "count", "due_s")

    def __init__(
        self,
        stream: Stream,
        mean_s: float,
        spread: float,
        arrive: Callable[[int, float], None],
    ) -> None:
        self._stream = stream
        self._mean_s = mean_s
        self._spread = spread
        self._arrive = arrive
        self._env = simpy.Environment()
        self._wait: simpy.Event | None = None
        self.count = 0
        self._env.process(self._come())
        self._env.step()  # up to the first wait
        self.due_s = self._env.peek()

    def happen(self, now_s: float) -> None:
        """One has come."""
        self._env.step()
        self.due_s = self._env.peek()

    def change(self, now_s: float, mean_s: float, spread: float) -> None:
        """Other intervals from the next one on; from now on, if none came until now."""
        self._mean_s = mean_s
        self._spread = spread
        if self._wait is not None and mean_s > 0.0:
            if now_s > self._env.now:
                self._env.run(until=now_s)
            self._wait.succeed()
            self._wait = None
            self.due_s = self._env.peek()

    def _come(self) -> Generator[simpy.Event, None, None]:
        while True:
            mean_s = self._mean_s
            if mean_s <= 0.0:
                self._wait = self._env.event()
                yield self._wait
                continue
            share = 2.0 * self._stream.uniform(self.count) - 1.0
            yield self._env.timeout(mean_s * (1.0 + self._spread * share))
            if self._mean_s > 0.0:
                number = self.count
                self.count += 1
                self._arrive(number, self._env.now)
