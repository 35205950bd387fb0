"""Texts and characters where they meet: IEC 61131-3:2013 clauses 6.3.3, 6.4.2 and Table 33."""

from __future__ import annotations

import operator

from trainlab.core.message import Text
from trainlab.plc.analysis.operands import COMPARISONS, bad_operand, mixed
from trainlab.plc.analysis.scope import Scope
from trainlab.plc.analysis.text_fitting import as_text, is_text, is_wide
from trainlab.plc.typed import Constant, Expression, Operation, StringConstant
from trainlab.plc.types import BOOL, Elementary, StringType

_TEXT_ADVICE = Text(
    "texts can be compared with = <> < > <= >=; to join them write CONCAT(a, b)",
    "字符串可以用 = <> < > <= >= 比较；连接请写 CONCAT(a, b)",
)
_COMPARED = {
    "=": operator.eq, "<>": operator.ne, "<": operator.lt, ">": operator.gt, "<=": operator.le,
    ">=": operator.ge,
}  # fmt: skip


def with_texts(
    scope: Scope, symbol: str, left: Expression, right: Expression, at: int
) -> Expression:
    """left symbol right, one of which is a text or a character: comparison and nothing else.

    Texts are compared character by character from the left, the shorter one being the lesser if it
    is the beginning of the other.
    """
    if symbol not in COMPARISONS:
        culprit = left if is_text(left) else right
        raise bad_operand(scope, culprit, symbol, at, _TEXT_ADVICE)
    left, right = unified_texts(scope, symbol, [left, right], at)
    if isinstance(left, StringConstant) and isinstance(right, StringConstant):
        return Constant(at, BOOL, _COMPARED[symbol](left.characters, right.characters))
    return Operation(at, BOOL, symbol, left, right)


def unified_texts(scope: Scope, symbol: str, values: list[Expression], at: int) -> list[Expression]:
    """All as CHAR (WCHAR) if they are characters, else all as texts, possibly of several lengths."""
    for value in values[1:]:
        if not is_text(value) or not is_text(values[0]) or is_wide(value) != is_wide(values[0]):
            raise mixed(scope, symbol, values[0], value, at)
    target = _common(values)
    unified = [as_text(value, target) for value in values]
    return [value for value in unified if value is not None]


def _common(values: list[Expression]) -> Elementary | StringType:
    string = StringType(is_wide(values[0]))
    if not any(isinstance(value.type, Elementary) for value in values):
        return string
    only_characters = all(
        isinstance(value.type, Elementary)
        or (isinstance(value, StringConstant) and len(value.characters) == 1)
        for value in values
    )
    return string.character if only_characters else string
