"""A practice run judges the source and the variables of the program in the seat as a grade does."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from hmi.served import SOLUTION, Served, serving
from trainlab.scenario.load import load_scenario
from trainlab.session.grade import grade

pytestmark = pytest.mark.wire
Until = Callable[[Callable[[], object], str], None]
SHEET = """\
trainlab: 1
title: All of it runs
task: Start and stop.
plant: {type: tank_level}
timing: {tick: 10 ms, duration: 6 s}
program:
  running: {path: running, type: BOOL}
  output: {path: control.output, type: REAL}
  nothing: {path: nothing, type: INT}
timeline:
  - {at: 1 s, press: start, label: go}
  - {at: 4 s, press: stop, label: halt}
rubric:
  checks:
    - {id: covered, title: Most has run, check: coverage, points: 5, of: statements, at_least: 100 %, zero_at: 0 %}
    - {id: tidy, title: No warnings, check: style, points: 5, at_most: 0, zero_at: 5}
    - {id: runs, title: It runs, check: always, points: 5, condition: running, after: go + 1 s, until: halt}
    - {id: full, title: It never opens fully, check: never, points: 5, condition: output > 99.0}
    - {id: none, title: It has no such variable, check: never, points: 5, condition: nothing > 3}
"""


@pytest.fixture
def sheet(tmp_path: Path) -> Path:
    path = tmp_path / "source.yaml"
    path.write_text(SHEET, encoding="utf-8")
    return path


def shown(served: Served) -> list[tuple[str, Any, Any]]:
    return found(served.get("/api/stations/0/verdict.json"))


def found(verdict: dict[str, Any]) -> list[tuple[str, Any, Any]]:
    return [(each["id"], each["points"], each["measured"]) for each in verdict["checks"]]


def test_a_program_in_the_seat_is_judged_by_its_source_and_variables(
    sheet: Path, until: Until
) -> None:
    expected = grade(load_scenario(sheet), SOLUTION, covering=True).verdict.score.results
    with serving("--program", str(SOLUTION), "--speed", "20", scenario=sheet) as served:
        served.ask(do="run")
        until(lambda: (served.line()["t"] or 0) > 8.0, "it has run on after the end")
        until(lambda: served.line()["points"] is not None, "it is judged")
        assert shown(served) == [
            (r.check.id, r.earned, r.finding.measured.render("en")) for r in expected
        ]
    earned = {r.check.id: r.earned for r in expected}
    assert 0.0 < earned["covered"] < 5.0  # nothing of the alarms has run
    assert earned["runs"] == 5.0
    assert earned["none"] == 0.0


def test_a_hand_at_the_outputs_shows_no_program(sheet: Path, until: Until) -> None:
    with serving(scenario=sheet) as served:
        served.ask(do="seat_hand")
        served.ask(do="speed", value=50)
        with served.watched():
            until(lambda: served.line()["passed"] is not None, "it is judged")
            until(lambda: (served.line()["t"] or 0) > 6.0, "it is over")
        verdict = served.get("/api/stations/0/verdict.json")
    assert {each["id"]: each["points"] for each in verdict["checks"]} == dict.fromkeys(
        ("covered", "tidy", "runs", "full", "none"), 0.0
    )
