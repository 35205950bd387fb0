"""The address book as files: what a tool reads there stands where the station has it."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable, Sequence

import pytest

from trainlab.core import catalog
from trainlab.core.image import IOImage
from trainlab.core.tag import Direction, Tag
from trainlab.exchange.addresses import AddressClash, address_book
from trainlab.fieldbus.s7.areas import layout
from trainlab.plants.tanks.level import TankLevel
from trainlab.plc.source import Source
from trainlab.plc.structured_text import compiled

TAGS = TankLevel.description.tags
FORMATS = catalog.names("tag_formats")


def written(form: str, tags: Sequence[Tag] = TAGS, language: str = "en") -> str:
    return catalog.load("tag_formats", form)().write("rig", tags, language)


@pytest.mark.parametrize("form", FORMATS)
@pytest.mark.parametrize("language", ["en", "zh-CN"])
def test_every_tag_is_in_every_file_in_both_languages(form: str, language: str) -> None:
    text = written(form, language=language)
    for tag in TAGS:
        assert re.search(rf"\b{tag.name}\b", text), tag.name
        assert tag.text.within(language) in text


@pytest.mark.parametrize("form", FORMATS)
def test_what_cannot_be_wired_is_in_no_file(form: str, make_tag: Callable[..., Tag]) -> None:
    with pytest.raises(AddressClash):
        written(form, [make_tag("a", "%QW2"), make_tag("b", "%QW2")])


def test_a_program_with_the_global_variables_has_every_tag_where_the_station_has_it() -> None:
    image = IOImage(TAGS)
    text = f"{written('gvl')} PROGRAM p pump_command := start_button; END_PROGRAM"
    plc = compiled(Source("gvl.st", text)).controller(image)
    assert plc.warnings == ()
    image.latch_inputs([tag.name == "start_button" for tag in image.inputs])
    plc.scan(image, 0)
    commanded = dict(zip([tag.name for tag in image.outputs], image.commanded(), strict=True))
    assert [name for name, value in commanded.items() if value] == ["pump_command"]
    found = dict(re.findall(r"(\w+) AT (%\S+) :", written("gvl")))
    assert found == {tag.name: tag.address for tag in TAGS}


def test_the_modbus_map_is_the_address_book() -> None:
    lines = list(csv.DictReader(io.StringIO(written("modbus-csv"))))
    assert [
        (line["tag"], line["table"], int(line["number"]), int(line["count"])) for line in lines
    ] == [(row.tag.name, row.table.value, row.number, row.count) for row in address_book(TAGS)]


def test_openplc_finds_each_tag_behind_the_start_of_its_table() -> None:
    text = written("openplc")
    starts = {
        table: int(start) for table, start in re.findall(r"([a-z]+ ?[a-z]*): start (\d+)", text)
    }
    assert starts == {"coil": 0, "discrete input": 0, "input register": 32, "holding register": 32}
    found = dict(re.findall(r"(\w+) AT (%\S+) :", text))
    assert found["start_button"] == "%IX100.0"
    assert found["pump_command"] == "%QX101.0"
    assert (found["level_raw"], found["setpoint_raw"]) == ("%IW100", "%IW101")
    assert found["valve_command"] == "%QW100"
    assert len(set(found.values())) == len(TAGS)


def test_tia_blocks_hold_the_tags_in_the_order_of_db1_and_db2() -> None:
    blocks = re.findall(r"STRUCT\n(.*?)  END_STRUCT", written("scl"), re.DOTALL)
    for block, direction in zip(blocks, Direction, strict=True):
        own = [tag for tag in TAGS if tag.direction is direction]
        declared = re.findall(r"^    (\w+) : (\w+);", block, re.MULTILINE)
        assert declared == [(tag.name, tag.type.name.capitalize()) for tag in own]
        assert len(layout([tag.type for tag in own])) == len(declared)
    assert written("scl").count("S7_Optimized_Access := 'FALSE'") == 2
