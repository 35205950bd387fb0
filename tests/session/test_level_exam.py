"""The level exam: the solution earns everything, each known-bad program fails what it names."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from trainlab.bench.pacer import WallPacer
from trainlab.scenario.load import load_scenario
from trainlab.session.grade import grade
from trainlab.trace.digest import Digest

ROOT = Path(__file__).parents[2]
SCENARIO = ROOT / "scenarios/tank/level_hold.yaml"
PROJECT = ROOT / "plc_projects/tank_level_hold"
SOLUTION = PROJECT / "solution.st"
KNOWN_BAD = sorted(PROJECT.glob("bad_*.st"))
NAMED_CHECK = re.compile(r"\(\* fails: (\w+)\.")


def named_check(program: Path) -> str:
    """The check that a known-bad program's first line names."""
    match = NAMED_CHECK.match(program.read_text(encoding="utf-8"))
    assert match, f"{program.name} names no check in its first line"
    return match[1]


@pytest.mark.parametrize("seed", range(1, 11))
def test_the_solution_earns_every_point(seed: int) -> None:
    verdict = grade(load_scenario(SCENARIO), SOLUTION, seed).verdict
    short = {r.check.id: r.finding.score for r in verdict.score.results if not r.passed}
    assert short == {}
    assert verdict.passed


def test_there_are_at_least_four_known_bad_programs() -> None:
    assert len(KNOWN_BAD) >= 4


@pytest.mark.parametrize("seed", [1, 2, 3])
@pytest.mark.parametrize("program", KNOWN_BAD, ids=lambda path: path.stem)
def test_a_known_bad_program_fails_the_check_that_it_names(program: Path, seed: int) -> None:
    verdict = grade(load_scenario(SCENARIO), program, seed).verdict
    failed = {r.check.id for r in verdict.score.results if not r.passed}
    assert named_check(program) in failed
    assert not verdict.passed


def test_two_runs_leave_the_same_trace() -> None:
    scenario = load_scenario(SCENARIO)
    first, second = grade(scenario, SOLUTION).verdict, grade(scenario, SOLUTION).verdict
    assert first.trace_digest == second.trace_digest


def test_another_seed_leaves_another_trace() -> None:
    scenario = load_scenario(SCENARIO)
    first, second = grade(scenario, SOLUTION, 1).verdict, grade(scenario, SOLUTION, 2).verdict
    assert first.trace_digest != second.trace_digest


def test_a_second_observer_sees_what_the_recorder_keeps() -> None:
    scenario = load_scenario(SCENARIO)
    digest = Digest(len(scenario.plant.facts))
    verdict = grade(scenario, SOLUTION, observers=[digest]).verdict
    assert digest.hexdigest() == verdict.trace_digest


@pytest.mark.slow
def test_the_wall_clock_at_20x_leaves_the_trace_of_virtual_time() -> None:
    scenario = load_scenario(SCENARIO)
    paced = grade(scenario, SOLUTION, pacer=WallPacer(scenario.tick_ns, 20.0)).verdict
    assert paced.trace_digest == grade(scenario, SOLUTION).verdict.trace_digest
    assert paced.ticks == scenario.ticks
