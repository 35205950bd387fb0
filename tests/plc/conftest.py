"""A program from its text, scanned by hand."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from trainlab.core.controller import ControllerStopped, Value
from trainlab.core.image import IOImage
from trainlab.core.message import Text
from trainlab.core.problem import Problem, ProblemKind, ProblemsFound
from trainlab.core.tag import DataType, Direction, Tag
from trainlab.plc.problems import advice as say
from trainlab.plc.source import Source
from trainlab.plc.structured_text import compiled

MS = 1_000_000
ADVICE = [kind for kind in vars(say).values() if isinstance(kind, ProblemKind)]
BUDGET = 3_000_000


class Running:
    """One program in the soft PLC, with its own image."""

    def __init__(self, text: str, tags: list[Tag], pou: str | None) -> None:
        self.image = IOImage(tags)
        self.program = compiled(Source("test.st", text), BUDGET)
        self.plc = self.program.controller(self.image, pou)

    def scan(self, at_ms: float = 0) -> Running:
        """One scan at that time."""
        self.plc.scan(self.image, round(at_ms * MS))
        return self

    def stop(self, at_ms: float = 0) -> Problem:
        """The problem that stops the next scan."""
        with pytest.raises(ControllerStopped) as stopped:
            self.plc.scan(self.image, round(at_ms * MS))
        return stopped.value.problem

    def __getitem__(self, path: str) -> Value:
        return self.plc.read(path)

    def __setitem__(self, path: str, literal: str) -> None:
        self.plc.write(path, literal)

    def outputs(self) -> Mapping[str, float]:
        """What it commands."""
        names = [tag.name for tag in self.image.outputs]
        return dict(zip(names, self.image.commanded(), strict=True))


@pytest.fixture
def run() -> Callable[..., Running]:
    """A whole file as a running program."""

    def start(text: str, tags: list[Tag] | None = None, pou: str | None = None) -> Running:
        return Running(text, tags or [], pou)

    return start


@pytest.fixture
def body(run: Callable[..., Running]) -> Callable[[str, str], Running]:
    """Declarations and statements as a program that was scanned once."""

    def start(declarations: str, statements: str) -> Running:
        return run(f"PROGRAM p VAR {declarations} END_VAR {statements} END_PROGRAM").scan()

    return start


@pytest.fixture
def problems() -> Callable[[str], list[Problem]]:
    """Every problem of a file, warnings included, but for advice."""

    def found(text: str) -> list[Problem]:
        return [problem for problem in _all_problems(text) if problem.kind not in ADVICE]

    return found


@pytest.fixture
def advice() -> Callable[[str], list[Problem]]:
    """What a teacher would point at in a file."""

    def found(text: str) -> list[Problem]:
        return [problem for problem in _all_problems(text) if problem.kind in ADVICE]

    return found


def _all_problems(text: str) -> list[Problem]:
    try:
        return list(compiled(Source("test.st", text)).warnings)
    except ProblemsFound as wrong:
        return list(wrong.problems)


@pytest.fixture
def tag() -> Callable[..., Tag]:
    """A tag: tag("start", "BOOL", "%IX0.0")."""

    def made(name: str, type_name: str, address: str) -> Tag:
        direction = Direction.INPUT if address[1] == "I" else Direction.OUTPUT
        return Tag(name, DataType[type_name], direction, address, Text(name, name))

    return made


@pytest.fixture
def st_file(tmp_path: Path) -> Callable[[bytes], Path]:
    """A file with those bytes."""

    def written(content: bytes) -> Path:
        path = tmp_path / "program.st"
        path.write_bytes(content)
        return path

    return written
