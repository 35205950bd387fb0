"""The controls of the panel as signals: in conditions of checks, in what steps wait for, in traces."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from trainlab.core import catalog
from trainlab.core.message import Text
from trainlab.core.observer import Event
from trainlab.core.problem import ProblemsFound
from trainlab.core.spec import Fact, PlantDescription
from trainlab.scenario.load import load_scenario
from trainlab.session.grade import Graded, grade
from trainlab.trace.panel import panel_columns, panel_positions

TANK: PlantDescription = catalog.load("plants", "tank_level").description
SHEET = """
trainlab: 1
title: t
task: t
plant: {type: tank_level}
timing: {tick: 10 ms, duration: 10 s}
timeline:
  - {at: 1 s, label: start, press: start, hold: 200 ms}
  - {at: 2 s, press: estop}
  - {at: 3 s, release: estop}
  - {at: 4 s, set: {mode: 0}}
  - {at: 5 s, set: {setpoint: 0.2 m}}
  - {at: 6 s, ramp: {setpoint: {to: 0.4 m, over: 2 s}}}
WAITS
rubric: {checks: [{id: a, title: t, points: 1, CHECK}]}
"""
PROGRAM = """
PROGRAM p
VAR start AT %IX0.0 : BOOL; green AT %QX0.0 : BOOL; END_VAR
green := start;
END_PROGRAM
"""


def run(folder: Path, check: str, waits: str = "") -> Graded:
    sheet, program = folder / "s.yaml", folder / "p.st"
    waits = f"  - {waits}" if waits else ""
    sheet.write_text(SHEET.replace("CHECK", check).replace("WAITS", waits), encoding="utf-8")
    program.write_text(PROGRAM)
    return grade(load_scenario(sheet), program)


@pytest.mark.parametrize(
    "condition",
    [
        "lamp_green = start",
        "START_BUTTON = Start",
        "NOT start OR NOT estop",
        "setpoint <= 0.4",
        "mode OR setpoint >= 0.2 OR NOT held_for(NOT mode, T#1.5s)",
    ],
)
def test_a_condition_reads_the_panel(condition: str, tmp_path: Path) -> None:
    check = f"check: always, condition: '{condition}'"
    assert run(tmp_path, check).verdict.score.earned == 1


def test_the_trace_has_every_control_over_time(tmp_path: Path) -> None:
    trace = run(tmp_path, "check: never, condition: setpoint > 0.45").trace
    panel = {name: trace.columns[name] for name in ("start", "estop", "mode", "setpoint")}
    assert [column.dtype.kind for column in panel.values()] == ["b", "b", "b", "f"]
    assert list(np.flatnonzero(np.diff(panel["start"].astype(int))) + 1) == [100, 120]
    assert list(np.flatnonzero(np.diff(panel["estop"].astype(int))) + 1) == [200, 300]
    assert panel["mode"][:400].all()
    assert not panel["mode"][400:].any()
    before = TANK.panel[-1].initial
    assert list(panel["setpoint"][[499, 500, 600, 999]]) == [before, 0.2, 0.2, 0.4]
    assert panel["setpoint"][700] == pytest.approx(0.3)
    assert trace.units["setpoint"] == "m"
    # The plant's own fact says the same of the dial.
    assert np.array_equal(panel["setpoint"], trace.columns["setpoint_m"])


def test_a_quantity_is_in_the_unit_of_the_control(tmp_path: Path) -> None:
    check = "check: ripple, signal: setpoint, limit: 200 mm, after: 5 s"
    assert run(tmp_path, check).verdict.score.earned == 1
    with pytest.raises(ProblemsFound) as found:
        run(tmp_path, "check: ripple, signal: setpoint, limit: 200 s")
    assert [problem.kind.code for problem in found.value.problems] == ["TL6004"]


def test_a_step_waits_for_the_panel(tmp_path: Path) -> None:
    waits = "{when: setpoint >= 0.3 AND NOT mode, label: turned, press: ack}"
    graded = run(tmp_path, "check: never, condition: ack AND setpoint < 0.3", waits)
    first = int(np.argmax(graded.trace.columns["setpoint"] >= 0.3))
    assert graded.trace.moments["turned"] == (first + 1) * graded.trace.tick_ns
    assert graded.verdict.score.earned == 1


def test_a_position_that_a_control_has_not_is_told(tmp_path: Path) -> None:
    with pytest.raises(ProblemsFound) as found:
        run(tmp_path, "check: never, condition: setpoint > 0.6")
    (problem,) = found.value.problems
    assert problem.kind.code == "TL6009"
    assert "setpoint 0 .. 0.5" in problem.help("en")


def test_a_fact_of_that_name_goes_before_a_control() -> None:
    text = Text("a fact", "事实量")
    plant = replace(TANK, facts=(*TANK.facts, Fact("Setpoint", text, "K")))
    assert "setpoint" not in {control.name for control in plant.panel}
    assert plant.signals["Setpoint"] == "K"
    assert "setpoint" not in panel_columns(plant, (), 3, 10)


def test_a_run_begins_with_the_panel_as_it_was_left() -> None:
    before = [Event(0, "operate", "setpoint", 0.1), Event(0, "operate", "mode", 0.0)]
    begun = panel_positions(TANK, before)
    events = [Event(20, "operate", "setpoint", 0.3), Event(20, "operate", "setpoint", 0.4)]
    columns = panel_columns(TANK, events, 4, 10, begun)
    assert list(columns["setpoint"]) == [0.1, 0.1, 0.4, 0.4]
    assert not columns["mode"].any()
