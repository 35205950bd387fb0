"""Paths of variables ("timer.ET", "axis[2].speed") and what stands there in memory."""

from __future__ import annotations

import re
import struct
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import product

from trainlab.core.controller import Value
from trainlab.plc.layout import Layout, ProgramLayout, code_of, is_scalar
from trainlab.plc.lowering.ir import base_of
from trainlab.plc.text_literals import packed, shown_text, unpacked
from trainlab.plc.typed import Pou, Role, Variable
from trainlab.plc.types import (
    WCHAR,
    ArrayType,
    BlockType,
    StringType,
    StructType,
    Type,
    is_reference,
)

_STEP = re.compile(r"\.?([^\W\d]\w*|%[\w.]+)|\[\s*([-\d,\s]+)\]")
_SHOWN = (Role.LOCAL, Role.INPUT, Role.OUTPUT)


@dataclass(frozen=True, slots=True)
class Symbol:
    """One variable, field or element: its path as declared, its type and its offset."""

    path: str
    type: Type
    offset: int


class Symbols:
    """Everything that can be seen of one program: its variables, then the global ones."""

    __slots__ = ("_layout", "_roots")

    def __init__(
        self, program: Pou, block: ProgramLayout, global_variables: list[Variable]
    ) -> None:
        self._layout: Layout = block.layout
        own = block.layout.composite(program.block_type()).offsets
        self._roots: dict[str, Symbol] = {}
        for variable in program.having(*_SHOWN):
            offset = block.instance + own[variable.key]
            self._roots[variable.key] = Symbol(variable.name, variable.type, offset)
        for variable in global_variables:
            root = Symbol(variable.name, variable.type, block.offsets[variable])
            self._roots.setdefault(variable.key, root)

    def leaves(self) -> Iterator[Symbol]:
        """Every single value and every array of such, in the order of declaration."""
        for root in self._roots.values():
            yield from self._leaves(root)

    def _leaves(self, symbol: Symbol) -> Iterator[Symbol]:
        type_ = symbol.type
        if isinstance(type_, StructType | BlockType):
            for name, _ in _parts(type_):
                yield from self._leaves(self._part(symbol, name))
        elif is_reference(type_):
            return
        elif isinstance(type_, ArrayType) and not _is_single(type_.element):
            for indices in product(*(range(low, high + 1) for low, high in type_.bounds)):
                yield from self._leaves(self._element(symbol, indices))
        else:
            yield symbol

    def at(self, path: str) -> Symbol:
        """The symbol of that path; KeyError if there is none."""
        position = 0
        symbol: Symbol | None = None
        while position < len(path):
            step = _STEP.match(path, position)
            if step is None:
                raise KeyError(path)
            symbol = self._step(symbol, step, path)
            position = step.end()
        if symbol is None:
            raise KeyError(path)
        return symbol

    def _step(self, base: Symbol | None, step: re.Match[str], path: str) -> Symbol:
        name = step[1]
        if base is None:
            if name is None or name.casefold() not in self._roots:
                raise KeyError(path)
            return self._roots[name.casefold()]
        if name is not None:
            if not isinstance(base.type, StructType | BlockType):
                raise KeyError(path)
            if name.casefold() not in (part.casefold() for part, _ in _parts(base.type)):
                raise KeyError(path)
            return self._part(base, name)
        if not isinstance(base.type, ArrayType):
            raise KeyError(path)
        try:
            indices = tuple(int(number) for number in step[2].split(","))
        except ValueError:
            raise KeyError(path) from None
        bounds = base.type.bounds
        inside = len(indices) == len(bounds) and all(
            low <= index <= high for index, (low, high) in zip(indices, bounds, strict=True)
        )
        if not inside:
            raise KeyError(path)
        return self._element(base, indices)

    def _part(self, base: Symbol, name: str) -> Symbol:
        assert isinstance(base.type, StructType | BlockType)
        spelled, type_ = next(
            part for part in _parts(base.type) if part[0].casefold() == name.casefold()
        )
        offset = self._layout.offset(base.type, spelled.casefold())
        return Symbol(f"{base.path}.{spelled}", type_, base.offset + offset)

    def _element(self, base: Symbol, indices: tuple[int, ...]) -> Symbol:
        assert isinstance(base.type, ArrayType)
        ordinal = 0
        for index, (low, high) in zip(indices, base.type.bounds, strict=True):
            ordinal = ordinal * (high - low + 1) + index - low
        size, _ = self._layout.measure(base.type.element)
        shown = ", ".join(str(index) for index in indices)
        return Symbol(f"{base.path}[{shown}]", base.type.element, base.offset + ordinal * size)


def _parts(type_: StructType | BlockType) -> list[tuple[str, Type]]:
    if isinstance(type_, StructType):
        return [(part.name, part.type) for part in type_.fields.values()]
    return [(variable.name, variable.type) for variable in type_.pou.having(*_SHOWN)]


def _is_single(type_: Type) -> bool:
    return (is_scalar(type_) and not is_reference(type_)) or isinstance(type_, StringType)


def read_value(memory: bytearray | memoryview, symbol: Symbol) -> Value:
    """A single value or an array of such; KeyError for anything larger.

    Texts and characters are Python's, durations and dates nanoseconds (see types.Elementary).
    """
    type_ = symbol.type
    if _is_single(type_):
        return _singles(memory, symbol.offset, type_, 1)[0]
    if not isinstance(type_, ArrayType) or not _is_single(type_.element):
        raise KeyError(symbol.path)
    flat = _singles(memory, symbol.offset, type_.element, type_.count)
    for low, high in reversed(type_.bounds[1:]):
        row = high - low + 1
        flat = [flat[start : start + row] for start in range(0, len(flat), row)]
    return flat


def _singles(memory: bytearray | memoryview, offset: int, type_: Type, count: int) -> list[Value]:
    """So many values of one type, one after the other."""
    if isinstance(type_, StringType):
        places = range(offset, offset + count * type_.size, type_.size)
        return [shown_text(unpacked(memory, place, type_.wide), type_.wide) for place in places]
    base = base_of(type_)
    values = struct.unpack_from(f"={count}{code_of(base)}", memory, offset)
    if base.is_character:
        return [shown_text(chr(value), base == WCHAR) for value in values]
    return list(values)


def value_in_memory(value: bool | int | float | str, type_: Type) -> bytes:
    """A single value as it stands in memory."""
    if isinstance(type_, StringType):
        return packed(str(value), type_.wide, type_.length)
    return struct.pack(f"={code_of(base_of(type_))}", value)
