"""The instructor's proof: the solution, the known-bad programs and the mutants, graded in parallel."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from random import Random

from trainlab.core.controller import Program
from trainlab.core.mutant import MutableLanguage, Mutant, Mutation
from trainlab.core.problem import Position, ProblemsFound
from trainlab.grading.evidence import Evidence
from trainlab.grading.nearest import nearest_check
from trainlab.grading.proof import BadResult, MutantResult, Proof
from trainlab.grading.seeds import SeedResult
from trainlab.scenario.load import load_scenario
from trainlab.scenario.scenario import Scenario
from trainlab.session.grade import Graded, grade_compiled
from trainlab.session.parallel import in_order, parcels
from trainlab.session.program import compile_program, language_of
from trainlab.session.proving import NO_MUTANTS, KnownBad

SAMPLED_BY = 1  # the seed of every sample, so that two calls verify the same mutants


@dataclass(frozen=True, slots=True)
class Task:
    """What is to be proven: files, seeds in their order, and the mutants by number."""

    scenario: Path
    solution: Path
    bad: tuple[KnownBad, ...]
    seeds: tuple[int, ...]
    mutants: tuple[int, ...]

    @property
    def steps(self) -> int:
        """How much `verify` will report as done."""
        return 1 + len(self.bad) + len(self.mutants)


def mutants_of(solution: Path, most: int | None = None) -> tuple[int, ...]:
    """The numbers of the mutants to verify, `most` of them; ProblemsFound if there is none, or the
    solution does not compile."""
    compile_program(solution)
    mutation = _mutation(solution)
    numbers = range(len(mutation.mutants) if mutation else 0)
    if not numbers:
        raise ProblemsFound([NO_MUTANTS.at(Position(str(solution)))])
    if most is None or most >= len(numbers):
        return tuple(numbers)
    return tuple(sorted(Random(SAMPLED_BY).sample(numbers, most)))


def verify(
    task: Task,
    executor: Executor,
    jobs: int,
    least: float,
    done: Callable[[int], object] = lambda _: None,
) -> Proof:
    """The proof; ProblemsFound if the solution or a bad program is none.

    Mutants are judged by what they do: a check of the source would know one by an unused variable,
    and say nothing of whether the exam sees its mistake.

    `done` is called with how many programs more have been judged.
    """
    programs = [task.solution, *(each.program for each in task.bad)]
    over = in_order(executor, partial(_over_seeds, task), [[each] for each in programs], done)
    solution, *bad = over
    work = partial(_mutants, task, solution)
    mutants = in_order(executor, work, parcels(task.mutants, jobs), done)
    return Proof(
        tuple(check.id for check in load_scenario(task.scenario).rubric.of_doing.checks),
        solution,
        tuple(
            BadResult(str(each.program), each.named, results)
            for each, results in zip(task.bad, bad, strict=True)
        ),
        tuple(mutants),
        least,
        len(mutants_of(task.solution)),
    )


def _mutation(solution: Path) -> Mutation | None:
    language = language_of(solution)
    return language.mutation(solution) if isinstance(language, MutableLanguage) else None


def _over_seeds(task: Task, programs: Sequence[Path]) -> list[tuple[SeedResult, ...]]:
    scenario = load_scenario(task.scenario)
    found = []
    for program in programs:
        compiled = compile_program(program)
        verdicts = (grade_compiled(scenario, compiled, program, s).verdict for s in task.seeds)
        found.append(tuple(SeedResult.of(verdict) for verdict in verdicts))
    return found


def _mutants(
    task: Task, solution: Sequence[SeedResult], numbers: Sequence[int]
) -> list[MutantResult]:
    mutation = _mutation(task.solution)
    assert mutation is not None
    scenario = load_scenario(task.scenario)
    doing = scenario.rubric.of_doing
    if scenario.rubric.of_source and doing.checks:
        scenario = replace(scenario, rubric=doing)
        compiled, seeds = compile_program(task.solution), (each.seed for each in solution)
        verdicts = (grade_compiled(scenario, compiled, task.solution, s).verdict for s in seeds)
        solution = [SeedResult.of(verdict) for verdict in verdicts]
    return [
        _judged(task, scenario, solution, mutation, mutation.mutants[number]) for number in numbers
    ]


def _judged(
    task: Task,
    scenario: Scenario,
    solution: Sequence[SeedResult],
    mutation: Mutation,
    mutant: Mutant,
) -> MutantResult:
    made = partial(MutantResult, mutant.kind, mutant.position, mutant.says)
    survived: Graded | None = None
    try:
        compiled = mutation.compile(mutant)
        for right in solution:
            graded = grade_compiled(scenario, compiled, task.solution, right.seed)
            result = SeedResult.of(graded.verdict)
            if result.earned < right.earned or (right.passed and not result.passed):
                lost = tuple(check for check in result.short if check not in right.short)
                return made("killed", right.seed, lost, result.stopped)
            if survived is None and result.digest != right.digest:
                survived = graded
    except ProblemsFound:  # it does not compile, or cannot be bound to the plant
        return made("no program", task.seeds[0])
    if survived is None:
        return made("equivalent", task.seeds[0])
    seed = survived.verdict.origin.seed
    nearest, share = _nearest(scenario, compile_program(task.solution), task.solution, survived)
    diff = mutation.diff(mutant)
    return made("survived", seed, diff=diff, nearest=nearest, share=share)


def _nearest(
    scenario: Scenario, solution: Program, path: Path, mutant: Graded
) -> tuple[str, float]:
    right = grade_compiled(scenario, solution, path, mutant.verdict.origin.seed).trace
    trace = mutant.trace
    evidence = Evidence(trace.columns, trace.units, trace.moments, trace.tick_ns)
    return nearest_check(mutant.verdict.score.results, evidence, trace.columns, right.columns)
