"""One program on one scenario over many seeds, so that a mark is not the luck of one."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from trainlab.grading.seeds import SeedResult
from trainlab.scenario.load import load_scenario
from trainlab.session.grade import grade_compiled
from trainlab.session.parallel import in_order, parcels
from trainlab.session.program import compile_program


@dataclass(frozen=True, slots=True)
class Exam:
    """A scenario and a program by their files, as another process finds them."""

    scenario: Path
    program: Path


def grade_over_seeds(
    exam: Exam,
    seeds: Sequence[int],
    executor: Executor,
    jobs: int,
    done: Callable[[int], object] = lambda _: None,
) -> tuple[SeedResult, ...]:
    """The result for each seed, in their order; ProblemsFound if there is nothing to grade.

    `done` is called with the number of seeds that have just been graded.
    """
    return tuple(in_order(executor, partial(_graded, exam), parcels(seeds, jobs), done))


def _graded(exam: Exam, seeds: Sequence[int]) -> Sequence[SeedResult]:
    scenario, compiled = load_scenario(exam.scenario), compile_program(exam.program)
    return [
        SeedResult.of(grade_compiled(scenario, compiled, exam.program, seed).verdict)
        for seed in seeds
    ]
