"""A pacer that writes down how punctual it is; punctuality.py reads it."""

from __future__ import annotations

import os
import time
from array import array

from trainlab.bench.pacer import WallPacer


class Stopwatch:
    """A wall pacer that writes down how punctual it is."""

    def __init__(self, pacer: WallPacer) -> None:
        self.pacer = pacer
        self.times = array("q")
        self._origin_ns = 0
        self._schedstat = os.open("/proc/thread-self/schedstat", os.O_RDONLY)

    def start(self, now_ns: int) -> None:
        """The first tick is due now."""
        self.pacer.start(now_ns)
        self._origin_ns = time.perf_counter_ns() - now_ns

    def wait(self, now_ns: int) -> None:
        """Wait as the pacer does."""
        ended = time.perf_counter_ns()
        self.pacer.wait(now_ns)
        began = time.perf_counter_ns()
        waited = int(os.pread(self._schedstat, 64, 0).split()[1])
        self.times.extend((self._origin_ns + now_ns, began, ended, waited))
