"""Statements: IEC 61131-3:2013 Table 72."""

from __future__ import annotations

from contextlib import suppress

from trainlab.core.message import Text
from trainlab.plc.parsing.assignments import assignment_or_call, jump, take_increment
from trainlab.plc.parsing.bounds import CLOSERS, POU_ENDS, RESUME
from trainlab.plc.parsing.cursor import Cursor, SyntaxStop
from trainlab.plc.parsing.expressions import parse_condition, parse_expression
from trainlab.plc.parsing.habits import (
    at_other_end,
    foreign_statement,
    mend_keyword,
    take_other_end,
)
from trainlab.plc.parsing.heads import parse_counted, parse_head, take_opener
from trainlab.plc.parsing.labels import at_label, parse_labels
from trainlab.plc.parsing.late_declarations import parse_late_declaration
from trainlab.plc.parsing.sections import parse_section
from trainlab.plc.problems import habits
from trainlab.plc.problems import syntax as wrong
from trainlab.plc.syntax import (
    Body,
    Case,
    Expression,
    For,
    If,
    Literal,
    Repeat,
    Statement,
    While,
)
from trainlab.plc.tokens import Token

_SECTIONS = frozenset(
    "VAR VAR_INPUT VAR_OUTPUT VAR_IN_OUT VAR_TEMP VAR_STAT VAR_INST VAR_GLOBAL VAR_EXTERNAL".split()
)
_DEFAULTS = ("DEFAULT", "OTHERS", "OTHERWISE")
_A_STATEMENT = Text("a statement", "一条语句")


def parse_body(cursor: Cursor, in_case: bool = False) -> Body:
    """Statements up to a keyword that closes them (in a CASE: or up to the next label)."""
    if not cursor.bodies:
        cursor.owed.clear()
    cursor.bodies += 1
    try:
        return _statements(cursor, in_case)
    finally:
        cursor.bodies -= 1


def _statements(cursor: Cursor, in_case: bool) -> Body:
    statements: list[Statement] = []
    while True:
        token = cursor.here
        if token.kind == "end":
            return tuple(statements)
        if token.kind == "keyword" and token.text in CLOSERS:
            if _take_owed(cursor):
                continue
            return tuple(statements)
        if token.kind == "name" and at_property(cursor):
            return tuple(statements)
        if in_case and at_label(cursor):
            return tuple(statements)
        odd = token.kind == "name" and cursor.peek().text not in (":=", ".")
        if odd and mend_keyword(cursor):
            continue
        if at_other_end(cursor):
            return tuple(statements)
        try:
            if odd and (foreign_statement(cursor, POU_ENDS) or parse_late_declaration(cursor)):
                continue
            cursor.deeper()
            try:
                statements += _statement(cursor)
            finally:
                cursor.shallower()
        except SyntaxStop:
            if cursor.here is token:
                cursor.advance()
            cursor.skip_past_semicolon(RESUME)


def _take_owed(cursor: Cursor) -> bool:
    """Takes a closing keyword that was missed before, where nothing waits for it."""
    keyword = cursor.here.text
    if keyword not in cursor.owed or keyword in cursor.closers:
        return False
    cursor.owed.remove(keyword)
    cursor.advance()
    cursor.take_operator(";")
    return True


def at_property(cursor: Cursor) -> bool:
    """Whether a PROPERTY or ACTION begins here: a variable may have these words as its name."""
    word = cursor.here.text.upper()
    return word in ("PROPERTY", "PROPERTY_GET", "PROPERTY_SET", "ACTION") and (
        cursor.here.kind == "name" and cursor.peek().kind == "name"
    )


def _statement(cursor: Cursor) -> Body:
    """One statement; none where only ';' stands, several for a := b := c."""
    token = cursor.here
    if token.kind == "keyword":
        if token.text in _COMPOUND:
            cursor.advance()
            cursor.closers.append(f"END_{token.text}")
            try:
                statement = _COMPOUND[token.text](cursor, token)
            finally:
                cursor.closers.pop()
            cursor.take_operator(";")
            return (statement,)
        if token.text in ("EXIT", "CONTINUE", "RETURN"):
            return (jump(cursor),)
        if token.text in _SECTIONS:
            cursor.report(wrong.DECLARATION_IN_BODY, found=token.text)
            section = parse_section(cursor)
            if section.keyword != "VAR_GLOBAL":
                cursor.late.append(section)
            return ()
    if cursor.take_operator(";") or take_increment(cursor):
        return ()
    return assignment_or_call(cursor)


def _close(cursor: Cursor, opener: Token, closer: str) -> None:
    """Takes the keyword that closes `opener`, or says which one is missing."""
    if cursor.take_keyword(closer) or take_other_end(cursor, closer):
        return
    if cursor.before.text == "}":
        return
    cursor.report(
        wrong.WRONG_END,
        opener=opener.text,
        line=cursor.source.line(opener.at),
        closer=closer,
        found=cursor.found(),
    )
    block_end = cursor.here.kind == "keyword" and cursor.here.text.startswith("END_")
    if block_end and cursor.here.text in cursor.closers:
        cursor.owed.append(closer)
    elif block_end and cursor.here.text not in POU_ENDS:
        cursor.advance()


def _if(cursor: Cursor, opener: Token) -> Statement:
    branches = [_branch(cursor)]
    otherwise: Body = ()
    _end_of_branch(cursor)
    while cursor.at_keyword("ELSIF"):
        cursor.advance()
        branches.append(_branch(cursor))
        _end_of_branch(cursor)
    other = cursor.here
    if cursor.take_keyword("ELSE"):
        second = cursor.at_keyword("IF") and cursor.line(cursor.here) == cursor.line(other)
        if not cursor.take_operator("{") and cursor.at_operator(":"):
            cursor.missing(_A_STATEMENT)
            cursor.advance()
        otherwise = parse_body(cursor)
        if second and not cursor.at_keyword("END_IF") and cursor.before.text != "}":
            cursor.report(habits.ELSE_IF, at=other.at)
            return If(opener.at, tuple(branches), otherwise)
    _close(cursor, opener, "END_IF")
    return If(opener.at, tuple(branches), otherwise)


def _end_of_branch(cursor: Cursor) -> None:
    """Takes the brace that closes a branch as in C, told already."""
    if cursor.take_operator("}"):
        mend_keyword(cursor, ("ELSIF", "ELSE", "END_IF"))


def _branch(cursor: Cursor) -> tuple[Expression, Body]:
    condition = parse_head(cursor, parse_condition, "THEN")
    return condition, parse_body(cursor)


def _case(cursor: Cursor, opener: Token) -> Statement:
    selector = parse_head(cursor, parse_expression, "OF")
    branches = []
    otherwise: Body = ()
    while not cursor.at_keyword("ELSE", "END_CASE") and cursor.here.kind != "end":
        at_case = cursor.at_keyword("CASE") and cursor.peek(2).text == ":"
        if (cursor.here.kind == "keyword" and cursor.here.text in CLOSERS) or at_other_end(cursor):
            break
        if cursor.here.text.upper() in _DEFAULTS and cursor.peek().text == ":":
            cursor.report(habits.FOREIGN_WORD, found=cursor.here.text, wanted="ELSE")
            cursor.becomes("ELSE")
            break
        if at_case:
            advice = habits.LABEL_ALONE
            cursor.report(habits.FOREIGN_STATEMENT, found=cursor.here.text, advice=advice)
            cursor.advance()
        start = cursor.here
        labels = parse_labels(cursor)
        body = parse_body(cursor, in_case=True)
        branches.append((labels, body))
        if cursor.here is start:
            cursor.advance()
    has_else = cursor.take_keyword("ELSE")
    if has_else:
        cursor.take_operator(":")
        otherwise = parse_body(cursor)
    _close(cursor, opener, "END_CASE")
    return Case(opener.at, selector, tuple(branches), otherwise, has_else)


def _for(cursor: Cursor, opener: Token) -> Statement:
    at = cursor.here.at
    counted: tuple[Expression, Expression, Expression, Expression | None] | None = None
    with suppress(SyntaxStop):
        counted = parse_counted(cursor)
    take_opener(cursor, "DO", counted is not None)
    body = parse_body(cursor)
    _close(cursor, opener, "END_FOR")
    if counted is None:
        return While(opener.at, Literal(at, "bool", True, "TRUE"), body)
    return For(opener.at, *counted, body)


def _while(cursor: Cursor, opener: Token) -> Statement:
    condition = parse_head(cursor, parse_condition, "DO")
    body = parse_body(cursor)
    _close(cursor, opener, "END_WHILE")
    return While(opener.at, condition, body)


def _repeat(cursor: Cursor, opener: Token) -> Statement:
    body = parse_body(cursor)
    if cursor.at_keyword("END_REPEAT"):
        cursor.missing("UNTIL")
        cursor.advance()
        return Repeat(opener.at, body, Literal(opener.at, "bool", True, "TRUE"))
    cursor.expect_keyword("UNTIL")
    until = parse_condition(cursor)
    cursor.take_operator(";")
    _close(cursor, opener, "END_REPEAT")
    return Repeat(opener.at, body, until)


_COMPOUND = {"IF": _if, "CASE": _case, "FOR": _for, "WHILE": _while, "REPEAT": _repeat}
