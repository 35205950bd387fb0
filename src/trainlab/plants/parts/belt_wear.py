"""Wear of a belt's drive: slip that grows with what the drive has run.

    slip = slip_0 + wear (s - s_0)        linear in the travel, in steps of 0.1 m of it

A real belt takes thousands of kilometres for a per cent; a scenario lets it wear faster, so that a
program can see it come: a box takes more pulses of the encoder from eye to eye.
"""

from __future__ import annotations

from trainlab.plants.parts.agenda import NEVER
from trainlab.plants.parts.belt import Belt
from trainlab.plants.parts.line import Line

STEP_M = 0.1
MOST = 0.95  # it still creeps


class BeltWear:
    """`slip` is a share of the drive's travel, `per_m` what a metre of that adds to it."""

    __slots__ = ("_belt", "_line", "_next_m", "_per_m", "slip")

    def __init__(self, line: Line, belt: Belt, slip: float, per_m: float) -> None:
        self._line = line
        self._belt = belt
        self._per_m = per_m
        self._next_m = STEP_M
        self.slip = slip

    @property
    def due_s(self) -> float:
        """When the drive has run another step."""
        if self._per_m <= 0.0 or self.slip >= MOST:
            return NEVER
        return self._belt.drive.reach_s(self._next_m)

    def happen(self, now_s: float) -> None:
        """It has worn by a step."""
        self._next_m += STEP_M
        self.set_slip(now_s, min(self.slip + self._per_m * STEP_M, MOST))

    def set_slip(self, now_s: float, slip: float) -> None:
        """Tightened, or slackened, by hand; it wears on from there."""
        self.slip = slip
        self._line.change_slip(self._belt, now_s, slip)

    def change(self, now_s: float, per_m: float) -> None:
        """From now on it wears like that."""
        if self._per_m <= 0.0:
            self._next_m = self._belt.drive.travel_m(now_s) + STEP_M
        self._per_m = per_m
