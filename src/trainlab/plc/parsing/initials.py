"""Initial values: IEC 61131-3:2013 Table 14."""

from __future__ import annotations

from trainlab.plc.parsing.cursor import Cursor
from trainlab.plc.parsing.expressions import parse_expression, parse_literal
from trainlab.plc.syntax import ArrayInitial, Expression, Initial, Name, StructInitial


def parse_initial(cursor: Cursor) -> Initial:
    """An initial value: an expression, [ ... ] of an array or ( ... ) of a structure."""
    if cursor.at_operator("["):
        with cursor.nested():
            return _array_initial(cursor)
    if cursor.at_operator("(") and cursor.peek().kind == "name" and cursor.peek(2).text == ":=":
        with cursor.nested():
            return _struct_initial(cursor)
    return parse_expression(cursor)


def _array_initial(cursor: Cursor) -> ArrayInitial:
    at = cursor.advance().at
    items: list[tuple[Expression | None, Initial | None]] = []
    while not cursor.at_operator("]"):
        if cursor.here.kind == "integer" and cursor.peek().text == "(":
            count = parse_literal(cursor)
            cursor.expect_operator("(")
            value = None if cursor.at_operator(")") else parse_initial(cursor)
            cursor.expect_operator(")")
            items.append((count, value))
        else:
            items.append((None, parse_initial(cursor)))
        if not cursor.take_operator(","):
            break
    cursor.expect_operator("]")
    return ArrayInitial(at, tuple(items))


def _struct_initial(cursor: Cursor) -> StructInitial:
    at = cursor.advance().at
    fields = []
    while True:
        name = cursor.expect_name()
        cursor.expect_operator(":=")
        fields.append((Name(name.at, name.text), parse_initial(cursor)))
        if not cursor.take_operator(","):
            break
    cursor.expect_operator(")")
    return StructInitial(at, tuple(fields))
