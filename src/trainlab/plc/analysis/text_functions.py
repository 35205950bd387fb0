"""Calls of the string functions: IEC 61131-3:2013 Table 34, for STRING and WSTRING."""

from __future__ import annotations

from trainlab.core.message import Text
from trainlab.plc.analysis.conversions import settled
from trainlab.plc.analysis.operands import bad_operand, mixed, operand_type
from trainlab.plc.analysis.scope import Scope
from trainlab.plc.analysis.standard_names import PARAMETERS
from trainlab.plc.analysis.text_fitting import as_text, is_text, is_wide
from trainlab.plc.typed import Constant, Expression, Standard
from trainlab.plc.types import INT, MOST_LENGTH, Elementary, StringType

_NEEDS_TEXT = Text(
    "it needs a STRING or WSTRING here; INT_TO_STRING(...) and the like make one",
    "此处需要 STRING 或 WSTRING；可用 INT_TO_STRING(...) 等转换",
)
_NEEDS_INTEGER = Text(
    "it needs an integer here: a number of characters, or a position from 1",
    "此处需要整数：字符个数，或从 1 开始的位置",
)


def text_call(
    scope: Scope, name: str, values: list[Expression], expected: Elementary | None, at: int
) -> Expression:
    """The call of LEN, LEFT, ... with its arguments in the order of its parameters."""
    parameters = PARAMETERS[name]
    operands: list[Expression] = []
    texts: list[Expression] = []
    for index, value in enumerate(values):
        parameter = parameters[min(index, len(parameters) - 1)]
        if not parameter.startswith("IN"):
            operands.append(_number(scope, name, value))
            continue
        texts.append(_text(scope, name, value))
        operands.append(texts[-1])
        if is_wide(texts[-1]) != is_wide(texts[0]):
            raise mixed(scope, name, values[0], value, value.at)
    if name in ("LEN", "FIND"):
        is_integer = expected is not None and expected.is_integer and expected.bits >= 16
        return Standard(at, expected if is_integer and expected else INT, name, tuple(operands))
    return Standard(at, _result(name, texts, operands), name, tuple(operands))


def _text(scope: Scope, name: str, value: Expression) -> Expression:
    text = as_text(value, StringType(is_wide(value))) if is_text(value) else None
    if text is None:
        raise bad_operand(scope, value, name, value.at, _NEEDS_TEXT)
    return text


def _number(scope: Scope, name: str, value: Expression) -> Expression:
    value = settled(scope, value)
    if is_text(value) or not operand_type(scope, value, name).is_integer:
        raise bad_operand(scope, value, name, value.at, _NEEDS_INTEGER)
    return value


def _result(name: str, texts: list[Expression], operands: list[Expression]) -> StringType:
    """A text long enough for every result."""
    lengths = [text.type.length for text in texts if isinstance(text.type, StringType)]
    most = sum(lengths) if name in ("CONCAT", "INSERT", "REPLACE") else lengths[0]
    if name in ("LEFT", "RIGHT", "MID") and isinstance(operands[1], Constant):
        most = min(most, max(int(operands[1].value), 0))
    return StringType(is_wide(texts[0]), max(min(most, MOST_LENGTH), 1))
