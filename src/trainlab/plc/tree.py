"""Walking the typed tree whatever nodes it has."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields
from functools import cache
from typing import TypeGuard, get_args

from trainlab.plc.typed import Expression, Place, Pou, Project, Statement

Node = Expression | Place | Statement

_NODES = (*get_args(Expression), *get_args(Place), *get_args(Statement))


def students_pous(project: Project) -> list[Pou]:
    """Everything with a body that is not of the library, methods after what they belong to."""
    own = [pou for pou in project.pous.values() if not pou.library]
    return [part for pou in own for part in (pou, *pou.methods.values())]


def parts(node: Node) -> Iterator[Node]:
    """The nodes that a node is made of, in the order in which they stand."""
    for name in _parts_of(type(node).__name__):
        yield from _nodes(getattr(node, name))


def everything(node: Node) -> Iterator[Node]:
    """A node and all that is in it, in order; without recursion, for a sum may have any length."""
    waiting = [node]
    while waiting:
        here = waiting.pop()
        yield here
        waiting += reversed(list(parts(here)))


def everything_in(body: tuple[Statement, ...]) -> Iterator[Node]:
    """All nodes of a body."""
    for statement in body:
        yield from everything(statement)


@cache
def _parts_of(kind: str) -> tuple[str, ...]:
    own = next(node for node in _NODES if node.__name__ == kind)
    return tuple(field.name for field in fields(own) if field.name not in ("at", "type", "pou"))


def _is_node(value: object) -> TypeGuard[Node]:
    return isinstance(value, _NODES)


def _nodes(value: object) -> Iterator[Node]:
    if _is_node(value):
        yield value
    elif isinstance(value, tuple):
        for item in value:
            yield from _nodes(item)
    elif isinstance(value, dict):
        for item in value.values():
            yield from _nodes(item)
