"""Arithmetic of durations, dates and times of day: IEC 61131-3:2013 Table 35."""

from __future__ import annotations

from trainlab.core.message import Text
from trainlab.plc.analysis.constants import wrapped
from trainlab.plc.analysis.conversions import literal_as, settled, widened
from trainlab.plc.analysis.operands import bad_operand, mixed, operand_type, operation, unified
from trainlab.plc.analysis.scope import MeaningStop, Scope
from trainlab.plc.date_literals import DAY_NS
from trainlab.plc.problems import types as wrong
from trainlab.plc.typed import Constant, Expression, Operation
from trainlab.plc.types import (
    ELEMENTARY,
    LINT,
    LREAL,
    LTIME,
    REAL_LITERAL,
    TIME,
    Elementary,
    Family,
    common_type,
)

_DURATIONS = Text(
    "durations can be added, subtracted, compared, and multiplied or divided by a number",
    "时间可以相加、相减、比较，也可以乘以或除以一个数",
)
_DATES = Text(
    "a TIME can be added to a TOD or DT or taken from it, and two of a kind subtracted and compared; "
    "DATE_TO_DT(...) makes a DT of a DATE",
    "TOD 或 DT 可以加减 TIME，同类的两个值可以相减和比较；DATE_TO_DT(...) 可把 DATE 转换为 DT",
)


def with_times(
    scope: Scope, symbol: str, left: Expression, right: Expression, at: int
) -> Expression:
    """left symbol right, one of which is a duration, a date or a time of day."""
    left_type = operand_type(scope, left, symbol)
    right_type = operand_type(scope, right, symbol)
    if left_type.is_calendar or right_type.is_calendar:
        return _with_dates(scope, symbol, left, right, at)
    if symbol in ("+", "-") and left_type.family is right_type.family:
        left, right = unified(scope, symbol, left, right, at)
        return operation(scope, symbol, operand_type(scope, left, symbol), left, right, at)
    if symbol == "*" and right_type.family is Family.TIME:
        left, right, left_type, right_type = right, left, right_type, left_type
    if symbol in ("*", "/") and left_type.family is Family.TIME and right_type.is_number:
        factor = _factor(scope, right)
        if symbol == "/" and isinstance(factor, Constant) and factor.value == 0:
            raise scope.stop(wrong.DIVISION_BY_ZERO, at)
        return Operation(at, left_type, symbol, left, factor)
    culprit = left if left_type.family is Family.TIME else right
    if symbol in ("+", "-"):
        raise mixed(scope, symbol, left, right, at)
    raise bad_operand(scope, culprit, symbol, at, _DURATIONS)


def _factor(scope: Scope, value: Expression) -> Expression:
    """T#1s * 0.3 is 300 ms: the number is not rounded to a REAL first."""
    if isinstance(value, Constant) and value.type == REAL_LITERAL:
        return literal_as(scope, value, LREAL)
    return settled(scope, value)


def _with_dates(
    scope: Scope, symbol: str, left: Expression, right: Expression, at: int
) -> Expression:
    """TOD + TIME, DT + TIME, and the difference of two of a kind; see ADD_TOD_TIME and the like."""
    left_type = operand_type(scope, left, symbol)
    right_type = operand_type(scope, right, symbol)
    if symbol == "+" and left_type.family is Family.TIME:
        left, right, left_type, right_type = right, left, right_type, left_type
    if symbol == "-" and left_type.family is right_type.family:
        left, right = unified(scope, symbol, left, right, at)
        is_long = operand_type(scope, left, symbol).name.startswith("L")
        return _moved(symbol, LTIME if is_long else TIME, left, right, at)
    movable = left_type.family in (Family.TIME_OF_DAY, Family.DATE_AND_TIME)
    if symbol in ("+", "-") and movable and right_type.family is Family.TIME:
        if right_type == LTIME:
            left = widened(left, _long(left_type))
        return _moved(symbol, operand_type(scope, left, symbol), left, right, at)
    raise _refused(scope, symbol, left, right, at)


def _long(type_: Elementary) -> Elementary:
    common = common_type(type_, ELEMENTARY[f"L{type_.name.removeprefix('L')}"])
    assert common is not None
    return common


def _moved(
    symbol: str, type_: Elementary, left: Expression, right: Expression, at: int
) -> Expression:
    """The sum or difference; a time of day goes on at midnight from the start."""
    if not isinstance(left, Constant) or not isinstance(right, Constant):
        return Operation(at, type_, symbol, left, right)
    step = int(right.value) if symbol == "+" else -int(right.value)
    value = int(left.value) + step
    value = value % DAY_NS if type_.family is Family.TIME_OF_DAY else wrapped(LINT, value)
    return Constant(at, type_, value)


def _refused(
    scope: Scope, symbol: str, left: Expression, right: Expression, at: int
) -> MeaningStop:
    culprit = left if operand_type(scope, left, symbol).is_calendar else right
    return bad_operand(scope, culprit, symbol, at, _DATES)
