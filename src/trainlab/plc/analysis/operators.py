"""What operators mean for the types of their operands: IEC 61131-3:2013 Tables 28 to 35, 71."""

from __future__ import annotations

from collections.abc import Sequence

from trainlab.core.message import Text
from trainlab.plc.analysis.constants import fold
from trainlab.plc.analysis.conversions import chosen_enum, literal_as, settled
from trainlab.plc.analysis.operands import (
    COMPARISONS,
    as_real,
    bad_operand,
    is_literal,
    mixed,
    operand_type,
    operation,
    unified,
)
from trainlab.plc.analysis.references import compared_references
from trainlab.plc.analysis.scope import Scope
from trainlab.plc.analysis.text_fitting import is_text
from trainlab.plc.analysis.texts import with_texts
from trainlab.plc.analysis.times import with_times
from trainlab.plc.problems import types as wrong
from trainlab.plc.typed import Constant, Expression, Negation, Operation, Shortcut, Standard
from trainlab.plc.types import (
    BOOL,
    ELEMENTARY,
    Elementary,
    EnumType,
    Family,
    is_reference,
)

_NUMBERS_ONLY = Text(
    "arithmetic needs numbers: convert first, for example {conversion}",
    "算术运算只能用于数，请先转换，例如 {conversion}",
)
_BITS_ONLY = Text(
    "AND, OR, XOR and NOT need BOOL or bits: compare first (x > 0), or convert with {conversion}",
    "AND、OR、XOR、NOT 只能用于 BOOL 或位串：请先比较（x > 0），或用 {conversion} 转换",
)
_INTEGERS_ONLY = Text("MOD needs integers", "MOD 只能用于整数")
_NO_ORDER = Text("enumerations can be compared with = and <> only", "枚举只能用 = 和 <> 比较")
_SIGNED_ONLY = Text("convert to a signed type first", "请先转换为有符号类型")

_BITS = (BOOL, *(ELEMENTARY[name] for name in ("BYTE", "WORD", "DWORD", "LWORD")))


def combined(
    scope: Scope,
    symbol: str,
    left: Expression,
    right: Expression,
    at: int,
    expected: Elementary | None = None,
) -> Expression:
    """left symbol right; `expected` is the type that is wanted where that stands."""
    if is_text(left) or is_text(right):
        return with_texts(scope, symbol, left, right, at)
    if symbol in ("=", "<>") and (is_reference(left.type) or is_reference(right.type)):
        left, right = compared_references(scope, left, right, at)
        return Operation(at, BOOL, symbol, left, right)
    left_type = operand_type(scope, left, symbol)
    right_type = operand_type(scope, right, symbol)
    if symbol in COMPARISONS:
        return _comparison(scope, symbol, left, right, at)
    if symbol in ("AND", "OR", "XOR", "AND_THEN", "OR_ELSE"):
        return _logic(scope, symbol, left, right, at, expected)
    if left_type.is_time or right_type.is_time:
        return with_times(scope, symbol, left, right, at)
    for value, type_ in ((left, left_type), (right, right_type)):
        if not type_.is_number:
            unsigned = {8: "USINT", 16: "UINT", 32: "UDINT", 64: "ULINT"}.get(type_.bits, "INT")
            advice = _NUMBERS_ONLY.fill(conversion=f"{type_}_TO_{unsigned}(...)")
            raise bad_operand(scope, value, symbol, at, advice)
    if symbol == "**":
        return _power(scope, left, right, at)
    left, right = unified(scope, symbol, left, right, at)
    type_ = operand_type(scope, left, symbol)
    if symbol == "MOD" and not type_.is_integer:
        raise bad_operand(scope, left, symbol, at, _INTEGERS_ONLY)
    return operation(scope, symbol, type_, left, right, at)


def _comparison(
    scope: Scope, symbol: str, left: Expression, right: Expression, at: int
) -> Expression:
    left, right = chosen_enum(scope, left, right.type), chosen_enum(scope, right, left.type)
    compared = isinstance(left, Operation) and left.operator in COMPARISONS
    if compared and symbol not in ("=", "<>") and right.type != BOOL:
        raise scope.stop(wrong.CHAINED_COMPARISON, at, operator=symbol)
    for one, other in ((left, right), (right, left)):
        if isinstance(one.type, EnumType):
            if other.type != one.type:
                raise mixed(scope, symbol, left, right, at)
            if symbol not in ("=", "<>"):
                raise bad_operand(scope, one, symbol, at, _NO_ORDER)
    left, right = unified(scope, symbol, left, right, at)
    type_ = operand_type(scope, left, symbol)
    constants = [value for value in (left, right) if isinstance(value, Constant)]
    exact = any(value.value == 0 for value in constants) or len(constants) == 2
    if symbol in ("=", "<>") and type_.is_real and not exact:
        scope.warn(wrong.LOSES_PRECISION, at)
    return operation(scope, symbol, type_, left, right, at)


def _logic(
    scope: Scope,
    symbol: str,
    left: Expression,
    right: Expression,
    at: int,
    expected: Elementary | None,
) -> Expression:
    for value in (left, right):
        type_ = operand_type(scope, value, symbol)
        if not type_.is_bits and not (type_.is_literal and type_.is_integer):
            bits = {8: "BYTE", 16: "WORD", 32: "DWORD", 64: "LWORD"}.get(type_.bits, "WORD")
            advice = _BITS_ONLY.fill(conversion=f"{type_}_TO_{bits}(...)")
            raise bad_operand(scope, value, symbol, at, advice)
    for value, other in ((left, right), (right, left)):
        number = isinstance(value, Constant) and is_literal(value) and value.value not in (0, 1)
        if isinstance(value, Constant) and number and other.type == BOOL:
            raise scope.stop(
                wrong.NUMBER_AS_CONDITION, value.at, operator=symbol, value=value.value
            )
    literals = [each for each in (left, right) if isinstance(each, Constant) and is_literal(each)]
    if len(literals) == 2:
        type_ = _bits_of(literals, expected)
        left, right = (literal_as(scope, each, type_) for each in literals)
    left, right = unified(scope, symbol, left, right, at)
    type_ = operand_type(scope, left, symbol)
    if symbol in ("AND_THEN", "OR_ELSE"):
        if type_ != BOOL:
            raise scope.stop(wrong.NOT_BOOL, at, type=type_, advice=wrong.COMPARE.fill(text="x"))
        return Shortcut(at, BOOL, symbol, left, right)
    return operation(scope, symbol, type_, left, right, at)


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


def _bits_of(numbers: Sequence[Constant], expected: Elementary | None) -> Elementary:
    """As what untyped numbers are combined bit by bit: as what is wanted, else the narrowest type."""
    most = max(number.value for number in numbers)
    if expected is not None and expected.is_bits and most <= expected.high:
        return expected
    return next((type_ for type_ in _BITS if most <= type_.high), _BITS[-1])


def negated(
    scope: Scope, symbol: str, value: Expression, at: int, expected: Elementary | None = None
) -> Expression:
    """-x or NOT x; `expected` is the type that is wanted where that stands."""
    type_ = operand_type(scope, value, symbol)
    if symbol == "NOT":
        return _inverted(scope, value, type_, at, expected)
    if not (type_.is_number or type_.family is Family.TIME):
        advice = _NUMBERS_ONLY.fill(conversion=f"{type_}_TO_INT(...)")
        raise bad_operand(scope, value, symbol, at, advice)
    if type_.family is Family.UNSIGNED:
        raise bad_operand(scope, value, symbol, at, _SIGNED_ONLY)
    if isinstance(value, Constant):
        if type_.is_literal or type_.is_real:
            return Constant(at, type_, -value.value)
        folded = fold("-", type_, 0, value.value)
        if folded is not None:
            return Constant(at, type_, folded)
    return Negation(at, type_, "-", value)


def _inverted(
    scope: Scope, value: Expression, type_: Elementary, at: int, expected: Elementary | None
) -> Expression:
    if type_.is_literal and isinstance(value, Constant) and type_.is_integer:
        type_ = expected if expected is not None and expected.is_bits else BOOL
        value = literal_as(scope, value, type_)
    if not type_.is_bits:
        bits = {8: "BYTE", 16: "WORD", 32: "DWORD", 64: "LWORD"}.get(type_.bits, "WORD")
        advice = _BITS_ONLY.fill(conversion=f"{type_}_TO_{bits}(...)")
        raise bad_operand(scope, value, "NOT", at, advice)
    if isinstance(value, Constant):
        if type_ == BOOL:
            return Constant(at, type_, not value.value)
        return Constant(at, type_, int(value.value) ^ type_.high)
    return Negation(at, type_, "NOT", value)
