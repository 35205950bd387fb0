"""How many requests wait on a station for their moment, and whose: nobody has so many that another gets none."""

from __future__ import annotations

import time
from collections.abc import Collection, Mapping
from typing import Any

from trainlab.core.message import Message, Text

MOST = 200  # of a station; each is told to every page as long as it waits
MOST_OF_ONE = 100
TOLD_WITHIN_S = 2.0  # what the bench has heard it tells sooner

TOO_MANY = Text(
    "{count} requests wait already: cancel some, or let them come",
    "已有 {count} 个请求在等待：请取消一些，或等其执行",
)


class Timers:
    """Those of one station, as the bench tells them and as they were asked for since."""

    def __init__(self) -> None:
        self._asked: dict[int, tuple[str, float]] = {}

    def asked(self, number: int, by: str) -> None:
        """One more was sent to the bench."""
        self._asked[number] = (by, time.monotonic())

    def refused(self, told: Collection[tuple[float, Mapping[str, Any]]], by: str) -> Message | None:
        """Why one more is not sent; `told` are those of which the bench says that they wait."""
        now_s = time.monotonic()
        self._asked = {
            number: (who, at_s)
            for number, (who, at_s) in self._asked.items()
            if now_s - at_s < TOLD_WITHIN_S
        }
        waiting = {number: who for number, (who, _) in self._asked.items()}
        waiting |= {request["number"]: request["asked_by"] for _, request in told}
        own = sum(who == by for who in waiting.values())
        if own >= MOST_OF_ONE:
            return TOO_MANY.fill(count=own)
        return TOO_MANY.fill(count=len(waiting)) if len(waiting) >= MOST else None
