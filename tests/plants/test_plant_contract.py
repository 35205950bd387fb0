"""Every plant of the catalog keeps the contract of testing/plant_kit."""

from __future__ import annotations

import pytest

from trainlab.core import catalog
from trainlab.testing import plant_kit


@pytest.mark.parametrize("name", catalog.names("plants"))
@pytest.mark.parametrize(
    "check",
    [
        plant_kit.check_declaration,
        plant_kit.check_finite,
        plant_kit.check_deterministic,
        plant_kit.check_sensing_changes_nothing,
        plant_kit.check_cumulative_facts_never_fall,
        plant_kit.check_unchanged_until_the_fault,
        plant_kit.check_converges,
        plant_kit.check_same_at_any_tick,
    ],
    ids=lambda check: check.__name__.removeprefix("check_"),
)
def test_a_plant_keeps_the_contract(name: str, check: plant_kit.PlantCheck) -> None:
    check(catalog.load("plants", name))
