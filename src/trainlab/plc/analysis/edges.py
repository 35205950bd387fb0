"""Inputs declared R_EDGE or F_EDGE: IEC 61131-3:2013 Table 40, 9 and 10.

Within the body such an input is TRUE in the call in which its signal rises (falls), as if the body
began with an R_TRIG (F_TRIG) of it. The signal itself is what stands in the instance for others.
"""

from __future__ import annotations

from trainlab.plc import syntax
from trainlab.plc.analysis.scope import Scope
from trainlab.plc.problems import names as wrong
from trainlab.plc.typed import (
    Assign,
    Expression,
    Load,
    Negation,
    Operation,
    Pou,
    Role,
    Statement,
    Variable,
    VariablePlace,
)
from trainlab.plc.types import BOOL


def declare_edge(scope: Scope, pou: Pou, signal: Variable, item: syntax.Declaration) -> None:
    """Gives an input what tells its edges; a diagnostic where it can have none."""
    if signal.role is not Role.INPUT or signal.type != BOOL or pou.is_function:
        scope.warn(wrong.EDGE_HERE, item.at, name=item.name, edge=item.edge)
        return
    signal.edge = _hidden(pou, signal, "edge")
    signal.edge_before = _hidden(pou, signal, "before")
    signal.rises = item.edge == "R_EDGE"


def _hidden(pou: Pou, signal: Variable, what: str) -> Variable:
    name = f"{signal.name} {what}"
    hidden = Variable(name, BOOL, Role.LOCAL, signal.at, signal.source, owner=pou, hidden=True)
    pou.variables[hidden.key] = hidden
    return hidden


def edge_statements(pou: Pou) -> tuple[Statement, ...]:
    """What the body of a POU begins with, of F_EDGE with NOT signal for signal:

    edge := signal AND NOT before; before := signal;
    """
    statements: list[Statement] = []
    for signal in pou.variables.values():
        edge, before = signal.edge, signal.edge_before
        if signal.owner is pou and edge is not None and before is not None:
            rising = _both(_level(signal), _not(_load(before)))
            statements += [_set(edge, rising), _set(before, _level(signal))]
    return tuple(statements)


def _level(signal: Variable) -> Expression:
    return _load(signal) if signal.rises else _not(_load(signal))


def _load(variable: Variable) -> Expression:
    return Load(variable.at, BOOL, VariablePlace(variable.at, BOOL, variable))


def _not(value: Expression) -> Expression:
    return Negation(value.at, BOOL, "NOT", value)


def _both(left: Expression, right: Expression) -> Expression:
    return Operation(left.at, BOOL, "AND", left, right)


def _set(variable: Variable, value: Expression) -> Statement:
    return Assign(variable.at, VariablePlace(variable.at, BOOL, variable), value)
