"""The boxes of a line in their order, each knowing the one ahead and the one behind."""

from __future__ import annotations

from collections.abc import Iterator

from trainlab.plants.parts.box import Box


class Row:
    """`first` is the box furthest ahead, `last` the one furthest behind."""

    __slots__ = ("_count", "first", "last")

    def __init__(self) -> None:
        self.first: Box | None = None
        self.last: Box | None = None
        self._count = 0

    def __len__(self) -> int:
        return self._count

    def __iter__(self) -> Iterator[Box]:
        box = self.first
        while box is not None:
            yield box
            box = box.behind

    def room_at(self, lead_m: float, length_m: float, now_s: float) -> bool:
        """Whether a box of that length fits there without touching another."""
        for box in self:
            lead = box.lead_at(now_s)
            if lead - box.length_m < lead_m and lead > lead_m - length_m:
                return False
        return True

    def insert(self, box: Box, lead_m: float, now_s: float) -> None:
        """Put a box where its leading edge belongs."""
        self._count += 1
        ahead = self.last
        while ahead is not None and ahead.lead_at(now_s) < lead_m:
            ahead = ahead.ahead
        behind = self.first if ahead is None else ahead.behind
        self._link(ahead, box)
        self._link(box, behind)

    def take(self, box: Box) -> tuple[Box | None, Box | None]:
        """Take a box out; those that were ahead of it and behind it."""
        self._count -= 1
        ahead, behind = box.ahead, box.behind
        self._link(ahead, behind)
        box.ahead = box.behind = None
        return ahead, behind

    def _link(self, ahead: Box | None, behind: Box | None) -> None:
        if ahead is None:
            self.first = behind
        else:
            ahead.behind = behind
        if behind is None:
            self.last = ahead
        else:
            behind.ahead = ahead
