"""An I/O list to print."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from trainlab.core.message import Language, Text
from trainlab.tagfiles.content import Rows, text_of
from trainlab.tagfiles.contract import StationTags, TagRow
from trainlab.tagfiles.rows import rows_by_name, scaling, split

INPUTS = Text("Inputs (sensors)", "输入（传感器）")
OUTPUTS = Text("Outputs (actuators)", "输出（执行器）")
HEADINGS = Text(
    "Designation | Tag | Type | Address | Modbus | Scaling | Meaning",
    "标识 | 变量 | 类型 | 地址 | Modbus | 量程 | 说明",
)
_BETWEEN_CELLS = re.compile(r"(?<!\\)\|")
_NAME, _TYPE, _ADDRESS = 2, 3, 4


class Markdown:
    """A table of the inputs and one of the outputs."""

    name = "markdown"
    title = Text("I/O list to print (Markdown)", "可打印的 I/O 表（Markdown）")
    about = Text(
        "Two tables: designation, tag, type, IEC address, Modbus number, scaling, meaning.",
        "两张表：标识、变量、类型、IEC 地址、Modbus 编号、量程、说明。",
    )
    suffix = ".md"
    binary = False

    def write(self, station: StationTags, language: Language) -> bytes:
        """The file."""
        return table_of(station, language).encode()

    def read(self, file: str, content: bytes) -> Sequence[TagRow]:
        """The tags."""
        rows = Rows(file, self.title)
        for number, cells in table_rows(text_of(file, content, self.title)):
            rows.add(cells[0], cells[1], cells[2], number)
        return rows.whole()


def table_of(station: StationTags, language: Language) -> str:
    """The two tables."""
    rows = rows_by_name(station.tags)
    lines = [f"# {station.name}"]
    for heading, listed in zip((INPUTS, OUTPUTS), split(station.tags), strict=True):
        columns = HEADINGS.within(language)
        lines += ["", f"## {heading.within(language)}", "", f"| {columns} |"]
        lines.append("|---" * (columns.count("|") + 1) + "|")
        for tag in listed:
            row = rows[tag.name]
            cells = (
                tag.reference, f"`{tag.name}`", tag.type.name, f"`{tag.address}`",
                f"{row.table.value} {row.number}", scaling(tag), tag.text.within(language),
            )  # fmt: skip
            lines.append(f"| {' | '.join(map(_cell, cells))} |")
    return "\n".join(lines) + "\n"


def table_rows(text: str) -> Iterator[tuple[int, tuple[str, str, str]]]:
    """Line, name, type and address of every row that names a tag in `code`."""
    for number, line in enumerate(text.split("\n"), 1):
        if not line.lstrip().startswith("|"):
            continue
        cells = [cell.strip() for cell in _BETWEEN_CELLS.split(line)]
        if len(cells) > _ADDRESS and cells[_NAME][:1] == cells[_NAME][-1:] == "`":
            yield number, (cells[_NAME].strip("`"), cells[_TYPE], cells[_ADDRESS].strip("`"))


def _cell(text: str) -> str:
    return " ".join(text.split()).replace("|", "\\|")
