"""Data blocks for TIA Portal, as an external source in SCL."""

from __future__ import annotations

import re
from collections.abc import Sequence

from trainlab.core.message import Language, Text
from trainlab.core.tag import Tag
from trainlab.tagfiles.content import Rows, text_of
from trainlab.tagfiles.contract import StationTags, TagRow
from trainlab.tagfiles.rows import comment, rows_by_name, split

_MEMBER = re.compile(
    r"\s{0,99}\"?(?P<name>[^\W\d]\w{0,127})\"?\s{0,9}:\s{0,9}(?P<type>[A-Za-z]{1,20})\s{0,9};"
    r"(?:\s{0,9}//\s{0,9}(?P<address>%\S{1,20}))?"
)


class SclBlocks:
    """The data blocks that a station shows on S7, with the same offsets, to PUT and GET them."""

    name = "scl"
    title = Text("Data blocks for TIA Portal (SCL)", "TIA 博途数据块（SCL 源文件）")
    about = Text(
        "Two data blocks with standard access, inputs and outputs, laid out as the station's DB1 and DB2.",
        "两个标准访问（非优化）数据块，输入和输出，布局与工位的 DB1、DB2 相同。",
    )
    suffix = ".scl"
    binary = False

    def write(self, station: StationTags, language: Language) -> bytes:
        """The file."""
        rows_by_name(station.tags)  # they can be wired
        name = station.name.replace(" ", "_")
        blocks = [
            _block(f"{name}_{side}", listed, language)
            for side, listed in zip(("inputs", "outputs"), split(station.tags), strict=True)
        ]
        return "\n".join(blocks).encode()

    def read(self, file: str, content: bytes) -> Sequence[TagRow]:
        """The tags; the address is that of the comment, where there is one."""
        rows = Rows(file, self.title)
        for number, line in enumerate(text_of(file, content, self.title).split("\n"), 1):
            member = _MEMBER.match(line)
            if member is not None:
                rows.add(member["name"], member["type"], member["address"] or "", number)
        return rows.whole()


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
