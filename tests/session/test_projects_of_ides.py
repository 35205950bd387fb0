"""One exam solved in the project of each IDE: every one of them is read and earns everything."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from trainlab.scenario.load import load_scenario
from trainlab.session.grade import grade

ROOT = Path(__file__).parents[2]
SCENARIO = ROOT / "scenarios/tank/level_hold.yaml"
EXAM = ROOT / "plc_projects/tank_level_hold"
PROJECTS = ["st_folder", "twincat", "openplc_editor_4", "beremiz", "codesys"]
FILES = ["twincat/LevelHold/LevelHold.plcproj", "openplc_editor_4/project.json", "beremiz/plc.xml",
         "codesys/plcopen.xml"]  # fmt: skip


@pytest.mark.parametrize("seed", [1, 2, 3])
@pytest.mark.parametrize("name", PROJECTS)
def test_the_project_of_each_ide_earns_every_point(name: str, seed: int) -> None:
    verdict = grade(load_scenario(SCENARIO), EXAM / name, seed).verdict
    short = {r.check.id: r.finding.score for r in verdict.score.results if not r.passed}
    assert (short, verdict.stopped) == ({}, None)
    assert verdict.passed


@pytest.mark.parametrize("name", PROJECTS)
def test_a_good_project_has_no_warnings(name: str) -> None:
    assert grade(load_scenario(SCENARIO), EXAM / name).verdict.warnings == ()


@pytest.mark.parametrize("name", FILES)
def test_the_file_of_a_project_stands_for_its_folder(name: str) -> None:
    scenario = load_scenario(SCENARIO)
    by_file = grade(scenario, EXAM / name).verdict
    by_folder = grade(scenario, EXAM / name.split("/")[0]).verdict
    assert by_file.trace_digest == by_folder.trace_digest


def test_the_digest_of_a_folder_is_that_of_its_names_and_contents(tmp_path: Path) -> None:
    scenario = load_scenario(SCENARIO)
    for file in (EXAM / "st_folder").iterdir():
        (tmp_path / file.name).write_bytes(file.read_bytes())
    here = grade(scenario, EXAM / "st_folder").verdict.origin.program_digest
    assert grade(scenario, tmp_path).verdict.origin.program_digest == here
    (tmp_path / "types.st").rename(tmp_path / "kinds.st")
    assert grade(scenario, tmp_path).verdict.origin.program_digest != here


@pytest.mark.parametrize("verb", [["grade", str(SCENARIO)], ["check"], ["run"]])
def test_every_verb_takes_a_folder(verb: list[str]) -> None:
    command = [sys.executable, "-m", "trainlab", *verb, str(EXAM / "twincat"), "--lang", "en"]
    assert subprocess.run(command, capture_output=True, check=False).returncode == 0
