"""Finding the language of a submitted program, and compiling it."""

from __future__ import annotations

import os
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
    """The language of the program in that file or folder; ProblemsFound if there is none."""
    suffixes: list[str] = []
    for name in catalog.names("languages"):
        language: ProgramLanguage = catalog.load("languages", name)()
        if language.reads(path):
            return language
        suffixes += language.suffixes
    known = ", ".join(suffixes)
    position = Position(str(path))
    raise ProblemsFound([UNKNOWN_LANGUAGE.at(position, name=path.name, known=known)])


def compile_program(path: Path) -> Program:
    """The program in a file or folder; ProblemsFound with all that is wrong with it."""
    return language_of(path).compile(path)


def program_digest(program: Program, path: Path) -> str:
    """A hash of what the program at `path` was read from: a file's content, or names and contents."""
    if program.paths == (path,):
        return blake2b(path.read_bytes(), digest_size=16).hexdigest()
    root = path if path.is_dir() else path.parent
    digest = blake2b(digest_size=16)
    for file in program.paths:
        content = file.read_bytes()
        name = Path(os.path.relpath(file, root)).as_posix()
        digest.update(f"{name}\0{len(content)}\0".encode())
        digest.update(content)
    return digest.hexdigest()
