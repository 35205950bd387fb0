"""What a person writes wrong in a check's own fields is told where it stands, with what fits."""

from __future__ import annotations

from pathlib import Path

import pytest

from trainlab.core.message import Language
from trainlab.core.problem import Problem, ProblemsFound
from trainlab.scenario.load import load_scenario
from trainlab.testing.check_examples import SHEET

TRACKS = "check: tracks, signal: level_m, target: 0.2"


def problems_of(fields: str, folder: Path) -> list[Problem]:
    """What is wrong with a sheet whose only check has these fields."""
    sheet = folder / "my.yaml"
    entry = f"    - {{id: a, title: t, points: 1, {fields}}}\n"
    sheet.write_text(SHEET + entry, encoding="utf-8")
    with pytest.raises(ProblemsFound) as found:
        load_scenario(sheet)
    return list(found.value.problems)


def told(problem: Problem, language: Language) -> str:
    return f"{problem.message(language)} {problem.help(language)}"


@pytest.mark.parametrize(
    ("fields", "code", "words"),
    [
        (f"{TRACKS}, limit: 3 m", "TL1012", "m s"),
        (f"{TRACKS}, criterion: ise, limit: 3 m s", "TL1012", "m^2 s"),
        (f"{TRACKS}, criterion: itae, limit: 3 m s", "TL1012", "m s^2"),
        (f"{TRACKS}, limit: 3 m s, zero_at: 2 m s", "TL1012", "limit"),
        ("check: ramp_limit, signal: level_m, limit: 3 mm", "TL1012", "m/s"),
        ("check: throughput, of: outlet_m3, at_least: 3 l, zero_at: 4 l", "TL1012", "at_least"),
        ("check: count, of: pump_on, at_least: 3, at_most: 2", "TL1012", "at_least"),
        ("check: count, of: pump_on", "TL6030", "exactly, at_least, at_most"),
        ("check: count, of: pump_on, exactly: 3 m", "TL6010", "3 m"),
        ("check: count, of: 3, exactly: 3", "TL1012", "level_m > 0.2"),
        ("check: energy, of: pump_energy_j, limit: 3 W", "TL6004", "kWh"),
        ("check: quality, good: pump_on, all: pump_on, at_least: 3 m", "TL1012", "95 %"),
        ("check: quality, good: pump_on, all: pump_on, at_least: -5 %", "TL1012", "95 %"),
        ("check: quality, good: pump_on, all: pump_n, at_least: 95 %", "TL3601", "pump_on"),
        ("check: sorted, lanes: [{lane: A, right: pump_on}]", "TL1011", "wrong"),
    ],
)
def test_a_wrong_field_is_told_with_what_fits(
    fields: str, code: str, words: str, tmp_path: Path
) -> None:
    (problem,) = problems_of(fields, tmp_path)
    assert problem.kind.code == code
    assert words in told(problem, "en")
    assert words in told(problem, "zh-CN")


def test_a_check_that_says_nothing_is_allowed_is_told_at_its_kind(tmp_path: Path) -> None:
    (problem,) = problems_of("check: count, of: pump_on", tmp_path)
    line = (
        (tmp_path / "my.yaml").read_text(encoding="utf-8").splitlines()[problem.position.line - 1]
    )
    assert line[problem.position.column - 1 :].startswith("count")


def test_a_signal_that_is_wrong_is_told_once_and_not_again_for_its_limit(tmp_path: Path) -> None:
    (problem,) = problems_of("check: ramp_limit, signal: level_mm, limit: 3 mm/s", tmp_path)
    assert problem.kind.code == "TL3601"
