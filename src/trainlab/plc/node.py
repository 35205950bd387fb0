"""How the nodes of the trees are declared.

There are a hundred of them, and making each a frozen dataclass with comparison costs a process
30 ms at its start. Nodes are compared by identity and never shown, and the type checker sees that
nobody changes them.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeVar, cast, dataclass_transform

Kind = TypeVar("Kind", bound=type)


@dataclass_transform(frozen_default=True, eq_default=False)
def node(kind: Kind) -> Kind:
    """A class of nodes: its annotations are its fields."""
    make = dataclass(slots=True, eq=False, repr=False, match_args=False)
    return cast(Kind, make(kind))
