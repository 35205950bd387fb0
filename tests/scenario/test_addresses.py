"""A sheet moves tags: all that names addresses follows, and nothing else changes."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from trainlab.core.problem import ProblemsFound
from trainlab.plants.tanks.level import TankLevel
from trainlab.scenario.load import load_scenario
from trainlab.session.grade import grade

ROOT = Path(__file__).parents[2]
EXAM = (ROOT / "scenarios/tank/level_hold.yaml").read_text(encoding="utf-8")
SHORT = """\
trainlab: 1
title: Fill
task: Fill the tank.
plant:
  type: tank_level
timing: {duration: 10 s}
timeline:
  - {at: 1 s, press: start}
rubric:
  checks:
    - {id: dry, title: It stays dry, check: never, points: 1, condition: overflow_m3 > 0.0}
"""


@pytest.fixture
def sheet(tmp_path: Path) -> Path:
    return tmp_path / "sheet.yaml"


def with_addresses(addresses: str, exam: str = EXAM) -> str:
    """An exam with this behind `addresses:`."""
    moved = exam.replace("  type: tank_level\n", f"  type: tank_level\n  addresses: {addresses}\n")
    assert moved != exam
    return moved


def test_a_tag_stands_where_the_sheet_puts_it_and_all_others_where_the_plant_does(
    sheet: Path,
) -> None:
    sheet.write_text(with_addresses('{level_raw: "%IW100", start_button: "%i3.7"}'))
    tags = load_scenario(sheet).plant.tags
    own = {tag.name: tag.address for tag in TankLevel.description.tags}
    moved = {"level_raw": "%IW100", "start_button": "%IX3.7"}
    assert {tag.name: tag.address for tag in tags} == own | moved


def test_two_tags_may_change_places(sheet: Path) -> None:
    sheet.write_text(with_addresses('{level_raw: "%IW66", setpoint_raw: "%IW64"}'))
    assert load_scenario(sheet).plant.tags != TankLevel.description.tags


def test_a_program_with_addresses_is_bound_where_the_sheet_has_the_tags(
    sheet: Path, tmp_path: Path
) -> None:
    """The run of a program with AT %IW100 on the moved tag is that of AT %IW64 on the plant's own."""
    programs = []
    for number in (64, 100):
        text = (
            "PROGRAM main VAR l AT %IW@ : INT; v AT %QW64 : INT; b AT %IX0.0 : BOOL;"
            " p AT %QX1.0 : BOOL; q AT %QX1.1 : BOOL; on : BOOL; END_VAR\n"
            "IF b THEN on := TRUE; END_IF; p := on; q := on; v := 27648 - l; END_PROGRAM"
        )
        program = tmp_path / f"at{number}.st"
        program.write_text(text.replace("@", str(number)))
        programs.append(program)
    own = tmp_path / "own.yaml"
    own.write_text(SHORT)
    sheet.write_text(with_addresses('{level_raw: "%IW100"}', SHORT))
    digests = {
        grade(load_scenario(exam), program).verdict.trace_digest
        for exam, program in zip((own, sheet), programs, strict=True)
    }
    assert len(digests) == 1
    left_behind = grade(load_scenario(sheet), programs[0]).verdict.warnings
    assert ["%IW64" in problem.message("en") for problem in left_behind] == [True]


@pytest.mark.parametrize(
    ("addresses", "found"),
    [
        ('{level_rwa: "%IW100"}', [("TL1013", 1)]),
        ("{level_raw: 100}", [("TL1012", 12)]),
        ("{level_raw: IW100}", [("TL1026", 12)]),
        ('{level_raw: "%IW99999999999999999999"}', [("TL1026", 12)]),
        ('{level_raw: "%QW100"}', [("TL1027", 12)]),
        ('{level_raw: "%ID100"}', [("TL1027", 12)]),
        ('{level_raw: "%IW101"}', [("TL1028", 12)]),
        ('{start_button: "%IX8192.0"}', [("TL1030", 15)]),
        ('{level_raw: "%IW0"}', [("TL1029", 12)]),
        (
            '{level_raw: "%IW80", setpoint_raw: "%IW80", valve_command: "%QW65"}',
            [("TL1029", 35), ("TL1028", 59)],
        ),
    ],
)
def test_every_wrong_address_is_reported_where_it_stands(
    sheet: Path, addresses: str, found: list[tuple[str, int]]
) -> None:
    sheet.write_text(with_addresses(addresses))
    line = 1 + next(
        number for number, text in enumerate(sheet.read_text().splitlines()) if "addresses" in text
    )
    begin = len("  addresses: ")
    with pytest.raises(ProblemsFound) as caught:
        load_scenario(sheet)
    told = [
        (each.kind.code, each.position.line, each.position.column) for each in caught.value.problems
    ]
    assert told == [(code, line, begin + column + 1) for code, column in found]


def test_a_misspelt_tag_is_pointed_out(sheet: Path) -> None:
    sheet.write_text(with_addresses('{level_rwa: "%IW100"}'))
    with pytest.raises(ProblemsFound) as caught:
        load_scenario(sheet)
    (problem,) = caught.value.problems
    assert re.search("did you mean 'level_raw'", problem.message("en"))
    assert "level_raw" in problem.message("zh-CN")


def test_wrong_addresses_and_wrong_steps_are_told_at_once(sheet: Path) -> None:
    text = with_addresses('{level_raw: "%QW100"}').replace("press: start", "press: strat", 1)
    sheet.write_text(text)
    with pytest.raises(ProblemsFound) as caught:
        load_scenario(sheet)
    assert {each.kind.code for each in caught.value.problems} == {"TL1027", "TL1013"}
