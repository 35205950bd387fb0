"""Branches that never run, and state machines that can stand still."""

from __future__ import annotations

from collections.abc import Iterator

from trainlab.core.problem import Problem
from trainlab.plc.advice.tree import (
    Node,
    everything,
    everything_in,
    parts,
    students_pous,
)
from trainlab.plc.advice.uses import uses_of
from trainlab.plc.problems import advice as say
from trainlab.plc.typed import (
    Branch,
    Choice,
    Constant,
    Count,
    Expression,
    FunctionCall,
    Load,
    MethodCall,
    Pou,
    Project,
    VariablePlace,
)
from trainlab.plc.types import EnumType

# What a node holds besides other nodes, for telling whether two of them say the same.
_OWN = ("operator", "name", "value", "variable", "key", "bit", "truncate", "characters")


def branches_that_never_run(project: Project) -> Iterator[Problem]:
    """Conditions that are constant or stand in the same IF already; FORs without a round."""
    for pou in students_pous(project):
        for node in everything_in(pou.body):
            if isinstance(node, Branch):
                yield from _conditions(pou, node)
            elif isinstance(node, Count):
                yield from _rounds(pou, node)


def _conditions(pou: Pou, node: Branch) -> Iterator[Problem]:
    seen: dict[object, int] = {}
    for condition, _ in node.arms:
        position = pou.source.position(_start(condition))
        if isinstance(condition, Constant):
            if condition.at == node.at:
                continue  # no IF stands there: it is a call that gives its ENO
            yield say.DEAD_BRANCH.at(position, value="TRUE" if condition.value else "FALSE")
            continue
        meaning = _meaning(condition)
        if meaning is None:
            continue
        if meaning in seen:
            yield say.SAME_CONDITION.at(position, line=pou.source.line(seen[meaning]))
        seen.setdefault(meaning, _start(condition))


def _start(node: Node) -> int:
    return min(part.at for part in everything(node))


def _meaning(node: Node) -> object:
    """Equal for expressions that say the same; None where a call may answer differently."""
    said: list[object] = []
    for part in everything(node):
        if isinstance(part, FunctionCall | MethodCall):
            return None
        own = tuple(getattr(part, name, None) for name in _OWN)
        said.append((type(part).__name__, str(getattr(part, "type", "")), own))
        said.append(sum(1 for _ in parts(part)))
    return tuple(said)


def _rounds(pou: Pou, node: Count) -> Iterator[Problem]:
    limits = (node.first, node.last, node.step)
    values = [limit.value for limit in limits if isinstance(limit, Constant)]
    if len(values) < len(limits):
        return
    first, last, step = values
    if (first > last and step > 0) or (first < last and step < 0):
        position = pou.source.position(node.at)
        yield say.NO_ROUNDS.at(position, first=first, last=last, step=step)


def state_machines_without_else(project: Project) -> Iterator[Problem]:
    """A CASE that changes its own selector, has no ELSE and does not name every value."""
    for pou in students_pous(project):
        for node in everything_in(pou.body):
            if not isinstance(node, Choice) or node.has_else:
                continue
            place = _selected(node.selector)
            if place is None or _is_complete(node):
                continue
            bodies = [statement for _, body in node.arms for statement in body]
            if place.variable in uses_of(*bodies).writes:
                position = pou.source.position(node.at)
                yield say.NO_ELSE.at(position, name=place.variable.name)


def _selected(selector: Expression) -> VariablePlace | None:
    if isinstance(selector, Load) and isinstance(selector.place, VariablePlace):
        return selector.place
    return None


def _is_complete(node: Choice) -> bool:
    type_ = node.selector.type
    if not isinstance(type_, EnumType):
        return False
    ranges = [limits for arm in node.arms for limits in arm[0]]
    return all(any(low <= v <= high for low, high in ranges) for v in type_.values.values())
