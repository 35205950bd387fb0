"""Every shipped exam: the solution earns everything, each known-bad program fails what it names."""

from __future__ import annotations

from pathlib import Path

import pytest

from trainlab.scenario.load import load_scenario
from trainlab.scenario.scenario import PlannedChange, PlannedNoise, PlannedRamp, PlannedStep
from trainlab.session.grade import grade
from trainlab.session.proving import known_bad, solution_of

ROOT = Path(__file__).parents[2]
SCENARIOS = sorted(ROOT.glob("scenarios/*/*.yaml"))


def exam_of(path: Path) -> str:
    """Its name in a test's id."""
    return f"{path.parent.name}_{path.stem}"


def changes_the_plant(step: PlannedStep) -> bool:
    """Whether it, or what comes after it, gives a parameter of the plant another value."""
    return any(map(changes_the_plant, step.then)) or any(
        isinstance(action, PlannedChange)
        or (isinstance(action, PlannedRamp | PlannedNoise) and not action.on_control)
        for action in step.actions
    )


exams = pytest.mark.parametrize("path", SCENARIOS, ids=exam_of)


@exams
@pytest.mark.parametrize("seed", range(1, 11))
def test_the_solution_earns_every_point(path: Path, seed: int) -> None:
    verdict = grade(load_scenario(path), solution_of(path), seed).verdict
    short = {r.check.id: r.finding.score for r in verdict.score.results if not r.passed}
    assert short == {}
    assert verdict.passed


@exams
def test_doing_nothing_earns_nothing(path: Path, tmp_path: Path) -> None:
    """Checks that forbid something are passed; a gate that asks for a reaction takes that away."""
    idle = tmp_path / "idle.st"
    idle.write_text("PROGRAM p VAR green AT %QX0.0 : BOOL; END_VAR green := FALSE; END_PROGRAM")
    verdict = grade(load_scenario(path), idle, 1).verdict
    assert verdict.score.earned == 0.0
    assert not verdict.passed


@exams
def test_known_bad_programs_fail_the_checks_that_they_name(path: Path) -> None:
    scenario = load_scenario(path)
    programs = known_bad(scenario, solution_of(path))
    assert len(programs) >= 4
    for bad in programs:
        verdict = grade(scenario, bad.program, 1).verdict  # verifying plays three seeds and more
        passed = {r.check.id for r in verdict.score.results if r.passed}
        assert not passed.intersection(bad.named), bad.program.name
        assert verdict.score.earned < verdict.score.points, bad.program.name


@exams
def test_something_breaks_and_something_changes_in_mid_run(path: Path) -> None:
    scenario = load_scenario(path)
    assert scenario.faults
    assert any(map(changes_the_plant, scenario.timeline))


@exams
def test_two_runs_leave_the_same_trace(path: Path) -> None:
    scenario, solution = load_scenario(path), solution_of(path)
    one, other = (grade(scenario, solution).verdict.trace_digest for _ in range(2))
    assert one == other
