"""The block as it is before the first scan: initial values, and the references among them."""

from __future__ import annotations

import struct
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from trainlab.plc.addresses import is_marker, marker_bit, markers
from trainlab.plc.layout import ProgramLayout
from trainlab.plc.typed import (
    Constant,
    ElementPlace,
    MemberPlace,
    Place,
    Pou,
    Reference,
    Role,
    SelfPlace,
    Variable,
    VariablePlace,
)
from trainlab.plc.types import ArrayType, BlockType, StructType, Type

_HELD = (Role.LOCAL, Role.INPUT, Role.OUTPUT)


@dataclass(frozen=True, slots=True)
class Start:
    """The contents of a whole block, and the (offset, size) of what a warm start leaves alone."""

    memory: bytes
    retained: tuple[tuple[int, int], ...]


def cold_start(
    program: Pou, pous: Iterable[Pou], block: ProgramLayout, global_variables: list[Variable]
) -> Start:
    """How a block begins."""
    memory = bytearray(block.size)
    layout = block.layout
    declared = [*global_variables, *(v for pou in pous for v in pou.variables.values())]
    located = markers(declared)
    for variable in [v for v in global_variables if not is_marker(v.address)]:
        _write(memory, block, variable)
    for variable in [v for v in located if v.initial is not None]:
        bit = marker_bit(variable.address)
        if bit is None:
            _write(memory, block, variable)
        else:
            memory[block.offsets[variable]] |= bool(variable.initial) << bit[1]
    image = layout.image(program.block_type())
    memory[block.instance : block.instance + len(image)] = image
    if any(isinstance(variable.initial, Reference) for variable in declared):
        for at, variable, instance in _everything(program, block, global_variables):
            if isinstance(variable.initial, Reference):
                place = variable.initial.place
                struct.pack_into("=Q", memory, at, _offset(block, place, instance))
    kept: dict[int, int] = {}
    if any(variable.retain for variable in declared):
        for at, variable, _ in _everything(program, block, global_variables):
            if variable.retain:
                located_at = block.offsets[variable] if is_marker(variable.address) else at
                kept[located_at] = layout.measure(variable.type)[0]
    return Start(bytes(memory), tuple(kept.items()))


def _write(memory: bytearray, block: ProgramLayout, variable: Variable) -> None:
    image = block.layout.image(variable.type, variable.initial)
    offset = block.offsets[variable]
    memory[offset : offset + len(image)] = image


def _everything(
    program: Pou, block: ProgramLayout, global_variables: list[Variable]
) -> Iterator[tuple[int, Variable, tuple[Pou, int]]]:
    """The place of every variable of every instance, with the instance that it belongs to."""
    outside = (program, block.instance)
    for variable in global_variables:
        yield block.offsets[variable], variable, outside
        yield from _inside(block, variable.type, block.offsets[variable])
    yield from _inside(block, program.block_type(), block.instance)


def _inside(
    block: ProgramLayout, type_: Type, at: int
) -> Iterator[tuple[int, Variable, tuple[Pou, int]]]:
    if isinstance(type_, ArrayType):
        element = type_.element
        while isinstance(element, ArrayType):
            element = element.element
        if isinstance(element, BlockType | StructType):
            size, _ = block.layout.measure(type_.element)
            for ordinal in range(type_.count):
                yield from _inside(block, type_.element, at + ordinal * size)
    elif isinstance(type_, StructType):
        for key, field in type_.fields.items():
            yield from _inside(block, field.type, at + block.layout.offset(type_, key))
    elif isinstance(type_, BlockType):
        for variable in type_.pou.having(*_HELD):
            place = at + block.layout.offset(type_, variable.key)
            yield place, variable, (type_.pou, at)
            yield from _inside(block, variable.type, place)


def _offset(block: ProgramLayout, place: Place, instance: tuple[Pou, int]) -> int:
    """Where a place with constant indices stands, seen from an instance."""
    pou, at = instance
    if isinstance(place, SelfPlace):
        return at
    if isinstance(place, VariablePlace):
        variable = place.variable
        if variable in block.offsets:
            return block.offsets[variable]
        return at + block.layout.offset(pou.block_type(), variable.key)
    if isinstance(place, MemberPlace):
        base = _offset(block, place.base, instance)
        return base + block.layout.offset(place.base.type, place.key)
    assert isinstance(place, ElementPlace)
    array = place.base.type
    assert isinstance(array, ArrayType)
    wanted = tuple(int(node.value) for node in place.indices if isinstance(node, Constant))
    ordinal = 0
    for index, (low, high) in zip(wanted, array.bounds, strict=True):
        ordinal = ordinal * (high - low + 1) + index - low
    size, _ = block.layout.measure(array.element)
    return _offset(block, place.base, instance) + ordinal * size
