"""Paths of variables ("timer.ET", "axis[2].speed") and what stands there in memory."""

from __future__ import annotations

import re
import struct
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import product
from math import prod

from trainlab.core.controller import Value
from trainlab.plc.addresses import is_marker, marker_bit, markers
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
_LISTED = re.compile(r"([^\W\d]\w*)\.[^\W\d]\w*")
_SHOWN = (Role.LOCAL, Role.INPUT, Role.OUTPUT)


@dataclass(frozen=True, slots=True)
class Symbol:
    """One variable, field or element: its path as declared, its type and its offset; of what is
    located at a bit of %M, the bit."""

    path: str
    type: Type
    offset: int
    bit: int | None = None


class Symbols:
    """Everything that can be seen of a program: `roots` are listed, `aliases` only found by name."""

    __slots__ = ("_aliases", "_layout", "_roots")

    def __init__(
        self, layout: Layout, roots: Iterable[Symbol], aliases: Iterable[Symbol] = ()
    ) -> None:
        self._layout = layout
        self._roots: dict[str, Symbol] = {}
        for root in roots:
            self._roots.setdefault(root.path.casefold(), root)
        self._aliases = {alias.path.casefold(): alias for alias in aliases}

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
        elif isinstance(type_, ArrayType) and not _is_single(_innermost(type_)):
            for indices in product(*(range(low, high + 1) for low, high in type_.bounds)):
                yield from self._leaves(self._element(symbol, indices))
        else:
            yield symbol

    def at(self, path: str) -> Symbol:
        """The symbol of that path; KeyError if there is none."""
        symbol = self._listed(path)
        position = 0 if symbol is None else len(symbol.path)
        while position < len(path):
            step = _STEP.match(path, position)
            if step is None:
                raise KeyError(path)
            symbol = self._step(symbol, step, path)
            position = step.end()
        if symbol is None:
            raise KeyError(path)
        return symbol

    def _listed(self, path: str) -> Symbol | None:
        """GVL.name at the beginning of a path, where GVL is no variable."""
        match = _LISTED.match(path)
        if match is None or match[1].casefold() in self._roots:
            return None
        key = match[0].casefold()
        return self._roots.get(key) or self._aliases.get(key)

    def _step(self, base: Symbol | None, step: re.Match[str], path: str) -> Symbol:
        name = step[1]
        if base is None:
            key = "" if name is None else name.casefold()
            root = self._roots.get(key) or self._aliases.get(key)
            if root is None:
                raise KeyError(path)
            return root
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


def seen_in(layout: Layout, pou: Pou, offset: int) -> list[Symbol]:
    """What can be seen of the instance of a POU at that offset, by the names of its variables."""
    own = layout.composite(pou.block_type()).offsets
    return [
        Symbol(variable.name, variable.type, offset + own[variable.key])
        for variable in pou.having(*_SHOWN)
        if not is_marker(variable.address) and not variable.hidden
    ]


def marker_symbols(block: ProgramLayout, variables: Iterable[Variable]) -> list[Symbol]:
    """Those of the variables that are located in %M."""
    return [symbol_of(block, variable) for variable in markers(list(variables))]


def symbol_of(block: ProgramLayout, variable: Variable) -> Symbol:
    """A variable that has a place of its own in the block."""
    bit = marker_bit(variable.address) if is_marker(variable.address) else None
    number = None if bit is None else bit[1]
    return Symbol(variable.name, variable.type, block.offsets[variable], number)


def _parts(type_: StructType | BlockType) -> list[tuple[str, Type]]:
    if isinstance(type_, StructType):
        return [(part.name, part.type) for part in type_.fields.values()]
    seen = type_.pou.having(*_SHOWN)
    return [
        (each.name, each.type) for each in seen if not is_marker(each.address) and not each.hidden
    ]


def _is_single(type_: Type) -> bool:
    return (is_scalar(type_) and not is_reference(type_)) or isinstance(type_, StringType)


def _innermost(type_: Type) -> Type:
    """What an array of arrays of ... holds in the end."""
    while isinstance(type_, ArrayType):
        type_ = type_.element
    return type_


def _all_bounds(type_: Type) -> list[tuple[int, int]]:
    """The bounds of an array, then those of its elements where these are arrays."""
    bounds: list[tuple[int, int]] = []
    while isinstance(type_, ArrayType):
        bounds += type_.bounds
        type_ = type_.element
    return bounds


def read_value(memory: bytearray | memoryview, symbol: Symbol) -> Value:
    """A single value or an array of such; KeyError for anything larger.

    Texts and characters are Python's, durations and dates nanoseconds (see types.Elementary).
    """
    type_ = symbol.type
    if symbol.bit is not None:
        return bool(memory[symbol.offset] >> symbol.bit & 1)
    if _is_single(type_):
        return _singles(memory, symbol.offset, type_, 1)[0]
    if not isinstance(type_, ArrayType) or not _is_single(_innermost(type_)):
        raise KeyError(symbol.path)
    bounds = _all_bounds(type_)
    count = prod(high - low + 1 for low, high in bounds)
    flat = _singles(memory, symbol.offset, _innermost(type_), count)
    for low, high in reversed(bounds[1:]):
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


def put_value(memory: memoryview, symbol: Symbol, value: bool | int | float | str) -> None:
    """Writes a single value."""
    if symbol.bit is not None:
        cleared = memory[symbol.offset] & ~(1 << symbol.bit)
        memory[symbol.offset] = cleared | bool(value) << symbol.bit
        return
    content = value_in_memory(value, symbol.type)
    memory[symbol.offset : symbol.offset + len(content)] = content


def value_in_memory(value: bool | int | float | str, type_: Type) -> bytes:
    """A single value as it stands in memory."""
    if isinstance(type_, StringType):
        return packed(str(value), type_.wide, type_.length)
    return struct.pack(f"={code_of(base_of(type_))}", value)
