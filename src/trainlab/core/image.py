"""The I/O image: the one place where a plant and its controller meet.

One flat block of native-order memory, laid out from the tag table: the inputs first, then the
outputs, each tag aligned to its own size. A tick's snapshot is one copy of the block; the soft
PLC works on it in place; links and recorder find a tag by its offset.
"""

from __future__ import annotations

import struct
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial

from trainlab.core.tag import Direction, Tag

ALIGNMENT = 8


@dataclass(frozen=True, slots=True)
class Slot:
    """Where one tag stands in the block."""

    tag: Tag
    offset: int
    ordinal: int  # its place among the tags of its direction


class IOImage:
    """The value of every tag of one station; the layout never changes after construction.

    `latch(*values)` is `latch_inputs` for who calls it in every tick: a third faster.
    """

    __slots__ = (
        "_input_struct",
        "_output_offset",
        "_output_struct",
        "block",
        "inputs",
        "latch",
        "outputs",
        "slots",
    )

    def __init__(self, tags: Sequence[Tag]) -> None:
        self.inputs = tuple(tag for tag in tags if tag.direction is Direction.INPUT)
        self.outputs = tuple(tag for tag in tags if tag.direction is Direction.OUTPUT)
        self._input_struct = _section(self.inputs)
        self._output_offset = -(-self._input_struct.size // ALIGNMENT) * ALIGNMENT
        self._output_struct = _section(self.outputs)
        size = self._output_offset + self._output_struct.size
        self.block = bytearray(-(-size // ALIGNMENT) * ALIGNMENT)
        self.latch: Callable[..., None] = partial(self._input_struct.pack_into, self.block, 0)
        self.slots = {
            **_slots(self.inputs, 0),
            **_slots(self.outputs, self._output_offset),
        }
        self.latch_inputs([tag.fail_safe for tag in self.inputs])
        self.command(self.fail_safe())

    def latch_inputs(self, values: Sequence[float]) -> None:
        """Write the value of every input tag, in the order of `inputs`."""
        self.latch(*values)

    def input_values(self) -> tuple[float, ...]:
        """The value of every input tag, in the order of `inputs`."""
        return self._input_struct.unpack_from(self.block, 0)

    def command(self, values: Sequence[float]) -> None:
        """Write the value of every output tag, in the order of `outputs`."""
        self._output_struct.pack_into(self.block, self._output_offset, *values)

    def commanded(self) -> tuple[float, ...]:
        """The value of every output tag, in the order of `outputs`."""
        return self._output_struct.unpack_from(self.block, self._output_offset)

    def fail_safe(self) -> tuple[float, ...]:
        """What the outputs are when no controller commands them."""
        return tuple(tag.fail_safe for tag in self.outputs)

    def snapshot(self) -> bytes:
        """A copy of the whole block."""
        return bytes(self.block)


def _section(tags: Sequence[Tag]) -> struct.Struct:
    return struct.Struct("@" + "".join(tag.type.value for tag in tags))


def _slots(tags: Sequence[Tag], start: int) -> dict[str, Slot]:
    slots = {}
    offset = start
    for ordinal, tag in enumerate(tags):
        offset = -(-offset // tag.type.size) * tag.type.size
        slots[tag.name] = Slot(tag, offset, ordinal)
        offset += tag.type.size
    return slots
