"""Where every variable stands in the one block of memory that a program instance has."""

from __future__ import annotations

import struct
from collections.abc import Mapping
from dataclasses import dataclass, field
from itertools import groupby
from typing import cast

from trainlab.plc.addresses import marker_bit, marker_offset, markers
from trainlab.plc.analysis.constants import default_value
from trainlab.plc.text_literals import packed
from trainlab.plc.typed import Pou, Role, Variable, merged
from trainlab.plc.types import (
    ArrayType,
    BlockType,
    Elementary,
    EnumType,
    Family,
    StringType,
    StructType,
    SubrangeType,
    Type,
    is_reference,
    storage_of,
)

MOST_BYTES = 16 << 20

# The head of the block, shared between native code and runtime.
NOW, BUDGET, SITE, DEPTH, VALUE_A, VALUE_B, FULL_BUDGET, RESERVE, PATH = (
    0, 8, 16, 20, 24, 32, 40, 48, 56,
)  # fmt: skip
MOST_PATH = 64
STACK = PATH + 4 * MOST_PATH
HEAD_SIZE = PATH + 4 * MOST_PATH + 16

POINTER_SIZE = 8
TYPE_NUMBER = ""
NUMBER_SIZE = 4
_IN_INSTANCE = (Role.LOCAL, Role.INPUT, Role.OUTPUT, Role.IN_OUT)
_SIGNED = {8: "b", 16: "h", 32: "i", 64: "q"}


def _up(offset: int, alignment: int) -> int:
    return -(-offset // alignment) * alignment


def is_scalar(type_: Type) -> bool:
    """Whether its value fits a register."""
    return isinstance(type_, Elementary | EnumType | SubrangeType) or is_reference(type_)


def code_of(type_: Elementary) -> str:
    """The struct code of a value in memory."""
    if type_.family is Family.BOOL:
        return "?"
    if type_.is_real:
        return "f" if type_.bits == 32 else "d"
    code = _SIGNED[type_.bits]
    return code if type_.is_signed else code.upper()


@dataclass(slots=True, eq=False)
class Composite:
    """Offsets of the parts of a structure or an instance."""

    offsets: dict[str, int] = field(default_factory=dict)
    size: int = 0
    alignment: int = 1

    def add(self, key: str, size: int, alignment: int) -> None:
        """One more part, after the others."""
        self.alignment = max(self.alignment, alignment)
        offset = _up(self.size, alignment)
        self.offsets[key] = offset
        self.size = offset + size

    def lay_over(self, key: str, size: int, alignment: int) -> None:
        """One more part, in the place of the others."""
        self.alignment = max(self.alignment, alignment)
        self.offsets[key] = 0
        self.size = max(self.size, size)


class Layout:
    """Sizes, offsets and initial contents of types; each structure is measured once.

    An instance begins with the number of its own type, by which calls on references find their
    way; one of a derived type has the variables of its base in the same places as the base.
    """

    __slots__ = ("_composites", "_images", "numbers")

    def __init__(self, numbers: Mapping[Pou, int] | None = None) -> None:
        self.numbers = numbers or {}
        self._composites: dict[StructType | Pou, Composite] = {}
        self._images: dict[StructType | Pou, bytes] = {}

    def measure(self, type_: Type) -> tuple[int, int]:
        """Size and alignment in bytes; the size is a multiple of the alignment."""
        if isinstance(type_, ArrayType):
            size, alignment = self.measure(type_.element)
            return size * type_.count, alignment
        if isinstance(type_, StringType):
            return type_.size, 2
        if isinstance(type_, StructType | BlockType):
            composite = self.composite(type_)
            return _up(composite.size, composite.alignment), composite.alignment
        size = cast(Elementary, storage_of(type_)).size
        return size, size

    def composite(self, type_: StructType | BlockType) -> Composite:
        """The parts of a structure or of an instance."""
        key = type_.pou if isinstance(type_, BlockType) else type_
        if key in self._composites:
            return self._composites[key]
        composite = Composite()
        if isinstance(type_, StructType):
            for name, part in type_.fields.items():
                size, alignment = self.measure(part.type)
                if type_.overlap:
                    composite.lay_over(name, size, alignment)
                else:
                    composite.add(name, size, alignment)
        else:
            composite.add(TYPE_NUMBER, NUMBER_SIZE, NUMBER_SIZE)
            for variable in type_.pou.having(*_IN_INSTANCE):
                if variable.role is Role.IN_OUT:
                    composite.add(variable.key, POINTER_SIZE, POINTER_SIZE)
                else:
                    composite.add(variable.key, *self.measure(variable.type))
        self._composites[key] = composite
        return composite

    def offset(self, type_: Type, key: str) -> int:
        """Where a part stands in its structure or instance."""
        assert isinstance(type_, StructType | BlockType)
        return self.composite(type_).offsets[key]

    def image(self, type_: Type, initial: object = None) -> bytes:
        """The bytes with which a variable of that type begins."""
        if isinstance(type_, ArrayType):
            return self._array_image(type_, initial)
        if isinstance(type_, StructType | BlockType):
            return self._composite_image(type_, initial)
        if isinstance(type_, StringType):
            return packed(str(initial or ""), type_.wide, type_.length).ljust(type_.size, b"\0")
        base = cast(Elementary, storage_of(type_))
        # A reference to another variable is filled in by cold_start.py.
        value = initial if isinstance(initial, bool | int | float) else default_value(type_)
        return struct.pack(f"={code_of(base)}", value)

    def _array_image(self, type_: ArrayType, initial: object) -> bytes:
        values = initial if isinstance(initial, list) else []
        plain = self.image(type_.element, type_.element_initial)
        own = type_.element_initial
        parts = []
        for _, run in groupby(values, key=id):  # 1000(5) is a thousand times one object
            alike = list(run)
            part = self.image(type_.element, merged(own, alike[0]))
            parts.append(part * len(alike))
        return b"".join(parts) + plain * (type_.count - len(values))

    def _composite_image(self, type_: StructType | BlockType, initial: object) -> bytes:
        key = type_.pou if isinstance(type_, BlockType) else type_
        given = initial if isinstance(initial, dict) else {}
        if not given and key in self._images:
            return self._images[key]
        size, _ = self.measure(type_)
        memory = bytearray(size)
        parts: list[tuple[str, Type, object]]
        if isinstance(type_, StructType):
            parts = [(name, part.type, part.initial) for name, part in type_.fields.items()]
        else:
            held = type_.pou.having(Role.LOCAL, Role.INPUT, Role.OUTPUT)
            parts = [(variable.key, variable.type, variable.initial) for variable in held]
            struct.pack_into("=i", memory, 0, self.numbers.get(type_.pou, 0))
        offsets = self.composite(type_).offsets
        overlap = isinstance(type_, StructType) and type_.overlap
        for name, part_type, own in parts:
            if overlap and own is None and name not in given:
                continue
            image = self.image(part_type, merged(own, given.get(name)))
            memory[offsets[name] : offsets[name] + len(image)] = image
        image = bytes(memory)
        if not given:
            self._images[key] = image
        return image


@dataclass(slots=True, eq=False)
class ProgramLayout:
    """The whole block: head, global variables, the program's instance, frames of aggregates.

    Nothing recurses, so what a function or VAR_TEMP needs beyond registers has a fixed place, too.
    """

    layout: Layout
    instance: int = 0
    frames: int = 0
    offsets: dict[Variable, int] = field(default_factory=dict)
    size: int = HEAD_SIZE

    def place(self, variable: Variable) -> None:
        """Gives a global variable or a frame variable its place."""
        self.offsets[variable] = self.reserve(variable.type)

    def place_markers(self, located: list[Variable]) -> None:
        """Gives what is located in %M its place in one area that all sizes share."""
        ends = [marker_offset(v.address) + self.layout.measure(v.type)[0] for v in located]
        area = self.reserve_bytes(max(ends, default=0), 8)
        for variable in located:
            bit = marker_bit(variable.address)
            byte = bit[0] if bit is not None else marker_offset(variable.address)
            self.offsets[variable] = area + byte

    def reserve(self, type_: Type) -> int:
        """The offset of fresh memory for a value of that type."""
        return self.reserve_bytes(*self.layout.measure(type_))

    def reserve_bytes(self, size: int, alignment: int) -> int:
        """The offset of that much fresh memory."""
        offset = _up(self.size, alignment)
        self.size = offset + size
        return offset


def laid_out(
    program: Pou,
    pous: list[Pou],
    global_variables: list[Variable],
    holder: Variable | None = None,
) -> ProgramLayout:
    """The block of one program that uses those POUs; the global variable `holder` may be it."""
    numbers = {pou: number for number, pou in enumerate(pous, start=1)}
    block = ProgramLayout(Layout(numbers))
    own = [variable for pou in pous for variable in pou.variables.values()]
    block.place_markers(markers([*global_variables, *own]))
    for variable in global_variables:
        if variable not in block.offsets:
            block.place(variable)
    if holder is None:
        block.instance = block.reserve(program.block_type())
    else:
        block.instance = block.offsets[holder]
    block.frames = block.size
    for pou in pous:
        for variable in frame_variables(pou):
            block.place(variable)
    return block


def frame_variables(pou: Pou) -> list[Variable]:
    """Variables of a call that need memory: aggregates, and the outputs of functions.

    The caller of a method has the memory for its outputs, since it may not know which method runs.
    """
    roles = (Role.TEMP, Role.INPUT) if pou.is_function else (Role.TEMP,)
    needed = [variable for variable in pou.having(*roles) if not is_scalar(variable.type)]
    if pou.is_function and pou.owner is None:
        needed += pou.having(Role.OUTPUT)
        if pou.result is not None and not is_scalar(pou.result.type):
            needed.append(pou.result)
    return needed
