"""Where a name is looked for: IEC 61131-3:2013 Tables 64 to 66.

First in the namespace that it stands in, from the inside out, then in those that USING opens, then
among what stands in no namespace. A name with dots is looked for in the same way.
"""

from __future__ import annotations

from trainlab.core.problem import did_you_mean
from trainlab.plc import syntax
from trainlab.plc.analysis.scope import Declarations, Scope
from trainlab.plc.problems import objects as wrong_objects
from trainlab.plc.problems import references as wrong
from trainlab.plc.typed import Pou


def prefixes_of(declarations: Declarations, within: syntax.Surroundings) -> tuple[str, ...]:
    """What may have to be put before a name, in the order in which it is tried."""
    if not declarations.namespaces:
        return ("",)
    own = _outward(within.namespace.casefold())
    used = []
    for name in within.using:
        key = name.text.casefold()
        tried = (f"{prefix}{key}" for prefix in own)
        used += [f"{full}." for full in tried if full in declarations.namespaces][:1]
    return tuple(dict.fromkeys([*own[:-1], *used, ""]))


def _outward(namespace: str) -> list[str]:
    parts = namespace.split(".") if namespace else []
    return [".".join(parts[:count]) + "." if count else "" for count in range(len(parts), -1, -1)]


def check_using(declarations: Declarations, within: syntax.Surroundings) -> None:
    """Notes every USING of a namespace that there is not; once, however many it is for."""
    own = _outward(within.namespace.casefold())
    for name in within.using:
        key = name.text.casefold()
        known = any(f"{prefix}{key}" in declarations.namespaces for prefix in own)
        if not known and name.at not in declarations.faulted_using:
            declarations.faulted_using.add(name.at)
            hint = did_you_mean(name.text, declarations.namespaces.values())
            declarations.scope().warn(wrong.UNKNOWN_NAMESPACE, name.at, name=name.text, hint=hint)


def check_internal(scope: Scope, pou: Pou, at: int) -> None:
    """Notes the use of what is INTERNAL, or stands in an INTERNAL namespace, from outside."""
    if pou.internal_to is None:
        return
    outer = pou.internal_to.casefold()
    here = scope.namespace.casefold()
    if outer and here != outer and not here.startswith(f"{outer}."):
        raise scope.stop(
            wrong_objects.NOT_ACCESSIBLE, at, name=pou.name, access="INTERNAL",
            owner=pou.internal_to,
        )  # fmt: skip
