"""A list of global variables for a program in OpenPLC Runtime that polls the station over Modbus."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from trainlab.core.message import Language, Text
from trainlab.core.tag import DataType, Direction, Tag
from trainlab.exchange.addresses import Row, Table, address_at, canonical
from trainlab.tagfiles.content import Rows, not_this_format, text_of
from trainlab.tagfiles.contract import StationTags, TagRow
from trainlab.tagfiles.declarations import declaration, declared_in, left_out, list_of
from trainlab.tagfiles.rows import comment, rows_by_name

# Where OpenPLC Runtime puts the first remote device that it polls.
REMOTE = 100
_AREAS = {
    Table.DISCRETE_INPUT: "IX", Table.COIL: "QX", Table.INPUT_REGISTER: "IW",
    Table.HOLDING_REGISTER: "QW",
}  # fmt: skip
_TABLES = {area: table for table, area in _AREAS.items()}
_STARTS = re.compile(r"(coil|discrete input|input register|holding register): start (\d{1,5})\b")
NOTHING_FOR_32_BITS = Text(
    "two registers: OpenPLC maps words only", "占用两个寄存器：OpenPLC 只能映射字"
)
NO_SETTINGS = Text(
    "its first comment does not say where the tables of the device start",
    "第一行注释没有给出设备各数据区的起始编号",
)


class OpenPlc:
    """VAR_GLOBAL with AT %IX100.0 and so on, and the settings of the remote device."""

    name = "openplc"
    title = Text("Global variables for OpenPLC", "OpenPLC 全局变量表")
    about = Text(
        "VAR_GLOBAL with AT %IX100.0 and so on, and the settings of the remote device.",
        "VAR_GLOBAL（AT %IX100.0 等），以及远程设备的设置。",
    )
    suffix = ".st"
    binary = False

    def write(self, station: StationTags, language: Language) -> bytes:
        """The file; its first comment holds the start and size of each table of the device."""
        rows = rows_by_name(station.tags)
        starts: dict[Table, int] = {}
        settings = []
        for table in Table:
            own = [row for row in rows.values() if row.table is table]
            if own:
                starts[table] = start = min(row.number for row in own)
                size = max(row.number + row.count for row in own) - start
                settings.append(f"{table.value}: start {start}, size {size}")
        lines = [f"(* {station.name}, Modbus TCP. {'; '.join(settings)} *)"]
        for tag in station.tags:
            row = rows[tag.name]
            lines.append(_at_remote(tag, row, starts[row.table], language))
        return list_of(lines).encode()

    def read(self, file: str, content: bytes) -> Sequence[TagRow]:
        """The tags, their addresses those of the station."""
        text = text_of(file, content, self.title)
        starts = {Table(table): int(start) for table, start in _STARTS.findall(text[:2000])}
        if not starts:
            raise not_this_format(file, self.title, NO_SETTINGS)

        def own(written: str, type_: DataType) -> str:
            return _own(written, type_, starts)

        rows = Rows(file, self.title)
        for each in declared_in(text):
            rows.add_counted(each.name, each.type, each.address, own, each.line)
        return rows.whole()


def _at_remote(tag: Tag, row: Row, start: int, language: Language) -> str:
    number, area = row.number - start, _AREAS[row.table]
    note = comment(tag, language)
    if tag.type is DataType.BOOL:
        place = f"%{area}{REMOTE + number // 8}.{number % 8}"
        return declaration(tag.name, place, "BOOL", note)
    place = f"%{area}{REMOTE + number}"
    if tag.type is DataType.INT:
        return declaration(tag.name, place, "INT", note)
    why = f"{NOTHING_FOR_32_BITS.within(language)}; {note}"
    return left_out(tag.name, place, tag.type.name, why)


def _own(written: str, type_: DataType, starts: Mapping[Table, int]) -> str:
    """The station's address of what stands there; "" for none."""
    address = canonical(written)
    table = _TABLES.get(address[1:3])
    if table is None or table not in starts:
        return ""
    direction = Direction.INPUT if address[1] == "I" else Direction.OUTPUT
    byte, _, bit = address[3:].partition(".")
    behind = int(byte) - REMOTE
    if behind < 0 or (bit == "") is (type_ is DataType.BOOL):
        return ""
    bits = 8 * behind + int(bit) + starts[table] if bit else 16 * (behind + starts[table])
    return address_at(direction, type_, bits)
