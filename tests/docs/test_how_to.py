"""The guide for instructors: its sheets load, and it names everything that a sheet may hold."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from trainlab.core import catalog
from trainlab.core.duration import UNIT_NS
from trainlab.core.quantity import UNITS
from trainlab.grading.check import WindowedCheck
from trainlab.plc.trace_expression import FUNCTIONS
from trainlab.scenario.entries import FeedEntry, NoiseEntry, RampEntry
from trainlab.scenario.load import load_scenario
from trainlab.scenario.scenario import Scenario
from trainlab.scenario.sheet import (
    ParameterFaultEntry,
    PlantSection,
    ProgramEntry,
    RubricSection,
    Sheet,
    Step,
    TimingSection,
    WireFaultEntry,
)

GUIDE = (Path(__file__).parents[2] / "docs/how-to/write-a-scenario.md").read_text(encoding="utf-8")
WHOLE, TIMELINE, FED, FAULTS, RUBRIC, FAMILY = re.findall(
    r"^```yaml\n(.*?)^```$", GUIDE, re.DOTALL | re.MULTILINE
)
LANGUAGES = dict(zip(("en", "zh-CN"), GUIDE.split("## 简体中文\n"), strict=True))
SECTIONS = (
    Sheet,
    PlantSection,
    ProgramEntry,
    TimingSection,
    Step,
    FeedEntry,
    NoiseEntry,
    RampEntry,
    WireFaultEntry,
    ParameterFaultEntry,
    RubricSection,
    WindowedCheck,
)
KEYS = {field.alias or name for each in SECTIONS for name, field in each.model_fields.items()}
OF_EVERY_CHECK = set(WindowedCheck.model_fields)


def loaded(text: str, folder: Path) -> Scenario:
    sheet = folder / "my.yaml"
    sheet.write_text(text, encoding="utf-8")
    return load_scenario(sheet)


def codes(text: str) -> set[str]:
    """Everything that stands in `code` outside the YAML examples."""
    prose = re.sub(r"^```yaml\n.*?^```$", "", text, flags=re.DOTALL | re.MULTILINE)
    return set(re.findall(r"`([^`]+)`", prose))


def words_in_code(text: str) -> set[str]:
    """Every word of that."""
    return {word for code in codes(text) for word in re.findall(r"\w+", code)}


def rows(text: str) -> dict[str, set[str]]:
    """The words in code of each row of a table, by the one word in code that the row begins with."""
    found = re.findall(r"^\| `(\w+)` \|(.*)\|$", text, re.MULTILINE)
    return {name: words_in_code(rest) for name, rest in found}


def test_the_smallest_sheet_loads(tmp_path: Path) -> None:
    scenario = loaded(WHOLE, tmp_path)
    assert scenario.ticks == 6000
    assert len(scenario.rubric.checks) == 2


def test_the_variant_of_the_guide_extends_the_smallest_sheet(tmp_path: Path) -> None:
    (tmp_path / "base.yaml").write_text(WHOLE, encoding="utf-8")
    scenario = loaded(FAMILY, tmp_path)
    assert [step.label for step in scenario.timeline] == ["start", "stop", "outlet_opened"]
    assert [check.id for check in scenario.rubric.checks] == ["runs"]


def test_the_example_of_a_line_that_is_fed_loads(tmp_path: Path) -> None:
    head = "".join(
        re.findall(r"^(?:trainlab|title|timing): .*\n|^task:\n(?:  .*\n)+", WHOLE, re.MULTILINE)
    )
    assert len(loaded(head + FED, tmp_path).timeline) == 3


@pytest.mark.parametrize("part", [TIMELINE, FAULTS, RUBRIC], ids=["timeline", "faults", "rubric"])
def test_a_section_of_the_guide_loads_in_its_place(part: str, tmp_path: Path) -> None:
    section = part.partition(":")[0]
    rest = re.sub(rf"^{section}:\n(  .*\n)+", "", WHOLE, flags=re.MULTILINE)
    if section == "timeline":
        rest = rest.replace("until: stop", "until: estop")
    scenario = loaded(rest + part, tmp_path)
    entries = getattr(scenario, section)
    entries = entries.checks if section == "rubric" else entries
    assert len(entries) == len(re.findall(r"^ +- ", part, re.MULTILINE))


def test_the_example_of_a_rubric_shows_the_checks_of_the_table() -> None:
    shown = set(re.findall(r"check: (\w+)", RUBRIC))
    assert shown == rows(LANGUAGES["en"]).keys() & set(catalog.names("checks"))
    assert len(shown) >= 7


@pytest.mark.parametrize("language", ["en", "zh-CN"])
def test_every_key_kind_unit_and_function_is_named(language: str) -> None:
    words = words_in_code(LANGUAGES[language])
    units = codes(LANGUAGES[language])
    assert words >= KEYS
    assert words >= set(catalog.names("faults"))
    assert "../checks/README.md" in LANGUAGES[language]
    assert {word.upper() for word in words} >= FUNCTIONS.keys()
    assert units >= UNITS.keys() - {""}
    assert units >= UNIT_NS.keys() - {"m", "µs"}


@pytest.mark.parametrize("language", ["en", "zh-CN"])
@pytest.mark.parametrize("kind", ["checks", "faults"])
def test_the_row_of_a_check_or_fault_names_its_fields(language: str, kind: str) -> None:
    table = rows(LANGUAGES[language])
    for name in set(catalog.names(kind)) & table.keys():
        own = set(catalog.load(kind, name).model_fields) - OF_EVERY_CHECK
        assert table[name] >= own, name


def test_both_languages_have_the_same_tables() -> None:
    english, chinese = (re.findall(r"^\| (.*?) \|", LANGUAGES[each], re.M) for each in LANGUAGES)
    in_code = [
        [re.findall(r"`[^`]+`", row) for row in column if "`" in row]
        for column in (english, chinese)
    ]
    assert in_code[0] == in_code[1]
    assert len(in_code[0]) > 35
