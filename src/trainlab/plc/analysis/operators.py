"""What operators mean for the types of their operands: IEC 61131-3:2013 Tables 28 to 35, 71."""

from __future__ import annotations

import math

from trainlab.core.message import Message, Text
from trainlab.plc.analysis.constants import fold
from trainlab.plc.analysis.conversions import (
    conversion_text,
    literal_adapts,
    literal_as,
    settled,
    widened,
)
from trainlab.plc.analysis.scope import MeaningStop, Scope
from trainlab.plc.problems import types as wrong
from trainlab.plc.typed import Constant, Expression, Negation, Operation, Shortcut, Standard
from trainlab.plc.types import (
    BOOL,
    LREAL,
    REAL,
    REAL_LITERAL,
    Elementary,
    EnumType,
    Family,
    common_type,
    converts_implicitly,
    elementary_of,
)

COMPARISONS = ("=", "<>", "<", ">", "<=", ">=")
_LARGEST_LITERAL = 1 << 128

_NUMBERS_ONLY = Text(
    "arithmetic needs numbers: convert first, for example {conversion}",
    "算术运算只能用于数，请先转换，例如 {conversion}",
)
_BITS_ONLY = Text(
    "AND, OR, XOR and NOT need BOOL or bits: compare first (x > 0), or convert with {conversion}",
    "AND、OR、XOR、NOT 只能用于 BOOL 或位串：请先比较（x > 0），或用 {conversion} 转换",
)
_INTEGERS_ONLY = Text("MOD needs integers", "MOD 只能用于整数")
_DURATIONS = Text(
    "durations can be added, subtracted, compared, and multiplied or divided by a number",
    "时间可以相加、相减、比较，也可以乘以或除以一个数",
)
_NO_ORDER = Text("enumerations can be compared with = and <> only", "枚举只能用 = 和 <> 比较")
_SIGNED_ONLY = Text("convert to a signed type first", "请先转换为有符号类型")
_SINGLE_VALUES = Text("use one of its elements", "请使用它的某个元素")


def operand_type(scope: Scope, value: Expression, symbol: str) -> Elementary:
    """The elementary type of an operand; a diagnostic for arrays, structures and instances."""
    type_ = elementary_of(value.type)
    if type_ is None:
        raise scope.stop(
            wrong.WRONG_OPERAND, value.at, operator=symbol, type=value.type, advice=_SINGLE_VALUES
        )
    return type_


def _bad_operand(
    scope: Scope, value: Expression, symbol: str, at: int, advice: Text | Message
) -> MeaningStop:
    return scope.stop(wrong.WRONG_OPERAND, at, operator=symbol, type=value.type, advice=advice)


def combined(scope: Scope, symbol: str, left: Expression, right: Expression, at: int) -> Expression:
    """left symbol right."""
    left_type = operand_type(scope, left, symbol)
    right_type = operand_type(scope, right, symbol)
    if symbol in COMPARISONS:
        return _comparison(scope, symbol, left, right, at)
    if symbol in ("AND", "OR", "XOR", "AND_THEN", "OR_ELSE"):
        return _logic(scope, symbol, left, right, at)
    if Family.TIME in (left_type.family, right_type.family):
        return _with_durations(scope, symbol, left, right, at)
    for value, type_ in ((left, left_type), (right, right_type)):
        if not type_.is_number:
            unsigned = {8: "USINT", 16: "UINT", 32: "UDINT", 64: "ULINT"}.get(type_.bits, "INT")
            advice = _NUMBERS_ONLY.fill(conversion=f"{type_}_TO_{unsigned}(...)")
            raise _bad_operand(scope, value, symbol, at, advice)
    if symbol == "**":
        return _power(scope, left, right, at)
    left, right = unified(scope, symbol, left, right, at)
    type_ = operand_type(scope, left, symbol)
    if symbol == "MOD" and not type_.is_integer:
        raise _bad_operand(scope, left, symbol, at, _INTEGERS_ONLY)
    return _operation(scope, symbol, type_, left, right, at)


def _operation(
    scope: Scope, symbol: str, type_: Elementary, left: Expression, right: Expression, at: int
) -> Expression:
    """An operation on operands of one type, done now where both are known."""
    result_type = BOOL if symbol in COMPARISONS else type_
    if symbol in ("/", "MOD") and isinstance(right, Constant) and right.value == 0:
        raise scope.stop(wrong.DIVISION_BY_ZERO, at)
    if isinstance(left, Constant) and isinstance(right, Constant):
        value = fold(symbol, type_, left.value, right.value)
        if value is not None:
            too_large = type_.is_literal and abs(value) > _LARGEST_LITERAL
            if too_large or (isinstance(value, float) and not math.isfinite(value)):
                raise scope.stop(
                    wrong.NUMBER_TOO_LARGE, at, value="...", type="LREAL", low="", high=""
                )
            return Constant(left.at, result_type, value)
        left, right = settled(scope, left), settled(scope, right)
        if not isinstance(result_type, Elementary) or result_type.is_literal:
            result_type = operand_type(scope, left, symbol)
    return Operation(at, result_type, symbol, left, right)


def unified(
    scope: Scope, symbol: str, left: Expression, right: Expression, at: int
) -> tuple[Expression, Expression]:
    """Both operands as their narrowest common type; untyped numbers take the other's type."""
    left_type = operand_type(scope, left, symbol)
    right_type = operand_type(scope, right, symbol)
    if left_type == right_type:
        return left, right
    if left_type.is_literal and right_type.is_literal:
        return _as_real_literal(left), _as_real_literal(right)
    if left_type.is_literal and isinstance(left, Constant):
        target = _literal_target(left_type, right_type)
        if target is None:
            raise _mixed(scope, symbol, left, right, at)
        return literal_as(scope, left, target), widened(right, target)
    if right_type.is_literal and isinstance(right, Constant):
        target = _literal_target(right_type, left_type)
        if target is None:
            raise _mixed(scope, symbol, left, right, at)
        return widened(left, target), literal_as(scope, right, target)
    common = common_type(left_type, right_type)
    if common is None:
        raise _mixed(scope, symbol, left, right, at)
    return widened(left, common), widened(right, common)


def _literal_target(literal: Elementary, other: Elementary) -> Elementary | None:
    """The type in which a number meets a typed operand: 2 and INT in INT, 2.5 and INT in REAL."""
    if literal_adapts(literal, other):
        return other
    if literal.is_real and other.is_integer:
        return common_type(other, REAL) or common_type(other, LREAL)
    return None


def _as_real_literal(value: Expression) -> Expression:
    if isinstance(value, Constant) and isinstance(value.value, int):
        return Constant(value.at, REAL_LITERAL, float(value.value))
    return value


def _mixed(scope: Scope, symbol: str, left: Expression, right: Expression, at: int) -> MeaningStop:
    return scope.stop(
        wrong.MIXED_OPERANDS,
        at,
        operator=symbol,
        left=left.type,
        right=right.type,
        conversion=conversion_text(right.type, left.type)
        if not _is_literal(left)
        else conversion_text(left.type, right.type),
    )


def _is_literal(value: Expression) -> bool:
    return isinstance(value.type, Elementary) and value.type.is_literal


def _comparison(
    scope: Scope, symbol: str, left: Expression, right: Expression, at: int
) -> Expression:
    for one, other in ((left, right), (right, left)):
        if isinstance(one.type, EnumType):
            if other.type != one.type:
                raise _mixed(scope, symbol, left, right, at)
            if symbol not in ("=", "<>"):
                raise _bad_operand(scope, one, symbol, at, _NO_ORDER)
    left, right = unified(scope, symbol, left, right, at)
    type_ = operand_type(scope, left, symbol)
    known = isinstance(left, Constant) or isinstance(right, Constant)
    if symbol in ("=", "<>") and type_.is_real and not known:
        scope.warn(wrong.LOSES_PRECISION, at)
    return _operation(scope, symbol, type_, left, right, at)


def _logic(scope: Scope, symbol: str, left: Expression, right: Expression, at: int) -> Expression:
    for value in (left, right):
        type_ = operand_type(scope, value, symbol)
        if not type_.is_bits and not (type_.is_literal and type_.is_integer):
            bits = {8: "BYTE", 16: "WORD", 32: "DWORD", 64: "LWORD"}.get(type_.bits, "WORD")
            advice = _BITS_ONLY.fill(conversion=f"{type_}_TO_{bits}(...)")
            raise _bad_operand(scope, value, symbol, at, advice)
    if _is_literal(left) and _is_literal(right):
        left, right = literal_as(scope, left, BOOL), literal_as(scope, right, BOOL)  # type: ignore[arg-type]
    left, right = unified(scope, symbol, left, right, at)
    type_ = operand_type(scope, left, symbol)
    if symbol in ("AND_THEN", "OR_ELSE"):
        if type_ != BOOL:
            raise scope.stop(wrong.NOT_BOOL, at, type=type_, text="x")
        return Shortcut(at, BOOL, symbol, left, right)
    return _operation(scope, symbol, type_, left, right, at)


def _with_durations(
    scope: Scope, symbol: str, left: Expression, right: Expression, at: int
) -> Expression:
    """TIME + TIME, TIME - TIME, TIME * number, TIME / number (Table 35)."""
    left_type = operand_type(scope, left, symbol)
    right_type = operand_type(scope, right, symbol)
    if symbol in ("+", "-") and left_type.family is right_type.family:
        left, right = unified(scope, symbol, left, right, at)
        return _operation(scope, symbol, operand_type(scope, left, symbol), left, right, at)
    if symbol == "*" and right_type.family is Family.TIME:
        left, right, left_type, right_type = right, left, right_type, left_type
    if symbol in ("*", "/") and left_type.family is Family.TIME and right_type.is_number:
        factor = settled(scope, right)
        if symbol == "/" and isinstance(factor, Constant) and factor.value == 0:
            raise scope.stop(wrong.DIVISION_BY_ZERO, at)
        return Operation(at, left_type, symbol, left, factor)
    culprit = left if left_type.family is Family.TIME else right
    if symbol in ("+", "-"):
        raise _mixed(scope, symbol, left, right, at)
    raise _bad_operand(scope, culprit, symbol, at, _DURATIONS)


def _power(scope: Scope, base: Expression, exponent: Expression, at: int) -> Expression:
    """base ** exponent: the base is a real (an integer becomes one), the exponent any number."""
    base, exponent = as_real(scope, base, at), settled(scope, exponent)
    type_ = operand_type(scope, base, "**")
    if isinstance(exponent.type, Elementary) and exponent.type.is_integer:
        return Standard(at, type_, "EXPT", (base, exponent))
    if isinstance(exponent, Constant):
        exponent = literal_as(scope, exponent, type_)
        return Standard(at, type_, "EXPT", (base, exponent))
    base, exponent = unified(scope, "**", base, exponent, at)
    return Standard(at, base.type, "EXPT", (base, exponent))


def as_real(scope: Scope, value: Expression, at: int) -> Expression:
    """A number as REAL, or LREAL where REAL does not hold it by itself."""
    if isinstance(value, Constant) and _is_literal(value):
        return literal_as(scope, value, REAL)
    type_ = operand_type(scope, value, "REAL")
    for target in (REAL, LREAL):
        if converts_implicitly(type_, target):
            return widened(value, target)
    raise scope.stop(
        wrong.CANNOT_ASSIGN,
        at,
        source=type_,
        target=LREAL,
        name="IN",
        conversion=conversion_text(type_, LREAL),
    )


def negated(scope: Scope, symbol: str, value: Expression, at: int) -> Expression:
    """-x or NOT x."""
    type_ = operand_type(scope, value, symbol)
    if symbol == "NOT":
        return _inverted(scope, value, type_, at)
    if not (type_.is_number or type_.family is Family.TIME):
        advice = _NUMBERS_ONLY.fill(conversion=f"{type_}_TO_INT(...)")
        raise _bad_operand(scope, value, symbol, at, advice)
    if type_.family is Family.UNSIGNED:
        raise _bad_operand(scope, value, symbol, at, _SIGNED_ONLY)
    if isinstance(value, Constant):
        if type_.is_literal or type_.is_real:
            return Constant(at, type_, -value.value)
        folded = fold("-", type_, 0, value.value)
        if folded is not None:
            return Constant(at, type_, folded)
    return Negation(at, type_, "-", value)


def _inverted(scope: Scope, value: Expression, type_: Elementary, at: int) -> Expression:
    if type_.is_literal and isinstance(value, Constant) and type_.is_integer:
        value = literal_as(scope, value, BOOL)
        type_ = BOOL
    if not type_.is_bits:
        bits = {8: "BYTE", 16: "WORD", 32: "DWORD", 64: "LWORD"}.get(type_.bits, "WORD")
        advice = _BITS_ONLY.fill(conversion=f"{type_}_TO_{bits}(...)")
        raise _bad_operand(scope, value, "NOT", at, advice)
    if isinstance(value, Constant):
        if type_ == BOOL:
            return Constant(at, type_, not value.value)
        return Constant(at, type_, int(value.value) ^ type_.high)
    return Negation(at, type_, "NOT", value)
