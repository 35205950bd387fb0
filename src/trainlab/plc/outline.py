"""What the text of a program declares, for whoever judges its style."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import get_args

from trainlab.core.outline import Declared
from trainlab.plc.tree import everything_in, students_pous
from trainlab.plc.typed import Pou, Project, Statement, Variable

_STATEMENTS = get_args(Statement)


def outlined(project: Project) -> tuple[Declared, ...]:
    """Every POU, variable and constant of the student's, once each, in the order of the text."""
    instances = {each.variable for each in project.instances}
    instances |= set(project.program_variables.values())
    found = dict.fromkeys(
        _variables(each for each in project.globals.values() if each not in instances)
    )
    lengths: dict[Declared, int] = {}
    for pou in students_pous(project):
        if pou.name:
            named = Declared("pou", pou.name, pou.source.position(pou.at))
            lengths[named] = max(lengths.get(named, 0), _length(pou))  # GET and SET have one name
        own = [each for each in pou.variables.values() if each.owner in (None, pou)]
        # A result, and what SET of a property is given, stand in the name of the POU.
        found |= dict.fromkeys(_variables(each for each in own if each.at != pou.at))
    pous = [Declared("pou", each.name, each.position, n) for each, n in lengths.items()]
    return tuple(sorted([*found, *pous], key=lambda each: each.position))


def _variables(variables: Iterable[Variable]) -> Iterator[Declared]:
    for each in variables:
        named = each.name and not each.name.startswith("%")
        if named and not each.hidden and not each.external_only:
            position = each.source.position(each.at)
            yield Declared("constant" if each.constant else "variable", each.name, position)


def _length(pou: Pou) -> int:
    return sum(isinstance(node, _STATEMENTS) for node in everything_in(pou.body))
