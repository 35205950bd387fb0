"""Seeds, observers and the wall clock, on the level exam."""

from __future__ import annotations

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
