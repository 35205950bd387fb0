"""Functions of durations, dates and times of day: IEC 61131-3:2013 Tables 35 and 36."""

from __future__ import annotations

from trainlab.core.message import Text
from trainlab.plc.analysis.constants import wrapped
from trainlab.plc.analysis.conversions import coerced, settled
from trainlab.plc.analysis.operands import bad_operand, operand_type
from trainlab.plc.analysis.operators import combined
from trainlab.plc.analysis.scope import Scope
from trainlab.plc.typed import Constant, Expression, Operation, Standard
from trainlab.plc.types import ELEMENTARY, INT, LINT, Elementary

# Operator, and the types of the two inputs; "" is any number.
_ARITHMETIC = {
    "ADD_TIME": "+ TIME TIME", "ADD_LTIME": "+ LTIME LTIME", "ADD_TOD_TIME": "+ TOD TIME",
    "ADD_LTOD_LTIME": "+ LTOD LTIME", "ADD_DT_TIME": "+ DT TIME", "ADD_LDT_LTIME": "+ LDT LTIME",
    "SUB_TIME": "- TIME TIME", "SUB_LTIME": "- LTIME LTIME", "SUB_DATE_DATE": "- DATE DATE",
    "SUB_LDATE_LDATE": "- LDATE LDATE", "SUB_TOD_TIME": "- TOD TIME",
    "SUB_LTOD_LTIME": "- LTOD LTIME", "SUB_TOD_TOD": "- TOD TOD", "SUB_LTOD_LTOD": "- LTOD LTOD",
    "SUB_DT_TIME": "- DT TIME", "SUB_LDT_LTIME": "- LDT LTIME", "SUB_DT_DT": "- DT DT",
    "SUB_LDT_LDT": "- LDT LDT", "MUL_TIME": "* TIME", "MUL_LTIME": "* LTIME", "MULTIME": "* TIME",
    "DIV_TIME": "/ TIME", "DIV_LTIME": "/ LTIME", "DIVTIME": "/ TIME",
}  # fmt: skip
_JOINED = {
    "CONCAT_DATE_TOD": ("DT", "DATE", "TOD"), "CONCAT_DATE_LTOD": ("LDT", "DATE", "LTOD"),
    "CONCAT_LDATE_LTOD": ("LDT", "LDATE", "LTOD"),
}  # fmt: skip
_BUILT = {
    "CONCAT_DATE": "DATE", "CONCAT_LDATE": "LDATE", "CONCAT_TOD": "TOD", "CONCAT_LTOD": "LTOD", "CONCAT_DT": "DT",
    "CONCAT_LDT": "LDT",
}  # fmt: skip
TIME_FUNCTIONS = frozenset({*_ARITHMETIC, *_JOINED, *_BUILT, "DAY_OF_WEEK"})
_NEEDS_INTEGER = Text("it needs an integer here", "此处需要整数")


def time_call(scope: Scope, name: str, values: list[Expression], at: int) -> Expression:
    """The call of one of TIME_FUNCTIONS with its arguments in the order of its parameters."""
    if name in _ARITHMETIC:
        symbol, *types = _ARITHMETIC[name].split()
        given = [*map(ELEMENTARY.__getitem__, types), None][:2]
        left, right = (
            value if type_ is None else coerced(scope, value, type_, parameter, value.at)
            for value, type_, parameter in zip(values, given, ("IN1", "IN2"), strict=True)
        )
        return combined(scope, symbol, left, right, at)
    if name in _JOINED:
        result, first, second = (ELEMENTARY[part] for part in _JOINED[name])
        day = coerced(scope, values[0], first, "IN1", values[0].at)
        clock = coerced(scope, values[1], second, "IN2", values[1].at)
        return _joined(result, day, clock, at)
    if name == "DAY_OF_WEEK":
        return Standard(at, INT, name, (coerced(scope, values[0], ELEMENTARY["LDATE"], "IN", at),))
    numbers = tuple(_integer(scope, name, value) for value in values)
    return Standard(at, ELEMENTARY[_BUILT[name]], name, numbers)


def _joined(result: Elementary, day: Expression, clock: Expression, at: int) -> Expression:
    if isinstance(day, Constant) and isinstance(clock, Constant):
        return Constant(at, result, wrapped(LINT, int(day.value) + int(clock.value)))
    return Operation(at, result, "+", day, clock)


def _integer(scope: Scope, name: str, value: Expression) -> Expression:
    value = settled(scope, value)
    if not operand_type(scope, value, name).is_integer:
        raise bad_operand(scope, value, name, value.at, _NEEDS_INTEGER)
    return value
