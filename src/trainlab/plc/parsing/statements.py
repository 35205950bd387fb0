"""Statements: IEC 61131-3:2013 Table 72."""

from __future__ import annotations

from collections.abc import Callable

from trainlab.core.message import Text
from trainlab.plc.parsing.cursor import Cursor, SyntaxStop
from trainlab.plc.parsing.expressions import parse_condition, parse_expression
from trainlab.plc.problems import syntax as wrong
from trainlab.plc.syntax import (
    Assignment,
    Attempt,
    Body,
    Call,
    CallStatement,
    Case,
    Expression,
    For,
    If,
    Jump,
    Label,
    Literal,
    Refer,
    Repeat,
    Statement,
    While,
)
from trainlab.plc.tokens import Token

_SECTIONS = frozenset(
    "VAR VAR_INPUT VAR_OUTPUT VAR_IN_OUT VAR_TEMP VAR_GLOBAL VAR_EXTERNAL".split()
)
_CLOSERS = frozenset(
    """END_IF END_CASE END_FOR END_WHILE END_REPEAT UNTIL ELSE ELSIF END_PROGRAM END_FUNCTION_BLOCK
    END_FUNCTION END_CONFIGURATION END_RESOURCE END_VAR END_STRUCT END_TYPE PROGRAM FUNCTION_BLOCK
    FUNCTION CONFIGURATION TYPE END_METHOD END_CLASS END_NAMESPACE END_INTERFACE METHOD CLASS
    INTERFACE NAMESPACE END_PROPERTY END_GET END_SET END_ACTION""".split()
)
_RESUME = _CLOSERS | {"IF", "CASE", "FOR", "WHILE", "REPEAT", "EXIT", "CONTINUE", "RETURN"}
_A_LABEL = Text("a label such as 10: or 1..5:", "分支标号，例如 10: 或 1..5:")
_POU_ENDS = frozenset(
    """END_PROGRAM END_FUNCTION_BLOCK END_FUNCTION END_METHOD END_CLASS END_PROPERTY END_GET END_SET
    END_ACTION""".split()
)


def parse_body(cursor: Cursor, in_case: bool = False) -> Body:
    """Statements up to a keyword that closes them (in a CASE: or up to the next label)."""
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
        if token.kind == "keyword" and token.text in _CLOSERS:
            return tuple(statements)
        if token.kind == "name" and at_property(cursor):
            return tuple(statements)
        if in_case and _at_label(cursor):
            return tuple(statements)
        try:
            cursor.deeper()
            try:
                statement = _statement(cursor)
            finally:
                cursor.shallower()
        except SyntaxStop:
            if cursor.here is token:
                cursor.advance()
            cursor.skip_past_semicolon(_RESUME)
            continue
        if statement is not None:
            statements.append(statement)


def at_property(cursor: Cursor) -> bool:
    """Whether a PROPERTY or ACTION begins here: a variable may have these words as its name."""
    word = cursor.here.text.upper()
    return word in ("PROPERTY", "PROPERTY_GET", "PROPERTY_SET", "ACTION") and (
        cursor.here.kind == "name" and cursor.peek().kind == "name"
    )


def _statement(cursor: Cursor) -> Statement | None:
    token = cursor.here
    if token.kind == "keyword":
        if token.text in _COMPOUND:
            cursor.advance()
            statement = _COMPOUND[token.text](cursor, token)
            cursor.take_operator(";")
            return statement
        if token.text in ("EXIT", "CONTINUE", "RETURN"):
            cursor.advance()
            cursor.semicolon()
            return Jump(token.at, token.text)
        if token.text in _SECTIONS:
            cursor.report(wrong.DECLARATION_IN_BODY, found=token.text)
            cursor.declarations_read = False
            cursor.skip_past_semicolon({"END_VAR", *_POU_ENDS})
            while cursor.here.kind != "end" and not cursor.at_keyword("END_VAR", *_POU_ENDS):
                cursor.advance()
            cursor.take_keyword("END_VAR")
            return None
    if cursor.take_operator(";"):
        return None
    return _assignment_or_call(cursor)


def _assignment_or_call(cursor: Cursor) -> Statement:
    start = cursor.here.at
    target = parse_expression(cursor, power=5 - 1)  # stops before '=' and '<>'
    if cursor.at_operator(":=", "="):
        if cursor.at_operator("="):
            cursor.report(wrong.EQUALS_FOR_ASSIGNMENT)
        at = cursor.advance().at
        value = parse_condition(cursor)
        cursor.semicolon()
        return Assignment(at, target, value)
    if cursor.at_operator("?="):
        at = cursor.advance().at
        value = parse_expression(cursor)
        cursor.semicolon()
        return Attempt(at, target, value)
    if cursor.at_word("REF") and cursor.peek().text == "=":
        at = cursor.advance().at
        cursor.advance()
        value = parse_expression(cursor)
        cursor.semicolon()
        return Refer(at, target, value)
    if isinstance(target, Call):
        cursor.semicolon()
        return CallStatement(start, target)
    if cursor.here.kind in ("name", "integer", "real"):
        raise cursor.expected("':='")
    cursor.report(wrong.NOT_A_STATEMENT, at=start)
    raise SyntaxStop


def _close(cursor: Cursor, opener: Token, closer: str) -> None:
    """Takes the keyword that closes `opener`, or says which one is missing."""
    if cursor.take_keyword(closer):
        return
    cursor.report(
        wrong.WRONG_END,
        opener=opener.text,
        line=cursor.source.line(opener.at),
        closer=closer,
        found=cursor.found(),
    )
    block_end = cursor.here.kind == "keyword" and cursor.here.text.startswith("END_")
    if block_end and cursor.here.text not in _POU_ENDS:
        cursor.advance()


def _if(cursor: Cursor, opener: Token) -> Statement:
    branches = [_branch(cursor)]
    otherwise: Body = ()
    while cursor.at_keyword("ELSIF"):
        cursor.advance()
        branches.append(_branch(cursor))
    if cursor.take_keyword("ELSE"):
        otherwise = parse_body(cursor)
    _close(cursor, opener, "END_IF")
    return If(opener.at, tuple(branches), otherwise)


def _branch(cursor: Cursor) -> tuple[Expression, Body]:
    condition = _head(cursor, parse_condition, "THEN")
    return condition, parse_body(cursor)


def _head(cursor: Cursor, parse: Callable[[Cursor], Expression], keyword: str) -> Expression:
    """What stands before THEN, OF or DO. If it cannot be read, what follows the keyword can."""
    at = cursor.here.at
    try:
        read = parse(cursor)
    except SyntaxStop:
        while not cursor.at_keyword(keyword):
            if cursor.here.kind in ("keyword", "end") or cursor.at_operator(";"):
                raise
            cursor.advance()
        cursor.advance()
        return Literal(at, "bool", True, "TRUE")
    if not cursor.take_keyword(keyword):
        stop = cursor.expected(keyword)
        if cursor.here.kind != "name" and not cursor.at_keyword(*_COMPOUND):
            raise stop
    return read


def _case(cursor: Cursor, opener: Token) -> Statement:
    selector = _head(cursor, parse_expression, "OF")
    branches = []
    otherwise: Body = ()
    while not cursor.at_keyword("ELSE", "END_CASE") and cursor.here.kind != "end":
        if cursor.here.kind == "keyword" and cursor.here.text in _CLOSERS:
            break
        labels = [_label(cursor)]
        while cursor.take_operator(","):
            labels.append(_label(cursor))
        if not cursor.take_operator(":"):
            raise cursor.expected("':'")
        branches.append((tuple(labels), parse_body(cursor, in_case=True)))
    has_else = cursor.take_keyword("ELSE")
    if has_else:
        cursor.take_operator(":")
        otherwise = parse_body(cursor)
    _close(cursor, opener, "END_CASE")
    return Case(opener.at, selector, tuple(branches), otherwise, has_else)


def _label(cursor: Cursor) -> Label:
    if cursor.here.kind not in ("integer", "prefix", "name", "keyword") and not (
        cursor.at_operator("-", "+", "(")
    ):
        raise cursor.expected(_A_LABEL)
    at = cursor.here.at
    low = parse_expression(cursor)
    high = parse_expression(cursor) if cursor.take_operator("..") else None
    return Label(at, low, high)


def _at_label(cursor: Cursor) -> bool:
    """Whether a label of a CASE begins here: tokens up to a ':' with no ';', ':=' or '(' before."""
    if cursor.here.kind not in ("integer", "prefix", "name", "keyword", "operator"):
        return False
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


def _for(cursor: Cursor, opener: Token) -> Statement:
    control = parse_expression(cursor, power=4)
    if cursor.at_operator("="):
        cursor.report(wrong.EQUALS_FOR_ASSIGNMENT)
        cursor.advance()
    else:
        cursor.expect_operator(":=")
    first = parse_expression(cursor)
    cursor.expect_keyword("TO")
    last = parse_expression(cursor)
    step = parse_expression(cursor) if cursor.take_keyword("BY") else None
    cursor.expect_keyword("DO")
    body = parse_body(cursor)
    _close(cursor, opener, "END_FOR")
    return For(opener.at, control, first, last, step, body)


def _while(cursor: Cursor, opener: Token) -> Statement:
    condition = _head(cursor, parse_condition, "DO")
    body = parse_body(cursor)
    _close(cursor, opener, "END_WHILE")
    return While(opener.at, condition, body)


def _repeat(cursor: Cursor, opener: Token) -> Statement:
    body = parse_body(cursor)
    cursor.expect_keyword("UNTIL")
    until = parse_condition(cursor)
    cursor.take_operator(";")
    _close(cursor, opener, "END_REPEAT")
    return Repeat(opener.at, body, until)


_COMPOUND = {"IF": _if, "CASE": _case, "FOR": _for, "WHILE": _while, "REPEAT": _repeat}
