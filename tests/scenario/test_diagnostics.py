"""What an instructor is told of a mistake: code, place, and the name that was meant."""

from __future__ import annotations

import os
import re
from pathlib import Path

import pytest

from trainlab.core.problem import Problem, ProblemsFound
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
    assert meant in problem.message("en")
    assert meant in problem.message("zh-CN")
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


def test_aliases_that_multiply_are_refused(tmp_path: Path) -> None:
    bomb = "a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n"
    for level in range(1, 9):
        bomb += f"a{level}: &a{level} [{', '.join([f'*a{level - 1}'] * 10)}]\n"
    assert {p.kind.code for p in problems_of(tmp_path, bomb.encode())} == {"TL1003"}


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
        ("{between: [1 s, 2 s]}", "{between: [2 s, 1 s]}", "{...}", "the lower bound first"),
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


def test_a_window_from_a_moment_to_itself_is_empty(tmp_path: Path) -> None:
    sheet = SCENARIO.read_text(encoding="utf-8")
    sheet = sheet.replace("until: second_setpoint\n", "until: start\n", 1)
    assert [problem.kind.code for problem in problems_of(tmp_path, sheet.encode())] == ["TL6005"]


def test_what_is_no_file_is_not_waited_for(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe.yaml"
    os.mkfifo(pipe)
    with pytest.raises(ProblemsFound) as found:
        load_scenario(pipe)
    assert [problem.kind.code for problem in found.value.problems] == ["TL1001"]


@pytest.mark.parametrize(
    ("text", "line", "en", "zh"),
    [
        ("a:\n\tb: 1", 2, "a tab stands here", "制表符"),
        ("a: 1\n  b: 2", 2, "indented too far", "缩进过多"),
        ("a: [1, 2\nb: 3", 2, "',' or ']' is missing before :", "缺少 ',' or ']'"),
        ("a: @x", 1, "cannot begin with @", "不能以 @ 开头"),
        ("a: 'x", 1, "never closed", "没有结束"),
        ("{a: 1", 1, "is missing before the end", "文件结尾"),
        ("b: 1\na: \x00", 2, "control character", "控制字符"),
        ("a: 1\n---\nb: 2", 2, "second document", "第二个文档"),
    ],
)
def test_why_a_text_is_no_yaml_is_said_in_both_languages(
    tmp_path: Path, text: str, line: int, en: str, zh: str
) -> None:
    (problem,) = problems_of(tmp_path, text.encode())
    assert problem.kind.code == "TL1004"
    assert problem.position.line == line
    assert en in problem.message("en")
    assert zh in problem.message("zh-CN")
    assert not re.search("[a-z]{4}", problem.message("zh-CN"))


def test_a_full_width_colon_is_pointed_at(tmp_path: Path) -> None:
    sheet = SCENARIO.read_text(encoding="utf-8").replace("{at: 74 s", "{at： 74 s", 1)
    codes = [problem.kind.code for problem in problems_of(tmp_path, sheet.encode())]
    assert "TL1024" in codes


def test_an_anchor_that_is_used_again_is_no_noise(tmp_path: Path, capfd) -> None:
    problems_of(tmp_path, b"a: &x 1\nb: &x 2\n")
    assert capfd.readouterr().err == ""
