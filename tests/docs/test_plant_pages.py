"""The pages of the plants are what the plants declare, and their drawings can be seen."""

from __future__ import annotations

from math import hypot
from pathlib import Path
from xml.etree import ElementTree

import pytest

from trainlab.core import catalog
from trainlab.core.message import LANGUAGES
from trainlab.core.mimic import (
    Belt,
    Cylinder,
    Instrument,
    Lamp,
    Motor,
    Pipe,
    Pump,
    Sensor,
    Side,
    Sounder,
    Stop,
    Switch,
    Symbol,
    Valve,
)
from trainlab.core.plant import Plant
from trainlab.report.mimic.drawing import drawing
from trainlab.testing.plant_pages import pages
from trainlab.testing.random_run import description_of

PAGES = Path(__file__).parents[2] / "docs" / "plants"
PLANTS = catalog.names("plants")
LETTERS: dict[type[Symbol], str] = {
    Belt: "G",
    Cylinder: "M",
    Instrument: "B",
    Lamp: "P",
    Motor: "M",
    Pump: "M",
    Sensor: "B",
    Sounder: "P",
    Stop: "M",
    Switch: "QF",
    Valve: "Q",
}
TOUCHES = 20.0  # of a pump's middle: its radius and a little
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


@pytest.mark.parametrize("name", PLANTS)
def test_a_pump_is_drawn_with_a_line_that_comes_and_one_that_goes(name: str) -> None:
    plant_type: type[Plant] = catalog.load("plants", name)
    plant = description_of(plant_type)
    assert plant.mimic
    pipes = [each for each in plant.mimic.symbols if isinstance(each, Pipe)]
    ends = [end for pipe in pipes for end in ((pipe.x, pipe.y), pipe.points[-1])]
    for pump in (each for each in plant.mimic.symbols if isinstance(each, Pump)):
        at = [
            x - pump.x if pump.toward in (Side.RIGHT, Side.LEFT) else y - pump.y
            for x, y in ends
            if hypot(x - pump.x, y - pump.y) <= TOUCHES
        ]
        assert min(at) < 0 < max(at), pump


@pytest.mark.parametrize("name", PLANTS)
def test_a_designation_has_the_letter_of_its_class(name: str) -> None:
    # IEC 81346-2, table 1: B senses, G starts a flow of goods, M drives, P presents, Q switches or
    # varies a flow. A pump or a fan is drawn with its motor in one symbol.
    plant_type: type[Plant] = catalog.load("plants", name)
    plant = description_of(plant_type)
    assert plant.mimic
    drawn = [
        (each.reference, LETTERS[type(each)])
        for each in plant.mimic.symbols
        if each.reference and type(each) in LETTERS
    ]
    assert [each for each in drawn if each[0][1] not in each[1]] == []


@pytest.mark.parametrize("name", PLANTS)
def test_a_designation_stands_for_one_device_in_a_drawing(name: str) -> None:
    plant_type: type[Plant] = catalog.load("plants", name)
    plant = description_of(plant_type)
    assert plant.mimic
    drawn = [each.reference for each in plant.mimic.symbols if each.reference]
    assert len(drawn) == len(set(drawn))


def test_a_sign_of_what_is_abnormal_is_seen_only_by_its_alarm() -> None:
    merge = description_of(catalog.load("plants", "merge"))
    assert merge.mimic is not None
    svg = drawing(merge, merge.mimic, "en")
    assert 'data-alarm="wedged" visibility="hidden"' in svg
    assert svg.count('visibility="hidden"') == 1
