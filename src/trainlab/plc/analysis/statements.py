"""Statements: IEC 61131-3:2013 Table 72. A mistake in one leaves the others checked."""

from __future__ import annotations

from bisect import bisect_left

from trainlab.plc import syntax
from trainlab.plc.analysis.calls import call_statement
from trainlab.plc.analysis.conversions import coerced, settled
from trainlab.plc.analysis.known_values import known
from trainlab.plc.analysis.members import WRITE_MEMBER, member_for
from trainlab.plc.analysis.method_calls import property_to_set
from trainlab.plc.analysis.parameters import referred
from trainlab.plc.analysis.places import check_writable, named_place, written_place
from trainlab.plc.analysis.references import attempted
from trainlab.plc.analysis.scope import MeaningStop, Scope, start_of
from trainlab.plc.problems import names as wrong_names
from trainlab.plc.problems import references as wrong_references
from trainlab.plc.problems import types as wrong
from trainlab.plc.typed import (
    Assign,
    BitPlace,
    Branch,
    CharacterPlace,
    Choice,
    Constant,
    Count,
    ElementPlace,
    Expression,
    Leave,
    Loop,
    MemberPlace,
    Place,
    Statement,
    VariablePlace,
    root_name,
    root_variable,
)
from trainlab.plc.types import (
    BOOL,
    INTEGER_LITERAL,
    LINT,
    BlockType,
    Elementary,
    EnumType,
    ReferenceType,
    StringType,
    Type,
    elementary_of,
)


def typed_body(scope: Scope, body: syntax.Body) -> tuple[Statement, ...]:
    """Every statement that has a meaning; the others leave diagnostics."""
    statements: list[Statement] = []
    left_by = ""
    for node in body:
        if left_by:
            scope.warn(wrong.UNREACHABLE, _start(node), keyword=left_by)
            left_by = ""
        try:
            statements.append(_statement(scope, node))
        except MeaningStop:
            continue
        if isinstance(node, syntax.Jump):
            left_by = node.keyword
    return tuple(statements)


def _start(node: syntax.Statement) -> int:
    return start_of(node.target) if isinstance(node, syntax.Assignment) else node.at


def _statement(scope: Scope, node: syntax.Statement) -> Statement:
    if isinstance(node, syntax.Assignment):
        return _assignment(scope, node)
    if isinstance(node, syntax.Attempt):
        return _attempt(scope, node)
    if isinstance(node, syntax.Refer):
        return _refer(scope, node)
    if isinstance(node, syntax.CallStatement):
        return call_statement(scope, node.call)
    if isinstance(node, syntax.If):
        return _if(scope, node)
    if isinstance(node, syntax.Case):
        return _case(scope, node)
    if isinstance(node, syntax.For):
        return _for(scope, node)
    if isinstance(node, syntax.While):
        condition = _condition_or_none(scope, node.condition)
        body = _looped(scope, node.body)
        if condition is None:
            raise MeaningStop
        return Loop(node.at, condition, body, None)
    if isinstance(node, syntax.Repeat):
        body = _looped(scope, node.body)
        return Loop(node.at, None, body, _condition(scope, node.until))
    if node.keyword != "RETURN" and scope.loops == 0:
        raise scope.stop(wrong.OUTSIDE_LOOP, node.at, keyword=node.keyword)
    return Leave(node.at, node.keyword)


def _assignment(scope: Scope, node: syntax.Assignment) -> Statement:
    target: Place | None = None
    try:
        setter = property_to_set(scope, node.target)
        if setter is not None:
            return setter(node.value)
        target = written_place(scope, node.target)
    except MeaningStop:
        scope.value(node.value)
        raise
    if isinstance(target.type, BlockType):
        raise scope.stop(wrong.NOT_A_VALUE, start_of(node.target), type=target.type)
    value = scope.value(node.value, elementary_of(target.type))
    value = coerced(scope, value, target.type, place_name(target), start_of(node.value))
    return Assign(node.at, target, value)


def _attempt(scope: Scope, node: syntax.Attempt) -> Statement:
    """target ?= value (Table 52)."""
    target = written_place(scope, node.target)
    value = attempted(scope, scope.value(node.value), target.type, node.at)
    return Assign(node.at, target, value)


def _refer(scope: Scope, node: syntax.Refer) -> Statement:
    """target REF= place."""
    target = named_place(scope, node.target)
    if not isinstance(target.type, ReferenceType):
        at = start_of(node.target)
        raise scope.stop(wrong_references.NOT_BINDABLE, at, type=target.type)
    check_writable(scope, target, start_of(node.target))
    value = referred(scope, node.value, target.type, place_name(target))
    return Assign(node.at, target, value)


def place_name(place: Place) -> str:
    """A place as it is written, indices left out."""
    if isinstance(place, MemberPlace):
        return f"{place_name(place.base)}.{place.key}"
    if isinstance(place, ElementPlace | BitPlace | CharacterPlace):
        return place_name(place.base)
    return root_name(place)


def _condition(scope: Scope, node: syntax.Expression) -> Expression:
    value = scope.value(node, BOOL)
    if value.type == BOOL:
        return value
    if isinstance(value, Constant) and isinstance(value.type, Elementary) and value.type.is_literal:
        return coerced(scope, value, BOOL, "...", start_of(node))
    text = node.text if isinstance(node, syntax.Name) else "..."
    if isinstance(value.type, StringType):
        text = f"LEN({text})"
    member = member_for(value, BOOL)
    advice = WRITE_MEMBER.fill(member=member) if member else wrong.COMPARE.fill(text=text)
    raise scope.stop(wrong.NOT_BOOL, start_of(node), type=value.type, advice=advice)


def _condition_or_none(scope: Scope, node: syntax.Expression) -> Expression | None:
    """A condition; None if it has none, so that the statements under it are checked all the same."""
    try:
        return _condition(scope, node)
    except MeaningStop:
        return None


def _looped(scope: Scope, body: syntax.Body) -> tuple[Statement, ...]:
    scope.loops += 1
    try:
        return typed_body(scope, body)
    finally:
        scope.loops -= 1


def _if(scope: Scope, node: syntax.If) -> Statement:
    arms = [
        (_condition_or_none(scope, condition), typed_body(scope, body))
        for condition, body in node.branches
    ]
    otherwise = typed_body(scope, node.otherwise)
    known = tuple((condition, body) for condition, body in arms if condition is not None)
    if len(known) < len(arms):
        raise MeaningStop
    return Branch(node.at, known, otherwise)


def _case(scope: Scope, node: syntax.Case) -> Statement:
    selector: Expression | None = None
    type_: Elementary | None = None
    try:
        selector = settled(scope, scope.value(node.selector))
        type_ = elementary_of(selector.type)
        if type_ is None or not (type_.is_integer or type_.is_bits):
            raise scope.stop(wrong.NO_CASE_TYPE, start_of(node.selector), type=selector.type)
    except MeaningStop:
        selector = None
    taken: list[tuple[int, int]] = []
    arms = []
    for labels, body in node.branches:
        ranges = []
        for label in labels:
            if selector is None:
                continue
            try:
                ranges.append(_label(scope, label, selector.type, taken))
            except MeaningStop:
                continue
        arms.append((tuple(ranges), typed_body(scope, body)))
    otherwise = typed_body(scope, node.otherwise)
    if selector is None:
        raise MeaningStop
    return Choice(node.at, selector, tuple(arms), otherwise, node.has_else)


def _label(
    scope: Scope, label: syntax.Label, type_: Type, taken: list[tuple[int, int]]
) -> tuple[int, int]:
    low = _label_value(scope, label.low, type_)
    high = low if label.high is None else _label_value(scope, label.high, type_)
    if low > high:
        raise scope.stop(wrong_names.BAD_BOUNDS, label.at, low=low, high=high)
    place = bisect_left(taken, (low, high))
    for other_low, other_high in taken[max(place - 1, 0) : place + 1]:
        if low <= other_high and other_low <= high:
            value = max(low, other_low)
            taken.append((low, high))
            raise scope.stop(wrong.DOUBLE_LABEL, label.at, value=value)
    taken.insert(place, (low, high))  # in order, and none touches another
    return low, high


def _label_value(scope: Scope, node: syntax.Expression, type_: Type) -> int:
    target = type_ if isinstance(type_, EnumType) else elementary_of(type_)
    assert target is not None
    value = known(scope.value(node, elementary_of(type_)))
    value = coerced(scope, value, target, "CASE", start_of(node))
    if not isinstance(value, Constant):
        raise scope.stop(wrong_names.NOT_CONSTANT, start_of(node))
    return int(value.value)


def _for(scope: Scope, node: syntax.For) -> Statement:
    try:
        control, first, last, step = _loop_head(scope, node)
    except MeaningStop:
        _looped(scope, node.body)
        raise
    root = root_variable(control)
    watched = isinstance(control, VariablePlace) and root is not None
    if watched and root is not None:
        scope.controls.append(root)
    try:
        body = _looped(scope, node.body)
    finally:
        if watched:
            scope.controls.pop()
    return Count(node.at, control, first, last, step, body)


def _step(scope: Scope, node: syntax.Expression, type_: Elementary, name: str) -> Expression:
    """BY -1 counts a USINT down, too, though that cannot hold it."""
    value = scope.value(node, type_)
    literal = value.type == INTEGER_LITERAL
    if isinstance(value, Constant) and literal and -type_.high <= value.value < 0:
        return Constant(value.at, LINT, value.value)
    return coerced(scope, value, type_, name, start_of(node))


def _loop_head(scope: Scope, node: syntax.For) -> tuple[Place, Expression, Expression, Expression]:
    control = written_place(scope, node.control)
    type_ = elementary_of(control.type)
    name = place_name(control)
    if type_ is None or not type_.is_integer or isinstance(control.type, EnumType):
        raise scope.stop(wrong.NOT_COUNTABLE, start_of(node.control), name=name, type=control.type)
    bounds = [
        coerced(scope, scope.value(bound, type_), type_, name, start_of(bound))
        for bound in (node.first, node.last)
    ]
    step: Expression = Constant(node.at, type_, 1)
    if node.step is not None:
        step = _step(scope, node.step, type_, name)
        if isinstance(step, Constant) and step.value == 0:
            raise scope.stop(wrong.STEP_ZERO, start_of(node.step))
    return control, bounds[0], bounds[1], step
