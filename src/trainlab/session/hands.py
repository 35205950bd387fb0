"""Devices that are on or off, in hands that are quicker than the plant looks."""

from __future__ import annotations

from collections import deque

from trainlab.bench.stimulus import Operate

# Of one device: so many movements wait for their scan; of more the last one counts.
MOST_WAITING = 16

Moved = tuple[Operate, str]


class Hands:
    """Has each position of a device last `scan_ticks` ticks, so that a scan sees it.

    The first movement is never late; what follows it too soon waits for its turn, in the order in
    which it came. Ticks are counted by `due`, which is called once in each.
    """

    __slots__ = ("_free_at", "_scan_ticks", "_tick", "_waiting")

    def __init__(self, scan_ticks: int) -> None:
        self._scan_ticks = scan_ticks
        self._tick = 0
        self._free_at: dict[str, int] = {}
        self._waiting: dict[str, deque[Moved]] = {}

    def due(self) -> list[Moved]:
        """A tick begins: what has waited for it."""
        self._tick += 1
        found = []
        for control in [each for each in self._waiting if self._tick >= self._free_at[each]]:
            waiting = self._waiting[control]
            found.append(waiting.popleft())
            self._free_at[control] = self._tick + self._scan_ticks
            if not waiting:
                del self._waiting[control]
        return found

    def moves(self, action: Operate, label: str) -> Operate | None:
        """A movement that was asked for; None if its turn comes later."""
        control = action.control
        if control not in self._waiting and self._tick >= self._free_at.get(control, 0):
            self._free_at[control] = self._tick + self._scan_ticks
            return action
        waiting = self._waiting.setdefault(control, deque())
        if len(waiting) == MOST_WAITING:
            waiting.pop()
        waiting.append((action, label))
        return None

    def let_go(self) -> None:
        """Nothing waits any more."""
        self._waiting.clear()
        self._free_at.clear()
