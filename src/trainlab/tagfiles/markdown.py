"""An I/O list to print."""

from __future__ import annotations

from collections.abc import Sequence

from trainlab.core.message import Language, Text
from trainlab.core.tag import Tag
from trainlab.tagfiles.rows import rows_by_name, scaling, split

INPUTS = Text("Inputs (sensors)", "输入（传感器）")
OUTPUTS = Text("Outputs (actuators)", "输出（执行器）")
HEADINGS = Text(
    "Designation | Tag | Type | Address | Modbus | Scaling | Meaning",
    "标识 | 变量 | 类型 | 地址 | Modbus | 量程 | 说明",
)


class Markdown:
    """A table of the inputs and one of the outputs."""

    name = "markdown"
    title = Text("I/O list to print (Markdown)", "可打印的 I/O 表（Markdown）")
    about = Text(
        "Two tables: designation, tag, type, IEC address, Modbus number, scaling, meaning.",
        "两张表：标识、变量、类型、IEC 地址、Modbus 编号、量程、说明。",
    )

    def write(self, station: str, tags: Sequence[Tag], language: Language) -> str:
        """The file."""
        rows = rows_by_name(tags)
        lines = [f"# {station}"]
        for heading, listed in zip((INPUTS, OUTPUTS), split(tags), strict=True):
            columns = HEADINGS.within(language)
            lines += ["", f"## {heading.within(language)}", "", f"| {columns} |"]
            lines.append("|---" * (columns.count("|") + 1) + "|")
            for tag in listed:
                row = rows[tag.name]
                cells = (
                    tag.reference, f"`{tag.name}`", tag.type.name, f"`{tag.address}`",
                    f"{row.table.value} {row.number}", scaling(tag), tag.text.within(language),
                )  # fmt: skip
                lines.append(f"| {' | '.join(cells)} |")
        return "\n".join(lines) + "\n"
