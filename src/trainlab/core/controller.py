"""The contract of a controller: whatever turns inputs into outputs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Protocol

from trainlab.core.coverage import CoveragePoint
from trainlab.core.expression import Expression
from trainlab.core.image import IOImage
from trainlab.core.last_write import LastWrite
from trainlab.core.message import Message, Text
from trainlab.core.outline import Declared
from trainlab.core.problem import Position, Problem

# What a program variable is to the outside: BOOL as bool, integers and bit strings as int, REAL
# and LREAL as float, TIME as nanoseconds, dates as nanoseconds since 1970, times of day as those
# since midnight, STRING and CHAR as str, arrays as lists.
Value = bool | int | float | str | list["Value"]


class ControllerStopped(Exception):
    """The controller cannot go on: a program divided by zero, ran out of its scan budget, ...

    The bench then puts the outputs to fail-safe and lets the plant run on, as it would with a CPU
    in STOP.
    """

    def __init__(self, problem: Problem) -> None:
        super().__init__(f"{problem.position}: {problem.kind.code}")
        self.problem = problem


class UnfitLiteral(ValueError):
    """A variable of that type cannot hold a literal; what one that it can hold looks like."""

    def __init__(self, literal: str, type_name: str, example: Text | Message) -> None:
        super().__init__(f"{literal!r} is no value of {type_name}")
        self.type_name = type_name
        self.example = example


class Controller(Protocol):
    """A soft PLC, a PLC on a wire, a person at the pages: anything that commands the outputs."""

    def scan(self, image: IOImage, now_ns: int) -> None:
        """One cycle: read the inputs of the image, write its outputs.

        `image` is always the one that the controller was bound to. ControllerStopped if it cannot
        go on; the outputs of the image are then as they were before the scan.
        """


class SoftController(Controller, Protocol):
    """A program in the soft PLC; its variables can be seen and set by path."""

    @property
    def warnings(self) -> tuple[Problem, ...]:
        """What looks wrong about how the program's variables meet the plant's tags."""

    def variables(self) -> Mapping[str, Value]:
        """Every variable by path ("timer.ET", "axis[2].speed"), in the order of declaration."""

    @property
    def overruns(self) -> Mapping[str, int]:
        """By task, how often it took longer than its interval."""

    def coverage(self) -> Sequence[CoveragePoint]:
        """What has run, in the order of the text; nothing where that is not being noted."""

    def last_write(self, tag: str) -> LastWrite | None:
        """The statement that last wrote an output tag; None where none has, or where that is not
        being noted. An input tag is never written, but for a program that reaches it by a
        VAR_IN_OUT or a reference; that is always noted."""

    def read(self, path: str) -> Value:
        """One variable; KeyError if there is none of that path."""

    def write(self, path: str, literal: str) -> None:
        """Set one elementary variable from an IEC literal; KeyError, or UnfitLiteral."""

    def force(self, path: str, literal: str) -> None:
        """Hold one elementary variable at a value; KeyError, or UnfitLiteral."""

    def release(self, path: str) -> None:
        """Let a forced variable go; KeyError if there is none of that path."""

    @property
    def ever_forced(self) -> Sequence[str]:
        """The paths of all that was forced in a scan, released since or not."""

    def restart(self, *, warm: bool = False) -> None:
        """Begin anew; warm, what is declared RETAIN keeps its value."""


class Program(Protocol):
    """A student's program, compiled for nobody's plant in particular."""

    @property
    def warnings(self) -> tuple[Problem, ...]:
        """What is legal and yet looks wrong."""

    @property
    def paths(self) -> tuple[Path, ...]:
        """The files that it was read from, in the order of reading."""

    @property
    def outline(self) -> tuple[Declared, ...]:
        """What its text declares, in the order of the text."""

    def controller(
        self,
        image: IOImage,
        pou: str | None = None,
        *,
        covering: bool = False,
        tracing: bool = False,
    ) -> SoftController:
        """A cold-started controller bound to the tags of `image`; ProblemsFound if it can't be bound.

        `pou` names the one PROGRAM (or FUNCTION_BLOCK) to run where the file leaves it open;
        `covering` notes which statements and branches run, `tracing` which statement last wrote each
        output.
        """


class ProgramLanguage(Protocol):
    """One language of the soft PLC, as the catalog holds it (kind "languages")."""

    name: str
    about: Text
    suffixes: tuple[str, ...]

    def reads(self, path: Path) -> bool:
        """Whether the program in that file or folder is, by its name, in this language."""

    def compile(self, path: Path) -> Program:
        """The program in that file or folder; ProblemsFound with every diagnostic if it is wrong."""

    def expression(self, text: str, at: Position) -> Expression:
        """One expression over the signals of a trace; ProblemsFound if it is not one.

        `at` is where the expression starts in its own file, so that its diagnostics point there.
        """
