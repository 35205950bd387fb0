"""Calls of methods (IEC 61131-3:2013 Tables 49 to 52) and assignments to properties."""

from __future__ import annotations

from collections.abc import Callable

from trainlab.plc import syntax
from trainlab.plc.analysis.enabling import enabling
from trainlab.plc.analysis.instances import (
    check_access,
    found_method,
    method_call,
    no_method,
    own_instance,
    type_pou,
)
from trainlab.plc.analysis.parameters import given_to, input_value
from trainlab.plc.analysis.places import place_of
from trainlab.plc.analysis.scope import Scope, start_of
from trainlab.plc.typed import Enabled, Evaluate, MethodCall, Place, Pou, Role, Statement
from trainlab.plc.types import InterfaceType


def method_value(scope: Scope, call: syntax.Call) -> MethodCall | Enabled | None:
    """The call of a method; None if something else is called."""
    found = _called(scope, call.callee)
    if found is None:
        return None
    place, method = found
    at = start_of(call)
    check_access(scope, method.holder, method.access, method.name, at)
    enabled = enabling(scope, call, method)
    given = given_to(scope, enabled.call, method)
    made = method_call(
        scope, place, method, at, given.inputs, given.outputs, given.in_outs, tuple(given.inverted)
    )
    if not enabled.is_used:
        return made
    return Enabled(at, made.type, enabled.enable(at), made, enabled.done)


def _called(scope: Scope, callee: syntax.Expression) -> tuple[Place, Pou] | None:
    """The instance and the method that stand before the parentheses."""
    if isinstance(callee, syntax.Name):
        return _own(scope, callee.text, callee.text.casefold(), callee.at)
    if not isinstance(callee, syntax.Member) or scope.is_qualified(callee):
        return None
    place = place_of(scope, callee.base)
    pou = type_pou(place)
    if pou is None:
        return None
    method = found_method(scope, place, callee.name.casefold())
    if method is not None:
        return place, method
    if isinstance(place.type, InterfaceType) or callee.name.casefold() not in pou.variables:
        raise no_method(scope, pou, callee.name, callee.at)
    return None


def _own(scope: Scope, name: str, key: str, at: int) -> tuple[Place, Pou] | None:
    """A method that is named without an instance: of the own one."""
    variable = scope.variable(name)
    is_result = scope.pou is not None and variable is scope.pou.result
    instance = own_instance(scope, at)
    hidden = variable is not None and not is_result
    if instance is None or hidden or name.upper() == "REF":  # a keyword, whatever has its name
        return None
    method = found_method(scope, instance, key)
    return None if method is None else (instance, method)


def property_to_set(
    scope: Scope, node: syntax.Expression
) -> Callable[[syntax.Expression], Statement] | None:
    """What an assignment to a property does with its value; None if `node` is no property."""
    if isinstance(node, syntax.Name):
        key = f"set {node.text.casefold()}"
        found = _own(scope, node.text, key, node.at)
        if found is None or scope.variable(node.text) is not None:
            return None
    elif isinstance(node, syntax.Member) and not scope.is_qualified(node):
        place = place_of(scope, node.base)
        method = found_method(scope, place, f"set {node.name.casefold()}")
        if method is None:
            return None
        found = (place, method)
    else:
        return None
    instance, setter = found
    check_access(scope, setter.holder, setter.access, setter.name, node.at)

    def assign(value: syntax.Expression) -> Statement:
        (taken,) = setter.having(Role.INPUT)[:1]
        inputs = {taken: input_value(scope, taken, value)}
        call = method_call(scope, instance, setter, start_of(node), inputs, {}, {})
        return Evaluate(node.at, call)

    return assign
