"""Methods, properties and actions: IEC 61131-3:2013 Tables 48 to 51; PROPERTY and ACTION as in CODESYS."""

from __future__ import annotations

from trainlab.core.message import Text
from trainlab.plc.parsing.cursor import Cursor
from trainlab.plc.parsing.declarations import parse_type
from trainlab.plc.parsing.pou_ends import take_end
from trainlab.plc.parsing.pou_heads import parse_modifiers, parse_parameter_list, parse_using
from trainlab.plc.parsing.sections import parse_sections
from trainlab.plc.parsing.statements import at_property, parse_body
from trainlab.plc.syntax import (
    Body,
    Declaration,
    Modifiers,
    PouDeclaration,
    Section,
    TypeSpec,
)
from trainlab.plc.tokens import Token

_PARTS = {"GET": "END_GET", "SET": "END_SET"}


def at_member(cursor: Cursor) -> bool:
    """Whether a METHOD, PROPERTY or ACTION begins here."""
    return cursor.at_keyword("METHOD") or at_property(cursor)


def parse_member(cursor: Cursor, prototype: bool = False) -> list[PouDeclaration]:
    """One METHOD or ACTION, or both parts of a PROPERTY; a `prototype` has no statements."""
    opener = cursor.here
    word = opener.text.upper()
    if word.startswith("PROPERTY"):
        return _property(cursor, prototype)
    cursor.advance()
    modifiers = parse_modifiers(cursor)
    name = cursor.expect_name()
    result = None
    listed = parse_parameter_list(cursor)
    if word == "METHOD" and cursor.take_operator(":"):
        result = parse_type(cursor)
    cursor.take_operator(";", ":")
    opener = Token("keyword", word, opener.at)
    cursor.late_using += parse_using(cursor)
    sections, body = _variables_and_body(cursor)
    body = (*body, *take_end(cursor, opener, f"END_{word}"))
    sections = (*listed, *sections, *late_sections(cursor))
    return [PouDeclaration(name.at, word, name.text, result, sections, body, modifiers)]


def _variables_and_body(cursor: Cursor) -> tuple[tuple[Section, ...], Body]:
    return parse_sections(cursor), parse_body(cursor)


def _property(cursor: Cursor, prototype: bool) -> list[PouDeclaration]:
    """PROPERTY name : type  GET ... END_GET  SET ... END_SET  END_PROPERTY.

    Within SET the name is the value that is assigned; within GET it is the result.
    """
    opener = cursor.advance()
    modifiers = parse_modifiers(cursor)
    name = cursor.expect_name()
    cursor.expect_operator(":")
    spec = parse_type(cursor)
    cursor.take_operator(";")
    _, _, only = opener.text.upper().partition("_")
    if only:
        sections, body = _variables_and_body(cursor)
        part = _part(name, only, spec, sections, body, modifiers)
        return [_close_property(cursor, opener, part)]
    shared = parse_sections(cursor)
    parts: list[PouDeclaration] = []
    while cursor.at_word("GET") or cursor.at_word("SET"):
        part_opener = cursor.advance()
        keyword = part_opener.text.upper()
        own = parse_modifiers(cursor)
        cursor.take_operator(";")
        sections, body = _variables_and_body(cursor)
        if not (prototype and not body and not cursor.at_keyword(_PARTS[keyword])):
            token = Token("keyword", keyword, part_opener.at)
            body = (*body, *take_end(cursor, token, _PARTS[keyword]))
        part_modifiers = own if own.access else modifiers
        parts.append(_part(name, keyword, spec, (*shared, *sections), body, part_modifiers))
    if not parts and prototype:
        parts.append(_part(name, "GET", spec, (), (), modifiers))
    if not parts:
        raise cursor.expected(Text("GET or SET", "GET 或 SET"))
    _close_property(cursor, opener, parts[-1])
    return parts


def _part(
    name: Token,
    keyword: str,
    spec: TypeSpec,
    sections: tuple[Section, ...],
    body: Body,
    modifiers: Modifiers,
) -> PouDeclaration:
    if keyword == "GET":
        return PouDeclaration(name.at, keyword, name.text, spec, sections, body, modifiers)
    value = Declaration(name.at, name.text, spec)
    taken = Section(name.at, "VAR_INPUT", False, False, (value,))
    return PouDeclaration(name.at, keyword, name.text, None, (taken, *sections), body, modifiers)


def _close_property(cursor: Cursor, opener: Token, part: PouDeclaration) -> PouDeclaration:
    take_end(cursor, Token("keyword", "PROPERTY", opener.at), "END_PROPERTY")
    return part


def late_sections(cursor: Cursor) -> tuple[Section, ...]:
    """What is declared among the statements read last."""
    late = tuple(cursor.late)
    cursor.late.clear()
    return late
