"""The address book as files: what a tool reads there stands where the station has it."""

from __future__ import annotations

import csv
import hashlib
import html
import io
import os
import re
import subprocess
import sys
import zipfile
from collections.abc import Callable, Sequence
from pathlib import Path

import openpyxl
import pytest

from trainlab.core import catalog
from trainlab.core.image import IOImage
from trainlab.core.message import LANGUAGES, Language, Text
from trainlab.core.tag import Direction, Tag
from trainlab.exchange.addresses import AddressClash, address_book
from trainlab.exchange.data_blocks import layout
from trainlab.plants.tanks.level import TankLevel
from trainlab.plc.source import Source
from trainlab.plc.structured_text import StructuredText, compiled
from trainlab.tagfiles.contract import StationTags
from trainlab.tagfiles.node_red import spans

TAGS = TankLevel.description.tags
FORMATS = catalog.names("tag_formats")


def content(form: str, tags: Sequence[Tag] = TAGS, language: Language = "en") -> bytes:
    station = StationTags("rig", Text("A rig", "一个装置"), tuple(tags))
    written: bytes = catalog.load("tag_formats", form)().write(station, language)
    return written


def written(form: str, tags: Sequence[Tag] = TAGS, language: Language = "en") -> str:
    return content(form, tags, language).decode()


@pytest.mark.parametrize("form", FORMATS)
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_tag_is_in_every_file_in_both_languages(form: str, language: Language) -> None:
    whole = content(form, language=language)
    if catalog.load("tag_formats", form).binary:
        with zipfile.ZipFile(io.BytesIO(whole)) as archive:
            whole = b"".join(map(archive.read, archive.namelist()))
    text = html.unescape(whole.decode())
    for tag in TAGS:
        assert re.search(rf"\b{tag.name}\b", text), tag.name
        assert tag.text.within(language) in text


@pytest.mark.parametrize("form", FORMATS)
def test_what_cannot_be_wired_is_in_no_file(form: str, make_tag: Callable[..., Tag]) -> None:
    with pytest.raises(AddressClash):
        content(form, [make_tag("a", "%QW2"), make_tag("b", "%QW2")])


def test_the_same_tags_give_the_same_bytes() -> None:
    """In another process, at another time, with another hash seed."""
    call = (
        "from trainlab.core import catalog; from trainlab.core.message import Text;"
        "from trainlab.plants.tanks.level import TankLevel;"
        "from trainlab.tagfiles.contract import StationTags; import hashlib;"
        "station = StationTags('rig', Text('A rig', '一个装置'), TankLevel.description.tags);"
        "files = [catalog.load('tag_formats', name)().write(station, 'en')"
        " for name in catalog.names('tag_formats')];"
        "print(*(hashlib.sha256(file).hexdigest() for file in files))"
    )
    again = subprocess.run(
        [sys.executable, "-c", call],
        capture_output=True,
        check=True,
        text=True,
        env={**os.environ, "PYTHONHASHSEED": "7"},
    )
    assert again.stdout.split() == [hashlib.sha256(content(form)).hexdigest() for form in FORMATS]


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


def test_codesys_counts_each_size_in_itself(make_tag: Callable[..., Tag]) -> None:
    """CODESYS help, "Addresses": %IB5 is byte 5, %IW5 word 5; so a word at byte 64 is %IW32."""
    tags = [make_tag("bit", "%IX64.3"), make_tag("word", "%IW66"), make_tag("real", "%QD68")]
    text = written("codesys", tags)
    found = dict(re.findall(r"^    (\w+) AT (%\S+) :", text, re.MULTILINE))
    assert found == {"bit": "%IX64.3", "word": "%IW33", "real": "%QD17"}


def test_codesys_is_told_what_it_has_no_address_for(make_tag: Callable[..., Tag]) -> None:
    text = written("codesys", [make_tag("real", "%QD66")])
    assert "(*! real AT %QB66 : REAL; bytes 66 to 69" in text
    assert not re.search(r"^    real", text, re.MULTILINE)


def test_a_program_of_twincat_has_every_tag_in_its_gvl(tmp_path: Path) -> None:
    """trainlab's own reader of TwinCAT's files takes the list, and binds all of it."""
    (tmp_path / "GVL_rig.TcGVL").write_bytes(content("twincat"))
    (tmp_path / "main.st").write_text(
        "PROGRAM main GVL_rig.pump_command := GVL_rig.start_button; END_PROGRAM"
    )
    image = IOImage(TAGS)
    plc = StructuredText().compile(tmp_path).controller(image)
    assert plc.warnings == ()
    image.latch_inputs([tag.name == "start_button" for tag in image.inputs])
    plc.scan(image, 0)
    commanded = dict(zip([tag.name for tag in image.outputs], image.commanded(), strict=True))
    assert [name for name, value in commanded.items() if value] == ["pump_command"]


def test_the_table_for_tia_opens_with_its_own_columns() -> None:
    """openpyxl reads it; the columns are those of an export of TIA Portal V20."""
    book = openpyxl.load_workbook(io.BytesIO(content("tia-xlsx")))
    assert book.sheetnames == ["PLC Tags", "TagTable Properties"]
    head, *rows = book["PLC Tags"].iter_rows(values_only=True)
    assert head[:5] == ("Name", "Path", "Data Type", "Logical Address", "Comment")
    assert head[5:] == (
        "Hmi Visible", "Hmi Accessible", "Hmi Writeable", "Typeobject ID", "Version ID",
    )  # fmt: skip
    named = {row[0]: row for row in rows}
    assert named["level_raw"][1:4] == ("rig", "Int", "%IW64")
    assert named["pump_command"][2:4] == ("Bool", "%Q1.0")
    assert named["pump_command"][5:8] == ("True",) * 3
    assert [row[0] for row in rows] == [tag.name for tag in TAGS]
    assert [row[0] for row in book["TagTable Properties"].iter_rows(values_only=True)] == [
        "Path",
        "rig",
    ]


def test_no_read_of_the_flow_is_larger_than_modbus_allows(make_tag: Callable[..., Tag]) -> None:
    """MODBUS Application Protocol 1.1b3, 6.3: at most 125 registers."""
    tags = [make_tag(f"w{n}", f"%IW{2 * n}") for n in range(200)]
    tags.append(make_tag("far", "%IW9000"))
    lengths = [
        span[-1].number + span[-1].count - span[0].number for span in spans(address_book(tags))
    ]
    assert lengths == [125, 75, 1]
