"""A list of global variables whose addresses count bytes: as trainlab itself and TwinCAT count."""

from __future__ import annotations

from collections.abc import Sequence

from trainlab.core.message import Language, Text
from trainlab.tagfiles.content import Rows, text_of
from trainlab.tagfiles.contract import StationTags, TagRow
from trainlab.tagfiles.declarations import declaration, declared_in, list_of
from trainlab.tagfiles.rows import comment, rows_by_name


class GlobalVariables:
    """VAR_GLOBAL with each tag AT its address, %IW64 being bytes 64 and 65."""

    name = "gvl"
    title = Text("Global variables (ST; trainlab, TwinCAT)", "全局变量表（ST；trainlab、TwinCAT）")
    about = Text(
        "VAR_GLOBAL with each tag AT its IEC address, counted in bytes.",
        "VAR_GLOBAL，每个变量位于其 IEC 地址（AT），以字节计。",
    )
    suffix = ".st"
    binary = False

    def write(self, station: StationTags, language: Language) -> bytes:
        """The file."""
        return written(station, language).encode()

    def read(self, file: str, content: bytes) -> Sequence[TagRow]:
        """The tags."""
        rows = Rows(file, self.title)
        for each in declared_in(text_of(file, content, self.title)):
            rows.add(each.name, each.type, each.address, each.line)
        return rows.whole()


def written(station: StationTags, language: Language) -> str:
    """The list of a station's tags at their own addresses."""
    rows_by_name(station.tags)  # they can be wired
    return list_of(
        declaration(tag.name, tag.address, tag.type.name, comment(tag, language))
        for tag in station.tags
    )
