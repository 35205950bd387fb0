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
from itertools import pairwise

from trainlab.core.tag import DataType, Direction, Tag

REGISTER_BYTES = 2
MAX_NUMBER = 0xFFFF

_ADDRESS = re.compile(
    r"%(?:(?P<bits>[IQ]X)(?P<byte>\d+)\.(?P<bit>[0-7])|(?P<words>[IQ][WD])(?P<at>\d+))"
)
_AREAS = {Direction.INPUT: "I", Direction.OUTPUT: "Q"}
_WIDTHS = {DataType.BOOL: "X", DataType.INT: "W", DataType.DINT: "D", DataType.REAL: "D"}


class AddressClash(ValueError):
    """A tag table cannot be wired: an address is malformed, or two tags share a byte or bit."""


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
        raise AddressClash(f"{tag.name}: {tag.address!r} is not an IEC address in bytes")
    letters = match["bits"] or match["words"]
    if letters != _AREAS[tag.direction] + _WIDTHS[tag.type]:
        raise AddressClash(f"{tag.name}: {tag.address} for a {tag.direction.value} {tag.type.name}")
    if match["bits"]:
        return Place(int(match["byte"]), int(match["bit"]), 1)
    byte = int(match["at"])
    if byte % REGISTER_BYTES:
        raise AddressClash(f"{tag.name}: {tag.address} does not begin at an even byte")
    return Place(byte, 0, 8 * tag.type.size)


def places(tags: Iterable[Tag]) -> dict[str, Place]:
    """The place of every tag by name; AddressClash if two of one direction overlap."""
    found = [(tag, place(tag)) for tag in tags]
    for direction in Direction:
        ordered = sorted(
            (pair for pair in found if pair[0].direction is direction),
            key=lambda pair: pair[1].begin,
        )
        for (tag, at), (after, after_at) in pairwise(ordered):
            if after_at.begin < at.end:
                raise AddressClash(
                    f"{after.name} at {after.address} overlaps {tag.name} at {tag.address}"
                )
    return {tag.name: at for tag, at in found}


def address_book(tags: Sequence[Tag]) -> tuple[Row, ...]:
    """Every tag's Modbus table and number, sorted by table and number; AddressClash as `places`."""
    at = places(tags)
    rows = [_row(tag, at[tag.name]) for tag in tags]
    for row in rows:
        if row.number + row.count - 1 > MAX_NUMBER:
            raise AddressClash(
                f"{row.tag.name}: {row.tag.address} is beyond what Modbus can address"
            )
    order = list(Table)
    return tuple(sorted(rows, key=lambda row: (order.index(row.table), row.number)))


def _row(tag: Tag, at: Place) -> Row:
    is_input = tag.direction is Direction.INPUT
    if tag.type is DataType.BOOL:
        return Row(tag, Table.DISCRETE_INPUT if is_input else Table.COIL, at.begin, 1)
    table = Table.INPUT_REGISTER if is_input else Table.HOLDING_REGISTER
    return Row(tag, table, at.byte // REGISTER_BYTES, tag.type.size // REGISTER_BYTES)
