"""FOR loops whose rounds are known: their cost is taken in advance, and their counter is no index
that could be outside.

That holds where the bounds are known and nothing in the body can reach the counter: it is a variable
of the POU itself, and the body only assigns, computes and branches, with no call, no reference, no
VAR_IN_OUT and no assignment to the counter. Then the rounds cannot run on, whatever the program does.
"""

from __future__ import annotations

from dataclasses import dataclass

from trainlab.plc.tree import Node, everything_in
from trainlab.plc.typed import (
    Assign,
    Branch,
    Choice,
    Constant,
    Conversion,
    Count,
    ElementPlace,
    Leave,
    Load,
    MemberPlace,
    Negation,
    Operation,
    Role,
    Shortcut,
    Standard,
    Variable,
    VariablePlace,
)

# A loop of more rounds is charged round by round, so that a short budget still ends it early.
MOST_ROUNDS = 1000

_HARMLESS = (
    Assign, Branch, Choice, Constant, Conversion, Count, ElementPlace, Leave, Load, MemberPlace,
    Negation, Operation, Shortcut, Standard, VariablePlace,
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Rounds:
    """How often a loop runs at the most, and between which values its counter stays."""

    counter: Variable
    count: int
    low: int
    high: int


def known_rounds(node: Count) -> Rounds | None:
    """The rounds of a FOR, where they are known before it runs."""
    control = node.control
    bounds = [
        part.value for part in (node.first, node.last, node.step) if isinstance(part, Constant)
    ]
    if len(bounds) != 3 or not isinstance(control, VariablePlace):
        return None
    first, last, step = map(int, bounds)
    counter = control.variable
    if not step or counter.role not in (Role.LOCAL, Role.TEMP) or counter.address:
        return None
    values = range(first, last + (1 if step > 0 else -1), step)
    if not values or len(values) > MOST_ROUNDS or not _left_alone(node, counter):
        return None
    return Rounds(counter, len(values), min(values[0], values[-1]), max(values[0], values[-1]))


def _left_alone(node: Count, counter: Variable) -> bool:
    read: set[Node] = set()
    for part in everything_in(node.body):
        if not isinstance(part, _HARMLESS):
            return False
        if isinstance(part, Load):
            read.add(part.place)
        if not isinstance(part, VariablePlace) or part in read:
            continue
        if part.variable is counter or part.variable.role is Role.IN_OUT:
            return False
    return True
