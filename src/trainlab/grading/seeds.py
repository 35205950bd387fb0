"""What one submission is worth over several seeds: the worst one is what counts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from trainlab.grading.rubric import Score, seen_ids
from trainlab.grading.verdict import Verdict


@dataclass(frozen=True, slots=True)
class SeedResult:
    """The outcome of one seed; `short` are the checks that did not earn full points."""

    seed: int
    earned: float
    points: float
    level: str
    passed: bool
    stopped: bool
    short: tuple[str, ...]
    digest: str
    disqualified: bool = False

    @staticmethod
    def of(verdict: Verdict) -> SeedResult:
        """What a verdict says in short."""
        score = verdict.score
        return SeedResult(
            verdict.origin.seed,
            verdict.earned,
            score.points,
            verdict.level if verdict.passed else "",
            verdict.passed,
            verdict.stopped is not None,
            tuple(result.check.id for result in score.results if not result.passed),
            verdict.trace_digest,
            bool(verdict.disqualified),
        )


@dataclass(frozen=True, slots=True)
class OverSeeds:
    """All seeds of a submission, at least one."""

    results: Sequence[SeedResult]

    @property
    def worst(self) -> SeedResult:
        """A disqualified one first, then one that did not pass, then the fewest points, then the first."""
        return min(self.results, key=_rank)

    @property
    def median(self) -> SeedResult:
        """The middle one, of two the worse."""
        return sorted(self.results, key=_rank)[(len(self.results) - 1) // 2]

    @property
    def passed(self) -> bool:
        """Whether every seed passes."""
        return all(result.passed for result in self.results)

    def concealed(self, score: Score) -> OverSeeds:
        """Likewise, hidden checks of that score called as `Score.concealed` calls them."""
        names = seen_ids(result.check for result in score.results)
        return OverSeeds(
            [
                replace(each, short=tuple(names[name] for name in each.short))
                for each in self.results
            ]
        )


def _rank(result: SeedResult) -> tuple[bool, bool, float]:
    return not result.disqualified, result.passed, result.earned
