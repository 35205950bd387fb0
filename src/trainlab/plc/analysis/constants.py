"""Values known before the program runs: folding of constants exactly as the machine would compute."""

from __future__ import annotations

import math
import operator
import struct
from collections.abc import Callable

from trainlab.plc.types import Elementary, EnumType, Family, SubrangeType, Type

Value = bool | int | float


def to_single(value: float) -> float:
    """The nearest 32-bit float; beyond its range, infinity."""
    try:
        return float(struct.unpack("f", struct.pack("f", value))[0])
    except OverflowError:
        return math.copysign(math.inf, value)


def wrapped(type_: Elementary, value: int) -> int:
    """`value` as it stays when only the bits of the type are kept."""
    low_bits = value & ((1 << type_.bits) - 1)
    if type_.is_signed and low_bits >> (type_.bits - 1):
        return low_bits - (1 << type_.bits)
    return low_bits


def default_value(type_: Type) -> Value:
    """The value of a scalar that was declared without one (clause 6.4.2, Table 10)."""
    if isinstance(type_, EnumType):
        return next(iter(type_.values.values()), 0)
    if isinstance(type_, SubrangeType):
        return type_.low
    if isinstance(type_, Elementary):
        if type_.family is Family.BOOL:
            return False
        return 0.0 if type_.is_real else 0
    return 0


_COMPARISONS: dict[str, Callable[[Value, Value], bool]] = {
    "=": operator.eq,
    "<>": operator.ne,
    "<": operator.lt,
    ">": operator.gt,
    "<=": operator.le,
    ">=": operator.ge,
}


def fold(symbol: str, type_: Elementary, left: Value, right: Value) -> Value | None:
    """left symbol right over operands of that type; None where it is left to run time."""
    if symbol in _COMPARISONS:
        return _COMPARISONS[symbol](left, right)
    if symbol in ("AND", "OR", "XOR"):
        bits = {"AND": operator.and_, "OR": operator.or_, "XOR": operator.xor}[symbol]
        result = bits(int(left), int(right))
        return bool(result) if type_.family is Family.BOOL else result
    if type_.is_real:
        return _fold_real(symbol, type_, float(left), float(right))
    return _fold_integer(symbol, type_, int(left), int(right))


def _fold_integer(symbol: str, type_: Elementary, left: int, right: int) -> int | None:
    if symbol in ("/", "MOD"):
        if right == 0:
            return None
        quotient = abs(left) // abs(right)
        quotient = quotient if (left < 0) == (right < 0) else -quotient
        result = quotient if symbol == "/" else left - quotient * right
    elif symbol in ("+", "-", "*"):
        result = {"+": operator.add, "-": operator.sub, "*": operator.mul}[symbol](left, right)
    else:
        return None
    return result if type_.is_literal else wrapped(type_, result)


def _fold_real(symbol: str, type_: Elementary, left: float, right: float) -> float | None:
    if symbol == "/":
        if right == 0:
            return None
        result = left / right
    elif symbol in ("+", "-", "*"):
        result = {"+": operator.add, "-": operator.sub, "*": operator.mul}[symbol](left, right)
    else:
        return None
    if not math.isfinite(result):
        return None
    # The double result of one operation on singles rounds to the same single (Figueroa 1995).
    return to_single(result) if type_.bits == 32 else result
