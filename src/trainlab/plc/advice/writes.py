"""Values that are lost because something else is written over them: double coils."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from trainlab.core.problem import Problem
from trainlab.plc.advice.uses import uses_of
from trainlab.plc.problems import advice as say
from trainlab.plc.tree import everything, everything_in, students_pous
from trainlab.plc.typed import (
    Assign,
    BlockCall,
    Branch,
    Choice,
    Constant,
    FunctionCall,
    Leave,
    Load,
    MethodCall,
    Pou,
    Project,
    Role,
    Statement,
    Variable,
    VariablePlace,
)


@dataclass(frozen=True, slots=True)
class _Earlier:
    """A statement that certainly wrote a variable, and whether it wrote no more than a default."""

    at: int
    default: bool


def lost_values(project: Project) -> Iterator[Problem]:
    """Two statements in a row of which each certainly writes the same variable."""
    for pou in students_pous(project):
        yield from _in_body(pou, pou.body)


def _in_body(pou: Pou, body: tuple[Statement, ...]) -> Iterator[Problem]:
    earlier: dict[Variable, _Earlier] = {}
    for statement in body:
        yield from _inside(pou, statement)
        if _may_be_seen_elsewhere(statement):
            earlier.clear()
        for variable in uses_of(statement).reads:
            earlier.pop(variable, None)
        plain = isinstance(statement, Assign)
        for variable, at in _certain(statement).items():
            before = earlier.get(variable)
            if before is not None and not (before.default and not plain):
                line = pou.source.line(at)
                position = pou.source.position(before.at)
                yield say.WRITTEN_TWICE.at(position, name=variable.name, line=line)
            default = isinstance(statement, Assign) and isinstance(statement.value, Constant)
            earlier[variable] = _Earlier(at, default)


def _inside(pou: Pou, statement: Statement) -> Iterator[Problem]:
    if isinstance(statement, Branch | Choice):
        for arm in statement.arms:
            yield from _in_body(pou, arm[1])
        yield from _in_body(pou, statement.otherwise)
    elif not isinstance(statement, Assign | BlockCall | Leave) and hasattr(statement, "body"):
        yield from _in_body(pou, statement.body)


def _may_be_seen_elsewhere(statement: Statement) -> bool:
    """Whether the POU may be left here, or code runs that could read any variable of it."""
    for node in everything(statement):
        if isinstance(node, Leave | MethodCall | FunctionCall):
            return True
        if isinstance(node, BlockCall) and not node.pou.library:
            return True
    return False


def _certain(statement: Statement) -> dict[Variable, int]:
    """The variables that a statement writes whichever way it goes, and where."""
    if isinstance(statement, Assign):
        target = statement.target
        if isinstance(target, VariablePlace):
            return {target.variable: target.at}
        return {}
    if not isinstance(statement, Branch | Choice) or not statement.otherwise:
        return {}
    bodies = [arm[1] for arm in statement.arms] + [statement.otherwise]
    written = [_certain_in(body) for body in bodies]
    return {
        variable: at
        for variable, at in written[0].items()
        if all(variable in other for other in written[1:])
    }


def _certain_in(body: tuple[Statement, ...]) -> dict[Variable, int]:
    found: dict[Variable, int] = {}
    for statement in body:
        found.update(_certain(statement))
    return found


def written_by_two(project: Project) -> Iterator[Problem]:
    """Actuators and global variables that more than one POU writes."""
    first: dict[Variable, Pou] = {}
    for pou in students_pous(project):
        for variable, at in uses_of(*pou.body).writes.items():
            shared = variable.role is Role.GLOBAL or variable.address[1:2] == "Q"
            if not shared:
                continue
            other = first.setdefault(variable, pou)
            if other.holder is not pou.holder:
                where = uses_of(*other.body).writes[variable]
                yield say.WRITTEN_BY_TWO.at(
                    pou.source.position(at),
                    name=variable.name,
                    other=other.title,
                    line=other.source.line(where),
                )


def assigned_to_themselves(project: Project) -> Iterator[Problem]:
    """x := x;"""
    for pou in students_pous(project):
        for node in everything_in(pou.body):
            if not isinstance(node, Assign) or not isinstance(node.value, Load):
                continue
            target, source = node.target, node.value.place
            if not isinstance(target, VariablePlace) or not isinstance(source, VariablePlace):
                continue
            if target.variable is source.variable:
                position = pou.source.position(target.at)
                yield say.ASSIGNED_TO_ITSELF.at(position, name=target.variable.name)
