"""Where a station's tags stand on a network: the IEC addresses, and the Modbus numbers made of them.

IEC addresses count bytes, as Siemens does: %IX0.3 is bit 3 of byte 0, %IW64 the two bytes from 64.
Modbus numbers follow from them and count from 0, as they stand on the wire:

    discrete input, coil               8 * byte + bit    of %IXbyte.bit, %QXbyte.bit
    input register, holding register   byte / 2          of %IWbyte, %IDbyte, %QWbyte, %QDbyte

so that %IW64 is input register 32. DINT and REAL take two registers.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import Enum

from trainlab.core.tag import DataType, Direction, Tag

REGISTER_BYTES = 2
MAX_NUMBER = 0xFFFF

_ADDRESS = re.compile(
    r"%(?:(?P<bits>[IQ]X)(?P<byte>\d{1,7})\.(?P<bit>[0-7])|(?P<words>[IQ][WD])(?P<at>\d{1,7}))"
)
_WRITTEN = re.compile(r"%([IQ])(X?)(\d{1,7})\.([0-7])|%([IQ])([WD])(\d{1,7})", re.IGNORECASE)
_AREAS = {Direction.INPUT: "I", Direction.OUTPUT: "Q"}
_WIDTHS = {DataType.BOOL: "X", DataType.INT: "W", DataType.DINT: "D", DataType.REAL: "D"}


class Flaw(Enum):
    """Why a tag cannot stand where its address says."""

    NO_ADDRESS = "no IEC address in bytes"
    NOT_ITS_OWN = "not of the tag's type and direction"
    ODD_BYTE = "a word at an odd byte"
    BEYOND = "beyond what Modbus can address"
    OVERLAP = "on bits that another tag has"


class AddressClash(ValueError):
    """A tag table cannot be wired: an address is malformed, or two tags share a byte or bit."""

    def __init__(self, message: str, flaw: Flaw) -> None:
        super().__init__(message)
        self.flaw = flaw


@dataclass(frozen=True, slots=True)
class Place:
    """The bits of the process image that one tag takes."""

    byte: int
    bit: int
    bits: int

    @property
    def begin(self) -> int:
        """Its first bit, counted from %X0.0."""
        return 8 * self.byte + self.bit

    @property
    def end(self) -> int:
        """The bit after its last one."""
        return self.begin + self.bits


class Table(Enum):
    """The four tables of the Modbus data model, by the name that a master's manual uses."""

    COIL = "coil"
    DISCRETE_INPUT = "discrete input"
    INPUT_REGISTER = "input register"
    HOLDING_REGISTER = "holding register"


@dataclass(frozen=True, slots=True)
class Row:
    """One tag in the address book: `count` bits or registers of a table from `number` on."""

    tag: Tag
    table: Table
    number: int
    count: int


def place(tag: Tag) -> Place:
    """Where a tag stands; AddressClash if its address is not one, or not of its type and direction."""
    match = _ADDRESS.fullmatch(tag.address)
    if match is None:
        message = f"{tag.name}: {tag.address!r} is not an IEC address in bytes"
        raise AddressClash(message, Flaw.NO_ADDRESS)
    letters = match["bits"] or match["words"]
    if letters != _AREAS[tag.direction] + _WIDTHS[tag.type]:
        message = f"{tag.name}: {tag.address} for a {tag.direction.value} {tag.type.name}"
        raise AddressClash(message, Flaw.NOT_ITS_OWN)
    if match["bits"]:
        return Place(int(match["byte"]), int(match["bit"]), 1)
    byte = int(match["at"])
    if byte % REGISTER_BYTES:
        message = f"{tag.name}: {tag.address} does not begin at an even byte"
        raise AddressClash(message, Flaw.ODD_BYTE)
    return Place(byte, 0, 8 * tag.type.size)


def places(tags: Iterable[Tag]) -> dict[str, Place]:
    """The place of every tag by name; AddressClash if two of one direction overlap."""
    listed = list(tags)
    found = {tag.name: place(tag) for tag in listed}
    for tag, after in overlaps(listed):
        message = f"{after.name} at {after.address} overlaps {tag.name} at {tag.address}"
        raise AddressClash(message, Flaw.OVERLAP)
    return found


def overlaps(tags: Sequence[Tag]) -> list[tuple[Tag, Tag]]:
    """Every tag that begins where another one has not ended, behind that other one; none of them
    may raise AddressClash by itself."""
    found = []
    for direction in Direction:
        placed = [(place(tag), tag) for tag in tags if tag.direction is direction]
        placed.sort(key=lambda pair: pair[0].begin)
        furthest: tuple[Place, Tag] | None = None
        for at, tag in placed:
            if furthest is not None and at.begin < furthest[0].end:
                found.append((furthest[1], tag))
            if furthest is None or at.end > furthest[0].end:
                furthest = at, tag
    return found


def address_book(tags: Sequence[Tag]) -> tuple[Row, ...]:
    """Every tag's Modbus table and number, sorted by table and number; AddressClash as `places`."""
    at = places(tags)
    rows = [row_of(tag, at[tag.name]) for tag in tags]
    order = list(Table)
    return tuple(sorted(rows, key=lambda row: (order.index(row.table), row.number)))


def row_of(tag: Tag, at: Place) -> Row:
    """The table and number of one tag; AddressClash if there are not so many."""
    row = _row(tag, at)
    if row.number + row.count - 1 > MAX_NUMBER:
        message = f"{tag.name}: {tag.address} is beyond what Modbus can address"
        raise AddressClash(message, Flaw.BEYOND)
    return row


def canonical(written: str) -> str:
    """An address as a tag has it: %i0.3 is %IX0.3, %IW064 is %IW64; "" for what is none."""
    match = _WRITTEN.fullmatch(written.strip())
    if match is None:
        return ""
    if match[1]:
        return f"%{match[1].upper()}X{int(match[3])}.{match[4]}"
    return f"%{match[5].upper()}{match[6].upper()}{int(match[7])}"


def address_at(direction: Direction, type_: DataType, bit: int) -> str:
    """The address of a value that begins so many bits behind %X0.0."""
    letters = _AREAS[direction] + _WIDTHS[type_]
    return f"%{letters}{bit // 8}" + (f".{bit % 8}" if type_ is DataType.BOOL else "")


def _row(tag: Tag, at: Place) -> Row:
    is_input = tag.direction is Direction.INPUT
    if tag.type is DataType.BOOL:
        return Row(tag, Table.DISCRETE_INPUT if is_input else Table.COIL, at.begin, 1)
    table = Table.INPUT_REGISTER if is_input else Table.HOLDING_REGISTER
    return Row(tag, table, at.byte // REGISTER_BYTES, tag.type.size // REGISTER_BYTES)
