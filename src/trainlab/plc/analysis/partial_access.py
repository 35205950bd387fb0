"""Partial access: bits, bytes, words and double words of what has bits (IEC 61131-3:2013 Table 17)."""

from __future__ import annotations

from trainlab.core.message import Text
from trainlab.plc import syntax
from trainlab.plc.analysis.scope import MeaningStop, Scope
from trainlab.plc.problems import types as wrong
from trainlab.plc.typed import BitPlace, Constant, Place
from trainlab.plc.types import ADDRESSED, BOOL, Elementary, elementary_of

_PARTS = {f"%{letter}": ADDRESSED[letter] for letter in "XBWD"}
_BIT = Text("bit", "位")


def part_of(scope: Scope, node: syntax.Member, base: Place) -> BitPlace | None:
    """base.3, base.%X3, base.%B1, base.%W0, base.%D0; None if the name is that of no part.

    CODESYS also takes the name of a constant for the number of a bit. A part of a part is one of
    the whole: d.%W1.%B0 is d.%B2.
    """
    holder = elementary_of(base.type)
    if holder is None or not (holder.is_integer or holder.is_bits):
        return None
    part = _part_number(node.name) or _named_bit(scope, node)
    if part is None:
        return None
    type_, number = part
    if not 0 <= number < holder.bits // type_.bits or type_.bits >= holder.bits:
        raise no_part(scope, node.at, holder, type_, number)
    first = number * type_.bits
    if isinstance(base, BitPlace):
        return BitPlace(node.at, type_, base.base, base.bit + first)
    return BitPlace(node.at, type_, base, first)


def no_part(
    scope: Scope, at: int, holder: Elementary, type_: Elementary, number: int
) -> MeaningStop:
    """Notes that something has no bit, byte, ... of that number."""
    known = ", ".join(
        f".{letter}0 .. .{letter}{holder.bits // part.bits - 1}"
        for letter, part in _PARTS.items()
        if part.bits < holder.bits
    )
    name = _BIT if type_ == BOOL else type_
    return scope.stop(
        wrong.BIT_OUTSIDE, at, type=holder, part=name, number=number, known=known or "-"
    )


def _part_number(name: str) -> tuple[Elementary, int] | None:
    """The type and number of n, %Xn, %Bn, %Wn or %Dn."""
    type_ = _PARTS.get(name[:2].upper()) if name.startswith("%") else BOOL
    digits = name[2:] if name.startswith("%") else name
    if type_ is None or not digits.isascii() or not digits.isdecimal() or len(digits) > 3:
        return None
    return type_, int(digits)


def _named_bit(scope: Scope, node: syntax.Member) -> tuple[Elementary, int] | None:
    """The number of a bit that a constant names."""
    variable = scope.variable(node.name)
    if variable is None or not variable.is_known:
        return None
    value = scope.value(syntax.Name(node.at, node.name))
    number = elementary_of(value.type)
    if not isinstance(value, Constant) or number is None or not number.is_integer:
        return None
    return BOOL, int(value.value)
