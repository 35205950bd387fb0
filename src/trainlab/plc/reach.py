"""Which POUs a program can come to, and which of them can come to themselves again."""

from __future__ import annotations

from collections.abc import Iterable

from trainlab.plc.typed import BODY, Pou, Variable
from trainlab.plc.types import ArrayType, BlockType, StructType, Type


def reached(program: Pou, global_variables: Iterable[Variable]) -> list[Pou]:
    """Every POU that the program uses, or holds an instance of, itself included."""
    found: dict[Pou, None] = {}
    waiting: list[Pou] = [program]
    for variable in global_variables:
        waiting += _held(variable.type)
    while waiting:
        while waiting:
            pou = waiting.pop()
            if pou not in found:
                found[pou] = None
                waiting += pou.uses
                for variable in pou.variables.values():
                    waiting += _held(variable.type)
        for pou in [*found]:
            for known, key in pou.dispatches:
                waiting += [
                    target for target in targets(found, known, key).values() if target not in found
                ]
    return list(found)


def _held(type_: Type) -> list[Pou]:
    """The function blocks of the instances that are parts of a variable, each structure seen once."""
    found: dict[Pou, None] = {}
    seen: set[StructType] = set()
    waiting = [type_]
    while waiting:
        part = waiting.pop()
        while isinstance(part, ArrayType):
            part = part.element
        if isinstance(part, BlockType):
            found[part.pou] = None
        elif isinstance(part, StructType) and part not in seen:
            seen.add(part)
            waiting += [field.type for field in reversed(part.fields.values())]
    return list(found)


def targets(pous: Iterable[Pou], known: Pou, key: str) -> dict[Pou, Pou]:
    """For each type that an instance of `known` can really have: what a call of `key` reaches."""
    found: dict[Pou, Pou] = {}
    for pou in pous:
        if pou.is_block and pou.is_a(known):
            target = pou if key == BODY else pou.method(key)
            if target is not None and not target.abstract:
                found[pou] = target
    return found


def recursive(pous: list[Pou]) -> set[Pou]:
    """Those that calls through references may lead back to (strongly connected parts: Tarjan 1972)."""
    if not any(pou.dispatches for pou in pous):
        return set()
    onward = {
        pou: [
            *pou.uses,
            *(
                target
                for known, key in pou.dispatches
                for target in targets(pous, known, key).values()
            ),
        ]
        for pou in pous
    }
    return {
        pou for part in _connected(onward) for pou in part if len(part) > 1 or pou in onward[pou]
    }


def _connected(onward: dict[Pou, list[Pou]]) -> list[list[Pou]]:
    """The strongly connected parts of a graph, without recursion of our own."""
    order: dict[Pou, int] = {}
    low: dict[Pou, int] = {}
    stack: list[Pou] = []
    parts: list[list[Pou]] = []
    on_stack: set[Pou] = set()
    for start in onward:
        if start in order:
            continue
        work = [(start, iter(onward[start]))]
        order[start] = low[start] = len(order)
        stack.append(start)
        on_stack.add(start)
        while work:
            pou, successors = work[-1]
            following = next(
                (one for one in successors if one not in order or one in on_stack), None
            )
            if following is None:
                work.pop()
                if work:
                    low[work[-1][0]] = min(low[work[-1][0]], low[pou])
                if low[pou] == order[pou]:
                    cut = stack.index(pou)
                    parts.append(stack[cut:])
                    on_stack.difference_update(stack[cut:])
                    del stack[cut:]
            elif following in order:
                low[pou] = min(low[pou], order[following])
            else:
                order[following] = low[following] = len(order)
                stack.append(following)
                on_stack.add(following)
                work.append((following, iter(onward[following])))
    return parts
