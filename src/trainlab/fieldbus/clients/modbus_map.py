"""Which tag is where in a PLC that is a Modbus server, and the requests of one cycle.

A master cannot write discrete inputs or input registers, so the station's inputs go to coils and
holding registers. Six groups (bits, words of 16 and of 32 bits, of inputs and of outputs) begin at
a number each; within its group a tag stands where the station's own server would have it:
%IXb.n at start + 8 b + n, %IWb and %IDb at start + b / 2 (exchange/addresses.py).
"""

from __future__ import annotations

import math
import re
import struct
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from trainlab.core.image import IOImage
from trainlab.core.message import Text
from trainlab.core.problem import Position, ProblemKind, ProblemsFound
from trainlab.core.tag import DataType, Direction, Tag
from trainlab.exchange.addresses import MAX_NUMBER, REGISTER_BYTES, address_book
from trainlab.exchange.endpoint import Endpoint
from trainlab.exchange.records import Span

# Most of one request, by the Modbus Application Protocol Specification V1.1b3, 6.1 to 6.4, 6.11, 6.12.
MOST_READ = {"coil": 2000, "discrete": 2000, "holding": 125, "input": 125}
MOST_WRITTEN = {"coil": 1968, "holding": 123}
# Numbers that no tag takes are read along where they are not more; never written.
READ_ALONG = 16

# Without a profile: outputs from the start of each table, inputs far enough behind them.
PLAIN = {
    "outputs_bits": "coil:0",
    "outputs_words": "holding:0",
    "inputs_bits": "coil:1024",
    "inputs_words": "holding:1024",
}
# OpenPLC Runtime v3 (autonomylogic.com/docs/2-5-modbus-addressing): %QX0.0.. are coils 0.., %QW0..
# holding registers 0.., %MW0.. 1024.., %MD0.. 2048.. (two each). Coil 400 is %QX50.0.
OPENPLC = {
    "outputs_bits": "coil:0",
    "outputs_words": "holding:0",
    "outputs_dwords": "holding:3072",
    "inputs_bits": "coil:400",
    "inputs_words": "holding:1024",
    "inputs_dwords": "holding:2048",
}
PROFILES: Mapping[str, Mapping[str, str]] = {"plain": PLAIN, "openplc": OPENPLC}
# The tables that a group may be in.
GROUPS = {
    "inputs_bits": ("coil",),
    "inputs_words": ("holding",),
    "inputs_dwords": ("holding",),
    "outputs_bits": ("coil", "discrete"),
    "outputs_words": ("holding", "input"),
    "outputs_dwords": ("holding", "input"),
}
PLACE = re.compile(r"(?P<table>[a-z]+):(?P<start>\d{1,5})")

OVERLAP = ProblemKind(
    "TL5053",
    Text(
        "'{other}' and '{tag}' would both stand at {place} of the PLC",
        "“{other}”和“{tag}”在 PLC 中的位置都是 {place}",
    ),
    Text(
        "move one of the groups: inputs_bits, inputs_words, outputs_bits, outputs_words (Modbus), inputs, outputs (S7)",
        "请移动其中一组的起始位置：inputs_bits、inputs_words、outputs_bits、outputs_words（Modbus），inputs、outputs（S7）",
    ),
)
BEYOND = ProblemKind(
    "TL5054",
    Text(
        "'{tag}' would stand at {place}, which is beyond the last address",
        "“{tag}”将位于 {place}，超出了最大地址",
    ),
    Text("begin its group at a lower number", "请减小该组的起始编号"),
)


@dataclass(frozen=True, slots=True)
class Placed:
    """One tag in the PLC: `count` numbers of a table; `offset` in the image block."""

    tag: Tag
    table: str
    number: int
    count: int
    offset: int

    @property
    def end(self) -> int:
        """The number after its last."""
        return self.number + self.count


@dataclass(frozen=True, slots=True)
class Request:
    """Numbers of one table that are written or read at once, and the tags in them."""

    table: str
    number: int
    count: int
    tags: tuple[Placed, ...]
    low_first: bool

    def values(self, block: bytes | bytearray) -> list[int]:
        """What to write: bits, or registers, of tags without a gap."""
        found: list[int] = []
        for placed in self.tags:
            code = placed.tag.type.value
            (value,) = struct.unpack_from(f"={code}", block, placed.offset)
            if placed.tag.type is DataType.BOOL:
                found.append(bool(value))
                continue
            data = struct.pack(f">{code}", value)
            registers = struct.unpack(f">{placed.count}H", data)
            found += reversed(registers) if self.low_first else registers
        return found

    def spans(self, values: Sequence[int]) -> list[Span]:
        """What was read, in the image block. A REAL that is no finite number changes nothing."""
        found = []
        for placed in self.tags:
            own = list(values[placed.number - self.number : placed.end - self.number])
            if placed.tag.type is DataType.BOOL:
                found.append((placed.offset, bytes((bool(own[0]),))))
                continue
            if self.low_first:
                own.reverse()
            code = placed.tag.type.value
            (value,) = struct.unpack(f">{code}", struct.pack(f">{len(own)}H", *own))
            if math.isfinite(value):
                found.append((placed.offset, struct.pack(f"={code}", value)))
        return found


@dataclass(frozen=True, slots=True)
class ModbusMap:
    """All requests of a cycle."""

    writes: tuple[Request, ...]
    reads: tuple[Request, ...]


def modbus_map(endpoint: Endpoint, tags: Sequence[Tag], low_first: bool) -> ModbusMap:
    """Where the tags are, by the options of the URL; ProblemsFound where two would share a place."""
    profile = PROFILES[endpoint.choice("profile", tuple(PROFILES))]
    starts = {group: _start(endpoint, group, profile) for group in GROUPS}
    offsets = {name: slot.offset for name, slot in IOImage(tags).slots.items()}
    placed = []
    for row in address_book(tags):
        side = "inputs" if row.tag.direction is Direction.INPUT else "outputs"
        table, start = starts[f"{side}_{_size(row.tag)}"]
        number = start + row.number
        placed.append(Placed(row.tag, table, number, row.count, offsets[row.tag.name]))
    _check(endpoint, placed)

    def of(direction: Direction, most: Mapping[str, int], along: int) -> tuple[Request, ...]:
        own = [each for each in placed if each.tag.direction is direction]
        return tuple(_requests(own, most, along, low_first))

    return ModbusMap(
        of(Direction.INPUT, MOST_WRITTEN, 0), of(Direction.OUTPUT, MOST_READ, READ_ALONG)
    )


def _size(tag: Tag) -> str:
    if tag.type is DataType.BOOL:
        return "bits"
    return "words" if tag.type.size == REGISTER_BYTES else "dwords"


def _start(endpoint: Endpoint, group: str, profile: Mapping[str, str]) -> tuple[str, int]:
    """Table and first number of a group; 32-bit values stand with the words unless told otherwise."""
    words = group.replace("dwords", "words")
    for option in (group, words):
        written = endpoint.options.get(option)
        if written is None:
            continue
        match = PLACE.fullmatch(written)
        if match is None or match["table"] not in GROUPS[group] or int(match["start"]) > MAX_NUMBER:
            raise endpoint.bad_option(option, " / ".join(f"{table}:N" for table in GROUPS[group]))
        return match["table"], int(match["start"])
    table, _, start = profile.get(group, profile[words]).partition(":")
    return table, int(start)


def _check(endpoint: Endpoint, placed: Sequence[Placed]) -> None:
    ordered = sorted(placed, key=lambda each: (each.table, each.number))
    here = Position(endpoint.text)
    problems = [
        BEYOND.at(here, tag=each.tag.name, place=f"{each.table} {each.end - 1}")
        for each in ordered
        if each.end - 1 > MAX_NUMBER
    ]
    problems += [
        OVERLAP.at(
            here, other=one.tag.name, tag=another.tag.name, place=f"{one.table} {another.number}"
        )
        for one, another in pairwise(ordered)
        if one.table == another.table and another.number < one.end
    ]
    if problems:
        raise ProblemsFound(problems)


def _requests(
    placed: Sequence[Placed], most: Mapping[str, int], along: int, low_first: bool
) -> list[Request]:
    found: list[Request] = []
    for each in sorted(placed, key=lambda each: (each.table, each.number)):
        last = found[-1] if found else None
        if (
            last is not None
            and last.table == each.table
            and each.number - (last.number + last.count) <= along
            and each.end - last.number <= most[each.table]
        ):
            found[-1] = Request(
                last.table, last.number, each.end - last.number, (*last.tags, each), low_first
            )
        else:
            found.append(Request(each.table, each.number, each.count, (each,), low_first))
    return found
