"""Calls of the standard functions, overloaded over types as IEC 61131-3:2013 clause 6.6.2 says."""

from __future__ import annotations

from itertools import pairwise

from trainlab.core.message import Text
from trainlab.plc import syntax
from trainlab.plc.analysis.arguments import standard_operands
from trainlab.plc.analysis.conversion_calls import conversion_call
from trainlab.plc.analysis.conversion_names import conversion_named
from trainlab.plc.analysis.conversions import (
    coerced,
    literal_adapts,
    literal_as,
    settled,
)
from trainlab.plc.analysis.operands import as_real, bad_operand, is_literal, operand_type, unified
from trainlab.plc.analysis.operators import combined, negated
from trainlab.plc.analysis.scope import Scope, start_of
from trainlab.plc.analysis.standard_names import PARAMETERS, TEXT_FUNCTIONS
from trainlab.plc.analysis.text_fitting import is_text, is_wide
from trainlab.plc.analysis.text_functions import text_call
from trainlab.plc.analysis.texts import unified_texts
from trainlab.plc.analysis.time_functions import TIME_FUNCTIONS, time_call
from trainlab.plc.problems import types as wrong
from trainlab.plc.typed import Constant, Conversion, Expression, Standard
from trainlab.plc.types import (
    BOOL,
    DINT,
    ELEMENTARY,
    INT,
    ArrayType,
    Elementary,
    Family,
    StringType,
    StructType,
    Type,
    elementary_of,
)

_OPERATORS = {
    "ADD": "+", "SUB": "-", "MUL": "*", "DIV": "/", "MOD": "MOD", "GT": ">", "GE": ">=",
    "EQ": "=", "LE": "<=", "LT": "<", "NE": "<>", "AND": "AND", "OR": "OR", "XOR": "XOR",
    "EXPT": "**",
}  # fmt: skip
_ENDIAN = ("TO_BIG_ENDIAN", "TO_LITTLE_ENDIAN", "FROM_BIG_ENDIAN", "FROM_LITTLE_ENDIAN")
_OF_REALS = ("SQRT", "LN", "LOG", "EXP", "SIN", "COS", "TAN", "ASIN", "ACOS", "ATAN")
_BITS_ADVICE = Text(
    "it shifts BYTE, WORD, DWORD or LWORD: convert first, for example INT_TO_WORD(...)",
    "只能移位 BYTE、WORD、DWORD、LWORD：请先转换，例如 INT_TO_WORD(...)",
)
_NUMBER_ADVICE = Text("it needs a number", "它需要一个数")
_BCD_ADVICE = Text(
    "BCD digits stand in BYTE, WORD, DWORD or LWORD", "BCD 数字存放在 BYTE、WORD、DWORD、LWORD 中"
)
_BYTES_ADVICE = Text(
    "it needs a number, bits, a time or a text, or an array or structure of these",
    "它需要数、位串、时间或字符串，或由它们组成的数组或结构体",
)
_INTEGER_ADVICE = Text("it needs an integer", "它需要一个整数")


def standard_call(
    scope: Scope, call: syntax.Call, name: str, expected: Elementary | None
) -> Expression:
    """The call of the standard function `name`, which exists."""
    upper = name.upper()
    if upper not in PARAMETERS:
        found = conversion_named(upper)
        assert found is not None
        return conversion_call(scope, call, upper, found, expected)
    nodes = standard_operands(scope, call, upper, PARAMETERS[upper])
    at = start_of(call)
    if upper in ("TIME", "LTIME"):
        return Standard(at, ELEMENTARY[upper], "TIME", ())
    values = [scope.value(node, None if upper in ("TRUNC", "MUX") else expected) for node in nodes]
    if upper in TEXT_FUNCTIONS:
        return text_call(scope, upper, values, expected, at)
    if upper in TIME_FUNCTIONS:
        return time_call(scope, upper, values, at)
    if upper in _ENDIAN:
        return _in_byte_order(scope, upper, values[0], at)
    if upper in ("IS_VALID", "IS_VALID_BCD"):
        return _validity(scope, upper, values[0], at)
    if upper in _OPERATORS:
        return _chain(scope, _OPERATORS[upper], values, expected, at)
    if upper == "NOT":
        return negated(scope, "NOT", values[0], at, expected)
    if upper == "MOVE":
        return values[0]
    if upper in _OF_REALS:
        value = as_real(scope, values[0], at)
        return Standard(at, value.type, upper, (value,))
    if upper == "ATAN2":
        left, right = unified(
            scope, upper, as_real(scope, values[0], at), as_real(scope, values[1], at), at
        )
        return Standard(at, left.type, upper, (left, right))
    if upper == "ABS":
        return _absolute(scope, values[0], at)
    if upper in ("TRUNC", "TRUNC_INT"):
        return _truncated(scope, upper, values[0], expected, at)
    if upper in ("SHL", "SHR", "ROL", "ROR"):
        return _shifted(scope, upper, values, expected, at)
    return _selection(scope, upper, values, expected, at)


def _in_byte_order(scope: Scope, name: str, value: Expression, at: int) -> Expression:
    """A value whose bytes stand in the other order: elementary, or an array or structure of such."""
    value = settled(scope, value)
    if not _has_byte_order(value.type):
        raise bad_operand(scope, value, name, at, _BYTES_ADVICE)
    type_ = elementary_of(value.type)
    single = is_text(value) or (type_ is not None and type_.bits < 16)
    if name.endswith("LITTLE_ENDIAN") or single:
        return value
    return Standard(at, value.type, "SWAP_BYTES", (value,))


def _has_byte_order(type_: Type) -> bool:
    """Not what refers to something, nor what holds several values in the same bytes."""
    if isinstance(type_, ArrayType):
        return _has_byte_order(type_.element)
    if isinstance(type_, StructType):
        return not type_.overlap and all(
            _has_byte_order(each.type) for each in type_.fields.values()
        )
    return isinstance(type_, StringType) or elementary_of(type_) is not None


def _validity(scope: Scope, name: str, value: Expression, at: int) -> Expression:
    """Whether the bits of a value are a number."""
    if name == "IS_VALID":
        return Standard(at, BOOL, name, (as_real(scope, settled(scope, value), at),))
    if isinstance(value, Constant) and is_literal(value):
        value = literal_as(scope, value, ELEMENTARY["LWORD"])
    if operand_type(scope, value, name).family is not Family.BITS:
        raise bad_operand(scope, value, name, at, _BCD_ADVICE)
    return Standard(at, BOOL, name, (value,))


def _chain(
    scope: Scope, symbol: str, values: list[Expression], expected: Elementary | None, at: int
) -> Expression:
    """ADD(a, b, c) is a + b + c; GT(a, b, c) is (a > b) AND (b > c) (Table 33)."""
    if symbol in (">", ">=", "=", "<=", "<", "<>"):
        pairs = [combined(scope, symbol, left, right, at) for left, right in pairwise(values)]
        result = pairs[0]
        for pair in pairs[1:]:
            result = combined(scope, "AND", result, pair, at)
        return result
    result = values[0]
    for value in values[1:]:
        result = combined(scope, symbol, result, value, at, expected)
    return result


def _absolute(scope: Scope, value: Expression, at: int) -> Expression:
    type_ = operand_type(scope, value, "ABS")
    if not type_.is_number and type_.family is not Family.TIME:
        raise scope.stop(wrong.WRONG_OPERAND, at, operator="ABS", type=type_, advice=_NUMBER_ADVICE)
    if isinstance(value, Constant) and type_.is_literal:
        return Constant(at, type_, abs(value.value))
    return Standard(at, type_, "ABS", (value,))


def _truncated(
    scope: Scope, name: str, value: Expression, expected: Elementary | None, at: int
) -> Expression:
    """TRUNC gives the integer type that is wanted, DINT where none is (as in CODESYS)."""
    value = as_real(scope, value, at)
    if name == "TRUNC_INT":
        target = INT
    elif expected is not None and expected.is_integer and not expected.is_literal:
        target = expected
    else:
        target = DINT
    return Conversion(at, target, value, truncate=True)


def _shifted(
    scope: Scope, name: str, values: list[Expression], expected: Elementary | None, at: int
) -> Expression:
    value, count = values[0], settled(scope, values[1])
    type_ = operand_type(scope, value, name)
    if isinstance(value, Constant) and type_.family is Family.INTEGER_LITERAL:
        target = expected if expected is not None and expected.family is Family.BITS else None
        if target is not None:
            value = literal_as(scope, value, target)
            type_ = target
    if not type_.is_bits:
        raise scope.stop(wrong.WRONG_OPERAND, at, operator=name, type=type_, advice=_BITS_ADVICE)
    count_type = operand_type(scope, count, name)
    if not count_type.is_integer:
        raise scope.stop(
            wrong.WRONG_OPERAND, count.at, operator=name, type=count_type, advice=_INTEGER_ADVICE
        )
    return Standard(at, type_, name, (value, count))


def _selection(
    scope: Scope, name: str, values: list[Expression], expected: Elementary | None, at: int
) -> Expression:
    """MIN, MAX, LIMIT; SEL and MUX choose among what stands after the first argument."""
    chooser: list[Expression] = []
    if name == "SEL":
        chooser = [coerced(scope, values.pop(0), BOOL, "G", at)]
    elif name == "MUX":
        index = settled(scope, values.pop(0))
        index_type = operand_type(scope, index, name)
        if not index_type.is_integer:
            raise scope.stop(
                wrong.WRONG_OPERAND, at, operator="MUX", type=index_type, advice=_INTEGER_ADVICE
            )
        chooser = [index]
    values = unified_all(scope, name, values, expected, at)
    return Standard(at, _longest(values), name, (*chooser, *values))


def _longest(values: list[Expression]) -> Type:
    """The type of all of them; of texts, the longest one's."""
    lengths = [value.type.length for value in values if isinstance(value.type, StringType)]
    if not lengths:
        return values[0].type
    return StringType(is_wide(values[0]), max(*lengths, 1))


def unified_all(
    scope: Scope, name: str, values: list[Expression], expected: Elementary | None, at: int
) -> list[Expression]:
    """All values as their common type; numbers without a type take the expected one."""
    if any(is_text(value) for value in values):
        return unified_texts(scope, name, values, at)
    if not isinstance(values[0].type, Elementary) and all(
        value.type == values[0].type for value in values
    ):
        if name not in ("SEL", "MUX"):
            operand_type(scope, values[0], name)
        return values
    total = values[0]
    for value in values[1:]:
        total = unified(scope, name, total, value, at)[0]
    target = operand_type(scope, total, name)
    if target.is_literal:
        if expected is not None and literal_adapts(target, expected):
            target = expected
        else:
            target = operand_type(scope, settled(scope, total), name)
    return [coerced(scope, value, target, name, at) for value in values]
