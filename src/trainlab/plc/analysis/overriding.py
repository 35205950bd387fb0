"""Methods declared, and held against what they override or implement: IEC 61131-3:2013 Tables 48 to
53, with the rules of clauses 6.6.5 to 6.6.7.

An override has the signature of what it overrides. OVERRIDE itself may be left out, as in CODESYS,
and a method without an access specifier can be called from everywhere, as there.
"""

from __future__ import annotations

from trainlab.core.message import Message, Text
from trainlab.core.problem import did_you_mean
from trainlab.plc import syntax
from trainlab.plc.analysis.interfaces import fill
from trainlab.plc.analysis.scope import Declarations, Scope
from trainlab.plc.problems import names as wrong_names
from trainlab.plc.problems import objects as wrong
from trainlab.plc.typed import Pou, Role, Variable, method_key

_FEWER = Text("there is no '{name}' here", "此处缺少“{name}”")
_MORE = Text("'{name}' is added here", "此处多出“{name}”")
_OTHER = Text("'{found}' stands where '{wanted}' stands there", "应为“{wanted}”的位置是“{found}”")
_RESULT = Text("the result is {found} instead of {wanted}", "返回值是 {found} 而不是 {wanted}")
_ACCESS = Text("it is {found} instead of {wanted}", "访问权限是 {found} 而不是 {wanted}")
_NOTHING = Text("nothing", "无")
_METHOD = Text("method", "方法")
_GETTER = Text("property with GET", "带 GET 的属性")
_SETTER = Text("property with SET", "带 SET 的属性")
_WHAT = {"GET": _GETTER, "SET": _SETTER}
_BY_THE_SYSTEM = ("fb_init", "fb_reinit", "fb_exit")
_PARAMETERS = (Role.INPUT, Role.OUTPUT, Role.IN_OUT)


def declare_methods(declarations: Declarations, pou: Pou, item: syntax.PouDeclaration) -> None:
    """Gives a POU its methods with their parameters, still without bodies."""
    scope = declarations.scope(pou)
    if pou.kind == "INTERFACE":
        for section in item.sections:
            scope.warn(wrong.VARIABLES_IN_INTERFACE, section.at)
    for part in item.methods:
        key = method_key(part.keyword, part.name)
        earlier = pou.methods.get(key) or pou.variables.get(part.name.casefold())
        if earlier is not None:
            line = earlier.source.line(earlier.at)
            scope.warn(wrong_names.DECLARED_TWICE, part.at, name=part.name, line=line)
            continue
        method = Pou(part.keyword, part.name, scope.source, part.at, owner=pou)
        method.namespace, method.library = pou.namespace, pou.library
        method.access = part.modifiers.access
        method.abstract = part.modifiers.abstract or pou.kind == "INTERFACE"
        method.final = part.modifiers.final
        pou.methods[key] = method
        if part.keyword == "METHOD" and part.name.casefold() in _BY_THE_SYSTEM:
            scope.warn(wrong.NOT_BY_ITSELF, part.at, name=part.name)
        fill(declarations, method, part)


def check_methods(declarations: Declarations, pou: Pou, item: syntax.PouDeclaration) -> None:
    """Notes every method that does not fit what it overrides or implements, or is missing."""
    scope = declarations.scope(pou)
    for part in item.methods:
        method = pou.methods.get(method_key(part.keyword, part.name))
        if method is not None and method.at == part.at:
            _check_override(scope, pou, method, part)
    if pou.kind == "INTERFACE" or not pou.is_block:
        return
    if not pou.abstract:
        _check_abstract(scope, pou)
    _check_interfaces(scope, pou)


def overridden(pou: Pou, key: str) -> Pou | None:
    """The method of a base that a method of that key overrides; a PRIVATE one is no one else's."""
    for ancestor in pou.ancestors():
        found = ancestor.methods.get(key)
        if found is not None and found.access != "PRIVATE":
            return found
    return None


def _check_override(scope: Scope, pou: Pou, method: Pou, part: syntax.PouDeclaration) -> None:
    key = method_key(method.kind, method.name)
    base = overridden(pou, key)
    inherited = any(key in other.methods for other in pou.all_interfaces())
    if base is not None:
        if base.final:
            owner = base.holder.name
            scope.warn(wrong.FINAL_METHOD, method.at, name=method.name, base=owner)
        _check_signature(scope, method, base)
    elif part.modifiers.override and not inherited:
        known = [other.name for step in pou.ancestors() for other in step.methods.values()]
        scope.warn(
            wrong.NOTHING_OVERRIDDEN, method.at, name=method.name, owner=pou.name,
            hint=did_you_mean(method.name, known),
        )  # fmt: skip
    if method.abstract and not pou.abstract and pou.kind != "INTERFACE":
        scope.warn(wrong.ABSTRACT_INSIDE, method.at, method=method.name, name=pou.name)


def _check_abstract(scope: Scope, pou: Pou) -> None:
    keys = {key: None for step in pou.ancestors() for key in step.methods}
    for key in keys:
        found = pou.method(key)
        if found is not None and found.abstract and found.owner is not pou:
            scope.warn(
                wrong.ABSTRACT_LEFT, pou.at, name=pou.name, method=found.name,
                base=found.holder.name,
            )  # fmt: skip


def _check_interfaces(scope: Scope, pou: Pou) -> None:
    for interface in pou.all_interfaces():
        for key, prototype in interface.methods.items():
            found = pou.method(key)
            if found is None:
                if not pou.abstract:
                    scope.warn(
                        wrong.NOT_IMPLEMENTED, pou.at, name=pou.name, interface=interface.name,
                        method=prototype.name, what=_WHAT.get(prototype.kind, _METHOD),
                    )  # fmt: skip
            elif found.owner is pou or interface in pou.interfaces:
                _check_signature(scope, found, prototype, None if found.owner is pou else pou)


def _check_signature(scope: Scope, method: Pou, base: Pou, at: Pou | None = None) -> None:
    difference = _difference(method, base)
    if difference is not None:
        scope.warn(
            wrong.WRONG_SIGNATURE, (at or method).at, name=method.name, base=base.holder.name,
            difference=difference,
        )  # fmt: skip


def _difference(method: Pou, base: Pou) -> Message | None:
    """What keeps calls that were written for `base` from reaching `method`."""
    own, wanted = method.having(*_PARAMETERS), base.having(*_PARAMETERS)
    for one, other in zip(own, wanted, strict=False):
        if (one.key, one.role, one.type) != (other.key, other.role, other.type):
            return _OTHER.fill(found=_shown(one), wanted=_shown(other))
    if len(own) > len(wanted):
        return _MORE.fill(name=own[len(wanted)].name)
    if len(own) < len(wanted):
        return _FEWER.fill(name=wanted[len(own)].name)
    results = [pou.result.type if pou.result else None for pou in (method, base)]
    if results[0] != results[1]:
        found, expected = (result or _NOTHING for result in results)
        return _RESULT.fill(found=found, wanted=expected)
    expected_access = "PUBLIC" if base.holder.kind == "INTERFACE" else base.access
    if method.access and expected_access and method.access != expected_access:
        return _ACCESS.fill(found=method.access, wanted=expected_access)
    return None


def _shown(variable: Variable) -> str:
    return f"{variable.role.value} {variable.name} : {variable.type}"
