"""Mistakes in the project of each IDE, shown where they stand in the file and in the IDE's editor."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest

from trainlab.core.problem import Problem, ProblemsFound
from trainlab.plc.structured_text import StructuredText

EXPORTS = Path(__file__).parent / "exports"


def files(folder: Path) -> list[Path]:
    return [path for path in sorted(folder.rglob("*")) if path.is_file()]


@pytest.fixture
def changed(tmp_path):
    """An export of which a text is replaced by another wherever it stands; what is wrong then."""

    def change(ide: str, program: str, old: str, new: str) -> tuple[Problem, ...]:
        folder = tmp_path / program
        shutil.copytree(EXPORTS / ide / program, folder)
        for path in files(folder):
            text, count = re.subn(old, new, path.read_bytes().decode())
            if count:
                path.write_bytes(text.encode())
        with pytest.raises(ProblemsFound) as found:
            StructuredText().compile(folder)
        return found.value.problems

    return change


def marked(problem: Problem) -> str:
    """The file's text from the place of the problem on."""
    lines = Path(problem.position.file).read_text(encoding="utf-8-sig").splitlines()
    return lines[problem.position.line - 1][problem.position.column - 1 :]


@pytest.mark.parametrize(
    ("ide", "part"),
    [
        ("textbook", None), ("twincat", "body of MAIN.Contactors, line 9"), ("openplc_editor_4", None),
        ("beremiz", "body of main, line 16"), ("codesys", "body of PLC_PRG.Contactors, line 9"),
    ],
)  # fmt: skip
def test_a_mistake_in_a_body_is_shown_where_it_stands(changed, ide, part):
    (problem,) = changed(ide, "star_delta", r"warned := warning\.Q", "warned := warnung.Q")
    assert (problem.kind.code, marked(problem)[:9]) == ("TL3001", "warnung.Q")
    shown = problem.position.part
    assert (shown.render("en") if shown else None) == part


@pytest.mark.parametrize(
    ("ide", "part"),
    [
        ("textbook", None), ("twincat", "declaration of MAIN, line 5"), ("openplc_editor_4", None),
        ("beremiz", "variables of main"), ("codesys", "declaration of PLC_PRG, line 5"),
    ],
)  # fmt: skip
def test_a_mistake_in_a_declaration_is_shown_where_it_stands(changed, ide, part):
    problems = changed(ide, "tank_fill", r'(: |<derived name=")Alarm\b', r"\1Alarn")
    (wrong,) = [problem for problem in problems if problem.kind.code == "TL3002"]
    assert marked(wrong).startswith('<variable name="overfull">' if ide == "beremiz" else "Alarn;")
    assert (wrong.position.part.render("en") if wrong.position.part else None) == part


LADDERS = {
    "twincat": (r'(?s)(<POU Name="TwoPoint".*?)<ST>.*?</ST>', r"\1<NWL><XmlArchive /></NWL>", "FBD/LD"),
    "beremiz": (r'(?s)(<pou name="TwoPoint".*?)<ST>.*?</ST>', r'\1<LD><leftPowerRail localId="1"/></LD>', "LD"),
    "codesys": (r'(?s)(<pou name="TwoPoint".*?)<ST>.*?</ST>', r'\1<FBD><!--FBD1--></FBD>', "FBD"),
}  # fmt: skip


@pytest.mark.parametrize("ide", LADDERS)
def test_one_graphical_pou_among_others_is_one_diagnostic(changed, ide):
    old, new, language = LADDERS[ide]
    (problem,) = changed(ide, "tank_fill", old, new)
    assert problem.kind.code == "TL2309"
    assert (problem.values["name"], problem.values["language"]) == ("TwoPoint", language)


def test_one_ladder_file_among_others_is_one_diagnostic(tmp_path):
    folder = tmp_path / "tank"
    shutil.copytree(EXPORTS / "openplc_editor_4" / "tank_fill", folder)
    block = folder / "pous/function-blocks/TwoPoint.st"
    block.rename(block.with_suffix(".ld"))
    with pytest.raises(ProblemsFound) as found:
        StructuredText().compile(folder)
    (problem,) = found.value.problems
    assert (problem.kind.code, Path(problem.position.file).name) == ("TL2309", "TwoPoint.ld")
