"""Operators in exact IEC arithmetic: integers wrap, a REAL is a 32-bit float at every step."""

from __future__ import annotations

from trainlab.plc.lowering.conversions import as_double, double_as_integer
from trainlab.plc.lowering.dates import on_calendar
from trainlab.plc.lowering.ir import base_of, register_type
from trainlab.plc.lowering.keeping import kept
from trainlab.plc.lowering.routine import Routine
from trainlab.plc.lowering.texts import text_comparison
from trainlab.plc.problems import running
from trainlab.plc.typed import Constant, Negation, Operation
from trainlab.plc.types import BOOL, LINT, Elementary, Family, StringType, Type

_REAL = {"+": "fadd", "-": "fsub", "*": "fmul", "/": "fdiv"}
_INTEGER = {"+": "add", "-": "sub", "*": "mul", "AND": "and", "OR": "or", "XOR": "xor"}
_REAL_COMPARISON = {"=": "oeq", "<>": "une", "<": "olt", ">": "ogt", "<=": "ole", ">=": "oge"}
_COMPARISON = {"=": "eq", "<>": "ne", "<": "lt", ">": "gt", "<=": "le", ">=": "ge"}


def operation(routine: Routine, node: Operation, left: str) -> str:
    """left operator right, where the left operand is known already."""
    left = kept(routine, node.left, left, (node.right,))
    right = routine.value(node.right)
    if node.operator in _COMPARISON:
        return comparison(routine, node.operator, node.left.type, left, right)
    left_type, right_type = base_of(node.left.type), base_of(node.right.type)
    if left_type.family is Family.TIME and right_type.is_number:
        return _scaled_duration(routine, node, left, right, right_type)
    type_ = register_type(left_type)
    text = routine.text
    if left_type.is_real:
        if node.operator == "/":
            _refuse_zero(routine, node, text.value(f"fcmp oeq {type_} {right}, 0.0"))
        return text.value(f"{_REAL[node.operator]} {type_} {left}, {right}")
    if node.operator in ("/", "MOD"):
        return _division(routine, node, left_type, left, right)
    result = text.value(f"{_INTEGER[node.operator]} {type_} {left}, {right}")
    if base_of(node.type).is_calendar:
        return on_calendar(routine, result, base_of(node.type).family)
    return result


def comparison(routine: Routine, symbol: str, type_: Type, left: str, right: str) -> str:
    """left symbol right, both of one type, or texts of any lengths."""
    if isinstance(type_, StringType):
        return text_comparison(routine, symbol, type_, left, right)
    register, base = register_type(type_), base_of(type_)
    if base.is_real:
        return routine.text.value(f"fcmp {_REAL_COMPARISON[symbol]} {register} {left}, {right}")
    condition = _COMPARISON[symbol]
    if condition not in ("eq", "ne"):
        condition = ("s" if base.is_signed else "u") + condition
    return routine.text.value(f"icmp {condition} {register} {left}, {right}")


def _refuse_zero(routine: Routine, node: Operation, is_zero: str) -> None:
    if not isinstance(node.right, Constant):
        routine.stop_if(is_zero, running.DIVIDED_BY_ZERO, node.at)


def _division(routine: Routine, node: Operation, type_: Elementary, left: str, right: str) -> str:
    """Quotient towards zero, or remainder with the dividend's sign (Table 29).

    The least integer divided by -1 wraps to itself, as everywhere in integer arithmetic.
    """
    register = register_type(type_)
    text = routine.text
    _refuse_zero(routine, node, text.value(f"icmp eq {register} {right}, 0"))
    if not type_.is_signed:
        instruction = "udiv" if node.operator == "/" else "urem"
        return text.value(f"{instruction} {register} {left}, {right}")
    instruction = "sdiv" if node.operator == "/" else "srem"
    if isinstance(node.right, Constant) and node.right.value != -1:
        return text.value(f"{instruction} {register} {left}, {right}")
    is_minus_one = text.value(f"icmp eq {register} {right}, -1")
    safe = text.value(f"select i1 {is_minus_one}, {register} 1, {register} {right}")
    usual = text.value(f"{instruction} {register} {left}, {safe}")
    turned = text.value(f"sub {register} 0, {left}") if node.operator == "/" else "0"
    return text.value(f"select i1 {is_minus_one}, {register} {turned}, {register} {usual}")


def _scaled_duration(
    routine: Routine, node: Operation, left: str, right: str, right_type: Elementary
) -> str:
    """TIME * number, TIME / number; with a real, rounded to the nanosecond."""
    text = routine.text
    if not right_type.is_real:
        factor = routine.as_i64(right_type, right)
        if node.operator == "*":
            return text.value(f"mul i64 {left}, {factor}")
        return _division(routine, node, LINT, left, factor)
    duration = text.value(f"sitofp i64 {left} to double")
    factor = as_double(routine, right, right_type)
    if node.operator == "/":
        _refuse_zero(routine, node, text.value(f"fcmp oeq double {factor}, 0.0"))
    instruction = "fmul" if node.operator == "*" else "fdiv"
    exact = text.value(f"{instruction} double {duration}, {factor}")
    whole = routine.library("llvm.rint.f64", "double", ("double", exact))
    return double_as_integer(routine, whole, LINT)


def negation(routine: Routine, node: Negation, operand: str) -> str:
    """-x or NOT x."""
    type_ = base_of(node.type)
    register = register_type(type_)
    if node.operator == "NOT":
        ones = "true" if type_ == BOOL else "-1"
        return routine.text.value(f"xor {register} {operand}, {ones}")
    if type_.is_real:
        return routine.text.value(f"fneg {register} {operand}")
    return routine.text.value(f"sub {register} 0, {operand}")
