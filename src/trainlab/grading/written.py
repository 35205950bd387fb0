"""Evidence lines: which statement of the program gave an output the value that a check found."""

from __future__ import annotations

from dataclasses import dataclass

from trainlab.core.last_write import LastWrite


@dataclass(frozen=True, slots=True)
class WrittenBy:
    """An output at the moment that proves a finding: its raw value, since when (ns of the run) it
    had it, and the statement that last wrote it; None where none ever has."""

    tag: str
    value: bool | float
    since_ns: int
    write: LastWrite | None
