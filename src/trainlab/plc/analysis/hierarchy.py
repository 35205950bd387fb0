"""EXTENDS and IMPLEMENTS: IEC 61131-3:2013 Tables 48, 51 and 53.

What extends another has its variables, in the same places, and its methods. VAR_TEMP is its own.
"""

from __future__ import annotations

from trainlab.core.problem import did_you_mean
from trainlab.plc import syntax
from trainlab.plc.analysis.scope import MeaningStop, Scope
from trainlab.plc.problems import names as wrong_names
from trainlab.plc.problems import objects as wrong
from trainlab.plc.problems import references as wrong_references
from trainlab.plc.problems import syntax as wrong_syntax
from trainlab.plc.typed import Pou, Role

MOST_ANCESTORS = 40
_BASES = {"FUNCTION_BLOCK": ("FUNCTION_BLOCK", "CLASS"), "CLASS": ("CLASS",)}


def inherit(scope: Scope, pou: Pou, item: syntax.PouDeclaration) -> None:
    """Gives a POU what stands after EXTENDS and IMPLEMENTS; mistakes are noted."""
    if pou.kind == "INTERFACE":
        pou.interfaces = tuple(
            found for name in item.bases if (found := _base(scope, pou, name, ("INTERFACE",)))
        )
        return
    for name in item.bases[1:]:
        scope.warn(wrong.BAD_BASE, name.at, name=pou.name, base=name.name)
    for name in item.bases[:1]:
        base = _base(scope, pou, name, _BASES.get(pou.kind, ()))
        if base is not None:
            _take_variables(scope, pou, base, name.at)
    pou.interfaces = tuple(
        found for name in item.interfaces if (found := _interface(scope, pou, name))
    )


def _base(scope: Scope, pou: Pou, name: syntax.NamedType, kinds: tuple[str, ...]) -> Pou | None:
    resolving = scope.declarations.resolving
    marker = f"extends {pou.name.casefold()}"
    resolving.add(marker)
    try:
        base = scope.pou_named(name.name)
    except MeaningStop:
        return None
    finally:
        resolving.discard(marker)
    if base is None:
        known = [
            other.name
            for other in scope.declarations.pou_syntax.values()
            if other.keyword in (kinds or ("FUNCTION_BLOCK", "CLASS"))
        ]
        if name.name.startswith("__"):
            scope.warn(wrong_references.SYSTEM_NAME, name.at, name=name.name)
            return None
        hint = did_you_mean(name.name, known)
        scope.warn(wrong_names.UNKNOWN_TYPE, name.at, name=name.name, hint=hint)
        return None
    if base is pou or f"extends {base.name.casefold()}" in resolving:
        scope.warn(wrong.EXTENDS_ITSELF, name.at, name=pou.name)
    elif base.kind not in kinds:
        scope.warn(wrong.BAD_BASE, name.at, name=pou.name, base=base.name)
    elif base.is_open and base.kind != "INTERFACE":
        chain = f"{base.name} -> {pou.name} -> {base.name}"
        scope.warn(wrong_names.SELF_CONTAINING, name.at, name=base.name, chain=chain)
    elif len(list(base.ancestors())) >= MOST_ANCESTORS:
        scope.warn(wrong_syntax.TOO_DEEP, name.at, most=MOST_ANCESTORS)
    elif base.final:
        scope.warn(wrong.FINAL_BASE, name.at, base=base.name)
    else:
        return base
    return None


def _interface(scope: Scope, pou: Pou, name: syntax.NamedType) -> Pou | None:
    try:
        found = scope.pou_named(name.name)
    except MeaningStop:
        return None
    if found is not None and found.kind == "INTERFACE" and pou.is_block:
        return found
    known = [
        item.name for item in scope.declarations.pou_syntax.values() if item.keyword == "INTERFACE"
    ]
    hint = did_you_mean(name.name, known) if found is None else ""
    scope.warn(wrong.NOT_AN_INTERFACE, name.at, name=name.name, hint=hint)
    return None


def _take_variables(scope: Scope, pou: Pou, base: Pou, at: int) -> None:
    pou.base = base
    scope.calls(base, at)
    for key, variable in base.variables.items():
        if variable.role is not Role.TEMP:
            pou.variables[key] = variable
