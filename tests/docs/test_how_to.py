"""The guide for instructors: its sheets load, and it names every key and every check."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from trainlab.core import catalog
from trainlab.scenario.load import load_scenario
from trainlab.scenario.sheet import Sheet, TimingSection

GUIDE = (Path(__file__).parents[2] / "docs/how-to/write-a-scenario.md").read_text(encoding="utf-8")
WHOLE, *PARTS = re.findall(r"^```yaml\n(.*?)^```$", GUIDE, re.DOTALL | re.MULTILINE)


def test_the_smallest_sheet_loads(tmp_path: Path) -> None:
    sheet = tmp_path / "my.yaml"
    sheet.write_text(WHOLE, encoding="utf-8")
    scenario = load_scenario(sheet)
    assert scenario.ticks == 6000
    assert len(scenario.rubric.checks) == 2


@pytest.mark.parametrize("part", PARTS, ids=["timeline", "faults"])
def test_a_section_of_the_guide_loads_in_its_place(part: str, tmp_path: Path) -> None:
    section = part.partition(":")[0]
    rest = re.sub(rf"^{section}:\n(  .*\n)+", "", WHOLE, flags=re.MULTILINE)
    if section == "timeline":
        rest = rest.replace("until: stop", "until: estop")
    sheet = tmp_path / "my.yaml"
    sheet.write_text(rest + part, encoding="utf-8")
    assert len(getattr(load_scenario(sheet), section)) == part.count("\n  - ")


def test_every_key_and_every_check_is_in_both_languages() -> None:
    english, _, chinese = GUIDE.partition("## 简体中文")
    names = [field.alias or name for name, field in Sheet.model_fields.items()]
    names += [*TimingSection.model_fields, *catalog.names("checks")]
    for name in names:
        for text in (english, chinese):
            assert re.search(rf"`[^`]*\b{name}\b[^`]*`", text), name


def test_the_fields_of_each_check_are_listed() -> None:
    rows = dict(re.findall(r"^\| `(\w+)` \|.*\| (`.*`) \|$", GUIDE, re.MULTILINE))
    for name in catalog.names("checks"):
        model = catalog.load("checks", name)
        own = set(model.model_fields) - {"check", "id", "title", "points", "gate", "after", "until"}
        assert own <= set(re.findall(r"\w+", rows[name])), name
