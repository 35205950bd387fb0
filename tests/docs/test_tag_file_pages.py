"""Every diagnostic of tag files has its page, and the files on it earn what it says."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from trainlab.core.problem import ProblemKind, ProblemsFound
from trainlab.plants.tanks.level import TankLevel
from trainlab.tagfiles import problems
from trainlab.tagfiles.compare import differences, moved_by
from trainlab.tagfiles.contract import StationTags
from trainlab.tagfiles.modbus_csv import ModbusCsv

PAGES = Path(__file__).parents[2] / "docs" / "problems"
KINDS = {kind.code: kind for kind in vars(problems).values() if isinstance(kind, ProblemKind)}
CHINESE = re.compile(r"[\u4e00-\u9fff]")
FENCE = re.compile(r"^```\w+\n(.*?)^```$", re.DOTALL | re.MULTILINE)
FILE = re.compile(r"^```csv\n(.*?)^```$", re.DOTALL | re.MULTILINE)
STATION = StationTags(
    TankLevel.description.name, TankLevel.description.title, TankLevel.description.tags
)


def page_of(code: str) -> str:
    return (PAGES / f"{code}.md").read_text(encoding="utf-8")


WITH_FILES = [code for code in KINDS if FILE.search(page_of(code))]


def codes_of(content: str) -> set[str]:
    """What is wrong with a Modbus map of the tank, and with taking its addresses over."""
    try:
        rows = ModbusCsv().read("map.csv", content.encode())
    except ProblemsFound as found:
        return {problem.kind.code for problem in found.problems}
    told = [*differences("map.csv", rows, STATION), *moved_by("map.csv", rows, STATION)[1]]
    return {problem.kind.code for problem in told}


@pytest.mark.parametrize("code", sorted(KINDS))
def test_a_page_has_a_title_both_languages_and_two_examples(code: str) -> None:
    page = page_of(code)
    prose = FENCE.sub("", page).split("\n\n")
    paragraphs = [block for block in prose if block.strip() and not block.startswith("#")]
    assert re.match(rf"# {code} \S", page)
    assert [bool(CHINESE.search(block)) for block in paragraphs] == [False, True]
    assert len(FENCE.findall(page)) == 2


@pytest.mark.parametrize("code", WITH_FILES)
def test_the_failing_file_earns_the_code_and_the_mended_does_not(code: str) -> None:
    failing, mended = FILE.findall(page_of(code))
    assert code in codes_of(failing)
    assert code not in codes_of(mended)


@pytest.mark.parametrize("code", sorted(KINDS))
def test_both_languages_say_it_with_the_same_values(code: str) -> None:
    texts = (KINDS[code].message, KINDS[code].help)
    assert [text.places("en") for text in texts] == [text.places("zh-CN") for text in texts]


def test_no_page_is_left_of_a_diagnostic_that_is_gone() -> None:
    own = re.compile(r"TL60(1[1-9]|2\d)")
    assert {page.stem for page in PAGES.glob("TL60*.md") if own.fullmatch(page.stem)} == set(KINDS)
