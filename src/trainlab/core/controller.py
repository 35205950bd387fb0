"""The contract of a controller: whatever turns inputs into outputs."""

from __future__ import annotations

from pathlib import Path
from typing import Protocol

from trainlab.core.image import IOImage
from trainlab.core.problem import Problem


class ControllerStopped(Exception):
    """The controller cannot go on: a program divided by zero, ran out of its scan budget, ...

    The bench then puts the outputs to fail-safe and lets the plant run on, as it would with a CPU
    in STOP.
    """

    def __init__(self, problem: Problem) -> None:
        super().__init__(f"{problem.position}: {problem.kind.code}")
        self.problem = problem


class Controller(Protocol):
    """A soft PLC, a PLC on a wire, a person at the pages: anything that commands the outputs."""

    def scan(self, image: IOImage, now_ns: int) -> None:
        """One cycle: read the inputs of the image, write its outputs; ControllerStopped if it can't."""


class Program(Protocol):
    """A student's program, compiled for nobody's plant in particular."""

    @property
    def warnings(self) -> tuple[Problem, ...]:
        """What is legal and yet looks wrong."""

    def controller(self, image: IOImage) -> Controller:
        """A cold-started controller bound to the tags of `image`; ProblemsFound if it can't be bound."""


class ProgramLanguage(Protocol):
    """One language of the soft PLC, as the catalog holds it (kind "languages")."""

    name: str
    suffixes: tuple[str, ...]

    def compile(self, path: Path) -> Program:
        """The program in that file; ProblemsFound with every diagnostic if it is wrong."""
