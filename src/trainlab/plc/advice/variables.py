"""Variables that nothing uses, writes or reads."""

from __future__ import annotations

from collections.abc import Iterator

from trainlab.core.problem import Problem, ProblemKind
from trainlab.plc.addresses import is_marker
from trainlab.plc.advice.uses import Uses
from trainlab.plc.layout import is_scalar
from trainlab.plc.problems import advice as say
from trainlab.plc.tree import students_pous
from trainlab.plc.typed import Pou, Project, Role, Variable
from trainlab.plc.types import BlockType


def unused_variables(project: Project, uses: Uses) -> Iterator[Problem]:
    """Each declared variable that the program could do without, or that lacks its other half."""
    for variable in project.globals.values():
        if not variable.external_only:
            yield from _of_global(variable, uses)
    for pou in students_pous(project):
        if pou.kind != "INTERFACE" and not pou.abstract:
            yield from _of_pou(pou, project, uses)


def _of_global(variable: Variable, uses: Uses) -> Iterator[Problem]:
    nameless = not variable.name or variable.name.startswith("%")
    if variable.constant or nameless or is_marker(variable.address):
        return
    if _is_actuator(variable) and variable not in uses.writes:
        yield _note(say.OUTPUT_NEVER_WRITTEN, variable)
    elif not _is_used(variable, uses):
        yield _note(say.UNUSED, variable)


def _of_pou(pou: Pou, project: Project, uses: Uses) -> Iterator[Problem]:
    if pou.result is not None and pou.body and pou.result not in uses.writes:
        yield say.RESULT_NEVER_SET.at(pou.source.position(pou.at), name=pou.name)
    for variable in pou.variables.values():
        own = variable.owner in (None, pou)
        if not own or variable.constant or not variable.name or variable.name.startswith("%"):
            continue
        if variable.key in project.globals and variable.role in (Role.LOCAL, Role.TEMP):
            yield _note(say.SHADOWS, variable)
        yield from _of_variable(pou, variable, uses)


def _of_variable(pou: Pou, variable: Variable, uses: Uses) -> Iterator[Problem]:
    if is_marker(variable.address):
        return  # others may reach the same memory at another address
    is_output = variable.role is Role.OUTPUT or _is_actuator(variable)
    if is_output and variable not in uses.writes and variable not in uses.calls:
        if pou.body or pou.methods:
            yield _note(say.OUTPUT_NEVER_WRITTEN, variable)
    elif variable.role is Role.OUTPUT:
        return
    elif not _is_used(variable, uses):
        if not (variable.role is Role.INPUT and pou.owner is not None):
            yield _note(say.UNUSED, variable)
    elif isinstance(variable.type, BlockType):
        if variable.type.pou.body and variable not in uses.calls and variable not in uses.writes:
            yield _note(say.NEVER_CALLED, variable)
    elif pou.kind != "PROGRAM" and variable.role in (Role.LOCAL, Role.TEMP):
        yield from _half_used(variable, uses)


def _half_used(variable: Variable, uses: Uses) -> Iterator[Problem]:
    """What a program's own variables may well be: a tag of the plant is their other half."""
    if variable.address or not is_scalar(variable.type):
        return
    if variable not in uses.writes and variable.initial is None:
        yield _note(say.NEVER_SET, variable)
    elif variable not in uses.reads and not variable.starts_others:
        yield _note(say.NEVER_READ, variable)


def _is_actuator(variable: Variable) -> bool:
    return variable.address[1:2] == "Q"


def _is_used(variable: Variable, uses: Uses) -> bool:
    if variable in uses.reads or variable in uses.calls or variable.starts_others:
        return True
    return variable in uses.writes and variable.role is not Role.INPUT


def _note(kind: ProblemKind, variable: Variable) -> Problem:
    return kind.at(variable.source.position(variable.at), name=variable.name)
