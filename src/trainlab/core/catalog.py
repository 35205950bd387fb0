"""What can be named in a scenario or on the command line, found through entry points.

A plant, check, fault, link or language is one entry-point line: ours stand in this project's
pyproject.toml, anybody else's in their own package. Nothing is imported before it is asked for.
"""

from __future__ import annotations

from functools import cache
from importlib.metadata import EntryPoint, EntryPoints, entry_points
from typing import Any, Literal

Kind = Literal["plants", "checks", "faults", "links", "languages"]
KINDS: tuple[Kind, ...] = ("plants", "checks", "faults", "links", "languages")


@cache
def _installed() -> EntryPoints:
    """Every entry point there is; finding them reads each installed package's metadata once."""
    return entry_points()


@cache
def _entries(kind: Kind) -> dict[str, EntryPoint]:
    return {entry.name: entry for entry in _installed().select(group=f"trainlab.{kind}")}


def names(kind: Kind) -> tuple[str, ...]:
    """The names of everything of one kind, sorted."""
    return tuple(sorted(_entries(kind)))


def load(kind: Kind, name: str) -> Any:
    """The thing of that kind and name; KeyError where there is none."""
    return _entries(kind)[name].load()
