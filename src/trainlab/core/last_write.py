"""Which statement of a program last wrote a tag."""

from __future__ import annotations

from dataclasses import dataclass

from trainlab.core.problem import Position


@dataclass(frozen=True, slots=True)
class LastWrite:
    """The statement that last wrote a tag: its place, the POU that it is in, the line as it stands
    in the text, and in which scan it ran (ns of the run). Where it only copied a variable, `made` is
    the statement that gave that variable the value, as far as that is known."""

    position: Position
    pou: str
    line: str
    at_ns: int
    made: LastWrite | None = None
