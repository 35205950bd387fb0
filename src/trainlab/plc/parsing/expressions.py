"""Expressions by operator precedence: IEC 61131-3:2013 Table 71."""

from __future__ import annotations

from trainlab.core.message import Text
from trainlab.plc.date_literals import NoSuchDate, date_form, date_literal_ns, date_type
from trainlab.plc.literals import duration_value_ns, integer_value, meant_number, real_value
from trainlab.plc.parsing.cursor import Cursor, SyntaxStop
from trainlab.plc.parsing.habits import quoted_name
from trainlab.plc.problems import habits, reading
from trainlab.plc.problems import syntax as wrong
from trainlab.plc.syntax import (
    Address,
    Argument,
    Binary,
    Call,
    Dereference,
    Expression,
    Index,
    Literal,
    Member,
    Name,
    Qualified,
    Unary,
    dotted,
)
from trainlab.plc.text_literals import BadEscape, is_single_byte, literal_characters
from trainlab.plc.tokens import Token

# Operator: (binding power, its name in the tree). All associate to the left; ** included, as in
# CODESYS, since the standard evaluates operators of one precedence from left to right.
BINARY = {
    "OR": (1, "OR"), "OR_ELSE": (1, "OR_ELSE"), "XOR": (2, "XOR"), "AND": (3, "AND"),
    "AND_THEN": (3, "AND_THEN"), "&": (3, "AND"), "=": (4, "="), "<>": (4, "<>"),
    "<": (5, "<"), ">": (5, ">"), "<=": (5, "<="), ">=": (5, ">="), "+": (6, "+"), "-": (6, "-"),
    "*": (7, "*"), "/": (7, "/"), "MOD": (7, "MOD"), "**": (9, "**"),
}  # fmt: skip
_UNARY_POWER = 10
MOST_CHAINED = 20
_FUNCTION_KEYWORDS = ("AND", "OR", "XOR", "MOD")
_AN_EXPRESSION = Text("a value", "一个值")
_TEXT_TYPES = ("STRING", "WSTRING", "CHAR", "WCHAR")


def parse_expression(cursor: Cursor, power: int = 0) -> Expression:
    """One expression whose operators all bind tighter than `power`."""
    cursor.deeper()
    try:
        left = _prefix(cursor)
        while True:
            token = cursor.here
            if token.kind not in ("operator", "keyword") or token.text not in BINARY:
                return left
            own_power, operator = BINARY[token.text]
            if own_power <= power:
                return left
            cursor.advance()
            right = parse_expression(cursor, own_power)
            left = Binary(token.at, operator, left, right)
    finally:
        cursor.shallower()


def parse_condition(cursor: Cursor) -> Expression:
    """An expression where ':=' can only be meant as '='."""
    left = parse_expression(cursor)
    while cursor.at_operator(":=", "=>"):
        if cursor.at_operator("=>"):
            cursor.report(reading.MISUSED_OPERATOR, found="=>", wanted=">=")
        else:
            cursor.report(wrong.ASSIGNMENT_IN_EXPRESSION)
        at = cursor.advance().at
        left = Binary(at, "=", left, parse_expression(cursor))
    return left


def decimal_comma(cursor: Cursor) -> None:
    """Takes ,14 behind a 3."""
    before, following = cursor.before, cursor.peek()
    if not cursor.at_operator(",") or before.kind != "integer" or following.kind != "integer":
        return
    text, wanted = f"{before.text},{following.text}", f"{before.text}.{following.text}"
    cursor.report(habits.DECIMAL_COMMA, at=before.at, text=text, wanted=wanted)
    cursor.advance()
    cursor.advance()


def _prefix(cursor: Cursor) -> Expression:
    token = cursor.here
    if token.kind == "operator":
        if token.text in ("-", "+"):
            cursor.advance()
            operand = parse_expression(cursor, _UNARY_POWER)
            return operand if token.text == "+" else Unary(token.at, "-", operand)
        if token.text == "(":
            cursor.advance()
            inner = parse_condition(cursor)
            cursor.expect_operator(")")
            return _postfix(cursor, inner)
    if token.kind == "keyword":
        if token.text == "NOT":
            cursor.advance()
            named = cursor.peek().text.upper() in ("IN", "EN") and cursor.peek(2).text == ":="
            if cursor.at_operator("(") and named:
                return _postfix(cursor, Name(token.at, "NOT"))
            return Unary(token.at, "NOT", parse_expression(cursor, _UNARY_POWER))
        if token.text in ("TRUE", "FALSE"):
            cursor.advance()
            return Literal(token.at, "bool", token.text == "TRUE", token.text)
        if token.text in _FUNCTION_KEYWORDS and cursor.peek().text == "(":
            cursor.advance()
            return _postfix(cursor, Name(token.at, token.text))
    if token.kind == "name":
        cursor.advance()
        return _postfix(cursor, Name(token.at, token.text))
    if token.kind == "address":
        cursor.advance()
        return Address(token.at, token.text)
    if token.kind == "wstring" and cursor.peek().text in (".", "(", ":=", "["):
        quoted = quoted_name(cursor)
        if quoted is not None:
            return _postfix(cursor, Name(quoted.at, quoted.text))
    following = cursor.peek()
    if token.text == "." and following.kind == "integer" and following.at == token.end:
        _odd_number(cursor, f".{following.text}", f"0.{following.text}", token.at)
        cursor.advance()
        cursor.advance()
        return Literal(token.at, "real", 1.0, f".{following.text}")
    return parse_literal(cursor)


def parse_literal(cursor: Cursor) -> Expression:
    """A literal, typed or not; SyntaxStop if none stands here."""
    token = cursor.here
    if token.kind == "prefix":
        return _typed_literal(cursor)
    if token.kind == "integer":
        cursor.advance()
        return Literal(token.at, "integer", _number(cursor, token.text, token.at), token.text)
    if token.kind == "real":
        cursor.advance()
        try:
            return Literal(token.at, "real", real_value(token.text), token.text)
        except ValueError:
            _odd_number(cursor, token.text, meant_number(token.text), token.at)
            return Literal(token.at, "real", 1.0, token.text)
    if token.kind == "time":
        cursor.advance()
        return _duration(cursor, token.text, token.at)
    if token.kind == "date":
        cursor.advance()
        return _date(cursor, token.text, token.at)
    if token.kind in ("string", "wstring"):
        cursor.advance()
        return _text(cursor, token)
    raise cursor.expected(_AN_EXPRESSION)


def _typed_literal(cursor: Cursor) -> Expression:
    token = cursor.advance()
    prefix = token.text[:-1]
    sign = ""
    if cursor.at_operator("-", "+"):
        sign = cursor.advance().text
    value = cursor.here
    if value.kind == "name" and not sign:
        cursor.advance()
        return Qualified(token.at, prefix, value.text)
    if value.kind == "keyword" and value.text in ("TRUE", "FALSE") and not sign:
        cursor.advance()
        return Literal(token.at, "bool", value.text == "TRUE", f"{prefix}#{value.text}", prefix)
    if value.kind in ("string", "wstring") and prefix.upper() in _TEXT_TYPES and not sign:
        return _text(cursor, cursor.advance(), prefix.upper())
    if value.kind not in ("integer", "real"):
        raise cursor.expected(_AN_EXPRESSION)
    literal = parse_literal(cursor)
    assert isinstance(literal, Literal)
    number = literal.value
    assert isinstance(number, int | float)
    return Literal(
        token.at,
        literal.form,
        -number if sign == "-" else number,
        f"{prefix}#{sign}{literal.text}",
        prefix,
    )


def _number(cursor: Cursor, text: str, at: int) -> int:
    try:
        return integer_value(text)
    except ValueError:
        _odd_number(cursor, text, meant_number(text[:60]), at)
        return 1


def _odd_number(cursor: Cursor, text: str, wanted: str, at: int) -> None:
    if wanted:
        cursor.report(reading.FOREIGN_NUMBER, at=at, text=text[:60], wanted=wanted)
    else:
        cursor.report(reading.BAD_NUMBER, at=at, text=text[:60])


def _duration(cursor: Cursor, text: str, at: int) -> Literal:
    prefix = "LTIME" if text[0] in "lL" else ""
    try:
        return Literal(at, "time", duration_value_ns(text), text, prefix)
    except ValueError:
        cursor.report(reading.BAD_DURATION, at=at, text=text[:60])
        return Literal(at, "time", 0, text, prefix)


def _date(cursor: Cursor, text: str, at: int) -> Literal:
    value = 0
    try:
        value = date_literal_ns(text)
    except NoSuchDate:
        cursor.report(reading.NO_SUCH_DATE, at=at, text=text[:60])
    except ValueError:
        cursor.report(reading.BAD_DATE, at=at, text=text[:60], example=date_form(text))
    return Literal(at, "date", value, text, date_type(text))


def _text(cursor: Cursor, token: Token, prefix: str = "") -> Literal:
    """Characters in single quotes are of one byte each, those in double quotes and those of
    WSTRING#'...' and WCHAR#'...' of two (Table 6)."""
    written = token.text[1:-1]
    characters = ""
    wide = token.kind == "wstring" or prefix.startswith("W")
    try:
        characters = literal_characters(written, wide, 4 if token.kind == "wstring" else 2)
    except BadEscape as bad:
        at = token.at + 1 + max(written.find(str(bad)), 0)
        cursor.report(reading.BAD_ESCAPE, at=at, text=str(bad))
    if not wide and not is_single_byte(written):
        cursor.report(reading.WIDE_CHARACTER, at=token.at)
    return Literal(token.at, "wstring" if wide else "string", characters, token.text, prefix)


def _postfix(cursor: Cursor, base: Expression) -> Expression:
    """Members, elements, calls and ^ after `base`."""
    chain = 0
    while True:
        token = cursor.here
        if token.kind != "operator" or token.text not in (".", "[", "(", "^"):
            return base
        chain += 1
        if chain > MOST_CHAINED:
            cursor.report(wrong.TOO_DEEP, most=MOST_CHAINED)
            raise SyntaxStop
        cursor.advance()
        if token.text == ".":
            base = _member(cursor, base)
        elif token.text == "^":
            if _is_power(cursor):
                cursor.report(reading.MISUSED_OPERATOR, at=token.at, found="^", wanted="**")
                return Binary(token.at, "**", base, _prefix(cursor))
            base = Dereference(token.at, base)
        elif token.text == "[":
            indices = [parse_expression(cursor)]
            while cursor.take_operator(","):
                indices.append(parse_expression(cursor))
            cursor.expect_operator("]")
            base = Index(token.at, base, tuple(indices))
        else:
            base = Call(token.at, base, _arguments(cursor))


def _is_power(cursor: Cursor) -> bool:
    """Whether an operand follows a '^', which no reference can be meant by then."""
    worded = cursor.here.kind == "name" and cursor.peek().text == "="
    return cursor.here.kind in ("name", "integer", "real") and not worded


def _member(cursor: Cursor, base: Expression) -> Expression:
    token = cursor.here
    if token.kind == "prefix" and cursor.peek().kind == "name":  # a.b.Mode#Run
        cursor.advance()
        type_name = f"{dotted(base)}.{token.text[:-1]}"
        return Qualified(token.at, type_name, cursor.advance().text)
    if token.kind in ("integer", "address"):
        cursor.advance()
        return Member(token.at, base, token.text)
    return Member(token.at, base, cursor.expect_name().text)


def _arguments(cursor: Cursor) -> tuple[Argument, ...]:
    """The arguments up to the closing parenthesis (Table 50: formal and informal calls)."""
    arguments: list[Argument] = []
    if cursor.take_operator(")"):
        return ()
    while True:
        if cursor.at_operator(",", ")"):
            cursor.report(wrong.EMPTY_ARGUMENT)
        else:
            arguments.append(_argument(cursor))
        if cursor.take_operator(")"):
            return tuple(arguments)
        if not cursor.take_operator(","):
            raise cursor.expected("')'")


def _argument(cursor: Cursor) -> Argument:
    token = cursor.here
    negated = False
    if cursor.at_keyword("NOT") and cursor.peek().kind == "name" and cursor.peek(2).text == "=>":
        cursor.advance()
        negated = True
    name = cursor.here
    bound = cursor.peek().text.upper() == "REF" and cursor.peek(2).text == "="
    if name.kind == "name" and (cursor.peek().text == ":=" or bound):
        for _ in range(3 if bound else 2):
            cursor.advance()
        return Argument(token.at, name.text, parse_expression(cursor))
    if name.kind == "name" and cursor.peek().text == "=>":
        cursor.advance()
        cursor.advance()
        if cursor.at_operator(",", ")"):
            return Argument(token.at, name.text, None, output=True, negated=negated)
        return Argument(token.at, name.text, parse_expression(cursor), True, negated)
    return Argument(token.at, "", parse_expression(cursor))
