"""Sheets that extend another one: what they come to, and where their mistakes are shown."""

from __future__ import annotations

from pathlib import Path

import pytest
from jsonschema import Draft202012Validator
from ruamel.yaml import YAML

from trainlab.core.problem import Problem, ProblemsFound
from trainlab.scenario.load import load_scenario
from trainlab.scenario.scenario import PlannedOperation, Scenario
from trainlab.scenario.schema import sheet_schema
from trainlab.session.grade import grade

ROOT = Path(__file__).parents[2]
BASE = """\
trainlab: 1
title: {en: Fill the tank, zh-CN: 注水}
task: The pump fills the tank.
plant: {type: tank_level, parameters: {initial_level: 0.05 m, transmitter_noise: 0 m}}
timing: {tick: 10 ms, duration: 30 s}
timeline:
  - {at: 0 s, label: dial, set: {setpoint: 0.2 m}}
  - {at: 1 s, label: start, press: start}
  - {at: 20 s, label: stop, press: stop}
faults:
  - {label: broken, fault: open_wire, tag: level_raw, begin: 10 s, end: 12 s}
skills:
  - {id: control.basic, level: 2}
rubric:
  pass: 80 %
  checks:
    - {id: runs, title: Runs, check: responds, points: 10, skill: control.basic,
       after: start, until: stop, expect: pump_on, within: 500 ms}
    - {id: dry, title: Dry, check: never, points: 5, condition: overflow_m3 > 0.0}
"""
EASY = """\
extends: base.yaml
title: {en: "Fill the tank, easy"}
faults: [{label: broken, drop: true}]
rubric: {pass: 60 %, checks: [{id: runs, within: 2 s, until: }]}
"""
HARD = """\
extends: base.yaml
timing: {duration: 60 s}
timeline:
  - {label: dial, at: 0.5 s, set: {setpoint: 0.3 m}}
  - {at: 40 s, label: again, press: start}
rubric:
  checks:
    - {id: high, title: High, check: never, points: 10, condition: level_m > 0.4}
    - {id: dry, drop: true}
"""
HARDEST = """\
extends: ../hard.yaml
timeline: [{label: again, drop: true}, {label: stop, press: , set: {setpoint: 0.1 m}}]
rubric: {checks: [{id: high, condition: level_m > 0.35}]}
"""


@pytest.fixture
def family(tmp_path: Path) -> Path:
    """The folder of a base and three variants, one of them in a folder of its own."""
    (tmp_path / "deep").mkdir()
    for name, text in (("base", BASE), ("easy", EASY), ("hard", HARD), ("deep/hardest", HARDEST)):
        (tmp_path / f"{name}.yaml").write_text(text, encoding="utf-8")
    return tmp_path


def labels(scenario: Scenario) -> list[str]:
    return [step.label for step in scenario.timeline]


def ids(scenario: Scenario) -> list[str]:
    return [check.id for check in scenario.rubric.checks]


def problems_of(path: Path) -> tuple[Problem, ...]:
    with pytest.raises(ProblemsFound) as found:
        load_scenario(path)
    return found.value.problems


def test_a_variant_says_only_what_differs(family: Path) -> None:
    easy = load_scenario(family / "easy.yaml")
    assert (easy.title.en, easy.title.zh) == ("Fill the tank, easy", "注水")
    assert easy.faults == ()
    assert (easy.rubric.levels[0].share, ids(easy)) == (0.6, ["runs", "dry"])
    runs = easy.rubric.checks[0].model_dump()
    assert (runs["within"], runs["until"], runs["points"]) == (2_000_000_000, None, 10)


def test_entries_merge_in_place_by_name_and_new_ones_come_after(family: Path) -> None:
    hard = load_scenario(family / "hard.yaml")
    assert labels(hard) == ["dial", "start", "stop", "again"]
    dial = hard.timeline[0].actions[0]
    assert isinstance(dial, PlannedOperation)
    assert (hard.timeline[0].at.low, dial.value.low) == (500_000_000, 0.3)
    assert ids(hard) == ["runs", "high"]
    assert (hard.duration_ns, hard.tick_ns) == (60_000_000_000, 10_000_000)


def test_a_variant_of_a_variant_has_what_both_say(family: Path) -> None:
    hardest = load_scenario(family / "deep/hardest.yaml")
    assert labels(hardest) == ["dial", "start", "stop"]
    stop = hardest.timeline[2].actions[0]
    assert isinstance(stop, PlannedOperation)
    assert (stop.control, stop.value.low) == ("setpoint", 0.1)
    assert hardest.rubric.checks[1].model_dump()["condition"].text == "level_m > 0.35"


def test_a_mistake_of_the_base_is_shown_in_its_file(family: Path) -> None:
    (family / "base.yaml").write_text(BASE.replace("overflow_m3 >", "overflow >"), encoding="utf-8")
    (problem,) = problems_of(family / "easy.yaml")
    assert problem.kind.code == "TL3601"
    assert Path(problem.position.file).name == "base.yaml"
    line = BASE.splitlines()[problem.position.line - 1]
    assert line[problem.position.column - 1 :].startswith("overflow_m3")


def test_a_mistake_of_the_variant_is_shown_in_its_own(family: Path) -> None:
    wrong = EASY.replace("within: 2 s", "within: 2 m").replace("label: broken", "label: borken")
    (family / "easy.yaml").write_text(wrong, encoding="utf-8")
    problems = problems_of(family / "easy.yaml")
    assert [(p.kind.code, p.position.line) for p in problems] == [("TL1013", 3)]
    (family / "easy.yaml").write_text(EASY.replace("2 s", "2 m"), encoding="utf-8")
    (problem,) = problems_of(family / "easy.yaml")
    assert (Path(problem.position.file).name, problem.position.line) == ("easy.yaml", 4)


def test_a_key_that_neither_should_have_is_shown_where_it_is_written(family: Path) -> None:
    text = BASE.replace("check: never, points: 5", "check: never, point: 5")
    (family / "base.yaml").write_text(text, encoding="utf-8")
    (family / "easy.yaml").write_text(
        EASY.replace("[{id: runs", "[{id: dry, pionts: 4}, {id: runs"), encoding="utf-8"
    )
    shown = {
        (Path(problem.position.file).name, problem.values["key"])
        for problem in problems_of(family / "easy.yaml")
    }
    assert shown == {("base.yaml", "point"), ("easy.yaml", "pionts"), ("easy.yaml", "points")}


def test_an_entry_is_left_out_only_by_a_variant(tmp_path: Path) -> None:
    sheet = tmp_path / "alone.yaml"
    sheet.write_text(BASE.replace("label: start,", "label: start, drop: true,"), encoding="utf-8")
    assert [problem.kind.code for problem in problems_of(sheet)] == ["TL1010"]


@pytest.mark.parametrize("drop", ["perhaps", "3"])
def test_an_entry_is_left_out_by_true_alone(drop: str, family: Path) -> None:
    (family / "easy.yaml").write_text(EASY.replace("drop: true", f"drop: {drop}"), encoding="utf-8")
    assert [problem.kind.code for problem in problems_of(family / "easy.yaml")] == ["TL1012"]


def test_a_variant_that_says_nothing_is_its_base(tmp_path: Path) -> None:
    exam = tmp_path / "exam.yaml"
    exam.write_bytes((ROOT / "scenarios/tank/level_hold.yaml").read_bytes())
    (tmp_path / "same.yaml").write_text("extends: exam.yaml\n", encoding="utf-8")
    program = ROOT / "plc_projects/tank_level_hold/bad_no_integral.st"
    alone, variant = (
        grade(load_scenario(tmp_path / f"{name}.yaml"), program).verdict
        for name in ("exam", "same")
    )
    assert variant.trace_digest == alone.trace_digest
    assert [each.earned for each in variant.score.results] == [
        each.earned for each in alone.score.results
    ]


def test_the_digest_covers_every_file(family: Path) -> None:
    alone, before = load_scenario(family / "base.yaml"), load_scenario(family / "easy.yaml")
    (family / "base.yaml").write_text(BASE + "# the same\n", encoding="utf-8")
    assert load_scenario(family / "easy.yaml").digest != before.digest
    assert alone.digest != before.digest


def test_sheets_that_extend_one_another_are_shown_as_a_chain(family: Path) -> None:
    (family / "base.yaml").write_text("extends: ./hard.yaml\n" + BASE, encoding="utf-8")
    (problem,) = problems_of(family / "deep/hardest.yaml")
    assert problem.kind.code == "TL1031"
    assert problem.values["chain"] == "hardest.yaml -> hard.yaml -> base.yaml -> hard.yaml"
    assert Path(problem.position.file).name == "base.yaml"


def test_a_chain_has_eight_sheets_at_most(tmp_path: Path) -> None:
    (tmp_path / "s1.yaml").write_text(BASE, encoding="utf-8")
    for number in range(2, 10):
        text = f"extends: s{number - 1}.yaml\nseed: {number}\n"
        (tmp_path / f"s{number}.yaml").write_text(text, encoding="utf-8")
    assert load_scenario(tmp_path / "s8.yaml").seed == 8
    assert [problem.kind.code for problem in problems_of(tmp_path / "s9.yaml")] == ["TL1031"]


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("none.yaml", "TL1032"),
        ("deep", "TL1032"),
        ("https://example.org/base.yaml", "TL1032"),
        ("/base.yaml", "TL1012"),
        ("[base.yaml]", "TL1012"),
        ("''", "TL1012"),
    ],
)
def test_only_a_file_can_be_extended(written: str, code: str, family: Path) -> None:
    (family / "easy.yaml").write_text(EASY.replace("base.yaml", written), encoding="utf-8")
    (problem,) = problems_of(family / "easy.yaml")
    assert (problem.kind.code, problem.position.line) == (code, 1)


def test_a_base_that_is_no_sheet_is_said_so(family: Path) -> None:
    (family / "base.yaml").write_text("- 1\n", encoding="utf-8")
    (problem,) = problems_of(family / "easy.yaml")
    assert (problem.kind.code, Path(problem.position.file).name) == ("TL1012", "base.yaml")


@pytest.mark.parametrize("text", [BASE, EASY, HARD, HARDEST])
def test_the_schema_takes_a_family(text: str) -> None:
    errors = Draft202012Validator(sheet_schema("en")).iter_errors(YAML(typ="safe").load(text))
    assert [error.message for error in errors] == []


@pytest.mark.parametrize(
    ("right", "wrong"),
    [
        ("within: 2 s", "within: 2"),
        ("rubric:", "rubrik:"),
        ("drop: true", "drop: false"),
        ("{label: broken, drop", "{drop"),
        ("pass: 60 %", "pas: 60 %"),
    ],
)
def test_the_schema_refuses_a_mistake_in_a_variant(right: str, wrong: str) -> None:
    assert right in EASY
    text = EASY.replace(right, wrong).replace("id: runs,", "id: runs, check: responds,")
    assert not Draft202012Validator(sheet_schema("en")).is_valid(YAML(typ="safe").load(text))
