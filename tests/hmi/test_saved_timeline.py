"""What is saved of an instructor's deeds is a part of a sheet that loads, whatever was done on whichever plant."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from trainlab.core import catalog
from trainlab.core.plant import Plant
from trainlab.hmi.server.timeline import timeline
from trainlab.scenario.load import load_scenario
from trainlab.testing.random_run import description_of

PLANTS = sorted(catalog.names("plants"))
SHEET = """\
trainlab: 1
title: Disturbed
task: Go on.
plant: {{type: {plant}}}
timing: {{tick: 10 ms, duration: 1000 s}}
rubric:
  checks:
    - {{id: on, title: It is on, check: always, points: 1, condition: power_on}}
"""


@pytest.mark.parametrize("name", PLANTS)
def test_every_change_and_fault_that_was_done_is_one_that_a_sheet_can_hold(
    name: str, tmp_path: Path
) -> None:
    plant_type: type[Plant] = catalog.load("plants", name)
    plant = description_of(plant_type)
    changes: list[dict[str, Any]] = [
        {"do": "change", "parameter": each.name, "value": each.default}
        for each in plant.parameters
        if each.changeable
    ]
    faults: list[dict[str, Any]] = [
        {"do": "fault", "parameter": each.name, "value": each.high}
        for each in plant.parameters
        if each.faultable
    ]
    faults += [{"do": "fault", "tag": each.name, "kind": "stuck"} for each in plant.tags]
    faults = [{**each, "id": f"desk/{number}"} for number, each in enumerate(faults)]
    ended = [{"do": "end_fault", "id": each["id"]} for each in faults]
    requests = [*changes, *faults, *ended]
    deeds = [{"t": 1.0 + 0.25 * number, "request": each} for number, each in enumerate(requests)]
    sheet = tmp_path / "disturbed.yaml"
    sheet.write_text(SHEET.format(plant=name) + timeline(deeds, plant, "en"), encoding="utf-8")
    scenario = load_scenario(sheet)
    assert len(scenario.timeline) == len(changes)
    assert len(scenario.faults) == len(faults)
