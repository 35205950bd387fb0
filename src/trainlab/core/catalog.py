"""What can be named in a scenario or on the command line, found through entry points.

A plant, check, fault, link, client or language is one entry-point line: ours stand in this project's
pyproject.toml, anybody else's in their own package. Nothing is imported before it is asked for.
"""

from __future__ import annotations

from functools import cache
from importlib.metadata import EntryPoint, distributions
from typing import Any, Literal, get_args

Kind = Literal[
    "plants",
    "checks",
    "faults",
    "links",
    "clients",
    "languages",
    "tag_formats",
    "opcua_models",
    "report_formats",
]
KINDS: tuple[Kind, ...] = get_args(Kind)


@cache
def _entries() -> dict[str, dict[str, EntryPoint]]:
    """Entry points by group and name; each installed package's metadata is read once."""
    found: dict[str, dict[str, EntryPoint]] = {f"trainlab.{kind}": {} for kind in KINDS}
    for package in distributions():
        for entry in package.entry_points:
            if entry.group in found:
                found[entry.group].setdefault(entry.name, entry)
    return found


def names(kind: Kind) -> tuple[str, ...]:
    """The names of everything of one kind, sorted."""
    return tuple(sorted(_entries()[f"trainlab.{kind}"]))


def load(kind: Kind, name: str) -> Any:
    """The thing of that kind and name; KeyError where there is none."""
    return _entries()[f"trainlab.{kind}"][name].load()
