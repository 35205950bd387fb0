"""POUs and what stands in them: IEC 61131-3:2013 Tables 19, 40, 47 (programs, functions, function
blocks), 48 to 53 (classes, interfaces, methods); PROPERTY and ACTION as in CODESYS."""

from __future__ import annotations

from trainlab.core.message import Text
from trainlab.plc.parsing.cursor import A_NAME, Cursor, SyntaxStop
from trainlab.plc.parsing.declarations import ACCESS_WORDS, SECTIONS, parse_section, parse_type
from trainlab.plc.parsing.habits import (
    mend_keyword,
    quoted_name,
    skip_line,
    take_other_end,
    tia_spelling,
)
from trainlab.plc.parsing.statements import at_property, parse_body
from trainlab.plc.problems import habits
from trainlab.plc.problems import objects as wrong_objects
from trainlab.plc.problems import syntax as wrong
from trainlab.plc.syntax import (
    Body,
    Declaration,
    Modifiers,
    Name,
    NamedType,
    PouDeclaration,
    Section,
    TypeSpec,
)
from trainlab.plc.tokens import Token

POUS = ("PROGRAM", "FUNCTION_BLOCK", "FUNCTION", "CLASS", "INTERFACE")
STARTS = frozenset(
    {*POUS, "TYPE", "VAR_GLOBAL", "CONFIGURATION", "NAMESPACE", "END_NAMESPACE", "END_CLASS"}
)
_SFC = Text("a sequential function chart in text form", "文本形式的顺序功能图（SFC）")
_PARTS = {"GET": "END_GET", "SET": "END_SET"}
_TIA_HEAD = ("VERSION", "TITLE", "AUTHOR", "FAMILY", "NAME", "KNOW_HOW_PROTECT")
_STRAY = ("ELSE", "ELSIF", "UNTIL")


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


def _modifiers(cursor: Cursor) -> Modifiers:
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


def _type_names(cursor: Cursor) -> tuple[NamedType, ...]:
    names = []
    while True:
        name = parse_dotted_name(cursor)
        names.append(NamedType(name.at, name.text))
        if not cursor.take_operator(","):
            return tuple(names)


def parse_pou(cursor: Cursor) -> tuple[PouDeclaration, tuple[Name, ...]]:
    """One POU or interface, and the namespaces that it uses."""
    opener = cursor.advance()
    modifiers = _modifiers(cursor)
    name = _name(cursor, opener)
    result = None
    listed = _parameter_list(cursor)
    if opener.text == "FUNCTION" and cursor.take_operator(":"):
        result = parse_type(cursor)
    bases = _type_names(cursor) if cursor.take_word("EXTENDS") else ()
    interfaces = _type_names(cursor) if cursor.take_word("IMPLEMENTS") else ()
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


def _name(cursor: Cursor, opener: Token) -> Token:
    """The name of a POU; where none stands, the rest can be read all the same."""
    quoted = quoted_name(cursor)
    if quoted is not None:
        return quoted
    if cursor.here.kind == "keyword" and cursor.here.text in SECTIONS:
        cursor.missing(A_NAME)
        return Token("name", "", opener.at)
    return cursor.expect_name()


def _parameter_list(cursor: Cursor) -> tuple[Section, ...]:
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
    body = (*body, *_closed(cursor, opener, closer))
    return (*sections, *_late(cursor)), tuple(methods), body


def _late(cursor: Cursor) -> tuple[Section, ...]:
    """What is declared among the statements read last."""
    late = tuple(cursor.late)
    cursor.late.clear()
    return late


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


def _closed(cursor: Cursor, opener: Token, closer: str) -> Body:
    """Takes the closing keyword; statements after a stray END_IF and the like still belong."""
    body: Body = ()
    mend_keyword(cursor, (closer,))
    while not (cursor.take_keyword(closer) or take_other_end(cursor, closer)):
        found = cursor.here.text
        own_end = found.startswith("END_") and found[4:] not in POUS and not _ends_member(found)
        if cursor.here.kind == "keyword" and (own_end or found in _STRAY):
            cursor.report(wrong.STRAY_END, found=found)
            cursor.advance()
            if own_end:
                cursor.take_operator(";")
            body = (*body, *parse_body(cursor))
            continue
        cursor.report(
            wrong.WRONG_END, opener=opener.text, line=cursor.source.line(opener.at), closer=closer,
            found=cursor.found(),
        )  # fmt: skip
        cursor.unclosed = closer if opener.text in POUS else ""
        outer = opener.text not in POUS and found[4:] in POUS
        if cursor.here.kind == "keyword" and found.startswith("END_") and not outer:
            cursor.advance()
        break
    cursor.take_operator(";")
    return body


def _ends_member(keyword: str) -> bool:
    return keyword in (
        "END_METHOD", "END_PROPERTY", "END_GET", "END_SET", "END_ACTION", "END_NAMESPACE",
    )  # fmt: skip


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
    modifiers = _modifiers(cursor)
    name = cursor.expect_name()
    result = None
    listed = _parameter_list(cursor)
    if word == "METHOD" and cursor.take_operator(":"):
        result = parse_type(cursor)
    cursor.take_operator(";", ":")
    opener = Token("keyword", word, opener.at)
    cursor.late_using += parse_using(cursor)
    sections, body = _variables_and_body(cursor)
    body = (*body, *_closed(cursor, opener, f"END_{word}"))
    sections = (*listed, *sections, *_late(cursor))
    return [PouDeclaration(name.at, word, name.text, result, sections, body, modifiers)]


def _variables_and_body(cursor: Cursor) -> tuple[tuple[Section, ...], Body]:
    sections = []
    while cursor.here.kind == "keyword" and cursor.here.text in SECTIONS:
        sections.append(parse_section(cursor))
    return tuple(sections), parse_body(cursor)


def _property(cursor: Cursor, prototype: bool) -> list[PouDeclaration]:
    """PROPERTY name : type  GET ... END_GET  SET ... END_SET  END_PROPERTY.

    Within SET the name is the value that is assigned; within GET it is the result.
    """
    opener = cursor.advance()
    modifiers = _modifiers(cursor)
    name = cursor.expect_name()
    cursor.expect_operator(":")
    spec = parse_type(cursor)
    cursor.take_operator(";")
    _, _, only = opener.text.upper().partition("_")
    if only:
        sections, body = _variables_and_body(cursor)
        part = _part(name, only, spec, sections, body, modifiers)
        return [_close_property(cursor, opener, part)]
    shared = []
    while cursor.here.kind == "keyword" and cursor.here.text in SECTIONS:
        shared.append(parse_section(cursor))
    parts: list[PouDeclaration] = []
    while cursor.at_word("GET") or cursor.at_word("SET"):
        part_opener = cursor.advance()
        keyword = part_opener.text.upper()
        own = _modifiers(cursor)
        cursor.take_operator(";")
        sections, body = _variables_and_body(cursor)
        if not (prototype and not body and not cursor.at_keyword(_PARTS[keyword])):
            token = Token("keyword", keyword, part_opener.at)
            body = (*body, *_closed(cursor, token, _PARTS[keyword]))
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
    _closed(cursor, Token("keyword", "PROPERTY", opener.at), "END_PROPERTY")
    return part
