"""Mutants: programs that differ from a right one in one slip that a student might make."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol, runtime_checkable

from trainlab.core.controller import Program
from trainlab.core.message import Message
from trainlab.core.problem import Position


@dataclass(frozen=True, slots=True)
class Edit:
    """The characters from offset `start` up to `end` of a program's text become `text`."""

    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class Mutant:
    """One slip: its kind, where it is, what it does in words, and the edits that make it."""

    kind: str
    position: Position
    says: Message
    edits: tuple[Edit, ...]


class Mutation(Protocol):
    """A program and its mutants, in the order of the text."""

    @property
    def mutants(self) -> Sequence[Mutant]:
        """All of them; some may turn out not to compile."""

    def compile(self, mutant: Mutant) -> Program:
        """The mutant as a program; ProblemsFound if it is none."""

    def diff(self, mutant: Mutant) -> str:
        """What it changes, as a unified diff with three lines around."""


@runtime_checkable
class MutableLanguage(Protocol):
    """A language of the catalog whose programs can be mutated."""

    def mutation(self, path: Path) -> Mutation:
        """The program in that file or folder; ProblemsFound if it cannot be read."""
