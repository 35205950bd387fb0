"""Who was not let in, or may not do what it asked for: told to the bench, and no flood of it."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence

from trainlab.core.message import Message, Text
from trainlab.exchange.server_side import ServerSide
from trainlab.exchange.telling import REFUSED

# The same of the same client is told again after so long; of all together so many in so long.
AGAIN_S = 60.0
BURST = 8
BURST_S = 10.0
MOST_KEPT = 256
LONGEST_NAME = 100

MAY_NOT_WRITE = Text("its role '{role}' does not write outputs", "其角色“{role}”不能写输出")
MAY_NOT_OPERATE = Text("its role '{role}' does not work the panel", "其角色“{role}”不能操作面板")
NO_ROLE = Text("(none)", "（无）")


class TurnedAway:
    """Tells all stations of a server; `clock` counts seconds."""

    __slots__ = ("_clock", "_recent", "_sides", "_told")

    def __init__(
        self, sides: Sequence[ServerSide], clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._sides = tuple(sides)
        self._clock = clock
        self._told: dict[tuple[str, str], float] = {}
        self._recent: list[float] = []

    def tell(self, who: str, reason: Message) -> None:
        """Somebody was turned away, for that reason; passed over where it was told of late."""
        now_s = self._clock()
        why = Text(reason.render("en"), reason.render("zh-CN"))
        key = who, why.en
        if now_s - self._told.get(key, -AGAIN_S) < AGAIN_S:
            return
        self._recent = [each for each in self._recent if now_s - each < BURST_S]
        if len(self._recent) >= BURST:
            return
        self._recent.append(now_s)
        self._told.pop(key, None)
        self._told[key] = now_s
        if len(self._told) > MOST_KEPT:
            del self._told[next(iter(self._told))]
        for side in self._sides:
            side.tell(REFUSED, who[:LONGEST_NAME], why)
