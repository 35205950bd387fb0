"""Branches that never run, and state machines that can stand still."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from trainlab.core.problem import Problem
from trainlab.plc.advice.uses import uses_of
from trainlab.plc.problems import advice as say
from trainlab.plc.tree import (
    Node,
    everything,
    everything_in,
    parts,
    students_pous,
)
from trainlab.plc.typed import (
    Branch,
    Choice,
    Constant,
    Count,
    Expression,
    FunctionCall,
    Load,
    Loop,
    MethodCall,
    Operation,
    Pou,
    Project,
    Shortcut,
    VariablePlace,
)
from trainlab.plc.types import BOOL, EnumType, elementary_of

_NAMELESS = ("TRUE", "FALSE", "NOT", "BOOL")
_WORD = re.compile(r"[^\W\d]\w*")
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
            elif isinstance(node, Loop) and node.condition is not None:
                never = certain_value(node.condition) is False
                if never and not _is_named(pou, node.condition):
                    position = pou.source.position(_start(node.condition))
                    yield say.DEAD_BRANCH.at(position, value="FALSE")


def _conditions(pou: Pou, node: Branch) -> Iterator[Problem]:
    seen: dict[object, int] = {}
    limits: list[_Limit] = []
    for condition, _ in node.arms:
        position = pou.source.position(_start(condition))
        if isinstance(condition, Constant):
            if condition.at == node.at:
                continue  # no IF stands there: it is a call that gives its ENO
            if _is_named(pou, condition):
                continue  # a switch that its writer turns: IF DEBUG THEN
            yield say.DEAD_BRANCH.at(position, value="TRUE" if condition.value else "FALSE")
            continue
        always = certain_value(condition)
        if always is not None and not _is_named(pou, condition):
            yield say.DEAD_BRANCH.at(position, value="TRUE" if always else "FALSE")
            continue
        meaning = _meaning(condition)
        if meaning is None:
            continue
        limit = _limit(condition)
        if limit is not None:
            covering = next((earlier for earlier in limits if earlier.covers(limit)), None)
            if covering is not None and meaning not in seen:
                yield say.COVERED.at(position, line=pou.source.line(covering.at))
                continue
            limits.append(limit)
        if meaning in seen:
            yield say.SAME_CONDITION.at(position, line=pou.source.line(seen[meaning]))
        seen.setdefault(meaning, _start(condition))


@dataclass(frozen=True, slots=True)
class _Limit:
    """x > 10: what is compared, upwards or downwards, the limit, and whether it is included."""

    at: int
    compared: object
    upwards: bool
    value: float
    included: bool

    def covers(self, other: _Limit) -> bool:
        """Whether this is true wherever the other is."""
        if (self.compared, self.upwards) != (other.compared, other.upwards):
            return False
        if self.value == other.value:
            return self.included or not other.included
        return (other.value > self.value) == self.upwards


def _limit(condition: Expression) -> _Limit | None:
    if not isinstance(condition, Operation) or condition.operator not in (">", ">=", "<", "<="):
        return None
    compared = _meaning(condition.left)
    if compared is None or not isinstance(condition.right, Constant):
        return None
    upwards, included = condition.operator[0] == ">", condition.operator[1:] == "="
    return _Limit(_start(condition), compared, upwards, condition.right.value, included)


def certain_value(condition: Expression) -> bool | None:
    """What a condition is whatever its variables are; None if that depends on them."""
    if isinstance(condition, Constant):
        return bool(condition.value)
    if not isinstance(condition, Operation | Shortcut):
        return None
    operator = condition.operator.partition("_")[0]
    if operator in ("AND", "OR") and condition.type == BOOL:
        sides = (certain_value(condition.left), certain_value(condition.right))
        decisive = operator == "OR"
        return decisive if decisive in sides else None
    right, left_type = condition.right, elementary_of(condition.left.type)
    if left_type is None or left_type.is_signed or not left_type.is_integer:
        return None
    if isinstance(right, Constant) and right.value == 0 and operator in ("<", ">="):
        return operator == ">="
    return None


def _is_named(pou: Pou, condition: Expression) -> bool:
    """Whether the name of a constant decides a condition."""
    constants = [part for part in everything(condition) if isinstance(part, Constant)]
    written = [_WORD.match(pou.source.text, constant.at) for constant in constants]
    return any(word and word[0].upper() not in _NAMELESS for word in written)


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
