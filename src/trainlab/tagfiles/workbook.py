"""A sheet of an .xlsx workbook as rows of text, read from its parts (ECMA-376, SpreadsheetML).

The archive is looked at before anything in it is unpacked, and its XML is read by a parser that takes
no document type: a workbook that swells, or defines entities, is refused.
"""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from collections.abc import Iterator
from posixpath import join, normpath

from trainlab.core.message import Text
from trainlab.plc.files.xml_elements import Element, parse_xml
from trainlab.tagfiles.content import MOST_BYTES, MOST_ROWS, not_this_format, too_large

MOST_PARTS = 200
MOST_COLUMNS = 64
NO_ARCHIVE = Text("it is no sound .xlsx workbook", "不是完好的 .xlsx 工作簿")
NO_SHEET = Text("it has no sheet '{sheet}'", "其中没有工作表“{sheet}”")
_CELL = re.compile(r"([A-Z]{1,3})\d{1,7}")


def sheet_rows(
    file: str, content: bytes, sheet: str, title: Text
) -> Iterator[tuple[int, list[str]]]:
    """Number and cells of each row that is there; a cell that is missing is "".

    ProblemsFound if this is no workbook, has no such sheet, or unpacks to more than a tag file.
    """
    if len(content) > MOST_BYTES:
        raise too_large(file)
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            listed = archive.infolist()
            if len(listed) > MOST_PARTS or sum(part.file_size for part in listed) > MOST_BYTES:
                raise too_large(file)
            parts = {part.filename: archive.read(part) for part in listed}
    except (
        zipfile.BadZipFile,
        zlib.error,
        NotImplementedError,
        RuntimeError,
        EOFError,
        ValueError,
    ):
        raise not_this_format(file, title, NO_ARCHIVE) from None
    book = _Book(file, parts, title)
    return book.rows(sheet)


class _Book:
    """The parts of one workbook by name."""

    def __init__(self, file: str, parts: dict[str, bytes], title: Text) -> None:
        self._file = file
        self._parts = parts
        self._title = title

    def rows(self, sheet: str) -> Iterator[tuple[int, list[str]]]:
        """Those of one sheet."""
        root = self._sheet(sheet)
        texts = self._shared_texts()
        number = 0
        for count, row in enumerate(root.below("row")):
            if count > MOST_ROWS:
                raise too_large(self._file)
            number = _whole(row.get("r")) or number + 1
            yield number, _cells(row, texts)

    def _sheet(self, sheet: str) -> Element:
        wanted = next(
            (
                value
                for each in self._part("xl/workbook.xml").below("sheet")
                if each.get("name").casefold() == sheet.casefold()
                for key, value in each.attributes.items()
                if key.rpartition(":")[2] == "id"
            ),
            None,
        )
        links = self._part("xl/_rels/workbook.xml.rels").all("Relationship")
        target = next((each.get("Target") for each in links if each.get("Id") == wanted), None)
        if wanted is None or target is None:
            reason = NO_SHEET.fill(sheet=sheet)
            raise not_this_format(self._file, self._title, reason)
        return self._part(normpath(join("/xl", target)).lstrip("/"))

    def _shared_texts(self) -> list[str]:
        if "xl/sharedStrings.xml" not in self._parts:
            return []
        return [_text(each) for each in self._part("xl/sharedStrings.xml").all("si")]

    def _part(self, name: str) -> Element:
        if name not in self._parts:
            raise not_this_format(self._file, self._title, NO_ARCHIVE)
        return parse_xml(f"{self._file}/{name}", self._parts[name])


def _cells(row: Element, texts: list[str]) -> list[str]:
    cells: list[str] = []
    for cell in row.all("c"):
        match = _CELL.fullmatch(cell.get("r"))
        column = _column(match[1]) if match is not None else len(cells)
        if column >= MOST_COLUMNS:
            continue
        cells += [""] * (column + 1 - len(cells))
        cells[column] = _value(cell, texts)
    return cells


def _value(cell: Element, texts: list[str]) -> str:
    inline, value = cell.child("is"), cell.child("v")
    if inline is not None:
        return _text(inline)
    text = value.text() if value is not None else ""
    if cell.get("t") != "s":
        return text
    number = _whole(text)
    return texts[number] if number < len(texts) else ""


def _text(element: Element) -> str:
    """Plain text, or the runs of rich text; not what says how it is pronounced."""
    own = "".join(each.text() for each in element.all("t"))
    return own + "".join(each.text() for run in element.all("r") for each in run.all("t"))


def _column(letters: str) -> int:
    number = 0
    for letter in letters:
        number = 26 * number + ord(letter) - ord("A") + 1
    return number - 1


def _whole(text: str) -> int:
    return int(text) if re.fullmatch(r"[0-9]{1,7}", text) else 0
