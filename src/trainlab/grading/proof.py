"""The proof of a rubric: what it says of the solution, of known-bad programs and of mutants."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

from trainlab.core.message import Message
from trainlab.core.problem import Position
from trainlab.grading.seeds import SeedResult

Fate = Literal["killed", "survived", "equivalent", "no program"]


@dataclass(frozen=True, slots=True)
class BadResult:
    """A known-bad program over all seeds, and the checks that it must fail."""

    program: str
    named: tuple[str, ...]
    results: tuple[SeedResult, ...]

    @property
    def missed(self) -> tuple[str, ...]:
        """The named checks that gave it full points on some seed."""
        return tuple(n for n in self.named if not all(n in each.short for each in self.results))

    @property
    def best(self) -> SeedResult:
        """The seed on which it earned most."""
        return max(self.results, key=lambda each: (each.passed, each.earned))


@dataclass(frozen=True, slots=True)
class MutantResult:
    """What became of one mutant, on `seed`, the first that decided it.

    `lost` are the checks that it lost points on there. Of a survivor: the `diff`, and the check that
    came `nearest`, with the `share` of its rows (0..1) that differ from the solution's.
    """

    kind: str
    position: Position
    says: Message
    fate: Fate
    seed: int
    lost: tuple[str, ...] = ()
    stopped: bool = False
    diff: str = ""
    nearest: str = ""
    share: float = 0.0


@dataclass(frozen=True)
class Proof:
    """All that verifying a scenario found; `checks` are the ids of the rubric in order, those that
    judge the program's text left out. `made` is how many mutants there were to take a sample of."""

    checks: tuple[str, ...]
    solution: tuple[SeedResult, ...]
    bad: tuple[BadResult, ...]
    mutants: tuple[MutantResult, ...]
    least: float
    made: int

    @cached_property
    def fates(self) -> Counter[Fate]:
        """How many mutants came to what; those that do not compile are none of them."""
        return Counter(each.fate for each in self.mutants)

    @property
    def total(self) -> int:
        """The mutants that are programs."""
        return len(self.mutants) - self.fates["no program"]

    @property
    def share(self) -> float:
        """The share of the mutants that are not equivalent which is killed; 0 where there is none."""
        decided = self.fates["killed"] + self.fates["survived"]
        return self.fates["killed"] / decided if decided else 0.0

    @property
    def survivors(self) -> Sequence[MutantResult]:
        """The mutants that behave otherwise and still earn all points."""
        return [each for each in self.mutants if each.fate == "survived"]

    @property
    def alone(self) -> dict[str, int]:
        """By check, the mutants that only it took points from."""
        only = Counter(each.lost[0] for each in self.mutants if len(each.lost) == 1)
        return {check: only[check] for check in self.checks}

    @property
    def dead_weight(self) -> tuple[str, ...]:
        """The checks that no bad program and no mutant lost points on; unknown of a sample."""
        if len(self.mutants) < self.made:
            return ()
        decided = {check for each in self.mutants for check in each.lost}
        decided |= {check for each in self.bad for result in each.results for check in result.short}
        return tuple(check for check in self.checks if check not in decided)

    @property
    def solution_full(self) -> bool:
        """Whether the solution earns every point on every seed."""
        return all(each.passed and not each.short for each in self.solution)

    @property
    def holds(self) -> bool:
        """Whether the rubric is proven."""
        bad = all(not each.missed for each in self.bad)
        return self.solution_full and bad and self.share >= self.least
