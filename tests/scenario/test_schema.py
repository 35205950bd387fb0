"""The JSON Schema of sheets, held to by an independent validator."""

from __future__ import annotations

import json
import os
import re
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator
from ruamel.yaml import YAML

from trainlab.core import catalog
from trainlab.core.message import LANGUAGES
from trainlab.scenario.schema import sheet_schema

ROOT = Path(__file__).parents[2]
SHIPPED = sorted((ROOT / "scenarios").rglob("*.yaml"))
PUBLISHED = ROOT / "docs/reference/scenario.schema.json"
GUIDE = (ROOT / "docs/how-to/write-a-scenario.md").read_text(encoding="utf-8")
EXAMPLES = re.findall(r"^```yaml\n(.*?)^```$", GUIDE, re.DOTALL | re.MULTILINE)
EXAM = (ROOT / "scenarios/tank/level_hold.yaml").read_text(encoding="utf-8")
WRONG = {
    "a section that is none": ("timeline:", "timelines:"),
    "a plant that is none": ("type: tank_level", "type: tank_levle"),
    "a parameter that is none": ("initial_level:", "initial_lvel:"),
    "a duration without unit": ("duration: 112 s", "duration: 112"),
    "a key of a step": ("label: start, press: start}", "lable: start, press: start}"),
    "a button that is none": ("press: ack", "press: akc"),
    "a dial that is none": ("set: {setpoint:", "set: {setpiont:"),
    "a button that is turned back": ("release: estop", "release: start"),
    "a parameter that never changes": ("change: {outlet_kv: 3", "change: {tank_area: 3"),
    "two actions in one step": ("press: ack}", "press: ack, release: estop}"),
    "a step without a moment": ("{at: 77 s, label", "{label"),
    "a fault that is none": ("fault: open_wire", "fault: open_wier"),
    "a key of another fault": ("fault: open_wire,", "fault: open_wire, rms: 5 %,"),
    "a tag that is none": ("tag: level_raw", "tag: level_rwa"),
    "a check that is none": ("check: ripple", "check: riple"),
    "a key of another check": ("check: ripple", "check: ripple\n      tolerate: 1 s"),
    "points that are less than nothing": ("points: 12", "points: -12"),
    "a draw of three": ("{between: [1 s, 2 s]}", "{between: [1 s, 2 s, 3 s]}"),
}


def validator() -> Draft202012Validator:
    return Draft202012Validator(sheet_schema("en"))


def data_of(text: str) -> Any:
    return YAML(typ="safe", pure=True).load(text)


@pytest.mark.parametrize("language", LANGUAGES)
def test_it_is_a_schema(language: str) -> None:
    Draft202012Validator.check_schema(sheet_schema(language))


@pytest.mark.parametrize("sheet", SHIPPED, ids=lambda path: path.stem)
def test_every_shipped_sheet_is_valid(sheet: Path) -> None:
    errors = validator().iter_errors(data_of(sheet.read_text(encoding="utf-8")))
    assert [error.message for error in errors] == []


def test_the_examples_of_the_guide_are_valid() -> None:
    whole = data_of(EXAMPLES[0])
    for part in EXAMPLES:
        errors = validator().iter_errors({**whole, **data_of(part)})
        assert [error.message for error in errors] == []


@pytest.mark.parametrize("mistake", WRONG)
def test_a_mistake_is_refused(mistake: str) -> None:
    right, wrong = WRONG[mistake]
    assert right in EXAM
    assert not validator().is_valid(data_of(EXAM.replace(right, wrong, 1)))


def test_every_check_fault_and_parameter_is_explained_in_both_languages() -> None:
    for language in LANGUAGES:
        definitions = sheet_schema(language)["$defs"]
        for kind in ("check", "fault"):
            for name in catalog.names(f"{kind}s"):
                entry = definitions[f"{kind}.{name}"]
                texts = [entry["description"]]
                texts += [each["description"] for each in entry["properties"].values()]
                chinese = [bool(re.search("[\u4e00-\u9fff]", text)) for text in texts]
                assert set(chinese) == {language == "zh-CN"}, name
    parameters = definitions["tank_level.plant"]["properties"]["parameters"]["properties"]
    assert parameters["outlet_kv"]["description"].endswith("范围 0 .. 50 m3/h，默认 3 m3/h")


def test_the_published_schema_is_fresh() -> None:
    """Else: trainlab schema --lang en --to docs/reference/scenario.schema.json"""
    assert json.loads(PUBLISHED.read_text(encoding="utf-8")) == sheet_schema("en")


@pytest.mark.parametrize("sheet", SHIPPED, ids=lambda path: path.stem)
def test_a_shipped_sheet_begins_with_the_line_that_editors_read(sheet: Path) -> None:
    path = os.path.relpath(PUBLISHED, sheet.parent).replace(os.sep, "/")
    first = sheet.read_text(encoding="utf-8").partition("\n")[0]
    assert first == f"# yaml-language-server: $schema={path}"
