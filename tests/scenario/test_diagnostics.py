"""What an instructor is told of a mistake: code, place, and the name that was meant."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from trainlab.core.problem import Problem, ProblemsFound
from trainlab.plants.tanks.level import TankLevel
from trainlab.scenario.load import load_scenario

SCENARIO = Path(__file__).parents[2] / "scenarios/tank/level_hold.yaml"


def problems_of(tmp_path: Path, content: bytes) -> tuple[Problem, ...]:
    """Everything that is wrong with a sheet."""
    sheet = tmp_path / "sheet.yaml"
    sheet.write_bytes(content)
    with pytest.raises(ProblemsFound) as found:
        load_scenario(sheet)
    return found.value.problems


MISTAKES = [
    ("press: ack", "press: akc", "TL1013", "ack"),
    ("tag: level_raw", "tag: level_rw", "TL1013", "level_raw"),
    ("fault: open_wire", "fault: open_wir", "TL1013", "open_wire"),
    ("type: tank_level", "type: tank_levl", "TL1013", "tank_level"),
    ("check: ripple", "check: rippel", "TL1013", "ripple"),
    ("condition: overflow_m3 > 0.0", "condition: overflow_m4 > 0.0", "TL3601", "overflow_m3"),
    ("condition: overflow_m3 > 0.0", "condition: overflow_m3", "TL6002", ""),
    ("signal: level_m\n      after", "signal: pump_on\n      after", "TL6003", ""),
    ("after: acknowledge", "after: acknowlege", "TL6001", "acknowledge"),
    ("limit: 8 mm", "limit: 8 s", "TL6004", ""),
    ("limit: 8 mm", "limt: 8 mm", "TL1010", "limit"),
    ("tick: 10 ms", "tick: quick", "TL1012", ""),
    ("tick: 10 ms", "tick: 10 ms\n  scan: 15 ms", "TL1018", ""),
    ("initial_level: 0.05 m", "initial_level: 0.05 bar", "TL1015", ""),
    ("initial_level: 0.05 m", "initial_level: 50 m", "TL1014", ""),
    ("initial_level: 0.05 m", "inital_level: 0.05 m", "TL1013", "initial_level"),
    ("outlet_kv:", "tank_area:", "TL1016", ""),
    ("at: 98 s, release", "at: 980 s, release", "TL1019", ""),
    ("press: stop}", "press: stop, release: estop}", "TL1020", ""),
    ("release: estop", "release: stop", "TL1023", ""),
    ("label: clear", "label: acknowledge", "TL1017", ""),
    ("end: 76 s", "end: 70 s", "TL1021", ""),
    ("fault: open_wire, tag", "fault: bias, by: 5 bar, tag", "TL1022", ""),
    ("trainlab: 1", "trainlab: 2", "TL1012", ""),
    ("pass: 95 %", "pass: 95", "TL1012", ""),
    ("pass: 95 %", "pass: 195 %", "TL1012", ""),
    ("pass: 95 %", "pass: 5 s", "TL1012", ""),
    ("tick: 10 ms", "tick: 1 us", "TL1012", ""),
    ("tick: 10 ms", "tick: 200 s", "TL1012", ""),
    ("duration: 112 s", "duration: 24 h", "TL1012", ""),
    ("band: 10 mm", "band: -10 mm", "TL1012", ""),
    ("points: 10", "points: 1e400", "TL1012", ""),
    ("fault: open_wire, tag", "fault: noise, rms: -2 mm, tag", "TL1012", "rms"),
    ("limit: 8 mm", "limit: 8 mm\n      zero_at: -9 mm", "TL1012", "zero_at"),
    ("band: 10 mm", "band: 10", "TL6004", "level_m"),
    ("limit: 8 mm", "limit: 1e400 mm", "TL1012", ""),
    ("initial_level: 0.05 m", "initial_level: 0.05", "TL1015", "m, cm, mm"),
    ("[0.17 m, 0.21 m]", "[0.17, 0.21]", "TL1015", "m, cm, mm"),
    ("outlet_kv: 3 m3/h", "outlet_kv: 3", "TL1015", "m3/h"),
    ("fault: open_wire, tag", "fault: bias, by: 5, tag", "TL1022", ""),
    ("limit: 8 mm", "limit: 8 mm\n      zero_at: 5 mm", "TL1012", "zero_at"),
    ("limit: 12", "limit: 12\n      zero_at: 12", "TL1012", "zero_at"),
    ("within: 500 ms", "within: 500 ms\n      zero_at: 400 ms", "TL1012", "zero_at"),
    ("tick: 10 ms", "tick: 10 ms\n  scan: 200 s", "TL1012", "scan"),
    ("set: {setpoint: {between: [0.17 m, 0.21 m]}}", "set: {}", "TL1012", "set"),
    ("set: {setpoint: {between", "set: {mode: {between: [0, 1]}, setpoint: {between", "TL1012", ""),
    ("after: acknowledge", "after: acknowledge.end", "TL6001", ""),
    ("after: second_start", "after: estop", "TL6005", ""),
    ("until: wire_broken\n", "until: start - 1 s\n", "TL6005", ""),
    ("condition: overflow_m3 > 0.0", "condition: level_m < 0.5 m", "TL3608", "'m'|“m”"),
    ("condition: overflow_m3 > 0.0", "condition: level_m < 50 %", "TL3608", "%"),
    ("target: setpoint_m", "target: 200 mm", "TL3608", "mm"),
    ("condition: overflow_m3 > 0.0", "condition: 1 / 0 > 0", "TL3609", ""),
    ("condition: overflow_m3 > 0.0", "condition: 1 > 0", "TL6006", "1 > 0"),
    ("condition: overflow_m3 > 0.0", "condition: 'TRUE OR FALSE'", "TL6006", ""),
    ("condition: overflow_m3 > 0.0", "condition: level_m MOD (2 - 2) > 0", "TL3609", ""),
    ("condition: overflow_m3 > 0.0", "condition: level_m > 1e400", "TL3610", ""),
    ("target: setpoint_m", "target: 1e400", "TL1012", "target"),
    ("condition: overflow_m3 > 0.0", "condition: 5", "TL1012", "condition"),
    ("rubric:", "seed: 2\nrubric:", "TL1007", ""),
    ("  pass: 95 %", "\tpass: 95 %", "TL1004", ""),
]


@pytest.mark.parametrize(("right", "wrong", "code", "meant"), MISTAKES)
def test_a_mistake_is_shown_where_it_stands(
    tmp_path: Path, right: str, wrong: str, code: str, meant: str
) -> None:
    sheet = SCENARIO.read_text(encoding="utf-8")
    assert right in sheet
    problems = problems_of(tmp_path, sheet.replace(right, wrong, 1).encode())
    (problem,) = [problem for problem in problems if problem.kind.code == code]
    first_line = sheet[: sheet.index(right)].count("\n") + 1
    assert first_line <= problem.position.line <= first_line + wrong.count("\n") + 6
    assert any(part in problem.message("en") for part in meant.split("|"))
    assert any(part in problem.message("zh-CN") for part in meant.split("|"))
    assert problem.help("en")


@pytest.mark.parametrize(
    ("fault", "en", "zh"),
    [
        ("fault: bias, by: 5 bar, tag", "5 bar is no number of m", "5 bar 不能换算为 m"),
        ("fault: bias, by: 5 %, tag: start_button, was", "only on or off", "只有通和断"),
        ("fault: stuck, at: 0.3, tag: start_button, was", "stuck at true or false", "只能卡死在"),
    ],
)
def test_a_fault_on_the_wrong_tag_is_refused_with_the_reason(
    tmp_path: Path, fault: str, en: str, zh: str
) -> None:
    sheet = SCENARIO.read_text(encoding="utf-8").replace("fault: open_wire, tag", fault, 1)
    sheet = sheet.replace(", was: level_raw", "")
    (problem,) = problems_of(tmp_path, sheet.encode())
    assert problem.kind.code == "TL1022"
    assert en in problem.message("en")
    assert zh in problem.message("zh-CN")


def test_all_mistakes_are_shown_at_once(tmp_path: Path) -> None:
    sheet = SCENARIO.read_text(encoding="utf-8")
    sheet = sheet.replace("press: ack", "press: akc").replace("check: ripple", "check: rippel")
    sheet = sheet.replace("overflow_m3 >", "overflow_m4 >").replace("seed: 1", "sed: 1")
    codes = [problem.kind.code for problem in problems_of(tmp_path, sheet.encode())]
    assert codes == ["TL1010", "TL1013", "TL1013", "TL3601"]


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "TL1005"),
        (b"# nothing\n", "TL1005"),
        (b"\xff\xfe\x00\x01", "TL1002"),
        (b"a: [1, 2\nb: {", "TL1004"),
        (b"a: \x00", "TL1004"),
        (b"- 1\n- 2\n", "TL1012"),
        (b"just text", "TL1012"),
        (b"? [a, b]\n: 1\n", "TL1006"),
        (b"a: !!python/object/apply:os.system ['true']\n", "TL1008"),
        (b"a: " + b"[" * 60 + b"]" * 60, "TL1003"),
        (b"a: " + b"[" * 5000, "TL1003"),
        (b"x" * (1 << 20) + b"y", "TL1003"),
    ],
)
def test_what_is_no_sheet_is_said_so(tmp_path: Path, content: bytes, code: str) -> None:
    assert code in {problem.kind.code for problem in problems_of(tmp_path, content)}


def test_what_is_nested_too_deep_is_shown_where_it_is(tmp_path: Path) -> None:
    (problem,) = problems_of(tmp_path, b"a:\n" + b" [\n" * 5000)
    assert problem.kind.code == "TL1003"
    assert (problem.position.line, problem.position.column) == (41, 2)


def test_aliases_that_multiply_are_refused(tmp_path: Path) -> None:
    bomb = "a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n"
    for level in range(1, 9):
        bomb += f"a{level}: &a{level} [{', '.join([f'*a{level - 1}'] * 10)}]\n"
    assert {p.kind.code for p in problems_of(tmp_path, bomb.encode())} == {"TL1003"}


def test_mistakes_of_form_in_an_entry_hide_none_of_meaning_beside_them(tmp_path: Path) -> None:
    sheet = SCENARIO.read_text(encoding="utf-8")
    for right, wrong in (
        ("duration: 112 s", "duration: 112 s\n  scan: fast"),
        ("at: 77 s, label: acknowledge, press: ack", "at: 77, label: acknowledge, press: akc"),
        ("at: 98 s, release: estop", "at: 980 s, relase: estop, press: stp"),
        ("tag: level_raw, begin", "tag: level_rw, begn"),
        ("band: 10 mm\n      after: start\n", "band: 10 s\n      after: start\n      widh: 1 s\n"),
        ("limit: 8 mm", "limit: 8 s\n      gate: perhaps"),
    ):
        assert right in sheet
        sheet = sheet.replace(right, wrong, 1)
    found = problems_of(tmp_path, sheet.encode())
    assert [problem.kind.code for problem in found] == [
        "TL1012",  # scan
        *("TL1012", "TL1013"),  # at, press
        *("TL1019", "TL1010", "TL1013"),  # after the end, relase, press
        *("TL1011", "TL1013", "TL1010"),  # begin, tag, begn
        *("TL6004", "TL1010"),  # band, widh
        *("TL6004", "TL1012"),  # limit, gate
    ]


def test_mistakes_of_form_hide_none_of_meaning(tmp_path: Path) -> None:
    sheet = SCENARIO.read_text(encoding="utf-8")
    for right, wrong in (
        ("tick: 10 ms", "tick: 10 mm"),
        ("press: ack", "press: akc"),
        ("tag: level_raw", "tag: level_rw"),
        ("pass: 95 %", "pass: 950 %"),
        ("overflow_m3 > 0.0", "overflow > 0.0"),
        ("after: acknowledge", "after: aknowledge"),
    ):
        sheet = sheet.replace(right, wrong, 1)
    codes = [problem.kind.code for problem in problems_of(tmp_path, sheet.encode())]
    assert codes == ["TL1012", "TL1013", "TL1013", "TL1012", "TL6001", "TL3601"]


@pytest.mark.parametrize(
    ("right", "wrong", "shown", "helped"),
    [
        ("duration: 112 s", "duration: 1000000 h", "'1000000 h'", "86400 s or less"),
        ("within: 500 ms", "within: -500 ms", "'-500 ms'", "more than"),
        (
            "{between: [1 s, 2 s]}",
            "{between: [2 s, 1 s]}",
            "{between: [2 s, 1 s]}",
            "lower bound first",
        ),
        ("[0.17 m, 0.21 m]", "[0.21 m, 0.17 m]", "0.21 m .. 0.17 m", "the lower bound first"),
    ],
)
def test_what_is_wrong_is_shown_as_it_was_written(
    tmp_path: Path, right: str, wrong: str, shown: str, helped: str
) -> None:
    sheet = SCENARIO.read_text(encoding="utf-8").replace(right, wrong, 1)
    (problem,) = problems_of(tmp_path, sheet.encode())
    assert shown in problem.message("en")
    assert helped in problem.help("en")


EMPTY_WINDOWS = [
    ("start", "start"),
    ("start + 2 s", "start + 1 s"),
    ("start", "1500 ms"),  # for the seeds that draw a later start
    ("200 s", "300 s"),  # after the end
    ("0 s", "start - 2 s"),  # before the begin
    ("end", "end + 5 s"),
    ("outlet_opened", "second_setpoint + 22 s"),  # 48 s .. 50 s, and 48 s .. 50 s
]


@pytest.mark.parametrize(("after", "until"), EMPTY_WINDOWS)
def test_a_window_that_some_seed_leaves_empty_is_known_before_the_run(
    tmp_path: Path, after: str, until: str
) -> None:
    sheet = SCENARIO.read_text(encoding="utf-8").replace(
        "after: start\n      until: second_setpoint\n", f"after: {after}\n      until: {until}\n", 1
    )
    assert [problem.kind.code for problem in problems_of(tmp_path, sheet.encode())] == ["TL6005"]


def test_a_window_that_every_seed_fills_is_sound(tmp_path: Path) -> None:
    sheet = SCENARIO.read_text(encoding="utf-8").replace(
        "after: start\n      until: second_setpoint\n",
        "after: start - 5 s\n      until: 2001 ms\n",
        1,
    )
    sheet = sheet.replace("within: 20 s", "within: 2 s", 1)
    path = tmp_path / "sheet.yaml"
    path.write_text(sheet, encoding="utf-8")
    assert load_scenario(path).rubric.checks


def test_a_moment_after_the_end_is_reported_once(tmp_path: Path) -> None:
    sheet = SCENARIO.read_text(encoding="utf-8").replace("[106 s, 107 s]", "[111 s, 113 s]")
    assert [problem.kind.code for problem in problems_of(tmp_path, sheet.encode())] == ["TL1019"]


def test_a_run_has_no_more_ticks_than_its_trace_has_memory_for(tmp_path: Path) -> None:
    sheet = SCENARIO.read_text(encoding="utf-8").replace("112 s", "29500 s")
    (problem,) = problems_of(tmp_path, sheet.encode())
    signals = len(TankLevel.description.signals)
    assert f"at most {100_000_000 // signals} ticks" in problem.help("en")


def test_the_key_that_is_missing_is_shown_with_what_may_stand_there(tmp_path: Path) -> None:
    sheet = SCENARIO.read_text(encoding="utf-8").replace("trainlab: 1\n", "")
    (problem,) = problems_of(tmp_path, sheet.encode())
    assert "'trainlab: 1'" in problem.help("en")
    assert "“trainlab: 1”" in problem.help("zh-CN")


def test_what_is_no_file_is_not_waited_for(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe.yaml"
    os.mkfifo(pipe)
    with pytest.raises(ProblemsFound) as found:
        load_scenario(pipe)
    assert [problem.kind.code for problem in found.value.problems] == ["TL1001"]
