"""What is still to come in a run: its labelled moments, as the seed has drawn them."""

from __future__ import annotations

import pytest

from hmi.served import ROOT
from trainlab.hmi.server.planned import planned
from trainlab.scenario.load import load_scenario
from trainlab.session.grade import grade


@pytest.fixture(scope="module")
def told() -> dict[str, dict[str, object]]:
    scenario = load_scenario(ROOT / "scenarios/conveyor/sort_height_exam.yaml")
    return {str(each["label"]): each for each in planned(scenario, 7)}


def test_moments_are_where_the_run_of_that_seed_has_them() -> None:
    scenario = load_scenario(ROOT / "scenarios/tank/level_hold.yaml")
    program = ROOT / "plc_projects/tank_level_hold/solution.st"
    came = grade(scenario, program, 7).trace.moments
    foretold = {each["label"]: each["t"] for each in planned(scenario, 7)}
    assert foretold == {label: at_ns / 1e9 for label, at_ns in came.items()}


def test_what_the_seed_draws_is_told_from_what_is_fixed(told: dict[str, dict[str, object]]) -> None:
    assert told["start"]["drawn"]
    assert not told["acknowledge"]["drawn"]
    assert told["acknowledge"]["t"] == 79.0
    assert told["beam_stuck"]["kind"] == "fault_begin"
    assert told["beam_stuck.end"]["kind"] == "fault_end"
    assert not told["beam_stuck.end"]["drawn"]


def test_what_waits_for_something_has_no_time(told: dict[str, dict[str, object]]) -> None:
    assert told["stop"]["t"] is None
    assert told["stop"]["waits"] == "high_beam"
