"""Files that anybody may hand in: broken, swollen, of another kind. Each is told, none does harm."""

from __future__ import annotations

import io
import os
import zipfile
from pathlib import Path

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from trainlab.core import catalog
from trainlab.core.message import LANGUAGES, Text
from trainlab.core.problem import ProblemsFound
from trainlab.plants.tanks.level import TankLevel
from trainlab.tagfiles.content import MOST_BYTES, MOST_ROWS
from trainlab.tagfiles.contract import StationTags, TagFormat
from trainlab.tagfiles.opening import read_tag_file

FORMATS = catalog.names("tag_formats")
BOMB = b'<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">]>'

# No file of the format; no XML, or empty, which the reader of XML says.
OF_ANOTHER_KIND = {"TL6015", "TL2306", "TL2004"}


def format_named(name: str) -> TagFormat:
    format_: TagFormat = catalog.load("tag_formats", name)()
    return format_


def sound(form: str) -> bytes:
    station = StationTags("rig", Text("A rig", "装置"), TankLevel.description.tags)
    return format_named(form).write(station, "zh-CN")


def codes(form: str, content: bytes) -> set[str]:
    """What is wrong with a file, in sentences of both languages."""
    with pytest.raises(ProblemsFound) as caught:
        format_named(form).read("file", content)
    for problem in caught.value.problems:
        for language in LANGUAGES:
            assert problem.message(language)
            assert problem.help(language)
    return {problem.kind.code for problem in caught.value.problems}


def workbook(**parts: bytes | str) -> bytes:
    """The sound workbook with parts in place of its own, or more of them."""
    stream = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(sound("tia-xlsx"))) as given,
        zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as written,
    ):
        names = {name.rpartition("/")[2].partition(".")[0]: name for name in given.namelist()}
        for name in given.namelist():
            key = name.rpartition("/")[2].partition(".")[0]
            if key not in parts:
                written.writestr(name, given.read(name))
        for key, part in parts.items():
            written.writestr(names.get(key, key), part)
    return stream.getvalue()


@pytest.mark.parametrize("form", FORMATS)
@pytest.mark.parametrize(
    "content",
    [b"", b"\n", b"\0" * 100, b"\xff\xfe\x00", b"PK\x03\x04", b"{", b"[" * 100_000, b"<a/>"],
    ids=["empty", "blank", "noughts", "half", "zip", "brace", "deep", "xml"],
)
def test_what_is_no_tag_file_is_told(form: str, content: bytes) -> None:
    assert codes(form, content) <= OF_ANOTHER_KIND


@pytest.mark.parametrize("form", FORMATS)
def test_a_file_of_another_format_is_told(form: str) -> None:
    others = [sound(other) for other in FORMATS if other != form]
    alike = {"gvl", "codesys", "openplc", "twincat"}
    for other, content in zip([o for o in FORMATS if o != form], others, strict=True):
        if form in alike and other in alike:
            continue
        assert codes(form, content)


@pytest.mark.parametrize("form", FORMATS)
def test_a_huge_file_is_refused(form: str) -> None:
    assert codes(form, b" " * (MOST_BYTES + 1)) == {"TL6014"}


@pytest.mark.parametrize(
    ("form", "line"),
    [
        ("gvl", "t{} AT %IX0.0 : BOOL;\n"),
        ("scl", "t{} : Bool; // %IX0.0\n"),
        ("markdown", "| | `t{}` | BOOL | `%IX0.0` |\n"),
    ],
)
def test_more_tags_than_any_station_has_are_refused(form: str, line: str) -> None:
    many = "".join(line.format(number) for number in range(MOST_ROWS + 1))
    assert codes(form, many.encode()) == {"TL6014"}


@pytest.mark.parametrize("form", FORMATS)
@given(data=st.data())
@settings(max_examples=60, deadline=None)
def test_damage_never_does_more_than_a_diagnostic(form: str, data: st.DataObject) -> None:
    content = bytearray(sound(form))
    for _ in range(data.draw(st.integers(1, 6))):
        at = data.draw(st.integers(0, len(content) - 1))
        size = data.draw(st.integers(0, 40))
        content[at : at + size] = data.draw(st.binary(max_size=40))
    try:
        rows = format_named(form).read("file", bytes(content))
    except ProblemsFound:
        return
    assert rows


@pytest.mark.parametrize("form", FORMATS)
@given(content=st.binary(max_size=300) | st.text(max_size=300).map(str.encode))
@settings(max_examples=60, deadline=None)
def test_any_bytes_never_do_more_than_a_diagnostic(form: str, content: bytes) -> None:
    try:
        assert format_named(form).read("file", content)
    except ProblemsFound:
        return


@pytest.mark.parametrize("form", ["twincat", "nodeset2"])
def test_entities_are_refused(form: str) -> None:
    head, _, rest = sound(form).partition(b"\n")
    assert codes(form, head + b"\n" + BOMB + rest) == {"TL2307"}


def test_a_workbook_that_swells_is_refused_before_it_does() -> None:
    assert codes("tia-xlsx", workbook(bomb=b"\0" * (200 << 20))) == {"TL6014"}


def test_a_workbook_that_lies_of_its_size_is_refused() -> None:
    content = bytearray(workbook(bomb=b"\0" * (64 << 20)))
    at = content.rfind(b"PK\x01\x02")
    content[at + 24 : at + 28] = (100).to_bytes(4, "little")
    assert codes("tia-xlsx", bytes(content)) == {"TL6015"}


def test_a_workbook_with_entities_is_refused() -> None:
    with zipfile.ZipFile(io.BytesIO(sound("tia-xlsx"))) as archive:
        sheet = archive.read("xl/worksheets/sheet1.xml")
    assert codes("tia-xlsx", workbook(sheet1=BOMB + sheet)) == {"TL2307"}


def test_a_workbook_without_the_sheet_is_told() -> None:
    stream = io.BytesIO()
    openpyxl.Workbook().save(stream)
    assert codes("tia-xlsx", stream.getvalue()) == {"TL6015"}


def test_a_row_at_the_end_of_a_sheet_costs_nothing() -> None:
    with zipfile.ZipFile(io.BytesIO(sound("tia-xlsx"))) as archive:
        sheet = archive.read("xl/worksheets/sheet1.xml")
    far = b'<row r="1048576"><c r="XFD1048576" t="n"><v>1</v></c></row></sheetData>'
    content = workbook(sheet1=sheet.replace(b"</sheetData>", far))
    assert len(format_named("tia-xlsx").read("file", content)) == len(TankLevel.description.tags)


@pytest.mark.parametrize(
    "text",
    ["a" * MOST_BYTES, "(*" * (MOST_BYTES // 2), "a AT" * (MOST_BYTES // 4), " " * MOST_BYTES],
    ids=["word", "comments", "places", "blanks"],
)
@pytest.mark.parametrize("form", ["gvl", "openplc", "scl", "markdown", "modbus-csv", "node-red"])
def test_no_text_takes_longer_than_its_length(form: str, text: str) -> None:
    """What were quadratic would not end within the life of this test."""
    assert codes(form, text.encode())


def test_every_wrong_tag_is_told_with_its_line() -> None:
    text = "tag,type,address\na,BOOL,%IX0.0\n1,BOOL,%IX0.0\nb,BYTE,%IB0\nc,INT,%ID0\nd,INT,five\n"
    with pytest.raises(ProblemsFound) as caught:
        format_named("modbus-csv").read("map.csv", text.encode())
    told = [(each.kind.code, each.position.line) for each in caught.value.problems]
    assert told == [("TL6016", line) for line in (3, 4, 5, 6)]


def test_what_cannot_be_opened_is_told(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.csv")
    for name in ("none.csv", ".", "pipe.csv"):
        with pytest.raises(ProblemsFound) as caught:
            read_tag_file(tmp_path / name, "modbus-csv")
        assert [each.kind.code for each in caught.value.problems] == ["TL6012"]
