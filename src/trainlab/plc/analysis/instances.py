"""THIS and SUPER, what may be reached of an instance, and which of its methods a call means.

IEC 61131-3:2013 Tables 48 to 53: a call through THIS, an interface, a reference or a VAR_IN_OUT
reaches the method of the instance's own type; one on a declared instance or SUPER is settled now.
"""

from __future__ import annotations

from trainlab.core.problem import did_you_mean
from trainlab.plc import syntax
from trainlab.plc.analysis.scope import Scope
from trainlab.plc.problems import objects as wrong
from trainlab.plc.typed import (
    DereferencedPlace,
    Expression,
    Load,
    MethodCall,
    Place,
    Pou,
    Role,
    SelfPlace,
    Variable,
    VariablePlace,
)
from trainlab.plc.types import BOOL, BlockType, InterfaceType


def self_place(scope: Scope, node: syntax.Expression) -> SelfPlace | None:
    """The instance that THIS, THIS^, SUPER or SUPER^ means; None if something else stands there."""
    inner = node.base if isinstance(node, syntax.Dereference) else node
    if not isinstance(inner, syntax.Name) or inner.text.upper() not in ("THIS", "SUPER"):
        return None
    if scope.variable(inner.text) is not None:
        return None
    word = inner.text.upper()
    holder = scope.pou.holder if scope.pou is not None else None
    if holder is not None and word == "SUPER":
        holder = holder.base
    if holder is None or not holder.is_block:
        raise scope.stop(wrong.NO_SELF, inner.at, word=word)
    return SelfPlace(inner.at, holder.block_type(), word == "SUPER")


def own_instance(scope: Scope, at: int) -> SelfPlace | None:
    """The instance whose variables and methods can be named without THIS, if there is one."""
    if scope.pou is None or scope.pou.holder.kind == "FUNCTION":
        return None
    return SelfPlace(at, scope.pou.holder.block_type())


def check_access(scope: Scope, owner: Pou, access: str, name: str, at: int) -> None:
    """Notes a use that PRIVATE, PROTECTED or INTERNAL forbids."""
    here = scope.pou.holder if scope.pou is not None else None
    if access == "PRIVATE":
        allowed = here is owner
    elif access == "PROTECTED":
        allowed = here is not None and here.is_a(owner)
    elif access == "INTERNAL":
        outer = owner.namespace.casefold()
        inner = here.namespace.casefold() if here is not None else ""
        allowed = inner == outer or inner.startswith(outer + ".") or not outer
    else:
        return
    if not allowed:
        raise scope.stop(wrong.NOT_ACCESSIBLE, at, name=name, access=access, owner=owner.name)


def type_pou(place: Place) -> Pou | None:
    """The function block, class or interface that a place holds an instance of."""
    if isinstance(place.type, BlockType):
        return place.type.pou
    return place.type.interface if isinstance(place.type, InterfaceType) else None


def found_method(scope: Scope, place: Place, key: str) -> Pou | None:
    """The method of that key that is known for what stands in a place."""
    pou = type_pou(place)
    if pou is None:
        return None
    here = scope.pou.holder if scope.pou is not None else None
    own = here.methods.get(key) if here is not None and pou.is_a(here) else None
    return own if own is not None and own.access == "PRIVATE" else pou.method(key)


def no_method(scope: Scope, pou: Pou, name: str, at: int) -> Exception:
    """Notes a method that is not there."""
    steps = [pou, *pou.ancestors(), *(pou.all_interfaces() if pou.kind == "INTERFACE" else ())]
    known = list(dict.fromkeys(method.name for step in steps for method in step.methods.values()))
    return scope.stop(
        wrong.NO_METHOD, at, type=pou.name, name=name, hint=did_you_mean(name, known),
        known=", ".join(known) or "-",
    )  # fmt: skip


def instance_of(place: Place) -> Place:
    """The instance itself, where a place holds an interface's reference to one."""
    if isinstance(place.type, InterfaceType):
        return DereferencedPlace(place.at, place.type, Load(place.at, place.type, place))
    return place


def is_exact(place: Place) -> bool:
    """Whether the instance in a place is known to be of the place's own type, nothing derived."""
    if isinstance(place, SelfPlace):
        return place.parent
    if isinstance(place, VariablePlace):
        return place.variable.role is not Role.IN_OUT
    return not isinstance(place, DereferencedPlace)


def method_call(
    scope: Scope,
    place: Place,
    method: Pou,
    at: int,
    inputs: dict[Variable, Expression],
    outputs: dict[Variable, Place],
    in_outs: dict[Variable, Place],
    inverted: tuple[Variable, ...] = (),
) -> MethodCall:
    """A call of a method on what stands in a place."""
    instance = instance_of(place)
    exact = is_exact(instance)
    if exact and method.abstract:
        base = method.holder.name
        raise scope.stop(wrong.ABSTRACT_CALLED, at, name=method.name, base=base)
    known = type_pou(place)
    settled = exact or method.final or method.access == "PRIVATE"
    dynamic = known is not None and known.kind != "PROGRAM" and not settled
    if known is not None and dynamic:
        scope.dispatches(known, method.key, at)
    if not dynamic or isinstance(instance, SelfPlace):
        scope.calls(method, at)
    result = method.result.type if method.result is not None else BOOL
    return MethodCall(at, result, method, instance, dynamic, inputs, outputs, in_outs, inverted)


def read_property(scope: Scope, place: Place, name: str, at: int) -> MethodCall | None:
    """The call of the GET of a property; None if there is no property of that name."""
    getter = found_method(scope, place, f"get {name.casefold()}")
    if getter is None:
        setter = found_method(scope, place, f"set {name.casefold()}")
        if setter is None:
            return None
        raise scope.stop(wrong.NO_GETTER, at, name=setter.name, type=place.type)
    check_access(scope, getter.holder, getter.access, getter.name, at)
    return method_call(scope, place, getter, at, {}, {}, {})
