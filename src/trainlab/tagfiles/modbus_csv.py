"""The Modbus map as comma-separated values."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence

from trainlab.core.message import Language, Text
from trainlab.exchange.addresses import address_book
from trainlab.tagfiles.content import Rows, not_this_format, text_of
from trainlab.tagfiles.contract import StationTags, TagRow
from trainlab.tagfiles.rows import scaling

COLUMNS = ("tag", "table", "number", "count", "type", "address", "scaling", "unit", "text")
_NEEDED = ("tag", "type", "address")
NO_COLUMNS = Text(
    "its first line does not name the columns tag, type and address",
    "第一行没有 tag、type、address 这些列名",
)
BROKEN = Text("line {line} is no comma-separated values", "第 {line} 行不是逗号分隔的值")


class ModbusCsv:
    """One line a tag, sorted by table and number; numbers count from 0."""

    name = "modbus-csv"
    title = Text("Modbus map (CSV)", "Modbus 地址表（CSV）")
    about = Text(
        "One line a tag: table, number from 0, count, type, IEC address, scaling, meaning.",
        "每个变量一行：数据区、编号（从 0 开始）、个数、类型、IEC 地址、量程、说明。",
    )
    suffix = ".csv"
    binary = False

    def write(self, station: StationTags, language: Language) -> bytes:
        """The file."""
        stream = io.StringIO()
        lines = csv.writer(stream, lineterminator="\n")
        lines.writerow(COLUMNS)
        for row in address_book(station.tags):
            tag = row.tag
            lines.writerow(
                (
                    tag.name, row.table.value, row.number, row.count, tag.type.name, tag.address,
                    scaling(tag), tag.unit, tag.text.within(language),
                )
            )  # fmt: skip
        return stream.getvalue().encode()

    def read(self, file: str, content: bytes) -> Sequence[TagRow]:
        """The tags; Excel may have put semicolons or tabs between the columns, or moved them."""
        text = text_of(file, content, self.title)
        head = text.partition("\n")[0]
        between = max(",;\t", key=head.count)
        lines = csv.reader(io.StringIO(text), delimiter=between)
        rows = Rows(file, self.title)
        at: list[int] = []
        try:
            for cells in lines:
                if not at:
                    names = [cell.strip().casefold() for cell in cells]
                    if not set(_NEEDED) <= set(names):
                        raise not_this_format(file, self.title, NO_COLUMNS, 1)
                    at = [names.index(name) for name in _NEEDED]
                elif any(cell.strip() for cell in cells):
                    cells += [""] * (max(at) + 1 - len(cells))
                    name, type_name, address = (cells[column].strip() for column in at)
                    rows.add(name, type_name, address, lines.line_num)
        except csv.Error:
            reason = BROKEN.fill(line=lines.line_num)
            raise not_this_format(file, self.title, reason, lines.line_num) from None
        return rows.whole()
