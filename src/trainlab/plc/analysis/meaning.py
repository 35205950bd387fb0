"""The analysis put together: each name resolved at its first use, each library block once."""

from __future__ import annotations

from functools import cache

from trainlab.core.problem import Problem
from trainlab.plc import syntax
from trainlab.plc.analysis.expressions import value_of
from trainlab.plc.analysis.interfaces import interface_of, variable_of
from trainlab.plc.analysis.namespaces import prefixes_of
from trainlab.plc.analysis.scope import Declarations, MeaningStop, Scope
from trainlab.plc.analysis.spelled_types import initial_value, type_of
from trainlab.plc.analysis.statements import typed_body
from trainlab.plc.library import block_file
from trainlab.plc.parsing.units import parse_unit
from trainlab.plc.problems import names as wrong
from trainlab.plc.problems import syntax as wrong_syntax
from trainlab.plc.source import Source
from trainlab.plc.typed import Expression, Pou, Role, Variable
from trainlab.plc.types import BOOL, Elementary, EnumType, Type

MOST_RESOLVING = 40


class Resolver:
    """Resolves what the parts of the analysis ask of one another."""

    def value_of(
        self, scope: Scope, node: syntax.Expression, expected: Elementary | None
    ) -> Expression:
        """The typed tree of an expression."""
        return value_of(scope, node, expected)

    def declared_type(self, declarations: Declarations, key: str, at: int) -> Type:
        """The type that a TYPE declaration gives to that folded name."""
        if key in declarations.unread_types:
            raise MeaningStop
        if key in declarations.types:
            return declarations.types[key]
        item = declarations.type_syntax[key]
        scope = declarations.scope(None, prefixes_of(declarations, item.within))
        self._enter(declarations, f"type {key}", item.name, at)
        try:
            type_ = type_of(scope, item.spec, item.name)
            if isinstance(type_, EnumType):  # its initial value may name it: Color#Red
                declarations.types[key] = type_
            initial = initial_value(scope, item.spec, item.initial, type_, item.name)
            if initial is not None:
                declarations.type_initials[key] = initial
        except MeaningStop:
            declarations.unread_types.add(key)
            raise
        finally:
            declarations.resolving.discard(f"type {key}")
        declarations.types[key] = type_
        return type_

    def global_named(self, declarations: Declarations, name: str) -> Variable | None:
        """The global variable of that name."""
        key = name.casefold()
        if key in declarations.globals or key not in declarations.global_syntax:
            return declarations.globals.get(key)
        section, item = declarations.global_syntax[key]
        scope = declarations.scope()
        self._enter(declarations, f"global {key}", item.name, item.at)
        try:
            variable = variable_of(scope, section, item, Role.GLOBAL)
        except MeaningStop:
            variable = Variable(item.name, BOOL, Role.GLOBAL, item.at, scope.source, unread=True)
        finally:
            declarations.resolving.discard(f"global {key}")
        declarations.globals[key] = variable
        return variable

    def pou_named(self, declarations: Declarations, name: str) -> Pou | None:
        """The POU of that name with its interface: the file's own, or one of the library."""
        key = name.casefold()
        if key in declarations.pous:
            return declarations.pous[key]
        if key not in declarations.pou_syntax:
            return library_block(key)
        item = declarations.pou_syntax[key]
        self._enter(declarations, f"pou {key}", item.name, item.at)
        try:
            return interface_of(declarations, item)
        finally:
            declarations.resolving.discard(f"pou {key}")

    def _enter(self, declarations: Declarations, what: str, name: str, at: int) -> None:
        if what in declarations.resolving:
            chain = f"{name} -> {name}"
            raise declarations.scope().stop(wrong.SELF_CONTAINING, at, name=name, chain=chain)
        if len(declarations.resolving) > MOST_RESOLVING:
            raise declarations.scope().stop(wrong_syntax.TOO_DEEP, at, most=MOST_RESOLVING)
        declarations.resolving.add(what)


@cache
def library_block(key: str) -> Pou | None:
    """A standard function block, compiled to its typed tree once a process."""
    path = block_file(key)
    if path is None:
        return None
    problems: list[Problem] = []
    source = Source(path.name, path.read_text(encoding="utf-8"))
    unit = parse_unit(source, problems)
    declarations = Declarations(source, problems, Resolver(), library=True)
    declarations.pou_syntax = {item.name.casefold(): item for item in unit.pous}
    pou = interface_of(declarations, unit.pous[0])
    pou.body = typed_body(declarations.scope(pou), unit.pous[0].body)
    assert not problems, problems
    return pou
