"""Every diagnostic of programs and links has its page; the programs on it are what it says."""

from __future__ import annotations

import importlib
import pkgutil
import re
from pathlib import Path

import pytest

from trainlab.core.controller import ControllerStopped
from trainlab.core.image import IOImage
from trainlab.core.problem import ProblemKind, ProblemsFound
from trainlab.plants.tanks.level import TankLevel
from trainlab.plc.source import Source
from trainlab.plc.structured_text import compiled

PAGES = Path(__file__).parents[2] / "docs" / "problems"
WALKED = ("trainlab.plc", "trainlab.exchange", "trainlab.fieldbus")
CHINESE = re.compile(r"[\u4e00-\u9fff]")
FENCE = re.compile(r"^```\w+\n(.*?)^```$", re.DOTALL | re.MULTILINE)
PROGRAM = re.compile(r"^```iecst\n(.*?)^```$", re.DOTALL | re.MULTILINE)
OF_TAGS = {"TL3501", "TL3513", *(f"TL{number}" for number in range(3505, 3512))}
SCANS = 200
BUDGET = 200_000


def kinds() -> dict[str, ProblemKind]:
    """Every kind of diagnostic of the walked packages, by code."""
    found: dict[str, ProblemKind] = {}
    for package_name in WALKED:
        package = importlib.import_module(package_name)
        for module in pkgutil.walk_packages(package.__path__, f"{package_name}."):
            for value in vars(importlib.import_module(module.name)).values():
                if isinstance(value, ProblemKind):
                    assert found.setdefault(value.code, value) is value, value.code
    return found


KINDS = kinds()


def page_of(code: str) -> str:
    path = PAGES / f"{code}.md"
    return path.read_text(encoding="utf-8") if path.exists() else ""


WITH_PROGRAMS = sorted(code for code in KINDS if len(PROGRAM.findall(page_of(code))) == 2)


def image_for(code: str) -> IOImage:
    """What the program of a page is bound to: the level loop where binding is the subject."""
    return IOImage(TankLevel.description.tags if code in OF_TAGS else [])


def problems_of(text: str, image: IOImage) -> list[tuple[str, str]]:
    """Code and severity of all that is wrong with a program, from its text to its 200th scan."""
    try:
        program = compiled(Source("page.st", text), BUDGET)
        found = [(problem.kind.code, problem.kind.severity) for problem in program.warnings]
        plc = program.controller(image)
        found += [(problem.kind.code, problem.kind.severity) for problem in plc.warnings]
        for scan in range(SCANS):
            plc.scan(image, scan * 10_000_000)
    except ProblemsFound as wrong:
        return [(problem.kind.code, problem.kind.severity) for problem in wrong.problems]
    except ControllerStopped as stop:
        found.append((stop.problem.kind.code, "error"))
    return found


@pytest.mark.parametrize("code", sorted(KINDS))
def test_a_diagnostic_has_a_page_in_both_languages_with_two_examples(code: str) -> None:
    page = page_of(code)
    prose = [block for block in FENCE.sub("", page).split("\n\n") if block.strip()]
    paragraphs = [block for block in prose if not block.startswith("#")]

    assert re.match(rf"# {code} \S", page)
    assert len(paragraphs) >= 2
    assert not CHINESE.search(paragraphs[0])
    assert CHINESE.search(paragraphs[-1])
    assert len(FENCE.findall(page)) == 2


@pytest.mark.parametrize("code", WITH_PROGRAMS)
def test_the_failing_program_earns_its_code_and_no_other_error(code: str) -> None:
    failing, _ = PROGRAM.findall(page_of(code))
    found = problems_of(failing, image_for(code))

    assert code in {each for each, _ in found}
    assert {each for each, severity in found if severity == "error"} <= {code}


@pytest.mark.parametrize("code", WITH_PROGRAMS)
def test_the_mended_program_runs_without_it(code: str) -> None:
    _, mended = PROGRAM.findall(page_of(code))
    found = problems_of(mended, image_for(code))

    assert code not in {each for each, _ in found}
    assert {each for each, severity in found if severity == "error"} == set()


def test_most_pages_hold_programs() -> None:
    assert len(WITH_PROGRAMS) > 140


def test_no_page_is_left_of_a_diagnostic_that_is_gone() -> None:
    pages = {page.stem for page in PAGES.glob("TL[2345]*.md") if page.stem[:5] != "TL201"}

    assert pages == KINDS.keys()


def test_the_index_lists_every_page() -> None:
    index = (PAGES / "README.md").read_text(encoding="utf-8")

    assert set(re.findall(r"\]\((TL\d{4})\.md\)", index)) == {p.stem for p in PAGES.glob("TL*.md")}


def test_messages_use_the_words_of_the_glossary() -> None:
    """docs/glossary.md: a tag is 变量, a plant is 被控对象."""
    for kind in KINDS.values():
        assert not re.search("变量点|装置", kind.message.zh + kind.help.zh), kind.code
