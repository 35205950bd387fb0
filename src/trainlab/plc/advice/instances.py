"""Calls of function block instances: twice in a scan, or not in every scan."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from trainlab.core.problem import Problem
from trainlab.plc.problems import advice as say
from trainlab.plc.tree import students_pous
from trainlab.plc.typed import (
    BlockCall,
    Branch,
    Choice,
    Constant,
    Count,
    Loop,
    Project,
    Role,
    Statement,
    Variable,
    VariablePlace,
)
from trainlab.plc.types import BlockType

# Blocks that must see every scan: an edge between two calls, and the time between them, are lost.
_EVERY_SCAN = ("R_TRIG", "F_TRIG", "TON", "TOF", "TP", "CTU", "CTD", "CTUD")
_OFF = ("in", "clk", "cu", "cd", "enable", "run")
_ON = ("r", "ld", "reset", "r1")

# The arms of the statements that a call stands in: which statement, which of its arms.
Path = tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class _Call:
    variable: Variable
    node: BlockCall
    path: Path
    in_loop: bool


def calls_of_instances(project: Project) -> Iterator[Problem]:
    """Instances that are called twice in one scan, or only in some scans."""
    for pou in students_pous(project):
        calls: dict[Variable, list[_Call]] = {}
        for call in _calls(pou.body, (), False):
            calls.setdefault(call.variable, []).append(call)
        certain = _certain(pou.body)
        for variable, made in calls.items():
            position = pou.source.position
            second = _second_in_a_scan(made)
            if second is not None:
                first, again = second
                line = pou.source.line(first.node.at)
                yield say.CALLED_TWICE.at(position(again.node.at), name=variable.name, line=line)
            type_name = made[0].node.pou.name
            needs_all = made[0].node.pou.library and type_name.startswith(_EVERY_SCAN)
            if needs_all and variable not in certain and not any(_is_reset(c) for c in made):
                yield say.CALLED_SOMETIMES.at(
                    position(made[0].node.at), name=variable.name, type=type_name
                )


def forgetful_instances(project: Project) -> Iterator[Problem]:
    """Timers, edges and counters among variables that begin anew in every call."""
    for pou in students_pous(project):
        for variable in pou.having(Role.TEMP):
            type_ = variable.type
            if not isinstance(type_, BlockType) or not type_.pou.library:
                continue
            if type_.pou.name.startswith(_EVERY_SCAN):
                position = variable.source.position(variable.at)
                yield say.FORGETFUL.at(position, name=variable.name, type=type_.pou.name)


def _calls(body: tuple[Statement, ...], path: Path, in_loop: bool) -> Iterator[_Call]:
    for statement in body:
        if isinstance(statement, BlockCall):
            if isinstance(statement.instance, VariablePlace):
                yield _Call(statement.instance.variable, statement, path, in_loop)
        elif isinstance(statement, Branch | Choice):
            bodies = [*(arm[1] for arm in statement.arms), statement.otherwise]
            for number, arm_body in enumerate(bodies):
                yield from _calls(arm_body, (*path, (id(statement), number)), in_loop)
        elif isinstance(statement, Count | Loop):
            yield from _calls(statement.body, path, True)


def _second_in_a_scan(made: list[_Call]) -> tuple[_Call, _Call] | None:
    """Two calls that one scan can both reach; calls that reset are no second use."""
    uses = [call for call in made if not _is_reset(call)]
    for number, again in enumerate(uses):
        for first in uses[:number]:
            if not _exclude(first.path, again.path):
                return first, again
    return None


def _exclude(one: Path, other: Path) -> bool:
    """Whether the two stand in different arms of one statement."""
    arms = dict(one)
    return any(arms.get(statement, arm) != arm for statement, arm in other)


def _is_reset(call: _Call) -> bool:
    for variable, value in call.node.inputs.items():
        if not isinstance(value, Constant):
            continue
        if (variable.key in _OFF and not value.value) or (variable.key in _ON and value.value):
            return True
    return False


def _certain(body: tuple[Statement, ...]) -> set[Variable]:
    """The instances that every run through a body calls."""
    found: set[Variable] = set()
    for statement in body:
        if isinstance(statement, BlockCall):
            if isinstance(statement.instance, VariablePlace):
                found.add(statement.instance.variable)
        elif isinstance(statement, Branch | Choice) and statement.otherwise:
            arms = [_certain(arm[1]) for arm in statement.arms]
            found |= _certain(statement.otherwise).intersection(*arms)
        elif isinstance(statement, Count | Loop):
            found |= _certain(statement.body)
    return found
