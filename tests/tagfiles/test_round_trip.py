"""Every format reads back what it wrote: the same names, types and addresses."""

from __future__ import annotations

import io
from pathlib import Path

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from trainlab.core import catalog
from trainlab.core.message import LANGUAGES, Language, Text
from trainlab.core.problem import ProblemsFound
from trainlab.core.tag import DataType, Direction, Tag
from trainlab.exchange.addresses import AddressClash, address_at, address_book
from trainlab.plants.tanks.level import TankLevel
from trainlab.tagfiles.contract import StationTags, TagFormat, TagRow
from trainlab.tagfiles.opening import read_tag_file

FORMATS = catalog.names("tag_formats")
WORDS = st.text("abcXYZ_019", min_size=1, max_size=20).map(lambda rest: f"t{rest}")
ASCII = st.text("ab |;:,=<>&'\"`*()[]/{}%IQW0-9", max_size=40)


def format_named(name: str) -> TagFormat:
    format_: TagFormat = catalog.load("tag_formats", name)()
    return format_


def held(tags: tuple[Tag, ...]) -> set[tuple[str, DataType, str]]:
    return {(tag.name, tag.type, tag.address) for tag in tags}


def read(form: str, content: bytes) -> set[tuple[str, DataType, str]]:
    rows = format_named(form).read("file", content)
    assert len(rows) == len({row.name for row in rows})
    return {(row.name, row.type, row.address) for row in rows}


@st.composite
def tables(draw: st.DrawFn) -> tuple[Tag, ...]:
    """A tag table that can be wired: any types, directions, gaps, the ends of the address space."""
    names = draw(st.lists(WORDS, min_size=1, max_size=12, unique_by=str.casefold))
    tags, free = [], {Direction.INPUT: 0, Direction.OUTPUT: 0}
    for name in names:
        type_ = draw(st.sampled_from(DataType))
        direction = draw(st.sampled_from(Direction))
        bit = free[direction] + draw(st.integers(0, 99) | st.integers(0, 20_000))
        width = 1 if type_ is DataType.BOOL else 8 * type_.size
        if width > 1:
            bit = -(-bit // 16) * 16
        free[direction] = bit + width
        text = draw(ASCII)
        address = address_at(direction, type_, bit)
        reference = draw(ASCII)
        tags.append(
            Tag(name, type_, direction, address, Text(text, text), "m", reference=reference)
        )
    try:
        address_book(tags)
    except AddressClash:
        return tuple(tags[:1]) if free[tags[0].direction] < 60_000 else TankLevel.description.tags
    return tuple(tags)


@pytest.mark.parametrize("form", FORMATS)
@given(tags=tables(), language=st.sampled_from(LANGUAGES))
@settings(max_examples=40, deadline=None)
def test_any_table_comes_back(form: str, tags: tuple[Tag, ...], language: Language) -> None:
    station = StationTags("rig", Text("A rig", "装置"), tags)
    content = format_named(form).write(station, language)
    assert read(form, content) == held(tags)


@pytest.mark.parametrize("form", FORMATS)
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_plant_comes_back_from_the_disk(form: str, language: Language, tmp_path: Path) -> None:
    described = TankLevel.description
    station = StationTags(described.name, described.title, described.tags, described.controls)
    path = tmp_path / f"rig{format_named(form).suffix}"
    path.write_bytes(format_named(form).write(station, language))
    rows = read_tag_file(path, form)
    assert {(row.name, row.type, row.address) for row in rows} == held(described.tags)


@pytest.mark.parametrize(
    "encode",
    [
        lambda text: text.encode("gbk"),
        lambda text: text.encode("utf-8-sig"),
        lambda text: text.encode("utf-16"),
        lambda text: text.replace(",", ";").encode("gb18030"),
        lambda text: text.replace(",", "\t").replace("\n", "\r\n").encode("utf-16"),
    ],
)
def test_a_map_that_excel_has_saved_comes_back(encode) -> None:  # type: ignore[no-untyped-def]
    """As Excel saves on a Chinese, a German and any other Windows."""
    station = StationTags("rig", Text("A rig", "装置"), TankLevel.description.tags)
    text = format_named("modbus-csv").write(station, "zh-CN").decode()
    quotes = text.replace('"', "") if '"' in text else text
    assert "液位" in quotes
    assert read("modbus-csv", encode(text)) >= {("level_raw", DataType.INT, "%IW64")}


def test_a_table_that_a_spreadsheet_has_saved_comes_back() -> None:
    """Shared texts, moved columns, rows left out, and no X in the address of a bit."""
    book = openpyxl.Workbook()
    sheet = book.create_sheet("PLC Tags")
    sheet.append(["Logical Address", "Note", "Data Type", "Name"])
    sheet.cell(5, 1, "%Q0.3")
    sheet.cell(5, 3, "bool")
    sheet.cell(5, 4, "horn")
    sheet.append(["%ID68", None, "Real", "mass"])
    stream = io.BytesIO()
    book.save(stream)
    assert format_named("tia-xlsx").read("file", stream.getvalue()) == [
        TagRow("horn", DataType.BOOL, "%QX0.3", 5),
        TagRow("mass", DataType.REAL, "%ID68", 6),
    ]


def test_a_list_that_a_person_has_edited_comes_back() -> None:
    text = (
        "// level AT %IW0 : INT;\n{attribute 'x'}\nVAR_GLOBAL\n\tstart AT%ix0.0:bool;(* q AT %QX0.0"
        " : BOOL; *)\n  mass  AT  %ID68 : Real := 1.0; END_VAR"
    )
    assert format_named("gvl").read("file", text.encode()) == [
        TagRow("start", DataType.BOOL, "%IX0.0", 4),
        TagRow("mass", DataType.REAL, "%ID68", 5),
    ]


@pytest.mark.parametrize("form", ["gvl", "codesys", "twincat"])
def test_a_variable_that_is_linked_elsewhere_has_no_address(form: str) -> None:
    """TwinCAT recommends AT %I* (Beckhoff Information System, TC3 PLC, "Addresses")."""
    station = StationTags("rig", Text("A rig", "装置"), TankLevel.description.tags)
    text = format_named(form).write(station, "en").decode()
    linked = text.replace("start_button AT %IX0.0", "start_button AT %I*")
    assert linked != text
    rows = {row.name: row.address for row in format_named(form).read("file", linked.encode())}
    assert (rows["start_button"], rows["stop_button"]) == ("", "%IX0.1")


def test_the_name_of_a_file_tells_its_format_where_it_can(tmp_path: Path) -> None:
    station = StationTags("rig", Text("A rig", "装置"), TankLevel.description.tags)
    for form, clear in (("twincat", True), ("modbus-csv", True), ("gvl", False)):
        path = tmp_path / f"rig{format_named(form).suffix}"
        path.write_bytes(format_named(form).write(station, "en"))
        if clear:
            assert len(read_tag_file(path)) == len(TankLevel.description.tags)
            continue
        with pytest.raises(ProblemsFound) as caught:
            read_tag_file(path)
        assert [each.kind.code for each in caught.value.problems] == ["TL6013"]
