"""Every diagnostic of sheets, rubrics and runs has its page, and the page's examples are true."""

from __future__ import annotations

import importlib
import pkgutil
import re
from pathlib import Path

import pytest

from trainlab.core.message import Text
from trainlab.core.problem import ProblemKind, ProblemsFound
from trainlab.scenario.load import load_scenario

PAGES = Path(__file__).parents[2] / "docs" / "problems"
WALKED = (
    "trainlab.core",
    "trainlab.scenario",
    "trainlab.grading",
    "trainlab.session",
    "trainlab.cli",
    "trainlab.testing",
)
OF_WHOLE_FILES_OR_THE_COMMAND_LINE = {
    "TL0001",
    "TL0002",
    "TL0003",
    "TL0004",
    "TL0005",
    "TL0006",
    "TL0007",
    "TL0008",
    "TL0009",
    "TL0010",
    "TL0011",
    "TL0012",
    "TL0013",
    "TL0014",
    "TL0015",
    "TL0016",
    "TL0020",
    "TL0021",
    "TL0022",
    "TL0023",
    "TL0025",
    "TL0026",
    "TL0027",
    "TL0028",
    "TL0029",
    "TL1001",
    "TL1002",
    "TL1005",
    "TL1035",
    "TL2010",
    "TL2011",
    "TL2012",
    "TL2013",
}
CHINESE = re.compile(r"[\u4e00-\u9fff]")
EXAMPLE = re.compile(r"^```(?:yaml|iecst|toml)\n(.*?)^```$", re.DOTALL | re.MULTILINE)
SECTION = re.compile(r"^(?=\w+:)", re.MULTILINE)
SHEET = """\
trainlab: 1
title: Hold the level
task: Control the level to the setpoint on the dial.
plant: {type: tank_level}
timing: {tick: 10 ms, duration: 60 s}
rubric:
  checks:
    - id: never_overfull
      title: The tank never overflows
      check: never
      points: 10
      condition: overflow_m3 > 0.0
"""


def kinds() -> dict[str, ProblemKind]:
    """Every kind of diagnostic that a module of the walked packages holds, by code."""
    found: dict[str, ProblemKind] = {}
    for package_name in WALKED:
        package = importlib.import_module(package_name)
        for module in pkgutil.walk_packages(package.__path__, f"{package_name}."):
            for value in vars(importlib.import_module(module.name)).values():
                if isinstance(value, ProblemKind):
                    assert found.setdefault(value.code, value) is value, value.code
    return found


KINDS = kinds()
IN_A_SHEET = sorted(KINDS.keys() - OF_WHOLE_FILES_OR_THE_COMMAND_LINE)


def page_of(code: str) -> str:
    return (PAGES / f"{code}.md").read_text(encoding="utf-8")


def sections(text: str) -> dict[str, str]:
    """The top-level sections of a sheet, by key."""
    return {part.split(":")[0]: part for part in SECTION.split(text) if part}


def codes_of(example: str, tmp_path: Path) -> set[str]:
    """What is wrong with a whole sheet in which the example's sections replace the sound ones."""
    sheet = tmp_path / "sheet.yaml"
    whole = sections(SHEET) | sections(example)
    (tmp_path / "base.yaml").write_text(SHEET, encoding="utf-8")  # what examples may extend
    sheet.write_text("".join(whole.values()), encoding="utf-8")
    try:
        load_scenario(sheet)
    except ProblemsFound as found:
        return {problem.kind.code for problem in found.problems}
    return set()


def test_the_walk_finds_the_diagnostics_of_each_floor() -> None:
    assert {"TL0001", "TL0002", "TL1010", "TL6001"} <= KINDS.keys()


@pytest.mark.parametrize("code", sorted(KINDS))
def test_a_page_has_a_title_both_languages_and_two_examples(code: str) -> None:
    page = page_of(code)
    prose = EXAMPLE.sub("", page).split("\n\n")
    paragraphs = [block for block in prose if block.strip() and not block.startswith("#")]

    assert re.match(rf"# {code} \S", page)
    assert [bool(CHINESE.search(block)) for block in paragraphs] == [False, True]
    assert len(EXAMPLE.findall(page)) == 2


@pytest.mark.parametrize("code", IN_A_SHEET)
def test_the_failing_example_earns_its_code_and_no_other(code: str, tmp_path: Path) -> None:
    failing, _ = EXAMPLE.findall(page_of(code))

    assert codes_of(failing, tmp_path) == {code}


@pytest.mark.parametrize("code", [*IN_A_SHEET, "TL1002", "TL1005"])
def test_the_mended_example_loads(code: str, tmp_path: Path) -> None:
    _, mended = EXAMPLE.findall(page_of(code))

    assert codes_of(mended, tmp_path) == set()


@pytest.mark.parametrize("code", sorted(KINDS))
def test_both_languages_say_it_with_the_same_values(code: str) -> None:
    texts: tuple[Text, ...] = (KINDS[code].message, KINDS[code].help)

    assert all(text.en.strip() and text.zh.strip() for text in texts)
    assert [text.places("en") for text in texts] == [text.places("zh-CN") for text in texts]


def test_no_page_is_left_of_a_diagnostic_that_is_gone() -> None:
    own = re.compile(r"TL((00|10|201|60[034])\d+|6010)")
    pages = {page.stem for page in PAGES.glob("TL*.md") if own.fullmatch(page.stem)}

    assert pages == KINDS.keys()
