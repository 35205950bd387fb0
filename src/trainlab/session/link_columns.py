"""What a wired run adds to its trace: who wrote, how old the link was, when it was stale."""

from __future__ import annotations

from array import array
from collections.abc import Mapping, Sequence

import numpy as np

from trainlab.bench.pacer import WallPacer
from trainlab.core.duration import NS_PER_S
from trainlab.core.expression import Column
from trainlab.core.image import IOImage
from trainlab.core.observer import Event
from trainlab.exchange.wire import Wire
from trainlab.grading.verdict import WireReport


def one_each(writers: Sequence[str]) -> tuple[str, ...]:
    """Who wrote, each host once: what came back at another port stands with both its ports.

    >>> one_each(["modbus 10.0.0.7:50812", "s7 10.0.0.8:4711", "modbus 10.0.0.7:50822"])
    ('modbus 10.0.0.7:50812+50822', 's7 10.0.0.8:4711')
    """
    ports: dict[str, dict[str, None]] = {}
    for name in writers:
        place, colon, port = name.rpartition(":")
        by_port = bool(colon) and port.isdecimal() and "://" not in name
        ports.setdefault(place if by_port else name, {})[port if by_port else ""] = None
    return tuple(
        f"{place}:{'+'.join(known)}" if any(known) else place for place, known in ports.items()
    )


class LinkColumns:
    """An observer that keeps the state of a station's links at every tick."""

    def __init__(self, wire: Wire) -> None:
        self.writers: list[str] = []
        self._wire = wire
        self._writer = array("d")
        self._age_s = array("d")
        self._stale = array("b")
        self._numbers: dict[int, int] = {}

    def observe(self, now_ns: int, image: IOImage, facts: Sequence[float]) -> None:
        """Keep this tick's values."""
        wire = self._wire
        number = 0
        if wire.writer:
            number = self._numbers.get(wire.writer, 0)
            if not number:
                self.writers.append(wire.name_of(wire.writer))
                number = self._numbers[wire.writer] = len(self.writers)
        self._writer.append(number)
        self._age_s.append((now_ns - wire.heard_at_ns) / NS_PER_S)
        self._stale.append(wire.stale)

    def note(self, event: Event) -> None:
        """Events are the recorder's."""

    def columns(self) -> Mapping[str, Column]:
        """One value a tick: the number of who wrote (0 for nobody), the link's age, stale or not."""
        return {
            "link_writer": np.array(self._writer, dtype=np.float64),
            "link_age_s": np.array(self._age_s, dtype=np.float64),
            "link_stale": np.array(self._stale, dtype=np.bool_),
        }

    def report(self, pacer: WallPacer) -> WireReport:
        """What of it stands in the verdict."""
        stale = np.array(self._stale, dtype=np.int8)
        times = int(np.count_nonzero(np.diff(stale, prepend=0) == 1))
        figures = self._wire.figures
        return WireReport(
            one_each(self.writers), times, figures.link_age, figures.controller_scan, pacer.late
        )
