"""Whole files: POUs, types, global variables, configurations."""

from __future__ import annotations

from trainlab.core.problem import Problem
from trainlab.plc.lexer import MENDED, tokens_of
from trainlab.plc.parsing.cursor import Cursor, SyntaxStop
from trainlab.plc.parsing.declarations import (
    parse_section,
    parse_types,
)
from trainlab.plc.parsing.expressions import parse_condition, parse_expression
from trainlab.plc.parsing.pous import POUS, STARTS, at_member, parse_member, parse_pou
from trainlab.plc.problems import objects as wrong_objects
from trainlab.plc.problems import syntax as wrong
from trainlab.plc.source import ProgramText, Source, TextUnit
from trainlab.plc.syntax import (
    Expression,
    Literal,
    PouDeclaration,
    ProgramInstance,
    Section,
    Task,
    TypeDeclaration,
    Unit,
)


class _Collected:
    """The declarations of a file while it is read."""

    __slots__ = ("globals", "pous", "programs", "tasks", "types")

    def __init__(self) -> None:
        self.types: list[TypeDeclaration] = []
        self.globals: list[Section] = []
        self.pous: list[PouDeclaration] = []
        self.tasks: list[Task] = []
        self.programs: list[ProgramInstance] = []


def parse_program(text: ProgramText, problems: list[Problem]) -> tuple[Unit, ...]:
    """The syntax tree of each file of a program; every mistake goes to `problems`."""
    return tuple(parse_unit(text.source, problems, unit) for unit in text.units)


def parse_unit(source: Source, problems: list[Problem], unit: TextUnit | None = None) -> Unit:
    """The syntax tree of a file, or of one unit of a text; every mistake goes to `problems`."""
    if unit is None:
        unit = TextUnit(0, len(source.text))
    before = len(problems)
    tokens = tokens_of(source, problems, unit.start, unit.end)
    all_read = all(problem.kind in MENDED for problem in problems[before:])
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
    return Unit(
        tuple(collected.types),
        tuple(collected.globals),
        tuple(collected.pous),
        tuple(collected.tasks),
        tuple(collected.programs),
        all_read and cursor.declarations_read,
        unit.list_name,
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
    if cursor.at_keyword(*POUS):
        collected.pous.append(parse_pou(cursor)[0])
    elif cursor.at_keyword("TYPE"):
        collected.types.extend(parse_types(cursor))
    elif cursor.at_keyword("VAR_GLOBAL"):
        collected.globals.append(parse_section(cursor))
    elif cursor.at_keyword("CONFIGURATION"):
        _configuration(cursor, collected)
    elif at_member(cursor):
        cursor.report(wrong_objects.METHOD_OUTSIDE, what=cursor.here.text.upper())
        parse_member(cursor)
    elif cursor.here.kind == "keyword" and cursor.here.text.startswith("END_"):
        cursor.report(wrong.STRAY_END, found=cursor.here.text)
        cursor.advance()
        cursor.take_operator(";")
    elif not cursor.take_operator(";"):
        cursor.report(wrong.OUTSIDE_POU, found=cursor.found())
        raise SyntaxStop


def _configuration(cursor: Cursor, collected: _Collected) -> None:
    """CONFIGURATION ... END_CONFIGURATION: its globals, tasks and program instances (Table 62)."""
    cursor.advance()
    cursor.expect_name()
    while not cursor.take_keyword("END_CONFIGURATION"):
        if cursor.take_keyword("RESOURCE"):
            cursor.expect_name()
            cursor.take_keyword("ON") or cursor.take_word("ON")
            if cursor.here.kind == "name":
                cursor.advance()
        elif cursor.at_keyword("VAR_GLOBAL", "VAR_ACCESS", "VAR_CONFIG"):
            collected.globals.append(parse_section(cursor))
        elif cursor.at_word("TASK"):
            collected.tasks.append(_task(cursor))
        elif cursor.take_keyword("PROGRAM"):
            collected.programs.append(_instance(cursor))
        elif not (cursor.take_keyword("END_RESOURCE") or cursor.take_operator(";")):
            raise cursor.expected("END_CONFIGURATION")
    cursor.take_operator(";")


def _task(cursor: Cursor) -> Task:
    at = cursor.advance().at
    name = cursor.expect_name()
    interval = None
    cursor.expect_operator("(")
    while not cursor.take_operator(")"):
        setting = cursor.expect_name()
        cursor.expect_operator(":=")
        value = parse_expression(cursor)
        if setting.text.upper() == "INTERVAL" and isinstance(value, Literal):
            interval = int(value.value) if value.form == "time" else None
        if not cursor.take_operator(",") and not cursor.at_operator(")"):
            raise cursor.expected("')'")
    cursor.semicolon()
    return Task(at, name.text, interval)


def _instance(cursor: Cursor) -> ProgramInstance:
    if cursor.here.kind == "name" and cursor.here.text.upper() in ("RETAIN", "NON_RETAIN"):
        cursor.advance()
    name = cursor.expect_name()
    task = cursor.expect_name().text if cursor.take_word("WITH") else ""
    cursor.expect_operator(":")
    type_name = cursor.expect_name().text
    if cursor.take_operator("("):
        while not cursor.at_end() and not cursor.take_operator(")"):
            cursor.advance()
    cursor.semicolon()
    return ProgramInstance(name.at, name.text, task, type_name)
