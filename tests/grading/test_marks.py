"""What a check is worth: gates, levels, skills, hidden checks and remarks, through a whole sheet."""

from __future__ import annotations

import io
from pathlib import Path

import pytest

from trainlab.core.problem import ProblemsFound
from trainlab.report.json_document import verdict_document
from trainlab.report.text import console_on, print_verdict
from trainlab.scenario.load import load_scenario
from trainlab.session.grade import Graded, grade

SHEET = """
trainlab: 1
title: Marks
task: Light the green lamp and leave the red one dark.
plant: {type: tank_level}
timing: {duration: 1 s}
skills: [{id: signals.lamps, level: 2, title: {en: Lamps, zh-CN: 指示灯}}, {id: safety}]
rubric:
  pass: 50 %
  levels: {merit: 80 %, distinction: 90 %}
  points: 10
  checks:
    - {id: green, title: Green, check: responds, points: 6, after: 0 s, expect: lamp_green, within: 20 ms,
       skill: signals.lamps, when_passed: 'lit {measured}, {earned} of {points}'}
    - {id: red, title: Red, check: never, points: 2, condition: lamp_red, skill: signals.lamps, GATE
       when_failed: {en: 'not so: {measured}', zh-CN: '不符：{measured}'}}
    - {id: horn, title: Horn, check: never, points: 2, condition: horn, hidden: true, skill: safety}
"""
PROGRAM = """
PROGRAM p
VAR green AT %QX0.0 : BOOL; red AT %QX0.2 : BOOL; horn AT %QX0.3 : BOOL; END_VAR
green := TRUE; red := {red}; horn := {horn};
END_PROGRAM
"""


def marked(folder: Path, gate: str = "", red: str = "FALSE", horn: str = "FALSE") -> Graded:
    sheet, program = folder / "sheet.yaml", folder / "p.st"
    sheet.write_text(SHEET.replace("GATE", gate), encoding="utf-8")
    program.write_text(PROGRAM.format(red=red, horn=horn))
    return grade(load_scenario(sheet), program)


def test_a_level_is_the_highest_that_the_share_reaches(tmp_path: Path) -> None:
    assert marked(tmp_path).verdict.score.level == "distinction"
    assert marked(tmp_path, horn="TRUE").verdict.score.level == "merit"
    assert marked(tmp_path, horn="TRUE", red="TRUE").verdict.score.level == "pass"


@pytest.mark.parametrize(
    ("gate", "earned", "passed"),
    [("", 8.0, True), ("gate: true,", 0.0, False), ("gate: 60 %,", 6.0, True), ("gate: 40 %,", 4.0, False)],
)  # fmt: skip
def test_a_gate_that_is_not_passed_caps_the_total(tmp_path, gate, earned, passed) -> None:
    verdict = marked(tmp_path, gate, red="TRUE").verdict
    assert (verdict.score.sum, verdict.score.earned) == (8.0, earned)
    assert verdict.passed is passed
    assert verdict.score.failed_gates == (("red",) if gate else ())


def test_a_gate_that_is_passed_caps_nothing(tmp_path: Path) -> None:
    assert marked(tmp_path, "gate: true,").verdict.score.earned == 10.0


def test_skills_have_the_points_of_their_checks(tmp_path: Path) -> None:
    score = marked(tmp_path, red="TRUE").verdict.score
    assert [(s.skill.id, s.skill.level, s.earned, s.points) for s in score.skills] == [
        ("signals.lamps", 2, 6.0, 8.0),
        ("safety", 1, 2.0, 2.0),
    ]


def test_a_student_sees_of_a_hidden_check_its_points_alone(tmp_path: Path) -> None:
    graded = marked(tmp_path, horn="TRUE")
    seen = verdict_document(graded.concealed().verdict, "en")
    assert seen["points"] == 8.0
    hidden = seen["checks"][2]
    assert (hidden["points"], hidden["max_points"], hidden["hidden"]) == (0.0, 2.0, True)
    assert "orn" not in str(hidden)
    assert verdict_document(graded.verdict, "en")["checks"][2]["signals"] == ["horn"]


def test_remarks_have_the_measured_values_in_them(tmp_path: Path) -> None:
    page = io.StringIO()
    print_verdict(marked(tmp_path, red="TRUE").verdict, console_on(page), "zh-CN")
    assert "green: lit " in page.getvalue()
    assert "6 of 6\nred: 不符：" in page.getvalue()
    assert "指示灯：6 / 8" in page.getvalue()


@pytest.mark.parametrize(
    ("right", "wrong", "code"),
    [
        ("points: 10\n", "points: 11\n", "TL6007"),
        ("skill: safety", "skill: safty", "TL1013"),
        ("{measured}, ", "{measure}, ", "TL1012"),
        ("{measured}, ", "{measured, ", "TL1012"),
        ("{measured}, ", "{measured.text}, ", "TL1012"),
        ("distinction: 90 %", "distinction: 70 %", "TL1012"),
        ("GATE", "gate: 100 %,", "TL1012"),
        ("GATE", "gate: 40,", "TL1012"),
        ("level: 2", "level: 6", "TL1012"),
    ],
)
def test_marks_that_cannot_be_are_diagnostics(tmp_path, right, wrong, code) -> None:
    sheet = tmp_path / "sheet.yaml"
    assert right in SHEET
    sheet.write_text(SHEET.replace(right, wrong).replace("GATE", ""), encoding="utf-8")
    with pytest.raises(ProblemsFound) as found:
        load_scenario(sheet)
    assert [problem.kind.code for problem in found.value.problems] == [code]
