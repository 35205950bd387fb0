"""Text that is no YAML: why, in both languages, and where; and what a Chinese keyboard leaves."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from ruamel import yaml

from trainlab.core.problem import Problem, ProblemsFound
from trainlab.scenario.load import load_scenario
from trainlab.scenario.yaml_reasons import why_no_yaml

SCENARIO = Path(__file__).parents[2] / "scenarios/tank/level_hold.yaml"
ENGLISH = re.compile(r"[a-z]{3,}")
SAID = re.compile(r"""^ +f?["']((?:expected|found|could|mapping|sequence)[^"]*?)["'],?$""", re.M)


def problem_of(tmp_path: Path, text: str) -> Problem:
    sheet = tmp_path / "sheet.yaml"
    sheet.write_text(text, encoding="utf-8")
    with pytest.raises(ProblemsFound) as found:
        load_scenario(sheet)
    (problem,) = found.value.problems
    return problem


@pytest.mark.parametrize(
    ("text", "place", "en", "zh"),
    [
        ("a: b: c\n", (1, 5), "a second ': '", "不能再有“: ”"),
        ("\ta: 1\n", (1, 1), "a tab", "制表符"),
        ("a: [1, 2\nb: {", (2, 2), "',' or ']' is missing", "缺少“,”或“]”"),
        ("a: {b: 1, c\n", (2, 1), "not closed", "没有关闭"),
        ("a: 'x\n", (1, 4), "begins here is never closed", "没有结束"),
        ("a: [1]]\n", (1, 7), "nothing is open", "没有可以关闭"),
        ("a: @x\n", (1, 4), "put it in quotes", "请加引号"),
        ("a: *y\n", (1, 4), "an anchor", "锚点"),
        ("key: |\n   a\n  b\n", (3, 3), "line up", "没有对齐"),
        ('a: "\\q"\n', (1, 6), "escape", "转义"),
        ("a: 1\n---\nb: 2\n", (2, 1), "one document", "一个文档"),
        ("a: 1\nb: \x07\n", (2, 4), "U+0007", "U+0007"),
        ("a: '\ufffe'\n", (1, 5), "U+FFFE", "U+FFFE"),
    ],
)
def test_why_a_text_is_no_yaml_is_said_in_both_languages(
    tmp_path: Path, text: str, place: tuple[int, int], en: str, zh: str
) -> None:
    problem = problem_of(tmp_path, text)
    assert problem.kind.code == "TL1004"
    assert (problem.position.line, problem.position.column) == place
    assert en in problem.message("en")
    assert zh in problem.message("zh-CN")
    assert not ENGLISH.search(problem.message("zh-CN").replace("YAML", ""))


def test_each_sentence_of_the_yaml_reader_has_one_of_ours() -> None:
    """The sentences are those in the sources of the library that is installed."""
    folder = Path(yaml.__file__).parent
    sources = [(folder / f"{name}.py").read_text("utf-8") for name in ("scanner", "parser")]
    said = {sentence.replace("}}", "}") for source in sources for sentence in SAID.findall(source)}
    assert len(said) > 20
    assert {
        sentence for sentence in said if why_no_yaml(sentence).text.en == "this cannot stand here"
    } == set()


@pytest.mark.parametrize(
    ("right", "wrong", "sign", "plain"),
    [
        ("  tick: 10 ms", "  tick：10 ms", "：", ":"),
        ("  tick: 10 ms", "  tick： 10 ms", "：", ":"),
        ("seed: 1", "seed： 1", "：", ":"),
        ("  pass: 95 %", "  pass： 95 %", "：", ":"),
        ("press: ack}", "press： ack}", "：", ":"),
        ("- at: {between: [48 s", "- at： {between: [48 s", "：", ":"),
        ("    initial_level: 0.05 m", "    initial_level：0.05 m", "：", ":"),
        ("{setpoint: {between: [0.30", "{setpoint： {between: [0.30", "：", ":"),
        ("78 s, label: clear", "78 s，label: clear", "，", ","),
        ("tick: 10 ms", "tick: “10 ms”", "“", '"'),
        ("type: tank_level", "type: ‘tank_level’", "‘", "'"),
        ("title: {en: Start runs", "title: “{en: Start runs", "“", '"'),
        ("- {at: 98 s, release", "－ {at: 98 s, release", "－", "-"),
    ],
)
def test_full_width_punctuation_is_named_where_it_stands(
    tmp_path: Path, right: str, wrong: str, sign: str, plain: str
) -> None:
    sheet = SCENARIO.read_text(encoding="utf-8")
    assert right in sheet
    problem = problem_of(tmp_path, sheet.replace(right, wrong, 1))
    line = sheet[: sheet.index(right)].count("\n") + 1
    assert problem.kind.code == "TL1009"
    assert problem.position.line == line
    assert sheet.replace(right, wrong, 1).split("\n")[line - 1][problem.position.column - 1] == sign
    assert plain in problem.help("en")
    assert plain in problem.help("zh-CN")


def test_full_width_punctuation_inside_texts_is_no_mistake(tmp_path: Path) -> None:
    sheet = tmp_path / "sheet.yaml"
    text = SCENARIO.read_text(encoding="utf-8")
    text = text.replace("zh-CN: 液位保持", "zh-CN: “液位：保持”，见 start：1")
    sheet.write_text(text, encoding="utf-8")
    assert "“液位：保持”" in load_scenario(sheet).title.zh


def test_an_anchor_that_is_used_again_is_no_noise(tmp_path: Path, capfd) -> None:
    sheet = tmp_path / "sheet.yaml"
    sheet.write_text("a: &x 1\nb: &x 2\n")
    with pytest.raises(ProblemsFound):
        load_scenario(sheet)
    assert capfd.readouterr().err == ""
