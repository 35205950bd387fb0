"""Variables of the program as signals of checks: read where they are, and no crash where not."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from trainlab.core.problem import Problem, ProblemsFound
from trainlab.report.contract import Outcome
from trainlab.report.html.page import HtmlReport
from trainlab.scenario.load import load_scenario
from trainlab.session.grade import Graded, grade
from trainlab.session.program_signals import none_on_a_wire

SHEET = """
trainlab: 1
title: t
task: t
plant: {type: tank_level}
timing: {tick: 10 ms, duration: 3 s}
timeline: [{at: 1 s, label: start, press: start}]
program:
  running: {path: running, type: BOOL}
  step: {path: seq.step, type: INT}
  waited: {path: seq.timer.ET, type: TIME}
  depth: {path: depth, type: REAL, unit: m}
rubric:
  checks:
    - {id: a, title: A, points: 1, CHECK}
    - {id: b, title: B, points: 1, check: never, condition: overflow_m3 > 0}
"""
PROGRAM = """
FUNCTION_BLOCK Sequence
VAR_INPUT go : BOOL; END_VAR
VAR step : INT := 10; timer : TON; END_VAR
timer(IN := go, PT := T#1s);
IF timer.Q THEN step := 20; END_IF;
END_FUNCTION_BLOCK

PROGRAM p
VAR
    start AT %IX0.0 : BOOL; running : BOOL; seq : Sequence; depth : REAL; name : STRING;
    list : ARRAY[1..3] OF INT;
END_VAR
running := running OR start;
seq(go := running);
IF running THEN depth := 0.25; list[2] := 7; END_IF;
END_PROGRAM
"""
EMPTY = "PROGRAM p VAR start AT %IX0.0 : BOOL; running : REAL; END_VAR ; END_PROGRAM"


def scenario_in(folder: Path, check: str, **changed: str) -> Path:
    text = SHEET.replace("CHECK", check)
    for right, wrong in changed.items():
        assert right in text
        text = text.replace(right, wrong)
    sheet = folder / "s.yaml"
    sheet.write_text(text, encoding="utf-8")
    return sheet


def run(folder: Path, check: str, text: str = PROGRAM, watched: tuple[str, ...] = ()) -> Graded:
    program = folder / "p.st"
    program.write_text(text)
    return grade(load_scenario(scenario_in(folder, check)), program, watched=watched)


def problems_of(folder: Path, check: str = "check: never, condition: step > 20", **changed: str) -> list[Problem]:  # fmt: skip
    with pytest.raises(ProblemsFound) as found:
        load_scenario(scenario_in(folder, check, **changed))
    return list(found.value.problems)


@pytest.mark.parametrize(
    "check",
    [
        "check: responds, after: start, expect: step = 20, within: 1.1 s",
        "check: always, after: start, condition: running AND depth = 0.25",
        "check: never, condition: waited > 1.0",
        "check: ripple, signal: depth, limit: 250 mm",
    ],
)
def test_a_check_reads_a_variable(check: str, tmp_path: Path) -> None:
    assert run(tmp_path, check).verdict.score.earned == 2


def test_the_trace_has_it_in_its_unit(tmp_path: Path) -> None:
    trace = run(tmp_path, "check: never, condition: step > 20").trace
    assert trace.columns["running"].dtype == np.bool_
    assert set(trace.columns["step"]) == {10.0, 20.0}
    assert trace.columns["waited"].max() == 1.0
    assert (trace.units["depth"], trace.units["waited"]) == ("m", "s")
    assert "seq.step" not in trace.columns


def test_it_changes_nothing_of_the_run(tmp_path: Path) -> None:
    with_them = run(tmp_path, "check: never, condition: step > 20").trace.digest
    plain = SHEET.replace("CHECK", "check: never, condition: horn")
    before, after = plain.index("program:"), plain.index("rubric:")
    sheet = tmp_path / "plain.yaml"
    sheet.write_text(plain[:before] + plain[after:], encoding="utf-8")
    assert grade(load_scenario(sheet), tmp_path / "p.st").trace.digest == with_them


@pytest.mark.parametrize(
    ("condition", "said"),
    [
        ("step > 20", "the program has no variable 'seq.step'"),
        ("RUNNING", "the variable 'running' of the program is no BOOL"),
    ],
)
def test_a_check_on_a_variable_that_is_not_there_earns_nothing_and_says_so(
    condition: str, said: str, tmp_path: Path
) -> None:
    graded = run(tmp_path, f"check: never, condition: {condition}", EMPTY)
    first, second = graded.verdict.score.results
    assert (first.earned, second.earned) == (0.0, 1.0)
    assert first.finding.measured.render("en") == said
    assert "程序" in first.finding.measured.render("zh-CN")


def test_a_report_of_such_a_run_can_be_written(tmp_path: Path) -> None:
    graded = run(tmp_path, "check: never, condition: step > 20", EMPTY)
    page = HtmlReport().write(Outcome(graded.verdict, graded.trace, graded.coverage), "en")
    assert b"seq.step" in page


def test_what_is_watched_beside_hides_no_signal(tmp_path: Path) -> None:
    trace = run(
        tmp_path, "check: never, condition: step > 20", watched=("running", "list[2]")
    ).trace
    assert trace.columns["running"].dtype == np.bool_
    assert trace.columns["program.running"].max() == 1.0
    assert trace.columns["list[2]"].max() == 7.0


def test_a_wired_controller_shows_none(tmp_path: Path) -> None:
    scenario = load_scenario(scenario_in(tmp_path, "check: never, condition: step > 20"))
    absent = none_on_a_wire(scenario.program)
    assert absent.keys() == {"running", "step", "waited", "depth"}
    assert "seq.step" in absent["step"].render("zh-CN")


@pytest.mark.parametrize(
    ("right", "wrong", "code"),
    [
        ("  depth:", "  level_m:", "TL1034"),
        ("  depth:", "  Setpoint:", "TL1034"),
        ("  depth:", "  Depth:", "TL1012"),
        ("  depth:", "  mod:", "TL1012"),
        ("unit: m", "unit: furlong", "TL1012"),
        ("type: TIME", "type: TIME, unit: s", "TL1012"),
        ("type: REAL", "type: STRING", "TL1012"),
        ("path: depth, ", "", "TL1011"),
        ("path: depth", "paht: depth", "TL1010"),
        ("path: depth", "path: ''", "TL1012"),
    ],
)
def test_a_mistake_in_the_section_is_told(
    right: str, wrong: str, code: str, tmp_path: Path
) -> None:
    codes = [problem.kind.code for problem in problems_of(tmp_path, **{right: wrong})]
    assert code in codes
    assert set(codes) <= {code, "TL1011"}


def test_a_trigger_waits_for_no_variable(tmp_path: Path) -> None:
    (problem,) = problems_of(tmp_path, **{"at: 1 s,": "when: step = 20,"})
    assert problem.kind.code == "TL3601"


def test_a_quantity_is_in_the_unit_of_the_variable(tmp_path: Path) -> None:
    assert [p.kind.code for p in problems_of(tmp_path, "check: ripple, signal: depth, limit: 2 s")] == ["TL6004"]  # fmt: skip
    assert [p.kind.code for p in problems_of(tmp_path, "check: ripple, signal: step, limit: 2 s")] == ["TL6010"]  # fmt: skip
