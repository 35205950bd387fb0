"""VAR ... END_VAR: IEC 61131-3:2013 Tables 13 and 14."""

from __future__ import annotations

from trainlab.core.message import Text
from trainlab.plc.parsing.cursor import Cursor, SyntaxStop
from trainlab.plc.parsing.declarations import RESUME_DECLARATIONS, parse_declaration
from trainlab.plc.parsing.habits import mend_keyword
from trainlab.plc.problems import syntax as wrong
from trainlab.plc.syntax import Declaration, Section

SECTIONS = frozenset(
    """VAR VAR_INPUT VAR_OUTPUT VAR_IN_OUT VAR_TEMP VAR_GLOBAL VAR_EXTERNAL VAR_ACCESS
    VAR_CONFIG VAR_STAT VAR_INST""".split()
)
_QUALIFIERS = (
    "RETAIN",
    "NON_RETAIN",
    "PERSISTENT",
    "PUBLIC",
    "PRIVATE",
    "PROTECTED",
    "INTERNAL",
    "R_EDGE",
    "F_EDGE",
)
ACCESS_WORDS = ("PUBLIC", "PRIVATE", "PROTECTED", "INTERNAL")
_SECTION_WORDS = ("END_VAR", "VAR_INPUT", "VAR_OUTPUT", "VAR_IN_OUT", "VAR_TEMP", "END_PROGRAM")
_ACCESS = Text("VAR_ACCESS and VAR_CONFIG", "VAR_ACCESS 与 VAR_CONFIG")


def parse_sections(cursor: Cursor) -> tuple[Section, ...]:
    """Every VAR ... END_VAR that stands here."""
    sections = []
    while cursor.here.kind == "keyword" and cursor.here.text in SECTIONS:
        sections.append(parse_section(cursor))
    return tuple(sections)


def parse_section(cursor: Cursor) -> Section:
    """One VAR ... END_VAR; a mistake in one declaration leaves the others."""
    opener = cursor.advance()
    if opener.text in ("VAR_ACCESS", "VAR_CONFIG"):
        cursor.report(wrong.NOT_YET, at=opener.at, what=_ACCESS)
    constant = retain = False
    access = ""
    while True:
        if cursor.take_keyword("CONSTANT"):
            constant = True
        elif cursor.here.kind == "name" and cursor.here.text.upper() in _QUALIFIERS:
            word = cursor.advance().text.upper()
            retain = retain or word in ("RETAIN", "PERSISTENT")
            access = word if word in ACCESS_WORDS else access
        else:
            break
    declarations: list[Declaration] = []
    while cursor.here.kind != "end" and not cursor.at_keyword("END_VAR"):
        if mend_keyword(cursor, _SECTION_WORDS):
            continue
        if cursor.here.kind == "keyword" and cursor.here.text in RESUME_DECLARATIONS:
            if cursor.peek().text not in (":", ","):
                break
        elif _at_statement(cursor, declarations):
            break
        start = cursor.here
        try:
            declarations.extend(parse_declaration(cursor))
        except SyntaxStop:
            if cursor.here is start:
                cursor.advance()
            cursor.skip_past_semicolon(RESUME_DECLARATIONS)
    if cursor.torn_since(opener):
        cursor.declarations_read = False
    if not cursor.take_keyword("END_VAR"):
        cursor.report(
            wrong.WRONG_END,
            opener=opener.text,
            line=cursor.source.line(opener.at),
            closer="END_VAR",
            found=cursor.found(),
        )
    cursor.take_operator(";")
    return Section(opener.at, opener.text, constant, retain, tuple(declarations), access)


def _at_statement(cursor: Cursor, earlier: list[Declaration]) -> bool:
    """Whether the statements begin here, though no END_VAR stands before them."""
    if cursor.here.kind != "name":
        return False
    following = cursor.peek()
    if following.text in (":=", "=") and following.kind == "operator":
        folded = cursor.here.text.casefold()
        return any(item.name.casefold() == folded for item in earlier)
    begin = cursor.at_word("BEGIN") and following.text not in (":", ",", "AT")
    return begin or (following.kind == "operator" and following.text in ("(", ".", "["))
