"""Calls of conversion functions: IEC 61131-3:2013 Tables 22 to 27."""

from __future__ import annotations

from trainlab.core.message import Text
from trainlab.plc import syntax
from trainlab.plc.analysis.arguments import standard_operands
from trainlab.plc.analysis.conversion_names import How, NamedConversion
from trainlab.plc.analysis.conversions import coerced, conversion_text, settled
from trainlab.plc.analysis.operands import bad_operand, operand_type
from trainlab.plc.analysis.scope import Scope, start_of
from trainlab.plc.analysis.text_fitting import as_text, is_text, is_wide
from trainlab.plc.problems import types as wrong
from trainlab.plc.typed import Conversion, Expression, Standard
from trainlab.plc.types import (
    ELEMENTARY,
    MOST_LENGTH,
    Elementary,
    Family,
    StringType,
    converts_implicitly,
    elementary_of,
)

_BITS_OF = {8: "BYTE", 16: "WORD", 32: "DWORD", 64: "LWORD"}
_BCD_BITS = Text(
    "BCD digits stand in BYTE, WORD, DWORD or LWORD", "BCD 数字存放在 BYTE、WORD、DWORD、LWORD 中"
)
_BCD_NUMBER = Text("it needs an integer", "它需要一个整数")


def conversion_call(
    scope: Scope, call: syntax.Call, name: str, found: NamedConversion, expected: Elementary | None
) -> Expression:
    """A_TO_B(x) and its like: x may be of any type that becomes an A by itself."""
    (node,) = standard_operands(scope, call, name, ("IN",))
    at = start_of(call)
    source = found.source
    value = scope.value(node, source if isinstance(source, Elementary) else None)
    if isinstance(source, StringType):
        value = coerced(scope, value, StringType(source.wide, MOST_LENGTH), "IN", at)
    elif source is not None:
        _refuse_other(scope, value, found, at)
        value = coerced(scope, value, source, "IN", at)
    else:
        value = settled(scope, value)
    if found.how in (How.FROM_BCD, How.TO_BCD):
        return _bcd(scope, name, found, value, expected, at)
    target = found.target
    assert target is not None
    if isinstance(target, StringType):
        return _to_text(scope, name, value, target, at)
    if isinstance(value.type, StringType):
        return Conversion(at, target, value)
    type_ = operand_type(scope, value, name)
    if found.how is How.TRUNCATE and not type_.is_real:
        wanted = conversion_text(type_, target)
        raise bad_operand(scope, value, name, at, Text(f"use {wanted}", f"请使用 {wanted}"))
    if type_ == target:
        return value
    return Conversion(at, target, value, found.how is How.TRUNCATE)


def _refuse_other(scope: Scope, value: Expression, found: NamedConversion, at: int) -> None:
    """Names the conversion that the value needs where REAL_TO_INT(x) is written of an LREAL."""
    type_, source = elementary_of(value.type), found.source
    if found.target is None or found.how is not How.ROUND or not isinstance(source, Elementary):
        return
    if type_ is not None and (type_.is_literal or converts_implicitly(type_, source)):
        return
    if as_text(value, source) is not None or (type_ is None and not is_text(value)):
        return
    raise scope.stop(
        wrong.CANNOT_ASSIGN, at, source=value.type, target=source, name="IN",
        conversion=conversion_text(value.type, found.target),
    )  # fmt: skip


def _to_text(scope: Scope, name: str, value: Expression, target: StringType, at: int) -> Expression:
    """A number as it would be written, or a text with characters of the other width."""
    if not is_text(value):
        operand_type(scope, value, name)
        return Conversion(at, target, value)
    text = as_text(value, StringType(is_wide(value)))
    assert text is not None
    if is_wide(text) == target.wide:
        return text
    assert isinstance(text.type, StringType)
    return Conversion(at, StringType(target.wide, max(text.type.length, 1)), text)


def _bcd(
    scope: Scope,
    name: str,
    found: NamedConversion,
    value: Expression,
    expected: Elementary | None,
    at: int,
) -> Expression:
    """Table 22: each four bits hold one decimal digit."""
    type_ = operand_type(scope, value, name)
    target = found.target
    if found.how is How.FROM_BCD:
        if type_.family is not Family.BITS and not (found.source is None and type_.is_integer):
            raise bad_operand(scope, value, name, at, _BCD_BITS)
        assert isinstance(target, Elementary)
        return Standard(at, target, "FROM_BCD", (value,))
    if not (type_.is_integer or type_.family is Family.BITS):
        raise bad_operand(scope, value, name, at, _BCD_NUMBER)
    if target is None:
        wanted = expected is not None and expected.family is Family.BITS
        target = expected if wanted and expected else ELEMENTARY[_BITS_OF[type_.bits]]
    assert isinstance(target, Elementary)
    return Standard(at, target, "TO_BCD", (value,))
