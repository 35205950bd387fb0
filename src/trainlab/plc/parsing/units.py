"""Whole files: POUs, types, global variables, configurations."""

from __future__ import annotations

from dataclasses import replace

from trainlab.core.problem import Problem
from trainlab.plc.lexer import tokens_of
from trainlab.plc.parsing.configurations import parse_configuration
from trainlab.plc.parsing.cursor import SWALLOWING, Cursor, SyntaxStop
from trainlab.plc.parsing.declarations import parse_types
from trainlab.plc.parsing.expressions import parse_condition
from trainlab.plc.parsing.habits import mend_keyword, tia_spelling
from trainlab.plc.parsing.members import at_member, parse_member
from trainlab.plc.parsing.namespaces import Nesting
from trainlab.plc.parsing.pou_ends import POUS
from trainlab.plc.parsing.pous import STARTS, parse_pou
from trainlab.plc.parsing.sections import parse_section
from trainlab.plc.problems import objects as wrong_objects
from trainlab.plc.problems import syntax as wrong
from trainlab.plc.source import ProgramText, Source, TextUnit
from trainlab.plc.syntax import (
    Configuration,
    Expression,
    PouDeclaration,
    Section,
    TypeDeclaration,
    Unit,
)

ITEMS = (*POUS, "TYPE", "VAR_GLOBAL", "CONFIGURATION", "NAMESPACE", "END_PROGRAM", "END_FUNCTION",
         "END_FUNCTION_BLOCK")  # fmt: skip
_WITH_ACTIONS = ("PROGRAM", "FUNCTION_BLOCK")
_TIA_BLOCKS = ("ORGANIZATION_BLOCK", "END_ORGANIZATION_BLOCK", "DATA_BLOCK")


class _Collected:
    """The declarations of a file while it is read."""

    __slots__ = ("configurations", "globals", "nesting", "pous", "types")

    def __init__(self) -> None:
        self.nesting = Nesting()
        self.types: list[TypeDeclaration] = []
        self.globals: list[Section] = []
        self.pous: list[PouDeclaration] = []
        self.configurations: list[Configuration] = []


def parse_program(text: ProgramText, problems: list[Problem]) -> tuple[Unit, ...]:
    """The syntax tree of each file of a program; every mistake goes to `problems`."""
    return tuple(parse_unit(text.source, problems, unit) for unit in text.units)


def parse_unit(source: Source, problems: list[Problem], unit: TextUnit | None = None) -> Unit:
    """The syntax tree of a file, or of one unit of a text; every mistake goes to `problems`."""
    if unit is None:
        unit = TextUnit(0, len(source.text))
    before = len(problems)
    tokens = tokens_of(source, problems, unit.start, unit.end)
    all_read = not any(problem.kind in SWALLOWING for problem in problems[before:])
    cursor = Cursor(source, tokens, problems)
    collected = _Collected()
    while not cursor.at_end():
        start = cursor.here
        try:
            _item(cursor, collected)
        except SyntaxStop:
            if cursor.here is start:
                cursor.advance()
            while not cursor.at_end() and not cursor.at_keyword(*STARTS):
                cursor.advance()
    collected.nesting.close(cursor)
    return Unit(
        tuple(collected.types),
        tuple(collected.globals),
        tuple(collected.pous),
        tuple(collected.configurations),
        all_read and cursor.declarations_read,
        unit.list_name,
        tuple(collected.nesting.names),
    )


def parse_lone_expression(source: Source, problems: list[Problem]) -> Expression | None:
    """The expression that is all of a text."""
    cursor = Cursor(source, tokens_of(source, problems), problems)
    try:
        expression = parse_condition(cursor)
        if not cursor.at_end():
            raise cursor.expected(wrong.END_OF_EXPRESSION)
    except SyntaxStop:
        return None
    return expression


def _item(cursor: Cursor, collected: _Collected) -> None:
    if mend_keyword(cursor, ITEMS):
        return
    if cursor.here.text.upper() in _TIA_BLOCKS:
        _tia_block(cursor)
        return
    if cursor.at_keyword(*POUS):
        pou, using = parse_pou(cursor)
        collected.pous.append(replace(pou, within=collected.nesting.within(using)))
    elif cursor.at_keyword("TYPE"):
        here = collected.nesting.here
        collected.types.extend(replace(each, within=here) for each in parse_types(cursor))
    elif cursor.at_keyword("NAMESPACE"):
        collected.nesting.enter(cursor)
    elif cursor.at_keyword("END_NAMESPACE"):
        collected.nesting.leave(cursor)
    elif collected.nesting.take_using(cursor):
        return
    elif cursor.at_keyword("VAR_GLOBAL"):
        collected.globals.append(parse_section(cursor))
    elif cursor.at_keyword("CONFIGURATION"):
        configuration = parse_configuration(cursor)
        collected.configurations.append(configuration)
        collected.globals.extend(configuration.globals)
    elif cursor.at_keyword(cursor.unclosed):
        cursor.advance()
    elif at_member(cursor):
        _member_outside(cursor, collected)
    elif cursor.here.kind == "keyword" and cursor.here.text.startswith("END_"):
        cursor.report(wrong.STRAY_END, found=cursor.here.text)
        cursor.advance()
        cursor.take_operator(";")
    elif not cursor.take_operator(";"):
        cursor.report(wrong.OUTSIDE_POU, found=cursor.found())
        raise SyntaxStop


def _member_outside(cursor: Cursor, collected: _Collected) -> None:
    """An ACTION behind END_PROGRAM belongs to that POU, as in exports of CODESYS 2.3."""
    last = collected.pous[-1] if collected.pous else None
    owns = cursor.at_word("ACTION") and last is not None and last.keyword in _WITH_ACTIONS
    if not owns:
        cursor.report(wrong_objects.METHOD_OUTSIDE, what=cursor.here.text.upper())
    found = parse_member(cursor)
    if last is not None and owns:
        collected.pous[-1] = replace(last, methods=(*last.methods, *found))


def _tia_block(cursor: Cursor) -> None:
    """An organization block is read as a program; a data block is left out."""
    tia_spelling(cursor)
    word = cursor.here.text.upper()
    if word.endswith("ORGANIZATION_BLOCK"):
        cursor.becomes("END_PROGRAM" if word.startswith("END_") else "PROGRAM")
        return
    cursor.declarations_read = False
    while not cursor.at_end() and not cursor.at_word("END_DATA_BLOCK"):
        if cursor.at_keyword(*POUS):
            return
        cursor.advance()
    cursor.advance()
