"""The labels of a CASE (Table 72, 5)."""

from __future__ import annotations

from trainlab.core.message import Text
from trainlab.plc.parsing.bounds import RESUME
from trainlab.plc.parsing.cursor import Cursor, SyntaxStop
from trainlab.plc.parsing.expressions import parse_expression
from trainlab.plc.problems import reading
from trainlab.plc.syntax import Binary, Label, Literal

_LITERALS = ("integer", "prefix", "name", "string", "wstring", "real", "time", "date")
_A_LABEL = Text("a label such as 10: or 1..5:", "分支标号，例如 10: 或 1..5:")


def parse_labels(cursor: Cursor) -> tuple[Label, ...]:
    """The labels up to ':'; where they cannot be read, what stands behind them can."""
    labels: list[Label] = []
    line = cursor.line(cursor.here)
    try:
        labels.append(_label(cursor))
        while cursor.take_operator(","):
            labels.append(_label(cursor))
        if not cursor.take_operator(":"):
            raise cursor.expected("':'")
    except SyntaxStop:
        while not cursor.at_end() and cursor.line(cursor.here) == line:
            if cursor.here.kind == "keyword" and cursor.here.text in RESUME:
                break
            if cursor.advance().text in (":", ";"):
                break
    return tuple(labels)


def _label(cursor: Cursor) -> Label:
    if cursor.here.kind not in (*_LITERALS, "keyword") and not (cursor.at_operator("-", "+", "(")):
        raise cursor.expected(_A_LABEL)
    at = cursor.here.at
    low = parse_expression(cursor)
    if isinstance(low, Binary) and low.operator == "-" and isinstance(low.left, Literal):
        cursor.report(reading.MISUSED_OPERATOR, at=low.at, found="-", wanted="..")
        low = low.left
    if cursor.at_keyword("TO"):
        cursor.report(reading.MISUSED_OPERATOR, found=cursor.written(cursor.here), wanted="..")
        cursor.advance()
        return Label(at, low, parse_expression(cursor))
    high = parse_expression(cursor) if cursor.take_operator("..") else None
    return Label(at, low, high)


def at_label(cursor: Cursor) -> bool:
    """Whether a label of a CASE begins here: tokens up to a ':' with no ';', ':=' or '(' before."""
    if cursor.here.kind not in (*_LITERALS, "keyword", "operator"):
        return False
    if cursor.at_keyword("CASE") and cursor.peek(2).text == ":":
        return True
    if cursor.here.kind == "keyword" and cursor.here.text not in ("TRUE", "FALSE"):
        return False
    for ahead in range(400):
        token = cursor.peek(ahead)
        if token.text == ":":
            return True
        if token.kind == "end" or (token.kind == "keyword" and token.text not in ("TRUE", "FALSE")):
            return False
        if token.kind == "operator" and token.text not in ("-", "+", ",", "..", ".", "*"):
            return False
    return False
