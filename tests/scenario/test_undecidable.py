"""What a sheet asks for and no run can decide: told before anything runs, and never wrongly."""

from __future__ import annotations

from pathlib import Path

import pytest

from trainlab.core.problem import Problem, ProblemsFound
from trainlab.scenario.load import load_scenario

SHEET = """
trainlab: 1
title: t
task: t
plant: {type: tank_level}
timing: {duration: 60 s}
timeline:
  - {at: {between: [10 s, 20 s]}, label: start, press: start}
  - {at: 50 s, label: stop, press: stop, then: [{after: 2 s, label: last, press: ack}]}
  - {when: pump_on, label: seen, press: ack}
  - {when: horn, at: 40 s, after: 5 s, label: late, press: ack,
     then: [{after: 5 s, label: later, press: ack}]}
rubric:
  checks:
"""
DRY = "{check: never, condition: overflow_m3 > 0}"


def problems_of(check: str, folder: Path, **changed: str) -> list[Problem]:
    """What is wrong with a sheet that has this one check."""
    text = SHEET
    for right, wrong in changed.items():
        text = text.replace(right, wrong)
    entry = check.replace("{", "    - {id: a, title: t, points: 1, ", 1)
    sheet = folder / "s.yaml"
    sheet.write_text(f"{text}{entry}\n", encoding="utf-8")
    try:
        load_scenario(sheet)
    except ProblemsFound as found:
        return list(found.problems)
    return []


RESPONDS = "check: responds, expect: pump_on"
TOO_LONG = [
    (f"{{{RESPONDS}, after: start, within: 51 s}}", "50 s"),
    (f"{{{RESPONDS}, after: start, until: stop, within: 41 s}}", "40 s"),
    (f"{{{RESPONDS}, after: start, until: start + 2 s, within: 3 s}}", "2 s"),
    (f"{{{RESPONDS}, after: stop + 5 s, within: 6 s}}", "5 s"),
    (f"{{{RESPONDS}, after: end - 1 s, within: 2 s}}", "1 s"),
    (f"{{{RESPONDS}, after: late, within: 16 s}}", "15 s"),
    (f"{{{RESPONDS}, after: later, within: 11 s}}", "10 s"),
    (f"{{{RESPONDS}, after: late, until: late + 2 s, within: 3 s}}", "2 s"),
    (
        "{check: settles, after: stop, signal: level_m, target: 0.2, band: 1 cm, within: 11 s}",
        "10 s",
    ),
    ("{check: survives, after: stop, good: pump_on, within: 11 s}", "10 s"),
    ("{check: fault_reaction, after: stop, safe: pump_on, within: 11 s}", "10 s"),
    (
        "{check: fault_reaction, after: stop, safe: pump_on, within: 1 s, until: end, alarm: horn,"
        " alarm_within: 6 s, alarm_until: stop + 5 s}",
        "5 s",
    ),
    ("{check: estop, after: stop, safe: pump_on, within: 11 s}", "10 s"),
    ("{check: always, after: stop, condition: pump_on, tolerate: 11 s}", "10 s"),
    ("{check: never, after: stop, condition: pump_on, tolerate: 11 s}", "10 s"),
    ("{check: ramp_limit, after: stop, signal: level_m, limit: 1 mm/s, over: 11 s}", "10 s"),
    ("{check: interlock, after: stop, forbid: pump_on, when: horn, within: 61 s}", "60 s"),
    (
        "{check: sequence, after: stop, steps: [{name: a, condition: pump_on}, {name: b, condition:"
        " horn, within: 11 s}]}",
        "10 s",
    ),
]


@pytest.mark.parametrize(("check", "longest"), TOO_LONG)
def test_a_time_that_is_over_only_after_its_window_is_told(
    check: str, longest: str, tmp_path: Path
) -> None:
    (problem,) = problems_of(check, tmp_path)
    assert problem.kind.code == "TL6008"
    assert f"leaves {longest} at most" in problem.message("en")


@pytest.mark.parametrize("check", [check for check, _ in TOO_LONG])
def test_a_second_less_and_it_is_sound(check: str, tmp_path: Path) -> None:
    for longer, shorter in (
        ("51 s", "50 s"),
        ("16 s", "15 s"),
        ("41 s", "40 s"),
        ("3 s", "2 s"),
        ("61 s", "60 s"),
    ):
        check = check.replace(f" {longer}", f" {shorter}")
    for longer, shorter in (("6 s", "5 s"), (": 2 s", ": 1 s"), ("11 s", "10 s")):
        check = check.replace(longer, shorter)
    assert problems_of(check, tmp_path) == []


@pytest.mark.parametrize(
    "check",
    [
        f"{{{RESPONDS}, after: seen, within: 59 s}}",  # nobody knows when that is
        "{check: lamp, after: stop, lamp: horn, means: pump_on, within: 20 s}",  # began before
        f"{{{RESPONDS}, after: start, within: 45 s}}",  # enough for some seeds
    ],
)
def test_what_may_be_decided_is_left_alone(check: str, tmp_path: Path) -> None:
    assert problems_of(check, tmp_path) == []


@pytest.mark.parametrize(
    ("condition", "value"),
    [
        ("level_raw > 32767", "never"),
        ("level_raw + 1 > 100000", "never"),
        ("level_raw >= -32768", "always"),
        ("valve_command = 40000", "never"),
        ("rising(level_raw > 32767)", "never"),
        ("NOT (level_raw > 32767)", "always"),
        ("pump_on AND ABS(level_m) < 0", "never"),
        ("held_for(pump_on, T#60s)", "never"),
        ("since(pump_on) < 0", "never"),
    ],
)
def test_a_condition_that_no_run_changes_is_told(
    condition: str, value: str, tmp_path: Path
) -> None:
    for problems in (
        problems_of(f"{{check: never, condition: '{condition}'}}", tmp_path),
        problems_of(DRY, tmp_path, **{"when: pump_on": f"when: '{condition}'"}),
    ):
        (problem,) = problems
        assert problem.kind.code == "TL6009"
        assert value in problem.message("en")
        assert "60 s" in problem.help("zh-CN")


@pytest.mark.parametrize(
    "condition",
    [
        "level_raw > 32766",
        "level_m > 1.0E6",
        "held_for(pump_on, T#59s)",
        "level_raw / level_raw = 2",
        "pump_on OR NOT horn",
    ],
)
def test_a_condition_that_a_run_might_change_is_not(condition: str, tmp_path: Path) -> None:
    assert problems_of(f"{{check: never, condition: '{condition}'}}", tmp_path) == []


@pytest.mark.parametrize(
    ("right", "wrong"),
    [
        ("when: pump_on", "when: pump_on, after: 60 s"),
        ("when: pump_on", "when: pump_on, at: 50 s, after: 10 s"),
        ("after: 2 s", "after: 10 s"),
        ("when: pump_on, label: seen, press: ack",
         "when: pump_on, at: 40 s, label: seen, press: ack, then: [{after: 20 s, press: stop}]"),
        ("rubric:", "faults: [{label: f, fault: bias, tag: level_raw, by: 1 cm, when: pump_on,"
         " begin: 40 s, after: 20 s, lasts: 1 s}]\nrubric:"),
    ],
)  # fmt: skip
def test_what_can_come_only_after_the_end_is_told(right: str, wrong: str, tmp_path: Path) -> None:
    assert [problem.kind.code for problem in problems_of(DRY, tmp_path, **{right: wrong})] == [
        "TL1019"
    ]


@pytest.mark.parametrize(
    ("check", "code"),
    [
        ("{check: ripple, signal: level_m - setpoint_m, limit: 8 mm}", "TL6010"),
        ("{check: ripple, signal: level_m / setpoint_m, limit: 8 %}", ""),
        ("{check: ripple, signal: level_m, limit: 8}", "TL6004"),
        ("{check: ripple, signal: link_writer, limit: 8 mm}", "TL6010"),
        ("{check: ripple, signal: level_raw, limit: 8 mm}", "TL6004"),
    ],
)
def test_a_quantity_needs_a_signal_of_its_unit(check: str, code: str, tmp_path: Path) -> None:
    assert [problem.kind.code for problem in problems_of(check, tmp_path)] == [code] * bool(code)
