"""The pages of what is wrong with files and configurations: their examples are true."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from trainlab.core.image import IOImage
from trainlab.core.problem import ProblemKind, ProblemsFound
from trainlab.plc.problems import configuration, files
from trainlab.plc.structured_text import StructuredText

PAGES = Path(__file__).parents[2] / "docs" / "problems"
EXAMPLE = re.compile(r"^```(\w+)\n(.*?)^```$", re.DOTALL | re.MULTILINE)
FILE = re.compile(r"^==> (.+) <==\n", re.MULTILINE)
CHINESE = re.compile(r"[\u4e00-\u9fff]")
KINDS = {
    kind.code: kind
    for module in (files, configuration)
    for kind in vars(module).values()
    if isinstance(kind, ProblemKind)
}
OF_WHOLE_DISKS = {"TL2302", "TL2303", "TL2308"}
SHOWN = sorted(KINDS.keys() - OF_WHOLE_DISKS)


def examples(code: str) -> list[tuple[str, str]]:
    return EXAMPLE.findall((PAGES / f"{code}.md").read_text(encoding="utf-8"))


def codes_of(language: str, example: str, folder: Path) -> set[str]:
    """What is wrong with the files of an example: those it names, or its one text."""
    parts = ["main.st", example] if language == "iecst" else FILE.split(example)[1:]
    for name, text in zip(parts[::2], parts[1::2], strict=True):
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    try:
        program = StructuredText().compile(folder)
        program.controller(IOImage([]))
    except ProblemsFound as found:
        return {problem.kind.code for problem in found.problems}
    return {problem.kind.code for problem in program.warnings}


@pytest.mark.parametrize("code", sorted(KINDS))
def test_a_page_has_a_title_both_languages_and_two_examples(code: str) -> None:
    page = (PAGES / f"{code}.md").read_text(encoding="utf-8")
    blocks = EXAMPLE.sub("", page).split("\n\n")
    prose = [block for block in blocks if block.strip() and not block.startswith("#")]
    assert re.match(rf"# {code} \S", page)
    assert [bool(CHINESE.search(block)) for block in prose] == [False, True]
    assert len(examples(code)) == 2


@pytest.mark.parametrize("code", SHOWN)
def test_the_failing_example_earns_its_code_and_the_mended_one_nothing(
    code: str, tmp_path: Path
) -> None:
    failing, mended = examples(code)
    assert codes_of(*failing, tmp_path / "failing") == {code}
    assert codes_of(*mended, tmp_path / "mended") == set()
