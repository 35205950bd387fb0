"""Which tag is where in an S7 CPU that is polled, and what a cycle writes and reads.

The inputs go to the I area, the outputs come from the Q area, at the tags' own addresses; or either
side is a data block, laid out in the order of the tag list as `trainlab tags PLANT --format scl`
writes it (standard access), from a byte on.

In I and Q a byte may have bits of somebody else's beside the station's own: such bits are written
one by one, when they change, and never the byte. A data block's bytes are the station's own.
"""

from __future__ import annotations

import math
import re
import struct
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise

from trainlab.core.image import IOImage
from trainlab.core.problem import Position, ProblemsFound
from trainlab.core.tag import DataType, Tag
from trainlab.exchange.addresses import places
from trainlab.exchange.data_blocks import layout
from trainlab.exchange.endpoint import Endpoint
from trainlab.exchange.records import Span
from trainlab.fieldbus.clients.modbus_map import BEYOND, OVERLAP
from trainlab.fieldbus.s7.areas import BLOCKS, INPUTS, OUTPUTS

# A LOGO! shows its variable memory as DB1; 850 bytes are free for the program (LOGO! 8 manual).
LOGO = {"inputs": "DB1:0", "outputs": "DB1:400"}
CPU = {"inputs": "I", "outputs": "Q"}
PROFILES: Mapping[str, Mapping[str, str]] = {"cpu": CPU, "logo": LOGO}
AREA = re.compile(r"(?P<area>[IQM])|DB(?P<block>\d{1,5})(?::(?P<byte>\d{1,5}))?")
MARKERS = 0x83
AREAS = {"I": INPUTS, "Q": OUTPUTS, "M": MARKERS}
NAMES = {code: letter for letter, code in AREAS.items()}
MAX_BYTE = 0xFFFF
# Bytes that no tag takes are read along where they are not more; never written.
READ_ALONG = 80
# One read or write; a CPU's smallest PDU is 240 bytes, of which 35 are the frame of a write.
MOST_BYTES = 200


@dataclass(frozen=True, slots=True)
class Placed:
    """One tag in the CPU; `offset` in the image block."""

    tag: Tag
    area: int
    block: int
    byte: int
    bit: int
    offset: int

    @property
    def begin(self) -> int:
        """Its first bit."""
        return 8 * self.byte + self.bit

    @property
    def end(self) -> int:
        """The bit after its last one."""
        return self.begin + (1 if self.tag.type is DataType.BOOL else 8 * self.tag.type.size)

    @property
    def name(self) -> str:
        """Its address as TIA Portal writes it, without a percent sign: IW64, DB1.DBX0.3."""
        wide = {1: "X", 2: "W", 4: "D"}[self.tag.type.size]
        bit = f".{self.bit}" if wide == "X" else ""
        if self.area == BLOCKS:
            return f"DB{self.block}.DB{wide}{self.byte}{bit}"
        return f"{NAMES[self.area]}{'' if wide == 'X' else wide}{self.byte}{bit}"


@dataclass(frozen=True, slots=True)
class Piece:
    """Bytes of one area that are written or read at once; or one bit, where `bit` is not None."""

    area: int
    block: int
    byte: int
    size: int
    tags: tuple[Placed, ...] = field(default=())
    bit: int | None = None

    def data(self, block: bytes | bytearray) -> bytes:
        """What to write; bits and bytes that no tag takes are 0."""
        line = bytearray(self.size)
        for placed in self.tags:
            code = placed.tag.type.value
            (value,) = struct.unpack_from(f"={code}", block, placed.offset)
            if placed.tag.type is not DataType.BOOL:
                struct.pack_into(f">{code}", line, placed.byte - self.byte, value)
            elif self.bit is None:
                line[placed.byte - self.byte] |= value << placed.bit
            else:
                line[0] = value
        return bytes(line)

    def spans(self, data: bytes | bytearray) -> list[Span]:
        """What was read, in the image block. A REAL that is no finite number changes nothing."""
        found = []
        for placed in self.tags:
            at = placed.byte - self.byte
            if placed.tag.type is DataType.BOOL:
                found.append((placed.offset, bytes((data[at] >> placed.bit & 1,))))
                continue
            code = placed.tag.type.value
            (value,) = struct.unpack_from(f">{code}", data, at)
            if math.isfinite(value):
                found.append((placed.offset, struct.pack(f"={code}", value)))
        return found


@dataclass(frozen=True, slots=True)
class S7Map:
    """All that a cycle writes and reads."""

    writes: tuple[Piece, ...]
    reads: tuple[Piece, ...]


def s7_map(endpoint: Endpoint, tags: Sequence[Tag]) -> S7Map:
    """Where the tags are, by the options of the URL; ProblemsFound where two would share a bit."""
    profile = PROFILES[endpoint.choice("profile", tuple(PROFILES))]
    image = IOImage(tags)
    offsets = {name: slot.offset for name, slot in image.slots.items()}
    inputs = _placed(endpoint, "inputs", profile, image.inputs, offsets)
    outputs = _placed(endpoint, "outputs", profile, image.outputs, offsets)
    _check(endpoint, [*inputs, *outputs])
    writes = _pieces(_alone(inputs), 0)
    reads = _pieces([_bytes_of([each]) for each in outputs], READ_ALONG)
    return S7Map(tuple(writes), tuple(reads))


def _placed(
    endpoint: Endpoint,
    side: str,
    profile: Mapping[str, str],
    tags: Sequence[Tag],
    offsets: Mapping[str, int],
) -> list[Placed]:
    written = endpoint.options.get(side, profile[side])
    match = AREA.fullmatch(written)
    if match is None:
        raise endpoint.bad_option(side, "I / Q / M / DB1 / DB1:100")
    if match["block"]:
        start, number = int(match["byte"] or 0), int(match["block"])
        start += start % 2
        found = layout([tag.type for tag in tags])
        return [
            Placed(tag, BLOCKS, number, start + byte, bit, offsets[tag.name])
            for tag, (byte, bit) in zip(tags, found, strict=True)
        ]
    at = places(tags)
    return [
        Placed(tag, AREAS[match["area"]], 0, at[tag.name].byte, at[tag.name].bit, offsets[tag.name])
        for tag in tags
    ]


def _check(endpoint: Endpoint, placed: Sequence[Placed]) -> None:
    ordered = sorted(placed, key=lambda each: (each.area, each.block, each.begin))
    here = Position(endpoint.text)
    problems = [
        BEYOND.at(here, tag=each.tag.name, place=each.name)
        for each in ordered
        if each.end > 8 * (MAX_BYTE + 1)
    ]
    problems += [
        OVERLAP.at(here, other=one.tag.name, tag=another.tag.name, place=another.name)
        for one, another in pairwise(ordered)
        if (one.area, one.block) == (another.area, another.block) and another.begin < one.end
    ]
    if problems:
        raise ProblemsFound(problems)


def _alone(placed: Sequence[Placed]) -> list[Piece]:
    """The smallest pieces that touch nobody else's bits."""
    found = []
    by_byte: dict[tuple[int, int, int], list[Placed]] = {}
    for each in placed:
        if each.tag.type is DataType.BOOL:
            by_byte.setdefault((each.area, each.block, each.byte), []).append(each)
        else:
            found.append(_bytes_of([each]))
    for (area, _, _), bits in by_byte.items():
        if area == BLOCKS or len(bits) == 8:
            found.append(_bytes_of(bits))
        else:
            found += [replace(_bytes_of([each]), bit=each.bit) for each in bits]
    return found


def _bytes_of(tags: Sequence[Placed]) -> Piece:
    first = tags[0]
    return Piece(first.area, first.block, first.byte, -(-first.end // 8) - first.byte, tuple(tags))


def _pieces(pieces: Sequence[Piece], along: int) -> list[Piece]:
    """The same in fewer pieces, where they are neighbours; `along` bytes between them do not matter."""
    found: list[Piece] = []
    for each in sorted(pieces, key=lambda each: (each.area, each.block, each.byte, each.bit or 0)):
        last = found[-1] if found else None
        # A data block may have a byte of padding before a number: that is the station's own, too.
        gap = max(along, 1 if each.area == BLOCKS else 0)
        if (
            last is not None
            and last.bit is None
            and each.bit is None
            and (last.area, last.block) == (each.area, each.block)
            and each.byte - (last.byte + last.size) <= gap
            and each.byte + each.size - last.byte <= MOST_BYTES
        ):
            size = max(last.size, each.byte + each.size - last.byte)
            found[-1] = replace(last, size=size, tags=(*last.tags, *each.tags))
        else:
            found.append(each)
    return found
