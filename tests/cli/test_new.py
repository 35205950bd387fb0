"""`trainlab new` and `trainlab schema`: where an instructor begins."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator
from ruamel.yaml import YAML

from trainlab.core import catalog

Done = subprocess.CompletedProcess[str]


@pytest.mark.parametrize("plant", catalog.names("plants"))
@pytest.mark.parametrize("lang", ["en", "zh-CN"])
def test_a_new_scenario_is_valid_in_both_languages_and_runs_at_once(
    trainlab: Callable[..., Done], tmp_path: Path, plant: str, lang: str
) -> None:
    made = trainlab("new", "scenario", "first", "--plant", plant, "--to", tmp_path, lang=lang)
    assert (made.returncode, made.stderr) == (0, "")
    sheet, program = tmp_path / "first.yaml", tmp_path / "first.st"
    checked = trainlab("check", sheet, program, lang=lang)
    assert (checked.returncode, checked.stderr) == (0, "")
    if lang == "en":
        verdict = json.loads(trainlab("grade", sheet, program, "--json", "-").stdout)
        assert [check["id"] for check in verdict["checks"]] == ["reacts", "connected"]
    schema = json.loads((tmp_path / "scenario.schema.json").read_text(encoding="utf-8"))
    data = YAML(typ="safe", pure=True).load(sheet.read_text(encoding="utf-8"))
    assert Draft202012Validator(schema).is_valid(data)


def test_nothing_is_overwritten(trainlab: Callable[..., Done], tmp_path: Path) -> None:
    there = tmp_path / "first.st"
    there.write_text("mine", encoding="utf-8")
    refused = trainlab("new", "scenario", "first", "--plant", "tank_level", "--to", tmp_path)
    assert (refused.returncode, "TL0011" in refused.stderr) == (4, True)
    assert there.read_text(encoding="utf-8") == "mine"
    assert list(tmp_path.iterdir()) == [there]


def test_a_second_scenario_leaves_the_schema_of_the_first(
    trainlab: Callable[..., Done], tmp_path: Path
) -> None:
    for name in ("first", "second"):
        done = trainlab("new", "scenario", name, "--plant", "tank_level", "--to", tmp_path)
        assert done.returncode == 0
    assert len(list(tmp_path.iterdir())) == 5


@pytest.mark.parametrize("name", ["../up", "a/b", "", ".hidden"])
def test_a_name_that_is_no_file_name_is_refused(
    trainlab: Callable[..., Done], tmp_path: Path, name: str
) -> None:
    refused = trainlab("new", "scenario", name, "--plant", "tank_level", "--to", tmp_path)
    assert (refused.returncode, list(tmp_path.iterdir())) == (2, [])


def test_the_schema_goes_to_a_file_or_to_stdout(
    trainlab: Callable[..., Done], tmp_path: Path
) -> None:
    file = tmp_path / "scenario.schema.json"
    assert trainlab("schema", "--to", file).stdout == ""
    assert trainlab("schema").stdout == file.read_text(encoding="utf-8")
    assert "被控对象" in trainlab("schema", lang="zh-CN").stdout
