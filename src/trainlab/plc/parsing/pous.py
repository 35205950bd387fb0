"""POUs and interfaces: IEC 61131-3:2013 Tables 19, 40, 47 (programs, functions, function blocks),
48 and 51 (classes, interfaces)."""

from __future__ import annotations

from trainlab.core.message import Text
from trainlab.plc.parsing.cursor import Cursor, SyntaxStop
from trainlab.plc.parsing.declarations import parse_type
from trainlab.plc.parsing.habits import mend_keyword, skip_line, tia_spelling
from trainlab.plc.parsing.members import at_member, late_sections, parse_member
from trainlab.plc.parsing.pou_ends import POUS, take_end
from trainlab.plc.parsing.pou_heads import (
    parse_modifiers,
    parse_parameter_list,
    parse_pou_name,
    parse_type_names,
    parse_using,
)
from trainlab.plc.parsing.sections import SECTIONS, parse_section
from trainlab.plc.parsing.statements import parse_body
from trainlab.plc.problems import objects as wrong_objects
from trainlab.plc.problems import syntax as wrong
from trainlab.plc.syntax import Body, Name, PouDeclaration, Section
from trainlab.plc.tokens import Token

STARTS = frozenset(
    {*POUS, "TYPE", "VAR_GLOBAL", "CONFIGURATION", "NAMESPACE", "END_NAMESPACE", "END_CLASS"}
)
_SFC = Text("a sequential function chart in text form", "文本形式的顺序功能图（SFC）")
_TIA_HEAD = ("VERSION", "TITLE", "AUTHOR", "FAMILY", "NAME", "KNOW_HOW_PROTECT")


def parse_pou(cursor: Cursor) -> tuple[PouDeclaration, tuple[Name, ...]]:
    """One POU or interface, and the namespaces that it uses."""
    opener = cursor.advance()
    modifiers = parse_modifiers(cursor)
    name = parse_pou_name(cursor, opener)
    result = None
    listed = parse_parameter_list(cursor)
    if opener.text == "FUNCTION" and cursor.take_operator(":"):
        result = parse_type(cursor)
    bases = parse_type_names(cursor) if cursor.take_word("EXTENDS") else ()
    interfaces = parse_type_names(cursor) if cursor.take_word("IMPLEMENTS") else ()
    cursor.take_operator(";")
    using = parse_using(cursor)
    while cursor.here.text.upper() in _TIA_HEAD and cursor.peek().text in (":", "="):
        tia_spelling(cursor)
        skip_line(cursor)
    sections, methods, body = _inside(cursor, opener)
    sections = (*listed, *sections)
    using = (*using, *cursor.late_using)
    cursor.late_using.clear()
    _check_inside(cursor, opener, methods, body)
    pou = PouDeclaration(
        name.at, opener.text, name.text, result, sections, body, modifiers, bases, interfaces,
        methods,
    )  # fmt: skip
    return pou, using


def _check_inside(
    cursor: Cursor, opener: Token, methods: tuple[PouDeclaration, ...], body: Body
) -> None:
    """A function has no methods, a class and an interface have no body."""
    if opener.text == "FUNCTION":
        for method in methods:
            cursor.report(wrong_objects.METHOD_OUTSIDE, at=method.at, what=method.keyword)
    if opener.text in ("CLASS", "INTERFACE") and body:
        cursor.report(wrong_objects.BODY_IN_CLASS, at=body[0].at, what=opener.text)


def _inside(
    cursor: Cursor, opener: Token
) -> tuple[tuple[Section, ...], tuple[PouDeclaration, ...], Body]:
    """Variables, methods and statements up to the closing keyword; methods may follow the body."""
    sections: list[Section] = []
    methods: list[PouDeclaration] = []
    body: Body = ()
    closer = f"END_{opener.text}"
    while True:
        if not body and cursor.at_keyword("VAR"):
            mend_keyword(cursor, SECTIONS)
        if not body and cursor.here.kind == "keyword" and cursor.here.text in SECTIONS:
            sections.append(parse_section(cursor))
        elif at_member(cursor):
            methods.extend(_member(cursor, opener, closer))
        elif cursor.at_word("INITIAL_STEP"):
            cursor.report(wrong.NOT_YET, what=_SFC)
            raise SyntaxStop
        else:
            start = cursor.here
            body = (*body, *parse_body(cursor))
            if at_member(cursor):
                continue
            if cursor.here is start or cursor.at_keyword(closer):
                break
    body = (*body, *take_end(cursor, opener, closer))
    return (*sections, *late_sections(cursor)), tuple(methods), body


def _member(cursor: Cursor, opener: Token, closer: str) -> list[PouDeclaration]:
    """A method; one that cannot be read leaves the others."""
    start = cursor.here
    try:
        return parse_member(cursor, prototype=opener.text == "INTERFACE")
    except SyntaxStop:
        if cursor.here is start:
            cursor.advance()
        while not (cursor.at_end() or at_member(cursor) or cursor.at_keyword(closer, *STARTS)):
            if cursor.take_keyword("END_METHOD", "END_PROPERTY", "END_ACTION"):
                break
            cursor.advance()
        return []
