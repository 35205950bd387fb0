"""The sheet to start from, on plants with less at hand than the shipped ones."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from trainlab.core import catalog
from trainlab.core.spec import PlantDescription
from trainlab.scenario.load import load_scenario
from trainlab.scenario.starter import starter_sheet

TANK: PlantDescription = catalog.load("plants", "tank_level").description
POORER = {
    "no button": (replace(TANK, controls=()), 1),
    "nothing that changes": (replace(TANK, controls=(), parameters=()), 0),
    "no boolean fact": (replace(TANK, facts=()), 1),
}


@pytest.mark.parametrize("plant", POORER)
def test_a_starter_is_valid_on_a_plant_with(plant: str, tmp_path: Path) -> None:
    description, steps = POORER[plant]
    sheet = tmp_path / "first.yaml"
    sheet.write_text(starter_sheet("first: 'a' \"b\"", description), encoding="utf-8")
    scenario = load_scenario(sheet)
    assert (len(scenario.timeline), len(scenario.rubric.checks)) == (steps, 2)
    assert scenario.title.en == "first: 'a' \"b\""
