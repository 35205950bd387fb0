"""A list of global variables for CODESYS, where each size of address counts in itself.

%IW32 is bytes 64 and 65, %ID16 bytes 64 to 67, while %IX64.0 is still bit 0 of byte 64. A device
whose description asks for byte addressing counts as TwinCAT does and takes the format gvl (CODESYS
help, "Addresses", memory position).
"""

from __future__ import annotations

from collections.abc import Sequence

from trainlab.core.message import Language, Text
from trainlab.core.tag import DataType, Direction, Tag
from trainlab.exchange.addresses import address_at, canonical, places
from trainlab.tagfiles.content import Rows, text_of
from trainlab.tagfiles.contract import StationTags, TagRow
from trainlab.tagfiles.declarations import declaration, declared_in, left_out, list_of
from trainlab.tagfiles.rows import comment, rows_by_name

COUNTED = Text(
    "{station}. Each size counts in itself: %IW32 is bytes 64 and 65. For a device with byte"
    " addressing take the format gvl.",
    "{station}。每种长度各自编号：%IW32 为字节 64 和 65。采用字节寻址的设备请使用 gvl 格式。",
)
BETWEEN = Text(
    "bytes {first} to {last} begin at no multiple of 4: no address of four bytes in CODESYS",
    "字节 {first} 至 {last} 的起点不是 4 的倍数：CODESYS 没有这样的四字节地址",
)


class Codesys:
    """VAR_GLOBAL with each tag AT the address that CODESYS counts for its bytes."""

    name = "codesys"
    title = Text("Global variables for CODESYS", "CODESYS 全局变量表")
    about = Text(
        "VAR_GLOBAL with AT; %IW counts words and %ID double words, as CODESYS does.",
        "VAR_GLOBAL（AT）；与 CODESYS 一样，%IW 以字计，%ID 以双字计。",
    )
    suffix = ".st"
    binary = False

    def write(self, station: StationTags, language: Language) -> bytes:
        """The file."""
        rows_by_name(station.tags)  # they can be wired
        begin = places(station.tags)
        head = f"(* {COUNTED.fill(station=station.name).render(language)} *)"
        lines = [_line(tag, begin[tag.name].byte, language) for tag in station.tags]
        return list_of((head, *lines)).encode()

    def read(self, file: str, content: bytes) -> Sequence[TagRow]:
        """The tags, their addresses in bytes."""
        rows = Rows(file, self.title)
        for each in declared_in(text_of(file, content, self.title)):
            rows.add_counted(each.name, each.type, each.address, _bytes, each.line)
        return rows.whole()


def _line(tag: Tag, byte: int, language: Language) -> str:
    if tag.type is DataType.BOOL:
        return declaration(tag.name, tag.address, tag.type.name, comment(tag, language))
    if byte % tag.type.size:
        why = BETWEEN.fill(first=byte, last=byte + tag.type.size - 1).render(language)
        note = f"{why}; {comment(tag, language)}"
        return left_out(tag.name, f"%{tag.address[1]}B{byte}", tag.type.name, note)
    counted = f"{tag.address[:3]}{byte // tag.type.size}"
    return declaration(tag.name, counted, tag.type.name, comment(tag, language))


def _bytes(written: str, type_: DataType) -> str:
    """The address in bytes; "" for none."""
    as_byte = written.upper().replace("B", "W", 1)
    address = canonical(as_byte)
    if not address:
        return ""
    direction = Direction.INPUT if address[1] == "I" else Direction.OUTPUT
    if as_byte != written.upper():
        return address_at(direction, type_, 8 * int(address[3:]))
    if address[2] == "X":
        return address
    size = {"W": 2, "D": 4}[address[2]]
    return f"{address[:3]}{size * int(address[3:])}"
