"""What of a program's text has run: each statement, and each way that a decision can go."""

from __future__ import annotations

from dataclasses import dataclass

from trainlab.core.problem import Position


@dataclass(frozen=True, slots=True)
class CoveragePoint:
    """A statement (`arm` is ""), or one arm of an IF, CASE or loop, and whether it has run.

    Arms count from "1"; "else" is what runs where no condition holds, written or not; "body" is
    that of a loop.
    """

    position: Position
    arm: str
    hit: bool
