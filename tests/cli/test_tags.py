"""`trainlab tags`: files for PLC tools, and whether they still fit."""

from __future__ import annotations

import os
import pty
import subprocess
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from trainlab.core import catalog
from trainlab.core.message import LANGUAGES, Language
from trainlab.scenario.load import load_scenario

Done = subprocess.CompletedProcess[str]
FORMATS = catalog.names("tag_formats")


@pytest.fixture
def moved(scenario: Path, tmp_path: Path) -> Path:
    """The exam with a tag elsewhere."""
    text = scenario.read_text(encoding="utf-8")
    plant = '  type: tank_level\n  addresses: {level_raw: "%IW100"}\n'
    sheet = tmp_path / "moved.yaml"
    sheet.write_text(text.replace("  type: tank_level\n", plant), encoding="utf-8")
    return sheet


def test_a_scenario_is_written_with_its_own_addresses(
    trainlab: Callable[..., Done], moved: Path
) -> None:
    assert "level_raw AT %IW100 : INT" in trainlab("tags", moved, "--format", "gvl").stdout
    assert "level_raw AT %IW64 : INT" in trainlab("tags", "tank_level", "--format", "gvl").stdout


def test_a_file_fits_its_station_and_no_other(
    trainlab: Callable[..., Done], moved: Path, tmp_path: Path
) -> None:
    file = tmp_path / "rig.csv"
    assert trainlab("tags", moved, "--format", "modbus-csv", "--to", file).returncode == 0
    fits = trainlab("tags", moved, "--compare", file)
    assert (fits.returncode, "17 tags" in fits.stdout) == (0, True)
    differs = trainlab("tags", "tank_level", "--compare", file)
    assert (differs.returncode, differs.stdout) == (2, "")
    assert [code in differs.stderr for code in ("TL6019", "TL6017")] == [True, False]
    assert "在" in trainlab("tags", "tank_level", "--compare", file, lang="zh-CN").stderr


def test_the_addresses_of_a_file_become_those_of_a_scenario(
    trainlab: Callable[..., Done], moved: Path, scenario: Path, tmp_path: Path
) -> None:
    """What is printed stands under `plant:` as it is, and gives back the station of the file."""
    file = tmp_path / "rig.xlsx"
    trainlab("tags", moved, "--format", "tia-xlsx", "--to", file)
    taken = trainlab("tags", scenario, "--addresses", file)
    assert (taken.returncode, taken.stdout) == (0, 'addresses:\n  level_raw: "%IW100"\n')
    indented = "".join(f"  {line}\n" for line in taken.stdout.splitlines())
    text = scenario.read_text(encoding="utf-8")
    sheet = tmp_path / "taken.yaml"
    sheet.write_text(text.replace("  type: tank_level\n", f"  type: tank_level\n{indented}"))
    assert load_scenario(sheet).plant.tags == load_scenario(moved).plant.tags
    assert trainlab("tags", moved, "--addresses", file).stdout == "addresses: {}\n"


def test_a_binary_file_goes_to_a_pipe_but_not_to_a_terminal(
    in_shell: Callable[..., Done], tmp_path: Path
) -> None:
    to = tmp_path / "rig.xlsx"
    line = f'"$@" > "{to}"'
    assert in_shell(line, "tags", "tank_level", "--format", "tia-xlsx").returncode == 0
    assert zipfile.is_zipfile(to)
    screen, terminal = pty.openpty()
    try:
        command = [sys.executable, "-m", "trainlab", "tags", "tank_level", "--format", "tia-xlsx"]
        done = subprocess.run(
            [*command, "--lang", "en"],
            stdout=terminal, stderr=subprocess.PIPE, text=True, check=False,
        )  # fmt: skip
    finally:
        os.close(terminal)
        os.close(screen)
    assert (done.returncode, "TL6011" in done.stderr) == (2, True)
    assert "--to NAME.xlsx" in done.stderr


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (("tank_levle",), ""),
        (("none.yaml",), "TL1001"),
        (("tank_level", "--compare", "none.csv"), "TL6012"),
        (("tank_level", "--compare", "none.st"), "TL6013"),
        (("tank_level", "--compare", "a.csv", "--addresses", "a.csv"), ""),
    ],
)
def test_a_wrong_call_is_a_diagnostic(
    trainlab: Callable[..., Done], arguments: tuple[str, ...], code: str
) -> None:
    done = trainlab("tags", *arguments)
    assert done.returncode == 2
    assert code in done.stderr


@pytest.mark.parametrize("language", LANGUAGES)
def test_help_names_every_format(trainlab: Callable[..., Done], language: Language) -> None:
    shown = "".join(trainlab("tags", "--help", lang=language).stdout.split())
    for form in FORMATS:
        assert f"{form}:" in shown


@pytest.mark.parametrize("form", ["nodeset2", "tia-xlsx"])
def test_only_the_workbook_waits_for_its_library(form: str, tmp_path: Path) -> None:
    command = [sys.executable, "-X", "importtime", "-m", "trainlab", "tags", "tank_level"]
    command += ["--format", form, "--to", str(tmp_path / "file")]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    imported = {line.rpartition("|")[2].strip() for line in done.stderr.splitlines()}
    assert "trainlab.tagfiles.contract" in imported
    assert not {"asyncua", "scipy", "llvmlite"} & imported
    assert ("openpyxl" in imported) is (form == "tia-xlsx")
