"""A whole program: declarations collected, bodies typed, recursion refused."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress

from trainlab.core.problem import Problem
from trainlab.plc import syntax
from trainlab.plc.analysis.collection import collect, name_lists
from trainlab.plc.analysis.configurations import instances_of
from trainlab.plc.analysis.edges import edge_statements
from trainlab.plc.analysis.meaning import Resolver
from trainlab.plc.analysis.overriding import check_methods, declare_methods
from trainlab.plc.analysis.references import check_references
from trainlab.plc.analysis.scope import Declarations, MeaningStop
from trainlab.plc.analysis.statements import typed_body
from trainlab.plc.problems import names as wrong
from trainlab.plc.problems import syntax as wrong_syntax
from trainlab.plc.source import Source
from trainlab.plc.typed import Pou, Project, Statement, method_key

MOST_CALLS = 40


def analysed(source: Source, units: Sequence[syntax.Unit], problems: list[Problem]) -> Project:
    """The typed tree of a program's files; every mistake goes to `problems`."""
    declarations = Declarations(source, problems, Resolver())
    collect(declarations, units)
    meaning = declarations.meaning
    for key, type_item in declarations.type_syntax.items():
        with suppress(MeaningStop):
            meaning.declared_type(declarations, key, type_item.at)
    for key in declarations.global_syntax:
        with suppress(MeaningStop):
            meaning.global_named(declarations, key)
    name_lists(declarations)
    for key in declarations.pou_syntax:
        with suppress(MeaningStop):
            meaning.pou_named(declarations, key)
    declared = [
        (declarations.pous[key], item)
        for key, item in declarations.pou_syntax.items()
        if key in declarations.pous
    ]
    for pou, pou_item in declared:
        declare_methods(declarations, pou, pou_item)
    for pou, pou_item in declared:
        check_methods(declarations, pou, pou_item)
    check_references(declarations)
    for pou, pou_item in declared:
        body = _body(declarations, pou, pou_item.body)
        pou.body = (*edge_statements(pou), *body)
        for part in pou_item.methods:
            method = pou.methods.get(method_key(part.keyword, part.name))
            if method is not None and method.at == part.at:
                method.body = _body(declarations, method, part.body)
    _refuse_recursion(declarations)
    instances = instances_of(declarations, units)
    return Project(
        source, declarations.pous, declarations.globals, instances, declarations.program_variables
    )


def _body(declarations: Declarations, pou: Pou, body: syntax.Body) -> tuple[Statement, ...]:
    first = declarations.first_assignments.get(pou, [])
    return typed_body(declarations.scope(pou), (*first, *body))


def _refuse_recursion(declarations: Declarations) -> None:
    """A POU that reaches itself through calls or instances (clause 6.6.2.1 leaves it open)."""
    depths: dict[Pou, int] = {}

    def depth_of(pou: Pou, path: list[Pou]) -> int:
        """How many levels of POUs there are from this one down."""
        deepest = 0
        for used, at in pou.uses.items():
            if used is pou or used in path:
                loop = [*path[path.index(used) :], pou] if used in path else [pou]
                chain = " -> ".join(step.title for step in [*loop, used])
                declarations.scope().warn(wrong.SELF_CONTAINING, at, name=used.title, chain=chain)
                return 0
            if used not in depths:
                depths[used] = depth_of(used, [*path, pou]) if len(path) < MOST_CALLS else 0
            deepest = max(deepest, depths[used] + 1)
        if deepest > MOST_CALLS:
            deepest_used = max(pou.uses, key=lambda used: depths.get(used, 0))
            at = pou.uses[deepest_used]
            declarations.scope().warn(wrong_syntax.TOO_DEEP, at, most=MOST_CALLS)
            return 0
        return deepest

    for pou in declarations.pous.values():
        for callable_ in (pou, *pou.methods.values()):
            if callable_ not in depths:
                depths[callable_] = depth_of(callable_, [])
