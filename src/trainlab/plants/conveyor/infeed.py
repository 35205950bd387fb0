"""The begin of a line: boxes wait upstream of it until there is room, in the order they came."""

from __future__ import annotations

from trainlab.plants.parts.agenda import NEVER
from trainlab.plants.parts.box import Box
from trainlab.plants.parts.line import Line
from trainlab.plants.parts.photo_eye import Mark

CLEARANCE_M = 0.05
STEP_M = 0.05


class Infeed:
    """Lays boxes at the begin of a line, with their rear edge there. `marks` have to be among its points.

    A box is laid when the one ahead is beyond its own length by `gap_m` at least; `longest_m` is that of the
    longest box there may be. `due_s`, `happen`: see parts/agenda.py. `fed` counts those on the line so far.
    """

    __slots__ = ("_gap_m", "_line", "due_s", "fed", "marks", "waiting")

    def __init__(self, longest_m: float, gap_m: float = 0.0) -> None:
        steps = int((longest_m + gap_m) / STEP_M) + 2
        self.marks = tuple(Mark(STEP_M * step, left=self._gone) for step in range(2, steps + 1))
        self.waiting: list[Box] = []
        self.fed = 0
        self.due_s = NEVER
        self._gap_m = gap_m
        self._line: Line | None = None

    def stand_before(self, line: Line) -> None:
        """The line that it feeds."""
        self._line = line

    def offer(self, box: Box, now_s: float) -> None:
        """A box has come."""
        self.waiting.append(box)
        self.due_s = now_s

    def happen(self, now_s: float) -> None:
        """There may be room for the next."""
        self.due_s = NEVER
        line = self._line
        assert line is not None
        while self.waiting:
            box = self.waiting[0]
            free_m = box.length_m + self._gap_m
            if not line.boxes.room_at(free_m, free_m + CLEARANCE_M, now_s):
                return
            del self.waiting[0]
            self.fed += 1
            line.lay(box, box.length_m, now_s)

    def _gone(self, box: Box, now_s: float) -> None:
        if self.waiting:
            self.due_s = now_s
