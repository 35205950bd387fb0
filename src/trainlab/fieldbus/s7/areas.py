"""The memory areas of a station as an S7 CPU shows them, byte for byte, over the station's block.

    I, Q     the tags at their IEC addresses: %IX0.3 is bit 3 of byte 0, %IW64 bytes 64 and 65
    DB1, DB2 the inputs and the outputs in the order of the tag list, laid out as TIA Portal lays out
             a data block with standard access: BOOL bit by bit, all else from the next even byte
    M, DB3   the operator's devices: first those that are on or off, bit by bit from MX0.0, then the
             others as REAL from the next even byte
    T, C     256 timers and counters, all zero

Values of several bytes have the high one first. Bytes that nothing takes read 0; a write passes over
them. A value of several bytes is written whole or not at all.
"""

from __future__ import annotations

import math
import struct
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from trainlab.core.image import IOImage
from trainlab.core.spec import Control, ControlKind
from trainlab.core.tag import DataType, Direction, Tag
from trainlab.exchange.addresses import places
from trainlab.exchange.records import Span
from trainlab.exchange.server_side import Client, Outcome, ServerSide

INPUTS, OUTPUTS, MARKERS, BLOCKS, COUNTERS, TIMERS = 0x81, 0x82, 0x83, 0x84, 0x1C, 0x1D
INPUT_BLOCK, OUTPUT_BLOCK, PANEL_BLOCK = 1, 2, 3
TIMER_BYTES = 512


@dataclass(frozen=True, slots=True)
class Item:
    """One value in an area: `key` is its offset in the image block, or the number of its control."""

    type: DataType
    byte: int
    bit: int
    key: int

    @property
    def end(self) -> int:
        """The byte after its last one."""
        return self.byte + (1 if self.type is DataType.BOOL else self.type.size)


class Area:
    """Bytes that can be read, and where each value in them stands."""

    __slots__ = ("_items", "line", "writable")

    def __init__(self, items: Sequence[Item], writable: bool, size: int = 0) -> None:
        self._items = sorted(items, key=lambda item: (item.byte, item.bit))
        end = max((item.end for item in items), default=0)
        self.line = bytearray(max(end + end % 2, size))
        self.writable = writable

    def render(self, value_of: Callable[[Item], float]) -> None:
        """Take every value anew."""
        for item in self._items:
            value = value_of(item)
            if item.type is DataType.BOOL:
                mask = 1 << item.bit
                kept = self.line[item.byte] & ~mask
                self.line[item.byte] = kept | mask if value else kept
            else:
                struct.pack_into(f">{item.type.value}", self.line, item.byte, value)

    def written(self, start: int, data: bytes) -> list[tuple[Item, float]] | None:
        """What a write of these bytes means; None if it takes one part of a value only."""
        end = start + len(data)
        found: list[tuple[Item, float]] = []
        for item in self._items:
            if item.end <= start or item.byte >= end:
                continue
            if item.byte < start or item.end > end:
                return None
            if item.type is DataType.BOOL:
                found.append((item, data[item.byte - start] >> item.bit & 1))
            else:
                (value,) = struct.unpack_from(f">{item.type.value}", data, item.byte - start)
                found.append((item, value))
        return found

    def bit_written(self, byte: int, bit: int, value: bool) -> list[tuple[Item, float]] | None:
        """What a write of one bit means; None if it is one of a number."""
        for item in self._items:
            if item.byte <= byte < item.end and item.type is not DataType.BOOL:
                return None
            if (item.byte, item.bit) == (byte, bit):
                return [(item, value)]
        return []


class Areas:
    """All areas of one station, up to date with what the bench has published."""

    def __init__(self, side: ServerSide) -> None:
        setup = side.setup
        image = IOImage(setup.tags)
        at = places(setup.tags)
        offsets = {name: slot.offset for name, slot in image.slots.items()}
        self._side = side
        self._version = -1

        def addressed(direction: Direction) -> list[Item]:
            return [
                Item(tag.type, at[tag.name].byte, at[tag.name].bit, offsets[tag.name])
                for tag in setup.tags
                if tag.direction is direction
            ]

        panel = panel_items(setup.controls)
        inputs = block_items(image.inputs, offsets)
        outputs = block_items(image.outputs, offsets)
        self._of_image = [
            Area(addressed(Direction.INPUT), writable=False),
            Area(addressed(Direction.OUTPUT), writable=True),
            Area(inputs, writable=False),
            Area(outputs, writable=True),
        ]
        self._of_panel = [Area(panel, writable=True), Area(panel, writable=True)]
        timers = Area((), writable=False, size=TIMER_BYTES)
        self._areas = {
            (INPUTS, 0): self._of_image[0],
            (OUTPUTS, 0): self._of_image[1],
            (BLOCKS, INPUT_BLOCK): self._of_image[2],
            (BLOCKS, OUTPUT_BLOCK): self._of_image[3],
            (MARKERS, 0): self._of_panel[0],
            (BLOCKS, PANEL_BLOCK): self._of_panel[1],
            (TIMERS, 0): timers,
            (COUNTERS, 0): timers,
        }

    @property
    def blocks(self) -> dict[int, int]:
        """The size of every data block by number."""
        return {
            number: len(area.line) for (code, number), area in self._areas.items() if code == BLOCKS
        }

    def area(self, code: int, block: int) -> Area | None:
        """The area of that code (and, for data blocks, number)."""
        return self._areas.get((code, block if code == BLOCKS else 0))

    def update(self) -> None:
        """Bring all areas up to the newest published block; one request sees one moment."""
        self._side.refresh()
        if self._version == self._side.version:
            return
        self._version = self._side.version
        block = self._side.block
        positions = self._side.controls
        for area in self._of_image:
            area.render(lambda item: struct.unpack_from(f"={item.type.value}", block, item.key)[0])
        for area in self._of_panel:
            area.render(lambda item: positions[item.key])

    def is_panel(self, area: Area) -> bool:
        """Whether an area is the operator's devices."""
        return area in self._of_panel

    def operate(self, client: Client, written: Sequence[tuple[Item, float]]) -> Outcome:
        """Let a client operate devices, in the order in which it wrote them."""
        for item, value in written:
            outcome = client.operate(item.key, value)
            if outcome is not Outcome.TAKEN:
                return outcome
        return Outcome.TAKEN


def spans_of(written: Sequence[tuple[Item, float]]) -> list[Span]:
    """What values change in the image block; a REAL that is no finite number changes nothing."""
    return [
        (item.key, struct.pack(f"={item.type.value}", value))
        for item, value in written
        if math.isfinite(value)
    ]


def block_items(tags: Sequence[Tag], keys: dict[str, int]) -> list[Item]:
    """Where tags stand in a data block of their own with standard access."""
    found = layout([tag.type for tag in tags])
    return [
        Item(tag.type, byte, bit, keys[tag.name])
        for tag, (byte, bit) in zip(tags, found, strict=True)
    ]


def panel_items(controls: Sequence[Control]) -> list[Item]:
    """Where the operator's devices stand: switches first, then those with a value."""
    switches = [n for n, each in enumerate(controls) if each.kind is not ControlKind.DIAL]
    dials = [n for n, each in enumerate(controls) if each.kind is ControlKind.DIAL]
    types = [DataType.BOOL] * len(switches) + [DataType.REAL] * len(dials)
    return [
        Item(type_, byte, bit, number)
        for number, type_, (byte, bit) in zip(
            (*switches, *dials), types, layout(types), strict=True
        )
    ]


def layout(types: Sequence[DataType]) -> list[tuple[int, int]]:
    """Byte and bit of each value, as TIA Portal lays out a data block with standard access."""
    found = []
    byte = bit = 0
    for type_ in types:
        if type_ is DataType.BOOL:
            found.append((byte, bit))
            byte, bit = (byte, bit + 1) if bit < 7 else (byte + 1, 0)
            continue
        byte += bit > 0
        byte += byte % 2
        found.append((byte, 0))
        byte, bit = byte + type_.size, 0
    return found
