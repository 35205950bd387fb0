"""The rubric: the checks of a scenario, and the verdict that they give on a run."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from trainlab.core.expression import Column
from trainlab.grading.check import Check
from trainlab.grading.evidence import Evidence
from trainlab.grading.finding import Finding


@dataclass(frozen=True, slots=True)
class CheckResult:
    """One check and what it found."""

    check: Check
    finding: Finding

    @property
    def earned(self) -> float:
        """The points earned, to a hundredth."""
        return round(self.check.points * self.finding.score, 2)

    @property
    def passed(self) -> bool:
        """Whether it earned full points."""
        return self.finding.score >= 1.0


@dataclass(frozen=True, slots=True)
class Score:
    """All results of a rubric, in its order."""

    results: tuple[CheckResult, ...]
    pass_share: float

    @property
    def earned(self) -> float:
        """The sum of all points earned."""
        return round(sum(result.earned for result in self.results), 2)

    @property
    def points(self) -> float:
        """The sum of all points to be had."""
        return sum(result.check.points for result in self.results)

    @property
    def share(self) -> float:
        """What was earned of what was to be had, 0..1."""
        return self.earned / self.points

    @property
    def failed_gates(self) -> tuple[str, ...]:
        """The ids of the gates that were not passed in full."""
        return tuple(r.check.id for r in self.results if r.check.gate and not r.passed)

    @property
    def passed(self) -> bool:
        """Whether the share reaches the pass line and no gate failed."""
        return self.share >= self.pass_share - 1e-9 and not self.failed_gates


@dataclass(frozen=True, slots=True)
class Rubric:
    """The checks and the share of the points that passes."""

    checks: tuple[Check, ...]
    pass_share: float

    def judge(
        self,
        columns: Mapping[str, Column],
        units: Mapping[str, str],
        moments: Mapping[str, int],
        tick_ns: int,
    ) -> Score:
        """Every check's finding on one run."""
        evidence = Evidence(columns, units, moments, tick_ns)
        results = tuple(CheckResult(check, check.judge(evidence)) for check in self.checks)
        return Score(results, self.pass_share)


def total_points(checks: Sequence[Check]) -> float:
    """The points of all checks together."""
    return sum(check.points for check in checks)
