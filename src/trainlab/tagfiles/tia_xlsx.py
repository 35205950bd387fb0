"""A PLC tag table as TIA Portal exports and imports it: a workbook with TIA's own columns.

Two sheets: the tags, and the tag tables that they belong to. All cells are text. TIA spells a bit
without X (%I0.3), counts bytes, and writes Bool, Int, DInt, Real.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterable, Mapping, Sequence

from trainlab.core.message import Language, Text
from trainlab.core.tag import DataType, Tag
from trainlab.tagfiles.content import Rows, not_this_format
from trainlab.tagfiles.contract import StationTags, TagRow
from trainlab.tagfiles.rows import comment, rows_by_name
from trainlab.tagfiles.workbook import sheet_rows

SHEET, TABLES = "PLC Tags", "TagTable Properties"
COLUMNS = (
    "Name", "Path", "Data Type", "Logical Address", "Comment", "Hmi Visible", "Hmi Accessible",
    "Hmi Writeable", "Typeobject ID", "Version ID",
)  # fmt: skip
TABLE_COLUMNS = ("Path", "BelongsToUnit", "Accessibility")
_NEEDED = ("Name", "Data Type", "Logical Address")
_TYPES = {DataType.BOOL: "Bool", DataType.INT: "Int", DataType.DINT: "DInt", DataType.REAL: "Real"}
NO_COLUMNS = Text(
    "the sheet 'PLC Tags' has no columns Name, Data Type and Logical Address",
    "工作表“PLC Tags”中没有 Name、Data Type、Logical Address 这些列",
)
# The first moment that an archive can tell: what is written does not depend on when.
_LONG_AGO = (1980, 1, 1, 0, 0, 0)
_WHEN = re.compile(rb"(<dcterms:(created|modified)[^>]*>)[^<]*")


class TiaTagTable:
    """The table that TIA Portal's "Import" of PLC tags takes."""

    name = "tia-xlsx"
    title = Text("PLC tag table for TIA Portal (.xlsx)", "TIA 博途 PLC 变量表（.xlsx）")
    about = Text(
        "A tag table of the station's name: data type, logical address, comment, HMI access.",
        "以工位命名的变量表：数据类型、逻辑地址、注释、HMI 访问。",
    )
    suffix = ".xlsx"
    binary = True

    def write(self, station: StationTags, language: Language) -> bytes:
        """The file."""
        rows_by_name(station.tags)  # they can be wired
        tags = [_row(tag, station.name, language) for tag in station.tags]
        sheets = {SHEET: (COLUMNS, *tags), TABLES: (TABLE_COLUMNS, (station.name, "", ""))}
        return _unchanging(_workbook(sheets))

    def read(self, file: str, content: bytes) -> Sequence[TagRow]:
        """The tags; columns are found by their names."""
        rows = Rows(file, self.title)
        at: list[int] = []
        for number, cells in sheet_rows(file, content, SHEET, self.title):
            if not at:
                if not set(_NEEDED) <= set(cells):
                    raise not_this_format(file, self.title, NO_COLUMNS)
                at = [cells.index(name) for name in _NEEDED]
            elif any(cells):
                padded = cells + [""] * (max(at) + 1 - len(cells))
                name, type_name, address = (padded[column].strip() for column in at)
                rows.add(name, type_name, address, number)
        return rows.whole()


def _row(tag: Tag, table: str, language: Language) -> tuple[str, ...]:
    address = tag.address.replace("X", "")
    note = comment(tag, language)
    return (tag.name, table, _TYPES[tag.type], address, note, "True", "True", "True", "", "")


def _workbook(sheets: Mapping[str, Iterable[tuple[str, ...]]]) -> bytes:
    from openpyxl import Workbook  # only who writes this format waits for it

    book = Workbook()
    book.remove(book.active)
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for number, row in enumerate(rows, 1):
            for column, text in enumerate(row, 1):
                if text:
                    cell = sheet.cell(number, column, text)
                    cell.data_type = "s"  # a text that begins with = is no formula
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def _unchanging(content: bytes) -> bytes:
    """The same archive without the time of day, and not compressed, since compressors differ."""
    stream = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(content)) as given,
        zipfile.ZipFile(stream, "w", zipfile.ZIP_STORED) as written,
    ):
        for part in given.infolist():
            kept = zipfile.ZipInfo(part.filename, _LONG_AGO)
            kept.create_system = 0
            data = _WHEN.sub(rb"\g<1>1980-01-01T00:00:00Z", given.read(part))
            written.writestr(kept, data)
    return stream.getvalue()
