"""The four Modbus tables as views of one image block, ready for the wire.

Each table spans the numbers from 0 to the last one that a tag takes. A number inside the span that
no tag takes is a gap: it reads 0; a block write passes over it, but a write that meets no tag at
all is refused, because it can only be a mistake. A 32-bit tag is written whole or not at all.
"""

from __future__ import annotations

import math
import struct
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, Protocol

from trainlab.core.image import IOImage, Slot
from trainlab.fieldbus.addresses import Row, Table, address_book
from trainlab.fieldbus.exchange import Span

WordOrder = Literal["high first", "low first"]

# bytes of 0 and 1 <-> the digits that int() and format() speak
_DIGITS = bytes.maketrans(b"\x00\x01", b"01")
_BITS = bytes.maketrans(b"01", b"\x00\x01")


class ProcessBlock(Protocol):
    """Where the tables look and write: the servers' end of the exchange, or a plain block."""

    block: bytearray
    version: int

    def write(self, spans: Sequence[Span]) -> bool:
        """Take one write, whole; False if it cannot be taken now."""


@dataclass(frozen=True, slots=True)
class _Wired:
    row: Row
    slot: Slot

    @property
    def end(self) -> int:
        return self.row.number + self.row.count


class BitTable:
    """Coils or discrete inputs: one byte a bit inside, packed from the lowest bit on the wire."""

    __slots__ = ("_line", "_owners", "_runs", "span")

    def __init__(self, wired: Sequence[_Wired]) -> None:
        self.span = max((tag.end for tag in wired), default=0)
        self._line = bytearray(self.span)
        self._owners = {tag.row.number: tag.slot.offset for tag in wired}
        self._runs = _runs(sorted(self._owners.items()))

    def render(self, block: bytearray) -> None:
        """Take the bits from the image block."""
        for number, offset, count in self._runs:
            self._line[number : number + count] = block[offset : offset + count]

    def read(self, start: int, count: int) -> bytes:
        """`count` bits, packed; the last byte is filled up with zeros."""
        digits = self._line[start : start + count][::-1].translate(_DIGITS)
        return int(digits, 2).to_bytes((count + 7) // 8, "little")

    def spans(self, start: int, count: int, packed: bytes) -> list[Span] | None:
        """What a write of these bits changes in the block, or None if it meets no tag."""
        value = int.from_bytes(packed, "little") & ((1 << count) - 1)
        bits = f"{value:0{count}b}"[::-1].encode().translate(_BITS)
        found = [
            (self._owners[start + k], bits[k : k + 1])
            for k in range(count)
            if start + k in self._owners
        ]
        return _merged(found) if found else None


class RegisterTable:
    """Holding or input registers, in the byte order of the wire."""

    __slots__ = ("_block_layout", "_order", "_owners", "_swapped", "_wire", "_wire_layout", "span")

    def __init__(self, wired: Sequence[_Wired], word_order: WordOrder) -> None:
        self.span = max((tag.end for tag in wired), default=0)
        self._wire = bytearray(2 * self.span)
        self._owners = {number: tag for tag in wired for number in range(tag.row.number, tag.end)}
        by_offset = sorted(wired, key=lambda tag: tag.slot.offset)
        by_number = sorted(wired, key=lambda tag: tag.row.number)
        self._order = [by_offset.index(tag) for tag in by_number]
        self._block_layout = _layout("=", [(tag.slot.offset, tag) for tag in by_offset])
        self._wire_layout = _layout(">", [(2 * tag.row.number, tag) for tag in by_number])
        self._swapped = [
            2 * tag.row.number
            for tag in by_number
            if tag.row.count == 2 and word_order == "low first"
        ]

    def render(self, block: bytearray) -> None:
        """Take the registers from the image block."""
        values = self._block_layout.unpack_from(block)
        wire = self._wire
        self._wire_layout.pack_into(wire, 0, *[values[k] for k in self._order])
        for at in self._swapped:
            wire[at : at + 4] = _swap(wire[at : at + 4])

    def read(self, start: int, count: int) -> bytes:
        """`count` registers, each with its high byte first."""
        return bytes(self._wire[2 * start : 2 * (start + count)])

    def spans(self, start: int, data: bytes) -> list[Span] | None:
        """What a write of these registers changes in the block, or None if it may not be.

        It may not be where it meets no tag, or one half of a 32-bit tag. A REAL that is infinite or
        not a number changes nothing: the output stays as it was commanded before.
        """
        end = start + len(data) // 2
        found: list[Span] = []
        met = False
        number = start
        while number < end:
            tag = self._owners.get(number)
            if tag is None:
                number += 1
                continue
            if tag.row.number < number or tag.end > end:
                return None
            met = True
            at = 2 * (number - start)
            found += self._span(tag, data[at : at + tag.slot.tag.type.size])
            number = tag.end
        return _merged(found) if met else None

    def _span(self, tag: _Wired, wire: bytes) -> list[Span]:
        if 2 * tag.row.number in self._swapped:
            wire = _swap(wire)
        code = tag.slot.tag.type.value
        (value,) = struct.unpack(f">{code}", wire)
        if not math.isfinite(value):
            return []
        return [(tag.slot.offset, struct.pack(f"={code}", value))]


class Tables:
    """All that one Modbus unit shows."""

    __slots__ = ("_process", "_version", "coils", "discrete_inputs", "holding", "input_registers")

    def __init__(
        self, image: IOImage, process: ProcessBlock, word_order: WordOrder = "high first"
    ) -> None:
        tags = (*image.inputs, *image.outputs)
        wired = [_Wired(row, image.slots[row.tag.name]) for row in address_book(tags)]

        def of(table: Table) -> list[_Wired]:
            return [tag for tag in wired if tag.row.table is table]

        self.coils = BitTable(of(Table.COIL))
        self.discrete_inputs = BitTable(of(Table.DISCRETE_INPUT))
        self.input_registers = RegisterTable(of(Table.INPUT_REGISTER), word_order)
        self.holding = RegisterTable(of(Table.HOLDING_REGISTER), word_order)
        self._process = process
        self._version = -1

    def update(self) -> None:
        """Bring the tables up to the process block, where it has changed."""
        if self._version == self._process.version:
            return
        self._version = self._process.version
        block = self._process.block
        self.coils.render(block)
        self.discrete_inputs.render(block)
        self.input_registers.render(block)
        self.holding.render(block)

    def commit(self, spans: Sequence[Span]) -> bool:
        """Command the outputs; False if the bench cannot take it now."""
        return not spans or self._process.write(spans)


def _runs(pairs: Sequence[tuple[int, int]]) -> list[tuple[int, int, int]]:
    """Neighbours in both number and offset as (number, offset, count)."""
    runs: list[tuple[int, int, int]] = []
    for number, offset in pairs:
        if runs:
            first, first_offset, count = runs[-1]
            if number == first + count and offset == first_offset + count:
                runs[-1] = (first, first_offset, count + 1)
                continue
        runs.append((number, offset, 1))
    return runs


def _merged(spans: Sequence[Span]) -> list[Span]:
    """The same bytes in as few spans as neighbours in the block allow."""
    pieces: list[tuple[int, bytearray]] = []
    for offset, data in spans:
        if pieces and pieces[-1][0] + len(pieces[-1][1]) == offset:
            pieces[-1][1].extend(data)
        else:
            pieces.append((offset, bytearray(data)))
    return [(offset, bytes(data)) for offset, data in pieces]


def _layout(byte_order: str, placed: Sequence[tuple[int, _Wired]]) -> struct.Struct:
    codes = [byte_order]
    at = 0
    for start, tag in placed:
        codes.append(f"{start - at}x{tag.slot.tag.type.value}")
        at = start + tag.slot.tag.type.size
    return struct.Struct("".join(codes))


def _swap(words: bytes | bytearray) -> bytes:
    return bytes(words[2:4] + words[0:2])
