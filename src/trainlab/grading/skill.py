"""Skills: the competences that a scenario proves, and how much of each was shown."""

from __future__ import annotations

from dataclasses import dataclass

from trainlab.core.message import Text


@dataclass(frozen=True, slots=True)
class Skill:
    """A competence by its dotted id ("control.closed_loop"), at a level from 1 (beginner) to 5."""

    id: str
    level: int = 1
    title: Text | None = None


@dataclass(frozen=True, slots=True)
class SkillScore:
    """The points of all checks that prove one skill."""

    skill: Skill
    earned: float
    points: float
