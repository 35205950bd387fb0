"""What the heads of POUs and methods are made of: names, modifiers, USING, parameters."""

from __future__ import annotations

from trainlab.plc.parsing.cursor import A_NAME, Cursor
from trainlab.plc.parsing.declarations import parse_type
from trainlab.plc.parsing.habits import quoted_name
from trainlab.plc.parsing.sections import ACCESS_WORDS, SECTIONS
from trainlab.plc.problems import habits
from trainlab.plc.syntax import Declaration, Modifiers, Name, NamedType, Section
from trainlab.plc.tokens import Token


def parse_dotted_name(cursor: Cursor) -> Name:
    """a or a.b.c."""
    first = cursor.expect_name()
    text = first.text
    while cursor.at_operator(".") and cursor.peek().kind == "name":
        cursor.advance()
        text += "." + cursor.advance().text
    return Name(first.at, text)


def parse_using(cursor: Cursor) -> tuple[Name, ...]:
    """Every USING a.b, c; that stands here (Table 66)."""
    names: list[Name] = []
    while cursor.take_word("USING"):
        names.append(parse_dotted_name(cursor))
        while cursor.take_operator(","):
            names.append(parse_dotted_name(cursor))
        cursor.semicolon()
    return tuple(names)


def parse_modifiers(cursor: Cursor) -> Modifiers:
    """PUBLIC, ABSTRACT and the like."""
    words: set[str] = set()
    access = ""
    while cursor.here.kind == "name" and cursor.peek().kind in ("name", "keyword"):
        word = cursor.here.text.upper()
        if word in ACCESS_WORDS:
            access = word
        elif word in ("ABSTRACT", "FINAL", "OVERRIDE"):
            words.add(word)
        else:
            break
        cursor.advance()
    return Modifiers(access, "ABSTRACT" in words, "FINAL" in words, "OVERRIDE" in words)


def parse_type_names(cursor: Cursor) -> tuple[NamedType, ...]:
    """a, b.c, d: what is extended or implemented."""
    names = []
    while True:
        name = parse_dotted_name(cursor)
        names.append(NamedType(name.at, name.text))
        if not cursor.take_operator(","):
            return tuple(names)


def parse_pou_name(cursor: Cursor, opener: Token) -> Token:
    """The name of a POU; where none stands, the rest can be read all the same."""
    quoted = quoted_name(cursor)
    if quoted is not None:
        return quoted
    if cursor.here.kind == "keyword" and cursor.here.text in SECTIONS:
        cursor.missing(A_NAME)
        return Token("name", "", opener.at)
    return cursor.expect_name()


def parse_parameter_list(cursor: Cursor) -> tuple[Section, ...]:
    """Takes (a : INT; b : INT) behind a name, where other languages declare parameters."""
    if not cursor.at_operator("("):
        return ()
    opener = cursor.here
    cursor.report(habits.PARAMETER_LIST)
    cursor.advance()
    found: list[Declaration] = []
    names: list[Token] = []
    while not (cursor.at_end() or cursor.take_operator(")")):
        token = cursor.advance()
        if token.kind == "keyword" and token.text in SECTIONS:
            break
        if token.kind == "name" and cursor.at_operator(",", ":"):
            names.append(token)
        if token.text == ":":
            spec = parse_type(cursor)
            found += [Declaration(each.at, each.text, spec) for each in names]
            names = []
    return (Section(opener.at, "VAR_INPUT", False, False, tuple(found)),)
