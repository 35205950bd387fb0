"""Texts, arrays and structures whose value is taken before something else is evaluated."""

from __future__ import annotations

from collections.abc import Sequence

from trainlab.plc.layout import is_scalar
from trainlab.plc.lowering.routine import Routine
from trainlab.plc.typed import (
    Conversion,
    Enabled,
    Expression,
    FunctionCall,
    MethodCall,
    Negation,
    Operation,
    Shortcut,
    Standard,
    StringConstant,
)


def kept(routine: Routine, node: Expression, operand: str, later: Sequence[Expression]) -> str:
    """The operand of `node`, safe from what the functions called by `later` expressions write.

    A scalar is in a register by now; what is there as a pointer is copied where that matters.
    """
    if not _is_place(node) or not any(_calls(expression) for expression in later):
        return operand
    return _copied(routine, node, operand)


def _is_place(node: Expression) -> bool:
    return not is_scalar(node.type) and not isinstance(node, StringConstant)


def _copied(routine: Routine, node: Expression, operand: str) -> str:
    place = routine.scratch(node.type)
    routine.copy(node.type, place, operand)
    return place


def values(routine: Routine, nodes: Sequence[Expression]) -> list[str]:
    """The operands of several expressions, evaluated from left to right."""
    last_call = max((index for index, node in enumerate(nodes) if _calls(node)), default=-1)
    operands = []
    for index, node in enumerate(nodes):
        operand = routine.value(node)
        if index < last_call and _is_place(node):
            operand = _copied(routine, node, operand)
        operands.append(operand)
    return operands


def _calls(node: Expression) -> bool:
    """Whether a declared function is called; the left spine may be long."""
    while True:
        if isinstance(node, FunctionCall | MethodCall | Enabled):
            return True
        if isinstance(node, Operation | Shortcut):
            if _calls(node.right):
                return True
            node = node.left
        elif isinstance(node, Negation | Conversion):
            node = node.operand
        elif isinstance(node, Standard):
            return any(_calls(operand) for operand in node.operands)
        else:
            return False
