"""Initial values that call functions: worked out before the program runs, as it would itself.

Only what stands as an initial value, a bound or a label is; statements are left to the machine.
"""

from __future__ import annotations

import math
from collections.abc import Callable

from trainlab.plc.analysis.constants import Value, fold, to_single, wrapped
from trainlab.plc.analysis.known_functions import known_function
from trainlab.plc.date_literals import DAY_NS
from trainlab.plc.typed import (
    Constant,
    Conversion,
    Expression,
    Negation,
    Operation,
    Shortcut,
    Standard,
    StringConstant,
)
from trainlab.plc.types import (
    BOOL,
    CHAR,
    LINT,
    LREAL,
    WCHAR,
    Elementary,
    Family,
    StringType,
    elementary_of,
)
from trainlab.plc.written_values import read, written

Leaf = Callable[[Expression], Expression]

_UNITS_NS = {"TIME": 1_000_000, "TOD": 1_000_000, "DATE": 1_000_000_000, "DT": 1_000_000_000}


def known(node: Expression, leaf: Leaf = lambda node: node) -> Expression:
    """The constant that an expression is; the expression itself if it is left to the machine.

    `leaf` tells what a variable is known to be where that is more than a constant.
    """
    if isinstance(node, Conversion):
        return _conversion(node, known(node.operand, leaf))
    if isinstance(node, Operation):
        return _operation(node, leaf)
    if isinstance(node, Negation):
        return _negation(node, known(node.operand, leaf))
    if isinstance(node, Shortcut):
        left, right = known(node.left, leaf), known(node.right, leaf)
        if isinstance(left, Constant) and isinstance(right, Constant):
            symbol = node.operator.partition("_")[0]
            return Constant(node.at, BOOL, fold(symbol, BOOL, left.value, right.value) or False)
    if isinstance(node, Standard):
        return known_function(node, [known(operand, leaf) for operand in node.operands])
    return leaf(node)


def _negation(node: Negation, operand: Expression) -> Expression:
    type_ = elementary_of(node.type)
    if not isinstance(operand, Constant) or type_ is None:
        return node
    if node.operator == "-":
        value = -operand.value if type_.is_real else fold("-", type_, 0, operand.value)
        return node if value is None else Constant(node.at, node.type, value)
    if type_ == BOOL:
        return Constant(node.at, BOOL, not operand.value)
    return Constant(node.at, node.type, int(operand.value) ^ type_.high)


def _operation(node: Operation, leaf: Leaf) -> Expression:
    """The left spine of a + b + c + ... is walked in a loop: it may be long."""
    spine = [node]
    while isinstance(spine[-1].left, Operation):
        spine.append(spine[-1].left)
    left = known(spine[-1].left, leaf)
    for step in reversed(spine):
        right = known(step.right, leaf)
        if not isinstance(left, Constant) or not isinstance(right, Constant):
            return node
        value = _combined(step, left, right)
        if value is None:
            return node
        left = Constant(step.at, step.type, value)
    return left


def _combined(node: Operation, left: Constant, right: Constant) -> Value | None:
    left_type, right_type = elementary_of(left.type), elementary_of(right.type)
    result = elementary_of(node.type)
    if left_type is None or right_type is None or result is None:
        return None
    if left_type.is_time and right_type.is_number:
        return _scaled(node.operator, int(left.value), right.value)
    if node.operator in ("/", "MOD") and right.value == 0:
        return None
    if left_type.is_time and node.operator in ("+", "-"):
        value = fold(node.operator, LINT, left.value, right.value)
        return None if value is None else _on_calendar(result, int(value))
    return fold(node.operator, left_type, left.value, right.value)


def _scaled(operator: str, duration_ns: int, factor: Value) -> int | None:
    if operator == "/" and factor == 0:
        return None
    if isinstance(factor, float):
        exact = duration_ns * factor if operator == "*" else duration_ns / factor
        return _rounded(LINT, exact, truncate=False)
    value = fold(operator, LINT, duration_ns, factor)
    return None if value is None else int(value)


def _conversion(node: Conversion, operand: Expression) -> Expression:
    target = node.type
    if isinstance(operand, StringConstant):
        return _from_text(node, operand)
    source = elementary_of(operand.type)
    if not isinstance(operand, Constant) or source is None:
        return node
    if isinstance(target, StringType):
        if source.is_character:
            characters = _as_width(chr(int(operand.value)), target.wide)
        else:
            characters = written(source, operand.value)
        return StringConstant(node.at, target, characters)
    if not isinstance(target, Elementary):
        return node
    return Constant(node.at, target, converted_value(source, target, operand.value, node.truncate))


def _from_text(node: Conversion, operand: StringConstant) -> Expression:
    target = node.type
    if isinstance(target, StringType):
        characters = _as_width(operand.characters, target.wide)
        return StringConstant(node.at, target, characters)
    if not isinstance(target, Elementary):
        return node
    if target.is_character:
        first = _as_width(operand.characters[:1] or "\0", target == WCHAR)
        return Constant(node.at, target, ord(first))
    return Constant(node.at, target, read(target, operand.characters))


def _as_width(characters: str, wide: bool) -> str:
    return characters if wide else "".join(c if ord(c) < 256 else "?" for c in characters)


def converted_value(source: Elementary, target: Elementary, value: Value, truncate: bool) -> Value:
    """A value as one of another elementary type; see lowering/conversions.py."""
    if target == BOOL:
        return value != 0
    if source.is_time and not target.is_time:
        unit = _UNITS_NS.get(source.name, 1)
        if not target.is_real:
            count = abs(int(value)) // unit
            return wrapped(target, -count if value < 0 else count)
        value, source = int(value) / unit, LREAL
    if target.is_time:
        return _on_calendar(target, _as_ns(source, target, value))
    if target.is_real:
        if target.bits == 64:
            return float(value)
        return to_single(value) if isinstance(value, float) else _single_of(int(value))
    if isinstance(value, float):
        return _rounded(target, value, truncate)
    if (source, target) == (WCHAR, CHAR) and value > 255:
        return ord("?")
    return wrapped(target, int(value))


def _as_ns(source: Elementary, target: Elementary, value: Value) -> int:
    if source.is_time:
        return int(value)
    unit = _UNITS_NS.get(target.name, 1)
    if isinstance(value, float):
        return _rounded(LINT, value * unit, truncate=False)
    return wrapped(LINT, int(value) * unit)


def _on_calendar(type_: Elementary, value_ns: int) -> int:
    if type_.family is Family.TIME_OF_DAY:
        return value_ns % DAY_NS
    if type_.family is Family.DATE:
        return wrapped(LINT, value_ns - value_ns % DAY_NS)
    return value_ns


def _single_of(value: int) -> float:
    """The nearest 32-bit float of an integer, rounded once, half to even."""
    shift = max(value.bit_length() - 24, 0)
    kept, rest = value >> shift, value & ((1 << shift) - 1)
    half = (1 << shift) >> 1
    if shift and (rest > half or (rest == half and kept % 2)):
        kept += 1
    return float(kept << shift)


def _rounded(type_: Elementary, value: float, truncate: bool) -> int:
    if math.isnan(value):
        return 0
    limited = max(min(value, 2.0**70), -(2.0**70))
    whole = math.trunc(limited) if truncate else round(limited)
    return max(min(whole, type_.high), type_.low)
