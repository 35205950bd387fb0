"""One memory area of an S7 CPU: its bytes as they go over the wire, and the values that stand in them.

Values that are neighbours both in the area and where they come from are turned in one go.
"""

from __future__ import annotations

import math
import struct
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from trainlab.core.tag import DataType
from trainlab.exchange.records import Span

# bytes of 0 and 1 <-> the digits that int() and format() speak
_DIGITS = bytes.maketrans(b"\x00\x01", b"01")
_BITS = bytes.maketrans(b"01", b"\x00\x01")


@dataclass(frozen=True, slots=True)
class Values:
    """Values of one type from `key` on: an offset in the image block, or the number of a control."""

    type: DataType
    key: int
    values: Sequence[float]

    def spans(self) -> list[Span]:
        """What they change in the image block; a REAL that is no finite number changes nothing."""
        code = self.type.value
        if self.type is not DataType.REAL or all(map(math.isfinite, self.values)):
            return [(self.key, struct.pack(f"={len(self.values)}{code}", *self.values))]
        return [
            (self.key + self.type.size * k, struct.pack(f"={code}", value))
            for k, value in enumerate(self.values)
            if math.isfinite(value)
        ]


@dataclass(frozen=True, slots=True)
class Run:
    """Values of one type, side by side from a byte (and a bit) on; `stride` apart in their keys."""

    type: DataType
    byte: int
    bit: int
    key: int
    stride: int
    count: int = 1

    @property
    def width(self) -> int:
        """Bits that one value takes."""
        return 1 if self.type is DataType.BOOL else 8 * self.type.size

    @property
    def begin(self) -> int:
        """Its first bit in the area."""
        return 8 * self.byte + self.bit

    @property
    def end(self) -> int:
        """The bit after its last one."""
        return self.begin + self.width * self.count

    @property
    def end_byte(self) -> int:
        """The byte after its last one."""
        return -(-self.end // 8)

    def joins(self, after: Run) -> bool:
        """Whether another one goes on where it ends."""
        return (
            (after.type, after.begin) == (self.type, self.end)
            and after.key == self.key + self.count * self.stride
        )  # fmt: skip


class Area:
    """Bytes that can be read, and the values in them that can be written."""

    __slots__ = ("_runs", "line", "writable")

    def __init__(self, items: Sequence[Run], writable: bool, size: int = 0) -> None:
        self._runs: list[Run] = []
        for item in sorted(items, key=lambda item: item.begin):
            if self._runs and self._runs[-1].joins(item):
                self._runs[-1] = replace(self._runs[-1], count=self._runs[-1].count + 1)
            else:
                self._runs.append(item)
        end = max((run.end_byte for run in self._runs), default=0)
        self.line = bytearray(max(end + end % 2, size))
        self.writable = writable

    def render(self, values_of: Callable[[Run], Sequence[float]]) -> None:
        """Take every value anew."""
        for run in self._runs:
            values = values_of(run)
            if run.type is not DataType.BOOL:
                struct.pack_into(f">{run.count}{run.type.value}", self.line, run.byte, *values)
                continue
            bits = int(bytes(map(bool, values))[::-1].translate(_DIGITS), 2) << run.bit
            mask = ((1 << run.count) - 1) << run.bit
            kept = int.from_bytes(self.line[run.byte : run.end_byte], "little") & ~mask
            size = run.end_byte - run.byte
            self.line[run.byte : run.end_byte] = (kept | bits).to_bytes(size, "little")

    def written(self, start: int, data: bytes) -> list[Values] | None:
        """What a write of these bytes means; None if it takes one part of a value only."""
        first, last = 8 * start, 8 * (start + len(data))
        found = []
        for run in self._runs:
            begin, end = max(run.begin, first), min(run.end, last)
            if begin >= end:
                continue
            if (begin - run.begin) % run.width or (end - run.begin) % run.width:
                return None
            count = (end - begin) // run.width
            values: Sequence[float]
            if run.type is DataType.BOOL:
                met = data[begin // 8 - start : -(-end // 8) - start]
                packed = int.from_bytes(met, "little") >> begin % 8 & ((1 << count) - 1)
                values = f"{packed:0{count}b}"[::-1].encode().translate(_BITS)
            else:
                at = begin // 8 - start
                values = struct.unpack_from(f">{count}{run.type.value}", data, at)
            key = run.key + (begin - run.begin) // run.width * run.stride
            found.append(Values(run.type, key, values))
        return found

    def bit_written(self, byte: int, bit: int, value: bool) -> list[Values] | None:
        """What a write of one bit means; None if it is one of a number."""
        at = 8 * byte + bit
        for run in self._runs:
            if run.begin <= at < run.end:
                if run.type is not DataType.BOOL:
                    return None
                return [Values(run.type, run.key + (at - run.begin) * run.stride, (value,))]
        return []
