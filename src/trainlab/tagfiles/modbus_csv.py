"""The Modbus map as comma-separated values."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence

from trainlab.core.message import Language, Text
from trainlab.core.tag import Tag
from trainlab.exchange.addresses import address_book
from trainlab.tagfiles.rows import scaling

COLUMNS = ("tag", "table", "number", "count", "type", "address", "scaling", "unit", "text")


class ModbusCsv:
    """One line a tag, sorted by table and number; numbers count from 0."""

    name = "modbus-csv"
    title = Text("Modbus map (CSV)", "Modbus 地址表（CSV）")
    about = Text(
        "One line a tag: table, number from 0, count, type, IEC address, scaling, meaning.",
        "每个变量一行：数据区、编号（从 0 开始）、个数、类型、IEC 地址、量程、说明。",
    )

    def write(self, station: str, tags: Sequence[Tag], language: Language) -> str:
        """The file."""
        stream = io.StringIO()
        lines = csv.writer(stream, lineterminator="\n")
        lines.writerow(COLUMNS)
        for row in address_book(tags):
            tag = row.tag
            lines.writerow(
                (
                    tag.name, row.table.value, row.number, row.count, tag.type.name, tag.address,
                    scaling(tag), tag.unit, tag.text.within(language),
                )
            )  # fmt: skip
        return stream.getvalue()
