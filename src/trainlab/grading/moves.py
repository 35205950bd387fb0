"""Tables of legal moves between states: put together, and led over states that may be skipped."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

Table = Mapping[str, Sequence[str]]


def with_moves(*tables: Table) -> Table:
    """All moves of some tables, each once, in their order."""
    names = dict.fromkeys(name for table in tables for name in table)
    return {
        name: tuple(dict.fromkeys(end for table in tables for end in table.get(name, ())))
        for name in names
    }


def over_optional(table: Table, optional: frozenset[str]) -> Table:
    """The moves of a table, and those that lead over nothing but optional states between."""
    return {name: tuple(_reached(name, table, optional)) for name in table}


def _reached(name: str, table: Table, optional: frozenset[str]) -> Sequence[str]:
    reached = dict.fromkeys(table[name])
    ahead = list(reached)
    while ahead:
        between = ahead.pop(0)
        if between in optional:
            new = [end for end in table.get(between, ()) if end not in reached]
            reached.update(dict.fromkeys(new))
            ahead.extend(new)
    return tuple(reached)
