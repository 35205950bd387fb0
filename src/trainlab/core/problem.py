"""Diagnostics: what is wrong in a person's file, where, and what would be right.

A person's mistake is a `Problem`; a programmer's mistake is an exception. Functions that read a
person's file collect every problem it has and raise `ProblemsFound` once with all of them.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches
from itertools import islice
from typing import Literal

from trainlab.core.message import Language, Message, Text

Severity = Literal["error", "warning"]

# Of so many names the nearest is found in some milliseconds.
MOST_COMPARED = 500
DID_YOU_MEAN = Text("; did you mean '{name}'?", "；是否想写“{name}”？")


@dataclass(frozen=True, slots=True, order=True)
class Position:
    """A place in a text file: lines and columns count from 1; line 0 means the file as a whole.

    `part` names the place once more as an IDE shows it, where that differs: "body of FB_Motor, 3".
    """

    file: str
    line: int = 0
    column: int = 0
    part: Message | None = field(default=None, compare=False)

    def __str__(self) -> str:
        return f"{self.file}:{self.line}:{self.column}" if self.line else self.file


@dataclass(frozen=True, slots=True)
class ProblemKind:
    """One kind of diagnostic: its code (TL and four digits), what it says and how to mend it.

    The code has a page of its own, docs/problems/CODE.md. `help` may use the same places as
    `message`; all places are filled by the problem's values.
    """

    code: str
    message: Text
    help: Text
    severity: Severity = "error"

    def at(self, position: Position, **values: object) -> Problem:
        """The diagnostic of this kind at one place."""
        return Problem(self, position, values)


@dataclass(frozen=True, slots=True)
class Problem:
    """One diagnostic: kind, place and the values that its sentences name."""

    kind: ProblemKind
    position: Position
    values: Mapping[str, object] = field(default_factory=dict)

    def message(self, language: Language) -> str:
        """What is wrong."""
        return Message(self.kind.message, self.values).render(language)

    def help(self, language: Language) -> str:
        """What would be right."""
        return Message(self.kind.help, self.values).render(language)

    def as_json(self, language: Language) -> dict[str, object]:
        """The diagnostic as a JSON object."""
        part = self.position.part
        return {
            "code": self.kind.code,
            "severity": self.kind.severity,
            "file": self.position.file,
            "line": self.position.line,
            "column": self.position.column,
            **({} if part is None else {"part": part.render(language)}),
            "message": self.message(language),
            "help": self.help(language),
        }


class ProblemsFound(Exception):
    """A person's file cannot be used; carries every diagnostic, in the order of the file."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(sorted(problems, key=lambda problem: problem.position))
        super().__init__("; ".join(f"{p.position}: {p.kind.code}" for p in self.problems))

    def __reduce__(self) -> tuple[type[ProblemsFound], tuple[tuple[Problem, ...]]]:
        """How it comes out of another process."""
        return type(self), (self.problems,)


def did_you_mean(name: str, known: Iterable[str]) -> object:
    """The known name nearest to `name` as the tail of a message, or nothing where none is near:
    one that is spelt alike, else the only one that `name` is a word of.

    Names are compared without regard to case, as IEC 61131-3 identifiers are.
    """
    by_folded = {candidate.casefold(): candidate for candidate in islice(known, MOST_COMPARED)}
    folded = name.casefold()
    nearest = get_close_matches(folded, by_folded, n=1, cutoff=0.6)
    if not nearest:
        nearest = [candidate for candidate in by_folded if folded in candidate.split("_")]
    return DID_YOU_MEAN.fill(name=by_folded[nearest[0]]) if len(nearest) == 1 else ""
