"""A sheet names the part program of a machine tool: a file beside it, whose slips have its own lines."""

from __future__ import annotations

from pathlib import Path

import pytest

from trainlab.core.problem import ProblemsFound
from trainlab.scenario.build import build
from trainlab.scenario.load import load_scenario

SHEET = """\
trainlab: 1
title: Turn
task: Turn a part.
plant: {type: PLANT, program: NAME}
timing: {duration: 10 s}
rubric:
  checks:
    - {id: dry, title: It stays dry, check: never, points: 1, condition: FACT > 0}
"""


def sheet(folder: Path, name: str, plant: str = "cnc_cell", fact: str = "crashes") -> Path:
    path = folder / "sheet.yaml"
    text = SHEET.replace("PLANT", plant).replace("NAME", name).replace("FACT", fact)
    path.write_text(text, encoding="utf-8")
    return path


def told(path: Path) -> list[tuple[str, str, int]]:
    """Code, file and line of everything that is wrong."""
    with pytest.raises(ProblemsFound) as found:
        load_scenario(path)
    return [
        (p.kind.code, Path(p.position.file).name, p.position.line) for p in found.value.problems
    ]


def test_the_cell_begins_with_the_program_of_its_sheet(tmp_path: Path) -> None:
    (tmp_path / "shaft.nc").write_text("O77\nG0 X60\nM30\n", encoding="utf-8")
    station = build(load_scenario(sheet(tmp_path, "shaft.nc")), 1)
    facts = [0.0] * len(station.plant.description.facts)
    station.plant.report(facts)

    names = [fact.name for fact in station.plant.description.facts]
    assert facts[names.index("program_number")] == 77


def test_what_is_wrong_in_the_program_is_told_with_its_own_lines(tmp_path: Path) -> None:
    (tmp_path / "shaft.nc").write_text("G0 X60\nG64\nG1 X50\nM30\n", encoding="utf-8")

    assert told(sheet(tmp_path, "shaft.nc")) == [
        ("TL7105", "shaft.nc", 2),
        ("TL7110", "shaft.nc", 3),
    ]


def test_the_digest_of_a_sheet_is_that_of_its_program_too(tmp_path: Path) -> None:
    program = tmp_path / "shaft.nc"
    digests = set()
    for text in ("G0 X60\nM30\n", "G0 X61\nM30\n"):
        program.write_text(text, encoding="utf-8")
        digests.add(load_scenario(sheet(tmp_path, "shaft.nc")).digest)

    assert len(digests) == 2


@pytest.mark.parametrize("name", ["nothing.nc", "../shaft.nc", "/etc/passwd", "."])
def test_a_program_that_is_not_beside_the_sheet_is_refused(tmp_path: Path, name: str) -> None:
    (tmp_path / "shaft.nc").write_text("M30\n", encoding="utf-8")
    (tmp_path / "exams").mkdir()

    assert told(sheet(tmp_path / "exams", name)) == [("TL1037", "sheet.yaml", 4)]


def test_a_program_that_is_no_text_is_refused(tmp_path: Path) -> None:
    (tmp_path / "shaft.nc").write_bytes(b"G0 X\xff\xfe")

    assert told(sheet(tmp_path, "shaft.nc")) == [("TL1037", "sheet.yaml", 4)]


def test_a_tank_runs_no_part_programs(tmp_path: Path) -> None:
    (tmp_path / "shaft.nc").write_text("M30\n", encoding="utf-8")
    path = sheet(tmp_path, "shaft.nc", "tank_level", "overflow_m3")

    assert told(path) == [("TL1036", "sheet.yaml", 4)]
