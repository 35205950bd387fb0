"""What stands between IF and THEN, CASE and OF, FOR or WHILE and DO."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress

from trainlab.plc.parsing.bounds import RESUME
from trainlab.plc.parsing.cursor import Cursor, SyntaxStop
from trainlab.plc.parsing.expressions import parse_expression
from trainlab.plc.parsing.habits import mend_keyword
from trainlab.plc.problems import habits, reading
from trainlab.plc.problems import syntax as wrong
from trainlab.plc.syntax import Expression, Literal

_MOST_SKIPPED = 200


def parse_head(cursor: Cursor, parse: Callable[[Cursor], Expression], keyword: str) -> Expression:
    """What stands before THEN, OF or DO. If it cannot be read, what follows it can."""
    at = cursor.here.at
    read: Expression | None = None
    with suppress(SyntaxStop):
        read = parse(cursor)
    take_opener(cursor, keyword, read is not None)
    return Literal(at, "bool", True, "TRUE") if read is None else read


def take_opener(cursor: Cursor, keyword: str, whole: bool) -> None:
    """Takes THEN, OF or DO; where it is missing, goes on at the statements behind it.

    `whole` tells whether what stands before it could be read.
    """
    if cursor.take_keyword(keyword) or cursor.take_operator("{"):
        return
    if whole and cursor.at_operator(";") and cursor.peek().text == keyword:  # IF a; THEN
        cursor.missing(keyword)
        cursor.advance()
        cursor.advance()
        return
    if whole and mend_keyword(cursor, (keyword,)):
        cursor.advance()
        return
    if whole:
        stray = cursor.at_operator(")", "]")
        if stray:
            cursor.report(wrong.STRAY_END, found=cursor.found())
        else:
            cursor.missing(keyword)
    line = cursor.line(cursor.before)
    ahead = 0
    token = cursor.here
    while ahead < _MOST_SKIPPED and token.kind != "end" and cursor.line(token) == line:
        if token.text == keyword or token.text == "{":
            ahead += 1
            break
        if token.text == ";" or (token.kind == "keyword" and token.text in RESUME):
            break
        ahead += 1
        token = cursor.peek(ahead)
    begins = cursor.here.kind == "name" and cursor.peek().text in (":=", "(", "[", ".")
    if whole and begins and token.text != keyword:
        return
    for _ in range(ahead):
        cursor.advance()


def parse_counted(cursor: Cursor) -> tuple[Expression, Expression, Expression, Expression | None]:
    """i := 1 TO 10 BY 2"""
    if cursor.at_operator("("):
        cursor.report(habits.FOREIGN_STATEMENT, found="for (", advice=habits.COUNT_LOOP)
        while not (cursor.at_end() or cursor.at_operator("{") or cursor.at_keyword(*RESUME)):
            if cursor.advance().text == ")" and not cursor.at_operator(")", ";"):
                break
        raise SyntaxStop
    control = parse_expression(cursor, power=4)
    if cursor.at_operator("="):
        cursor.report(wrong.EQUALS_FOR_ASSIGNMENT)
        cursor.advance()
    else:
        cursor.expect_operator(":=")
    first = parse_expression(cursor)
    if cursor.at_operator(".."):
        cursor.report(reading.MISUSED_OPERATOR, found="..", wanted="TO")
        cursor.becomes("TO")
    elif cursor.at_word("DOWNTO"):
        cursor.report(habits.FOREIGN_WORD, found=cursor.here.text, wanted="TO ... BY -1")
        cursor.becomes("TO")
    cursor.expect_keyword("TO")
    last = parse_expression(cursor)
    if cursor.at_word("STEP"):
        cursor.report(habits.FOREIGN_WORD, found=cursor.here.text, wanted="BY")
        cursor.becomes("BY")
    step = parse_expression(cursor) if cursor.take_keyword("BY") else None
    return control, first, last, step
