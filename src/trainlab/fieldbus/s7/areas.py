"""The memory areas of a station as an S7 CPU shows them, byte for byte, over the station's block.

    I, Q     the tags at their IEC addresses: %IX0.3 is bit 3 of byte 0, %IW64 bytes 64 and 65
    DB1, DB2 the inputs and the outputs in the order of the tag list, laid out as TIA Portal lays out
             a data block with standard access: BOOL bit by bit, all else from the next even byte
    M, DB3   the operator's devices: first those that are on or off, bit by bit from MX0.0, then the
             others (dials, selectors of more than two positions) as REAL from the next even byte
    T, C     256 timers and counters, all zero

Values of several bytes have the high one first. Bytes that nothing takes read 0; a write passes over
them. A value of several bytes is written whole or not at all.
"""

from __future__ import annotations

import struct
from collections.abc import Sequence

from trainlab.core.image import IOImage
from trainlab.core.spec import Control
from trainlab.core.tag import DataType, Direction, Tag
from trainlab.exchange.addresses import places
from trainlab.exchange.data_blocks import INPUT_BLOCK, OUTPUT_BLOCK, PANEL_BLOCK, layout
from trainlab.exchange.server_side import Client, Outcome, ServerSide
from trainlab.fieldbus.s7.area import Area, Run, Values

INPUTS, OUTPUTS, MARKERS, BLOCKS, COUNTERS, TIMERS = 0x81, 0x82, 0x83, 0x84, 0x1C, 0x1D
TIMER_BYTES = 512


class Areas:
    """All areas of one station, up to date with what the bench has published."""

    def __init__(self, side: ServerSide) -> None:
        setup = side.setup
        image = IOImage(setup.tags)
        at = places(setup.tags)
        offsets = {name: slot.offset for name, slot in image.slots.items()}
        self._side = side
        self._version = -1

        def addressed(direction: Direction) -> list[Run]:
            return [
                _of_image(tag, at[tag.name].byte, at[tag.name].bit, offsets[tag.name])
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
            area.render(
                lambda run: struct.unpack_from(f"={run.count}{run.type.value}", block, run.key)
            )
        for area in self._of_panel:
            area.render(lambda run: positions[run.key : run.key + run.count])

    def is_panel(self, area: Area) -> bool:
        """Whether an area is the operator's devices."""
        return area in self._of_panel

    def operate(self, client: Client, written: Sequence[Values]) -> Outcome:
        """Let a client operate devices, in the order in which it wrote them."""
        for moved in written:
            for number, value in enumerate(moved.values, moved.key):
                outcome = client.operate(number, value)
                if outcome is not Outcome.TAKEN:
                    return outcome
        return Outcome.TAKEN


def block_items(tags: Sequence[Tag], keys: dict[str, int]) -> list[Run]:
    """Where tags stand in a data block of their own with standard access."""
    found = layout([tag.type for tag in tags])
    return [
        _of_image(tag, byte, bit, keys[tag.name])
        for tag, (byte, bit) in zip(tags, found, strict=True)
    ]


def panel_items(controls: Sequence[Control]) -> list[Run]:
    """Where the operator's devices stand: switches first, then those with a value."""
    switches = [n for n, each in enumerate(controls) if each.on_or_off]
    dials = [n for n, each in enumerate(controls) if not each.on_or_off]
    types = [DataType.BOOL] * len(switches) + [DataType.REAL] * len(dials)
    return [
        Run(type_, byte, bit, number, 1)
        for number, type_, (byte, bit) in zip(
            (*switches, *dials), types, layout(types), strict=True
        )
    ]


def _of_image(tag: Tag, byte: int, bit: int, offset: int) -> Run:
    return Run(tag.type, byte, bit, offset, tag.type.size)
