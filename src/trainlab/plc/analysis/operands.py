"""Operands: their elementary types, the type that two of them meet in, and operations on it."""

from __future__ import annotations

import math

from trainlab.core.message import Message, Text
from trainlab.plc.analysis.constants import fold
from trainlab.plc.analysis.conversions import (
    conversion_text,
    literal_adapts,
    literal_advice,
    literal_as,
    settled,
    warn_of_division,
    widened,
)
from trainlab.plc.analysis.members import WRITE_MEMBER, member_for_operator
from trainlab.plc.analysis.scope import MeaningStop, Scope
from trainlab.plc.problems import types as wrong
from trainlab.plc.typed import Constant, Expression, Operation
from trainlab.plc.types import (
    BOOL,
    LREAL,
    REAL,
    REAL_LITERAL,
    ULINT,
    Elementary,
    StringType,
    common_type,
    converts_implicitly,
    elementary_of,
    wider_types,
)

COMPARISONS = ("=", "<>", "<", ">", "<=", ">=")
_LARGEST_LITERAL = 1 << 128
# What would be rounded to 2**128, the first number that a REAL cannot hold.
_LEAST_BEYOND_REAL = (1 << 128) - (1 << 103)

_THE_RESULT = Text("the result", "结果")
_SINGLE_VALUES = Text("use one of its elements", "请使用它的某个元素")
_NOT_FOR_TEXT = Text(
    "texts can be compared; CONCAT(a, b) joins them, LEFT, MID, FIND and so on take them apart, "
    "STRING_TO_INT(...) and the like make numbers of them",
    "字符串可以比较；用 CONCAT(a, b) 连接，用 LEFT、MID、FIND 等截取和查找，用 STRING_TO_INT(...) 等转换为数",
)


def operand_type(scope: Scope, value: Expression, symbol: str) -> Elementary:
    """The elementary type of an operand; a diagnostic for texts, arrays, structures, instances."""
    type_ = elementary_of(value.type)
    if type_ is None:
        advice: Text | Message = _SINGLE_VALUES
        if isinstance(value.type, StringType):
            advice = _NOT_FOR_TEXT
        elif member := member_for_operator(value, symbol):
            advice = WRITE_MEMBER.fill(member=member)
        raise bad_operand(scope, value, symbol, value.at, advice)
    return type_


def bad_operand(
    scope: Scope, value: Expression, symbol: str, at: int, advice: Text | Message
) -> MeaningStop:
    """Notes that an operator or function cannot take such a value."""
    return scope.stop(wrong.WRONG_OPERAND, at, operator=symbol, type=value.type, advice=advice)


def operation(
    scope: Scope, symbol: str, type_: Elementary, left: Expression, right: Expression, at: int
) -> Expression:
    """An operation on operands of one type, done now where both are known."""
    result_type = BOOL if symbol in COMPARISONS else type_
    if symbol in ("/", "MOD") and isinstance(right, Constant) and right.value == 0:
        raise scope.stop(wrong.DIVISION_BY_ZERO, at)
    if isinstance(left, Constant) and isinstance(right, Constant):
        value = fold(symbol, type_, left.value, right.value)
        if value is not None:
            too_large = (
                isinstance(value, int) and type_.is_literal and abs(value) > _LARGEST_LITERAL
            )
            if too_large or (isinstance(value, float) and not math.isfinite(value)):
                raise scope.stop(
                    wrong.NUMBER_TOO_LARGE,
                    at,
                    value=_THE_RESULT,
                    type=LREAL if isinstance(value, float) else ULINT,
                    low="-1.7E308" if isinstance(value, float) else ULINT.low,
                    high="1.7E308" if isinstance(value, float) else ULINT.high,
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
        target = _literal_target(left, right_type)
        if target is None:
            raise mixed(scope, symbol, left, right, at)
        warn_of_division(scope, right, target)
        return literal_as(scope, left, target), widened(right, target)
    if right_type.is_literal and isinstance(right, Constant):
        target = _literal_target(right, left_type)
        if target is None:
            raise mixed(scope, symbol, left, right, at)
        warn_of_division(scope, left, target)
        return widened(left, target), literal_as(scope, right, target)
    common = common_type(left_type, right_type)
    if common is None:
        raise mixed(scope, symbol, left, right, at)
    for value in (left, right):
        if value.type != common:
            warn_of_division(scope, value, common)
    return widened(left, common), widened(right, common)


def _literal_target(number: Constant, other: Elementary) -> Elementary | None:
    """The type in which a number meets a typed operand: 2 and INT in INT, 40000 and INT in DINT, 2.5
    and INT in REAL."""
    literal = number.type
    assert isinstance(literal, Elementary)
    if literal_adapts(literal, other):
        wider = wider_types(other) if other != BOOL else ()
        return next((type_ for type_ in (other, *wider) if _holds(type_, number)), other)
    if literal.is_real and other.is_integer:
        return common_type(other, REAL) or common_type(other, LREAL)
    return None


def _holds(type_: Elementary, number: Constant) -> bool:
    if not type_.is_real:
        return type_.low <= number.value <= type_.high
    return type_.bits == 64 or abs(number.value) < _LEAST_BEYOND_REAL


def _as_real_literal(value: Expression) -> Expression:
    if isinstance(value, Constant) and isinstance(value.value, int):
        return Constant(value.at, REAL_LITERAL, float(value.value))
    return value


def mixed(scope: Scope, symbol: str, left: Expression, right: Expression, at: int) -> MeaningStop:
    """Notes that two types do not go together."""
    return scope.stop(
        wrong.MIXED_OPERANDS,
        at,
        operator=symbol,
        left=left.type,
        right=right.type,
        conversion=literal_advice(right, left.type)
        or literal_advice(left, right.type)
        or (
            conversion_text(left.type, right.type)
            if is_literal(left) or _is_real(right)
            else conversion_text(right.type, left.type)
        ),
    )


def _is_real(value: Expression) -> bool:
    type_ = elementary_of(value.type)
    return type_ is not None and type_.is_real


def is_literal(value: Expression) -> bool:
    """Whether it is a number whose type its surroundings decide."""
    return isinstance(value.type, Elementary) and value.type.is_literal


def as_real(scope: Scope, value: Expression, at: int) -> Expression:
    """A number as REAL, or LREAL where REAL does not hold it by itself."""
    if isinstance(value, Constant) and is_literal(value):
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
