"""The kinds of mutants: slips that students make in control logic, each as edits on the text."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from trainlab.core.mutant import Edit
from trainlab.plc.mutants.numbers import other_values
from trainlab.plc.mutants.spans import Span, Spans
from trainlab.plc.mutants.walk import everything
from trainlab.plc.syntax import (
    Argument,
    Assignment,
    Binary,
    Call,
    CallStatement,
    Case,
    Declaration,
    If,
    Index,
    Literal,
    Member,
    Name,
    NamedType,
    PouDeclaration,
    Unary,
)

_LOGIC = {"AND": "OR", "OR": "AND", "AND_THEN": "OR_ELSE", "OR_ELSE": "AND_THEN"}
_RELATIONS = {
    ">": (">=", "<"),
    "<": ("<=", ">"),
    ">=": (">", "<="),
    "<=": ("<", ">="),
    "=": ("<>",),
    "<>": ("=",),
}
_CONTACT = (Name, Member, Index, Call)
_TIMERS = ("TON", "TOF", "TP")

Found = Iterator[tuple[Edit, ...]]


@dataclass(frozen=True, slots=True)
class Place:
    """One POU: its text, where things stand in it, all its nodes, and what it declares."""

    text: str
    spans: Spans
    nodes: tuple[Any, ...]
    declared: dict[str, Declaration]

    @staticmethod
    def of(pou: PouDeclaration, text: str, spans: Spans, shared: dict[str, Declaration]) -> Place:
        """`shared` are the variables that it sees but does not declare."""
        own = {d.name.upper(): d for section in pou.sections for d in section.declarations}
        nodes = tuple(everything((pou.sections, pou.body)))
        return Place(text, spans, nodes, {**shared, **own})

    def at(self, span: Span) -> str:
        """The text of a span."""
        return self.text[span.start : span.end]

    def all(self, *kinds: type) -> Iterator[Any]:
        """The nodes of those classes."""
        return (node for node in self.nodes if isinstance(node, kinds))

    def type_of(self, node: object) -> str:
        """The name of the type of a plain variable, upper case; "" where that is not known."""
        declared = self.declared.get(node.text.upper()) if isinstance(node, Name) else None
        return (
            declared.spec.name.upper() if declared and isinstance(declared.spec, NamedType) else ""
        )

    def address_of(self, node: object) -> str:
        """Where a plain variable is located, "" for nowhere."""
        declared = self.declared.get(node.text.upper()) if isinstance(node, Name) else None
        return declared.address.text.upper() if declared and declared.address else ""


def _put(span: Span, text: str) -> tuple[Edit, ...]:
    return (Edit(span.start, span.end, text),)


def _dropped_terms(place: Place) -> Found:
    for node in place.all(Binary):
        if node.operator not in _LOGIC:
            continue
        left, right = place.spans.operands(node)
        yield (Edit(left.end, right.end, ""),)
        if not (isinstance(node.left, Binary) and node.left.operator == node.operator):
            yield (Edit(left.start, right.start, ""),)


def _exchanged_logic(place: Place) -> Found:
    for node in place.all(Binary):
        if node.operator in _LOGIC:
            left, right = place.spans.operands(node)
            middle = place.text[left.end : right.start]
            token = place.spans.token(node.at)
            at = token.at - left.end
            other = middle[:at] + _LOGIC[node.operator] + middle[at + len(token.text) :]
            yield _put(Span(left.start, right.end), f"({place.at(left)}{other}{place.at(right)})")


def _negated_contacts(place: Place) -> Found:
    for node in place.all(Unary):
        if node.operator == "NOT":
            yield (Edit(node.at, place.spans.behind(node.at).at, ""),)
    for node in place.all(Binary):
        if node.operator in _LOGIC or node.operator == "XOR":
            spans = place.spans.operands(node)
            for term, span in zip((node.left, node.right), spans, strict=True):
                if isinstance(term, _CONTACT):
                    yield _put(span, f"NOT {place.at(span)}")
    for node in place.all(If):
        for (condition, _), branch in zip(node.branches, place.spans.branches(node), strict=False):
            if isinstance(condition, _CONTACT):
                yield _put(branch.condition, f"NOT {place.at(branch.condition)}")
    for node in place.all(Assignment):
        if isinstance(node.value, _CONTACT) and place.type_of(node.target) == "BOOL":
            span = place.spans.value(node.at)
            yield _put(span, f"NOT {place.at(span)}")
    for node in place.all(Argument):
        if node.name and isinstance(node.value, _CONTACT) and not node.output:
            span = place.spans.value(place.spans.behind(node.at).at)
            yield _put(span, f"NOT {place.at(span)}")


def _relations(place: Place) -> Found:
    for node in place.all(Binary):
        for other in _RELATIONS.get(node.operator, ()):
            yield _put(Span(node.at, place.spans.token(node.at).end), other)


def _signs(place: Place) -> Found:
    for node in place.all(Binary):
        if node.operator in ("+", "-"):
            yield _put(Span(node.at, node.at + 1), "-" if node.operator == "+" else "+")


def _constants(place: Place) -> Found:
    for node in place.all(Literal):
        if node.form in ("integer", "real") and not node.prefix:
            for other in other_values(node):
                yield _put(Span(node.at, node.at + len(node.text)), other)


def _times(place: Place) -> Found:
    for node in place.all(Literal):
        if node.form == "time":
            for other in other_values(node):
                yield _put(Span(node.at, node.at + len(node.text)), other)


def _dropped_statements(place: Place) -> Found:
    for node in place.all(Assignment, CallStatement):
        yield _put(place.spans.statement(node.at), ";")


def _stuck(place: Place) -> Found:
    for node in place.all(Assignment):
        span = place.spans.value(node.at)
        if place.type_of(node.target) == "BOOL":
            for value in ("TRUE", "FALSE"):
                if place.at(span).upper() != value:
                    yield _put(span, value)
        elif place.address_of(node.target).startswith("%Q") and place.at(span) != "0":
            yield _put(span, "0")


def _conditions(place: Place) -> Found:
    for node in place.all(If):
        for branch in place.spans.branches(node):
            for value in ("TRUE", "FALSE"):
                yield _put(branch.condition, value)


def _skipped_branches(place: Place) -> Found:
    for node in place.all(Case):
        for body in place.spans.case_bodies(node):
            yield _put(body, ";")


def _lost_edges(place: Place) -> Found:
    for call in (node.call for node in place.all(CallStatement)):
        if place.type_of(call.callee) not in ("R_TRIG", "F_TRIG"):
            continue
        for argument in call.arguments:
            if argument.name.upper() != "CLK":
                continue
            span = place.spans.value(place.spans.behind(argument.at).at)
            wanted = f"({place.at(span)})"
            if place.type_of(call.callee) == "F_TRIG":
                wanted = f"(NOT {wanted})"
            uses = [
                Edit(node.base.at, node.at + len(node.name), wanted)
                for node in place.all(Member)
                if node.name.upper() == "Q"
                and isinstance(node.base, Name)
                and node.base.text.upper() == call.callee.text.upper()
            ]
            if uses:
                yield tuple(uses)


def _timer_inputs(place: Place) -> Found:
    for call in (node.call for node in place.all(CallStatement)):
        if place.type_of(call.callee) in _TIMERS:
            for argument in call.arguments:
                if argument.name.upper() == "IN":
                    span = place.spans.value(place.spans.behind(argument.at).at)
                    yield _put(span, "TRUE")
                    yield _put(span, "FALSE")


def _ignored_inputs(place: Place) -> Found:
    for name, declared in place.declared.items():
        if declared.address is None or not declared.address.text.upper().startswith("%I"):
            continue
        uses = [n for n in place.all(Name) if n.text.upper() == name and place.type_of(n) == "BOOL"]
        for value in ("TRUE", "FALSE") if uses else ():
            yield tuple(Edit(use.at, use.at + len(use.text), value) for use in uses)


def _dominance(place: Place) -> Found:
    for node in place.all(If):
        spans = place.spans.branches(node)
        for number in range(len(spans) - 1):
            one, other = node.branches[number][1], node.branches[number + 1][1]
            if _latches(one, other):
                first, second = spans[number], spans[number + 1]
                pairs = ((first.condition, second.condition), (first.body, second.body))
                yield tuple(
                    Edit(here.start, here.end, place.at(there))
                    for pair in pairs
                    for here, there in (pair, pair[::-1])
                )
    for name, declared in place.declared.items():
        if isinstance(declared.spec, NamedType) and declared.spec.name.upper() in ("SR", "RS"):
            kind = declared.spec.name.upper()
            renamed = {"S1": "S", "R": "R1"} if kind == "SR" else {"S": "S1", "R1": "R"}
            edits = [Edit(declared.spec.at, declared.spec.at + 2, kind[::-1])]
            for call in place.all(Call):
                if isinstance(call.callee, Name) and call.callee.text.upper() == name:
                    for each in call.arguments:
                        if each.name.upper() in renamed:
                            wanted = renamed[each.name.upper()]
                            edits.append(Edit(each.at, each.at + len(each.name), wanted))
            yield tuple(edits)


def _latches(one: tuple[Any, ...], other: tuple[Any, ...]) -> bool:
    """Whether each body gives the same variable a constant, TRUE the one and FALSE the other."""
    if len(one) != 1 or len(other) != 1:
        return False
    both = (one[0], other[0])
    if not all(isinstance(e, Assignment) and isinstance(e.target, Name) for e in both):
        return False
    values = [each.value for each in both]
    if not all(isinstance(value, Literal) and value.form == "bool" for value in values):
        return False
    same = both[0].target.text.upper() == both[1].target.text.upper()
    return same and values[0].value is not values[1].value


KINDS: dict[str, Callable[[Place], Found]] = {
    "term_dropped": _dropped_terms,
    "contact_negated": _negated_contacts,
    "logic_exchanged": _exchanged_logic,
    "relation": _relations,
    "constant": _constants,
    "time": _times,
    "sign": _signs,
    "statement_dropped": _dropped_statements,
    "stuck": _stuck,
    "condition_fixed": _conditions,
    "branch_skipped": _skipped_branches,
    "edge_lost": _lost_edges,
    "timer_input": _timer_inputs,
    "input_ignored": _ignored_inputs,
    "dominance": _dominance,
}
