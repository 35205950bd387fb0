"""The pages of the plants are what the plants declare, and their drawings can be seen."""

from __future__ import annotations

from pathlib import Path
from xml.etree import ElementTree

import pytest

from trainlab.core import catalog
from trainlab.core.message import LANGUAGES
from trainlab.core.mimic import Lamp, Sounder
from trainlab.core.plant import Plant
from trainlab.report.mimic.drawing import drawing
from trainlab.testing.plant_pages import pages
from trainlab.testing.random_run import description_of

PAGES = Path(__file__).parents[2] / "docs" / "plants"
PLANTS = catalog.names("plants")
MOVED_BY = ("on", "alarm", "fill", "move", "travel", "read")


def test_the_pages_are_what_the_plants_declare() -> None:
    found = {path.name: path.read_text(encoding="utf-8") for path in PAGES.iterdir()}
    assert found == pages()


@pytest.mark.parametrize("name", PLANTS)
def test_a_plant_is_drawn_within_its_size_and_moved_by_its_own_signals(name: str) -> None:
    plant_type: type[Plant] = catalog.load("plants", name)
    plant = description_of(plant_type)
    assert plant.mimic
    for symbol in plant.mimic.symbols:
        assert 0 <= symbol.x <= plant.mimic.width, symbol
        assert 0 <= symbol.y <= plant.mimic.height, symbol
    for language in LANGUAGES:
        root = ElementTree.fromstring(drawing(plant, plant.mimic, language))
        signals = {
            value
            for element in root.iter()
            for key, value in element.attrib.items()
            if key.removeprefix("data-") in MOVED_BY
        }
        assert signals
        assert signals <= plant.signals.keys()


@pytest.mark.parametrize("name", PLANTS)
def test_a_plant_shows_its_panel_and_its_horn_as_no_lamp(name: str) -> None:
    plant_type: type[Plant] = catalog.load("plants", name)
    plant = description_of(plant_type)
    assert plant.mimic
    lamps = {each.on: each.colour for each in plant.mimic.symbols if isinstance(each, Lamp)}
    horns = [each.on for each in plant.mimic.symbols if isinstance(each, Sounder)]
    # IEC 60204-1, 10.3.2: blue is for a mandatory action, which a sounding horn does not tell
    colours = {"lamp_green": "green", "lamp_amber": "amber", "lamp_red": "red"}
    assert colours.items() <= lamps.items()
    assert horns == ["horn"]


@pytest.mark.parametrize("name", PLANTS)
def test_what_a_scaled_tag_moves_goes_through_most_of_its_way(name: str) -> None:
    plant_type: type[Plant] = catalog.load("plants", name)
    plant = description_of(plant_type)
    assert plant.mimic
    most = {tag.name: tag.scale.high for tag in plant.tags if tag.scale is not None}
    root = ElementTree.fromstring(drawing(plant, plant.mimic, "en"))
    moved = [
        (signal, float(element.attrib["data-full"]))
        for element in root.iter()
        for key, signal in element.attrib.items()
        if key in ("data-fill", "data-move") and signal in most
    ]
    assert [each for each in moved if not 0.5 <= most[each[0]] / each[1] <= 2.0] == []


def test_a_sign_of_what_is_abnormal_is_seen_only_by_its_alarm() -> None:
    merge = description_of(catalog.load("plants", "merge"))
    assert merge.mimic is not None
    svg = drawing(merge, merge.mimic, "en")
    assert 'data-alarm="wedged" visibility="hidden"' in svg
    assert svg.count('visibility="hidden"') == 1
