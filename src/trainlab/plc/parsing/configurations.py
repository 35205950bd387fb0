"""CONFIGURATION, RESOURCE, TASK and program instances: IEC 61131-3:2013 Tables 62 and 63."""

from __future__ import annotations

from trainlab.plc.parsing.cursor import Cursor, SyntaxStop
from trainlab.plc.parsing.declarations import parse_location, parse_type
from trainlab.plc.parsing.expressions import parse_expression
from trainlab.plc.parsing.initials import parse_initial
from trainlab.plc.parsing.sections import parse_section
from trainlab.plc.problems import configuration as wrong_here
from trainlab.plc.problems import syntax as wrong
from trainlab.plc.syntax import (
    Argument,
    BlockTask,
    Configuration,
    Expression,
    InstanceSetting,
    Name,
    ProgramInstance,
    Section,
    Task,
)
from trainlab.plc.tokens import Token

_RESUME = frozenset(
    """END_CONFIGURATION END_RESOURCE RESOURCE VAR_GLOBAL VAR_ACCESS VAR_CONFIG FUNCTION
    FUNCTION_BLOCK TYPE CONFIGURATION""".split()
)
_SETTINGS = ("SINGLE", "INTERVAL", "PRIORITY")


class _Collected:
    """What stands in a configuration while it is read."""

    __slots__ = ("globals", "programs", "resource", "settings", "tasks")

    def __init__(self) -> None:
        self.globals: list[Section] = []
        self.tasks: list[Task] = []
        self.programs: list[ProgramInstance] = []
        self.settings: list[InstanceSetting] = []
        self.resource = ""


def parse_configuration(cursor: Cursor) -> Configuration:
    """CONFIGURATION ... END_CONFIGURATION; a mistake in one part of it leaves the others."""
    opener = cursor.advance()
    name = cursor.expect_name()
    cursor.take_operator(";")
    found = _Collected()
    while not cursor.take_keyword("END_CONFIGURATION"):
        start = cursor.here
        if start.kind == "end" or _begins_outside(cursor):
            cursor.report(
                wrong.WRONG_END, opener=opener.text, line=cursor.source.line(opener.at),
                closer="END_CONFIGURATION", found=cursor.found(),
            )  # fmt: skip
            break
        try:
            _part(cursor, found)
        except SyntaxStop:
            if cursor.here is start:
                cursor.advance()
            cursor.skip_past_semicolon(_RESUME)
    cursor.take_operator(";")
    return Configuration(
        opener.at, name.text, tuple(found.globals), tuple(found.tasks), tuple(found.programs),
        tuple(found.settings),
    )  # fmt: skip


def _begins_outside(cursor: Cursor) -> bool:
    """Whether what cannot stand in a configuration begins here: a POU, or its PROGRAM p VAR."""
    is_pou = cursor.at_keyword("PROGRAM") and cursor.peek(2).kind == "keyword"
    return is_pou or cursor.at_keyword(
        "FUNCTION", "FUNCTION_BLOCK", "TYPE", "CONFIGURATION", "END_PROGRAM"
    )


def _part(cursor: Cursor, found: _Collected) -> None:
    if cursor.take_keyword("RESOURCE"):
        found.resource = cursor.expect_name().text
        if not (cursor.take_keyword("ON") or cursor.take_word("ON")):
            raise cursor.expected("ON")
        cursor.expect_name()
    elif cursor.take_keyword("END_RESOURCE"):
        found.resource = ""
        cursor.take_operator(";")
    elif cursor.at_keyword("VAR_GLOBAL"):
        found.globals.append(parse_section(cursor))
    elif cursor.at_keyword("VAR_ACCESS"):
        _skip_access(cursor)
    elif cursor.at_keyword("VAR_CONFIG"):
        found.settings += _settings(cursor)
    elif cursor.at_word("TASK"):
        found.tasks.append(_task(cursor, found.resource))
    elif cursor.take_keyword("PROGRAM"):
        found.programs.append(_instance(cursor, found.resource))
    elif not cursor.take_operator(";"):
        raise cursor.expected("END_CONFIGURATION")


def _skip_access(cursor: Cursor) -> None:
    opener = cursor.advance()
    cursor.report(wrong_here.ACCESS_IGNORED, at=opener.at)
    while not _at_end_of_section(cursor, opener):
        cursor.advance()


def _at_end_of_section(cursor: Cursor, opener: Token) -> bool:
    """Takes END_VAR, or says that it is missing."""
    if cursor.take_keyword("END_VAR"):
        cursor.take_operator(";")
        return True
    if cursor.at_end() or cursor.at_keyword("END_CONFIGURATION", "END_RESOURCE"):
        cursor.report(
            wrong.WRONG_END, opener=opener.text, line=cursor.source.line(opener.at),
            closer="END_VAR", found=cursor.found(),
        )  # fmt: skip
        return True
    return False


def _settings(cursor: Cursor) -> list[InstanceSetting]:
    """VAR_CONFIG ... END_VAR; a mistake in one setting leaves the others."""
    opener = cursor.advance()
    settings: list[InstanceSetting] = []
    while not _at_end_of_section(cursor, opener):
        start = cursor.here
        try:
            settings.append(_instance_setting(cursor))
        except SyntaxStop:
            if cursor.here is start:
                cursor.advance()
            cursor.skip_past_semicolon({"END_VAR", *_RESUME})
    return settings


def _instance_setting(cursor: Cursor) -> InstanceSetting:
    path = [_name(cursor)]
    while cursor.take_operator("."):
        path.append(_name(cursor))
    address = parse_location(cursor)
    cursor.expect_operator(":")
    spec = parse_type(cursor)
    initial = parse_initial(cursor) if cursor.take_operator(":=") else None
    cursor.semicolon()
    return InstanceSetting(tuple(path), address, spec, initial)


def _name(cursor: Cursor) -> Name:
    token = cursor.expect_name()
    return Name(token.at, token.text)


def _task(cursor: Cursor, resource: str) -> Task:
    at = cursor.advance().at
    name = cursor.expect_name()
    settings: dict[str, Expression] = {}
    if cursor.take_operator("("):
        while not cursor.take_operator(")"):
            setting = cursor.expect_name()
            if setting.text.upper() not in _SETTINGS:
                known = ", ".join(_SETTINGS)
                cursor.report(
                    wrong_here.UNKNOWN_SETTING, at=setting.at, name=setting.text, known=known
                )
            cursor.expect_operator(":=")
            settings[setting.text.upper()] = parse_expression(cursor)
            if not cursor.take_operator(",") and not cursor.at_operator(")"):
                raise cursor.expected("')'")
    cursor.semicolon()
    return Task(
        at, name.text, resource, settings.get("INTERVAL"), settings.get("SINGLE"),
        settings.get("PRIORITY"),
    )  # fmt: skip


def _instance(cursor: Cursor, resource: str) -> ProgramInstance:
    if cursor.here.kind == "name" and cursor.here.text.upper() in ("RETAIN", "NON_RETAIN"):
        cursor.advance()
    name = cursor.expect_name()
    task = cursor.expect_name() if cursor.take_word("WITH") else None
    cursor.expect_operator(":")
    type_name = cursor.expect_name()
    arguments: list[Argument] = []
    block_tasks: list[BlockTask] = []
    if cursor.take_operator("("):
        while not cursor.take_operator(")"):
            part = _name(cursor)
            if cursor.take_word("WITH"):
                block_tasks.append(BlockTask(part, _name(cursor)))
            else:
                arguments.append(_connection(cursor, part))
            if not cursor.take_operator(",") and not cursor.at_operator(")"):
                raise cursor.expected("')'")
    cursor.semicolon()
    return ProgramInstance(
        name.at, name.text, resource, "" if task is None else task.text,
        name.at if task is None else task.at, type_name.text, type_name.at, tuple(arguments),
        tuple(block_tasks),
    )  # fmt: skip


def _connection(cursor: Cursor, name: Name) -> Argument:
    """input := source or output => sink."""
    output = cursor.at_operator("=>")
    if not output and not cursor.at_operator(":="):
        raise cursor.expected("':='")
    cursor.advance()
    return Argument(name.at, name.text, parse_expression(cursor), output)
