"""Every diagnostic of part programs has its page, and the page's examples are true."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from trainlab.core.problem import ProblemKind, ProblemsFound
from trainlab.plants.cnc.nc import Machine, Tool, ToolKind, compile_program, problems

PAGES = Path(__file__).parents[2] / "docs" / "problems"
KINDS = {kind.code: kind for kind in vars(problems).values() if isinstance(kind, ProblemKind)}
EXAMPLE = re.compile(r"^```gcode\n(.*?)\n```$", re.DOTALL | re.MULTILINE)
CHINESE = re.compile(r"[\u4e00-\u9fff]")
MACHINE = Machine(tools={1: Tool(1, ToolKind.MILL, diameter_mm=10.0)})


def page_of(code: str) -> str:
    return (PAGES / f"{code}.md").read_text(encoding="utf-8")


def codes_of(text: str) -> set[str]:
    try:
        compile_program(text, "part.nc", MACHINE)
    except ProblemsFound as found:
        return {problem.kind.code for problem in found.problems}
    return set()


@pytest.mark.parametrize("code", sorted(KINDS))
def test_the_examples_of_a_page_are_true_and_it_has_both_languages(code: str) -> None:
    page = page_of(code)
    failing, mended = EXAMPLE.findall(page)
    prose = [b for b in EXAMPLE.sub("", page).split("\n\n") if b.strip() and b[0] != "#"]

    assert re.match(rf"# {code} \S", page)
    assert [bool(CHINESE.search(block)) for block in prose] == [False, True]
    assert codes_of(failing) == {code}
    assert codes_of(mended) == set()


@pytest.mark.parametrize("code", sorted(KINDS))
def test_both_languages_say_it_with_the_same_values(code: str) -> None:
    for text in (KINDS[code].message, KINDS[code].help):
        assert text.places("en") == text.places("zh-CN")


def test_no_page_is_left_of_a_diagnostic_that_is_gone_and_each_has_its_row() -> None:
    index = (PAGES / "README.md").read_text(encoding="utf-8")

    assert {page.stem for page in PAGES.glob("TL71*.md")} == KINDS.keys()
    assert all(f"[{code}]({code}.md)" in index for code in KINDS)
