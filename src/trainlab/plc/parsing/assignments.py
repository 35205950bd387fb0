"""Statements without a body: assignments, calls, EXIT, CONTINUE and RETURN (Table 72, 1 to 3, 10).

q S= x and q R= x as in CODESYS; i++ and i += 1 are told and read on.
"""

from __future__ import annotations

from trainlab.plc.parsing.cursor import Cursor, SyntaxStop
from trainlab.plc.parsing.expressions import decimal_comma, parse_condition, parse_expression
from trainlab.plc.problems import habits, reading
from trainlab.plc.problems import syntax as wrong
from trainlab.plc.syntax import (
    Assignment,
    Attempt,
    Binary,
    Body,
    Call,
    CallStatement,
    Expression,
    If,
    Jump,
    Literal,
    Refer,
    Statement,
)


def assignment_or_call(cursor: Cursor) -> Body:
    """A statement that begins with a name (of a := b := c several); SyntaxStop where it is none."""
    start = cursor.here.at
    target = parse_expression(cursor, power=5 - 1)  # stops before '=' and '<>'
    if cursor.at_operator(":=", "="):
        if cursor.at_operator("="):
            cursor.report(wrong.EQUALS_FOR_ASSIGNMENT)
        return _assignments(cursor, target)
    if cursor.at_operator("?="):
        at = cursor.advance().at
        value = parse_expression(cursor)
        cursor.semicolon()
        return (Attempt(at, target, value),)
    if cursor.here.kind == "name" and cursor.peek().text == "=":
        return (_worded_assignment(cursor, target, start),)
    if cursor.at_operator("+=", "-=", "*=", "/="):
        return (_compound(cursor, target, start),)
    if isinstance(target, Call):
        cursor.semicolon()
        return (CallStatement(start, target),)
    if cursor.here.kind in ("name", "integer", "real", "time", "string") or cursor.at_operator(":"):
        raise cursor.expected("':='")
    if isinstance(target, Binary) and cursor.source.text.startswith("<-", target.at):
        cursor.report(reading.FOREIGN_OPERATOR, at=target.at, found="<-", wanted=":=")
        raise SyntaxStop
    cursor.report(wrong.NOT_A_STATEMENT, at=start)
    raise SyntaxStop


def _assignments(cursor: Cursor, target: Expression) -> Body:
    """target := value; or a := b := value; as in CODESYS: the last target takes it first."""
    targets = [(cursor.advance().at, target)]
    value = parse_expression(cursor)
    while cursor.at_operator(":="):
        targets.append((cursor.advance().at, value))
        value = parse_expression(cursor)
    decimal_comma(cursor)
    cursor.semicolon()
    made: list[Statement] = []
    for at, each in reversed(targets):
        made.append(Assignment(at, each, value))
        value = each
    return tuple(made)


def _worded_assignment(cursor: Cursor, target: Expression, start: int) -> Statement:
    """r REF= x; and, as in CODESYS, q S= x; and q R= x; which set or reset q where x is true."""
    word = cursor.here.text.upper()
    if word not in ("REF", "S", "R"):
        raise cursor.expected("':='")
    at = cursor.advance().at
    cursor.advance()
    value = parse_expression(cursor)
    cursor.semicolon()
    if word == "REF":
        return Refer(at, target, value)
    state = Literal(at, "bool", word == "S", "TRUE" if word == "S" else "FALSE")
    return If(start, ((value, (Assignment(at, target, state),)),), ())


def _compound(cursor: Cursor, target: Expression, start: int) -> Statement:
    """x += 1; as in C."""
    token = cursor.advance()
    name = cursor.source.text[start : token.at].strip()
    wanted = f"{name} := {name} {token.text[0]} ..."
    cursor.report(reading.FOREIGN_OPERATOR, at=token.at, found=token.text, wanted=wanted)
    value = parse_condition(cursor)
    cursor.semicolon()
    return Assignment(token.at, target, Binary(token.at, token.text[0], target, value))


def take_increment(cursor: Cursor) -> bool:
    """Takes i++; or i--; as in C."""
    name, first, second = cursor.here, cursor.peek(), cursor.peek(2)
    doubled = first.text == second.text and first.text in ("+", "-") and second.at == first.end
    if name.kind != "name" or not doubled or cursor.peek(3).text not in (";", ")"):
        return False
    wanted = f"{name.text} := {name.text} {first.text} 1"
    found = first.text * 2
    cursor.report(reading.FOREIGN_OPERATOR, at=first.at, found=found, wanted=wanted)
    for _ in range(3):
        cursor.advance()
    cursor.take_operator(";")
    return True


def jump(cursor: Cursor) -> Statement:
    """EXIT, CONTINUE or RETURN."""
    token = cursor.advance()
    given = cursor.here.kind not in ("keyword", "end", "operator") or cursor.at_operator("(", "-")
    if token.text == "RETURN" and given and cursor.line(token) == cursor.line(cursor.here):
        cursor.report(habits.RETURN_VALUE, at=token.at)
        parse_expression(cursor)
    cursor.semicolon()
    return Jump(token.at, token.text)
