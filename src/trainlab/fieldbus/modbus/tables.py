"""The four Modbus tables as views of one image block, ready for the wire.

Each table spans the numbers from 0 to the last one that a tag takes. A number inside the span that
no tag takes is a gap: it reads 0; a block write passes over it, but a write that meets no tag at
all is refused, because it can only be a mistake. A 32-bit tag is written whole or not at all.

What is read may go on to the end of the block of 16 bits or 8 registers in which the last tag lies,
as a module of 16 channels is read whole of which 11 are wired: there are zeros.
"""

from __future__ import annotations

import math
import struct
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal, Protocol

from trainlab.core.image import IOImage, Slot
from trainlab.core.tag import DataType
from trainlab.exchange.addresses import Row, Table, address_book
from trainlab.exchange.records import Span

WordOrder = Literal["high first", "low first"]

READ_BITS, READ_REGISTERS = 16, 8
# bytes of 0 and 1 <-> the digits that int() and format() speak
_DIGITS = bytes.maketrans(b"\x00\x01", b"01")
_BITS = bytes.maketrans(b"01", b"\x00\x01")


class ProcessBlock(Protocol):
    """Where the tables look: the servers' end of the shared memory, or a plain block."""

    block: bytearray
    version: int


@dataclass(frozen=True, slots=True)
class _Wired:
    row: Row
    slot: Slot

    @property
    def end(self) -> int:
        return self.row.number + self.row.count


@dataclass(frozen=True, slots=True)
class _Run:
    """Tags of one type that are neighbours both in their table and in the image block."""

    type: DataType
    number: int
    offset: int
    count: int
    width: int  # numbers that one tag takes

    @property
    def end(self) -> int:
        return self.number + self.count * self.width


class BitTable:
    """Coils or discrete inputs: one byte a bit inside, packed from the lowest bit on the wire."""

    __slots__ = ("_line", "_runs", "readable", "span")

    def __init__(self, wired: Sequence[_Wired]) -> None:
        self.span = max((tag.end for tag in wired), default=0)
        self.readable = -(-self.span // READ_BITS) * READ_BITS
        self._line = bytearray(self.readable)
        self._runs = _runs(wired)

    def render(self, block: bytearray) -> None:
        """Take the bits from the image block."""
        for run in self._runs:
            self._line[run.number : run.end] = block[run.offset : run.offset + run.count]

    def read(self, start: int, count: int) -> bytes:
        """`count` bits, packed; the last byte is filled up with zeros."""
        digits = self._line[start : start + count][::-1].translate(_DIGITS)
        return int(digits, 2).to_bytes((count + 7) // 8, "little")

    def spans(self, start: int, count: int, packed: bytes) -> list[Span] | None:
        """What a write of these bits changes in the block, or None if it meets no tag."""
        value = int.from_bytes(packed, "little") & ((1 << count) - 1)
        bits = f"{value:0{count}b}"[::-1].encode().translate(_BITS)
        found = []
        for run in self._runs:
            first, end = max(start, run.number), min(start + count, run.end)
            if first < end:
                found.append((run.offset + first - run.number, bits[first - start : end - start]))
        return found or None


class RegisterTable:
    """Holding or input registers, in the byte order of the wire."""

    __slots__ = ("_low_first", "_runs", "_wire", "readable", "span")

    def __init__(self, wired: Sequence[_Wired], word_order: WordOrder) -> None:
        self.span = max((tag.end for tag in wired), default=0)
        self.readable = -(-self.span // READ_REGISTERS) * READ_REGISTERS
        self._wire = bytearray(2 * self.readable)
        self._runs = _runs(wired)
        self._low_first = word_order == "low first"

    def render(self, block: bytearray) -> None:
        """Take the registers from the image block."""
        for run in self._runs:
            values = struct.unpack_from(f"={run.count}{run.type.value}", block, run.offset)
            wire = struct.pack(f">{run.count}{run.type.value}", *values)
            self._wire[2 * run.number : 2 * run.end] = self._ordered(run, wire)

    def read(self, start: int, count: int) -> bytes:
        """`count` registers, each with its high byte first."""
        return bytes(self._wire[2 * start : 2 * (start + count)])

    def spans(self, start: int, data: bytes) -> list[Span] | None:
        """What a write of these registers changes in the block, or None if it may not be.

        It may not be where it meets no tag, or one half of a 32-bit tag. A REAL that is infinite or
        not a number changes nothing: the output stays as it was commanded before.
        """
        met = False
        found: list[Span] = []
        for run in self._runs:
            first, end = max(start, run.number), min(start + len(data) // 2, run.end)
            if first >= end:
                continue
            if (first - run.number) % run.width or (end - run.number) % run.width:
                return None
            met = True
            wire = self._ordered(run, data[2 * (first - start) : 2 * (end - start)])
            found += _finite(run.type, run.offset + 2 * (first - run.number), wire)
        return found if met else None

    def _ordered(self, run: _Run, wire: bytes) -> bytes:
        """The words of each value from the order of the network to that of struct, or back."""
        if run.width == 1 or not self._low_first:
            return wire
        words = bytearray(len(wire))
        for k in range(4):
            words[k::4] = wire[(k + 2) % 4 :: 4]
        return bytes(words)


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


def _runs(wired: Sequence[_Wired]) -> list[_Run]:
    runs: list[_Run] = []
    for tag in sorted(wired, key=lambda tag: tag.row.number):
        type, offset = tag.slot.tag.type, tag.slot.offset
        last = runs[-1] if runs else None
        if (
            last is not None
            and last.type is type
            and last.end == tag.row.number
            and last.offset + last.count * type.size == offset
        ):
            runs[-1] = replace(last, count=last.count + 1)
        else:
            runs.append(_Run(type, tag.row.number, offset, 1, tag.row.count))
    return runs


def _finite(type: DataType, offset: int, wire: bytes) -> list[Span]:
    """The native bytes of values in network order, but for those that are no finite number."""
    count = len(wire) // type.size
    values = struct.unpack(f">{count}{type.value}", wire)
    if type is not DataType.REAL or all(map(math.isfinite, values)):
        return [(offset, struct.pack(f"={count}{type.value}", *values))]
    return [
        (offset + k * type.size, struct.pack(f"={type.value}", value))
        for k, value in enumerate(values)
        if math.isfinite(value)
    ]
