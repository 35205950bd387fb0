"""Finding the language of a submitted program, and compiling it."""

from __future__ import annotations

from hashlib import blake2b
from pathlib import Path

from trainlab.core import catalog
from trainlab.core.controller import Program, ProgramLanguage
from trainlab.core.message import Text
from trainlab.core.problem import Position, ProblemKind, ProblemsFound

UNKNOWN_LANGUAGE = ProblemKind(
    "TL0001",
    Text("'{name}' is in no language that trainlab reads", "“{name}”不是 trainlab 能读取的语言"),
    Text("files that can be read: {known}", "可读取的文件：{known}"),
)


def language_of(path: Path) -> ProgramLanguage:
    """The language that a file's name ends in; ProblemsFound if there is none."""
    suffixes: list[str] = []
    for name in catalog.names("languages"):
        language: ProgramLanguage = catalog.load("languages", name)()
        if path.suffix.lower() in language.suffixes:
            return language
        suffixes += language.suffixes
    known = ", ".join(suffixes)
    position = Position(str(path))
    raise ProblemsFound([UNKNOWN_LANGUAGE.at(position, name=path.name, known=known)])


def compile_program(path: Path) -> Program:
    """The program in a file; ProblemsFound with all that is wrong with it."""
    return language_of(path).compile(path)


def file_digest(path: Path) -> str:
    """A hash of a file's content."""
    return blake2b(path.read_bytes(), digest_size=16).hexdigest()
