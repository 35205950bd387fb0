"""Data blocks for TIA Portal, as an external source in SCL."""

from __future__ import annotations

from collections.abc import Sequence

from trainlab.core.message import Language, Text
from trainlab.core.tag import Tag
from trainlab.tagfiles.rows import comment, rows_by_name, split


class SclBlocks:
    """The data blocks that a station shows on S7, with the same offsets, to PUT and GET them."""

    name = "scl"
    title = Text("Data blocks for TIA Portal (SCL)", "TIA 博途数据块（SCL 源文件）")
    about = Text(
        "Two data blocks with standard access, inputs and outputs, laid out as the station's DB1 and DB2.",
        "两个标准访问（非优化）数据块，输入和输出，布局与工位的 DB1、DB2 相同。",
    )

    def write(self, station: str, tags: Sequence[Tag], language: Language) -> str:
        """The file."""
        rows_by_name(tags)  # they can be wired
        name = station.replace(" ", "_")
        return "\n".join(
            _block(f"{name}_{side}", listed, language)
            for side, listed in zip(("inputs", "outputs"), split(tags), strict=True)
        )


def _block(name: str, tags: Sequence[Tag], language: Language) -> str:
    declared = [
        f"    {tag.name} : {tag.type.name.capitalize()}; // {tag.address} {comment(tag, language)}"
        for tag in tags
    ]
    head = [
        f'DATA_BLOCK "{name}"',
        "{ S7_Optimized_Access := 'FALSE' }",
        "VERSION : 0.1",
        "  STRUCT",
    ]
    return "\n".join([*head, *declared, "  END_STRUCT;", "BEGIN", "END_DATA_BLOCK", ""])
