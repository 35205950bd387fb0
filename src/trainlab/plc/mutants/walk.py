"""Walking the syntax tree whatever nodes it has."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from trainlab.plc import syntax
from trainlab.plc.syntax import PouDeclaration, Unit


def everything(value: Any) -> Iterator[Any]:
    """All nodes of a node or of a tuple of them, in order; without recursion, for a sum may have
    any length."""
    waiting = [value]
    while waiting:
        here = waiting.pop()
        if isinstance(here, tuple):
            waiting += reversed(here)
        elif type(here).__module__ == syntax.__name__:
            yield here
            waiting += reversed([getattr(here, name) for name in type(here).__slots__])


def pous_of(units: tuple[Unit, ...]) -> Iterator[PouDeclaration]:
    """Everything with a body, methods behind what they belong to."""
    for unit in units:
        for pou in unit.pous:
            yield pou
            yield from pou.methods
