"""What a program declares: its names, and how long its POUs are."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from trainlab.core.problem import Position


@dataclass(frozen=True, slots=True)
class Declared:
    """A name that a program's text declares, and where.

    A "pou" is a PROGRAM, FUNCTION_BLOCK, FUNCTION, CLASS or INTERFACE, or a METHOD, ACTION or
    PROPERTY in one; `statements` counts those of its own body, nested ones and the heads of IF, CASE
    and loops included. Of a "variable" or a "constant" it is 0.
    """

    kind: Literal["pou", "variable", "constant"]
    name: str
    position: Position
    statements: int = 0
