"""Compiling a changed program while its station ticks on."""

from __future__ import annotations

import shutil
import tempfile
import threading
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from trainlab.core.controller import Program
from trainlab.core.problem import Problem, ProblemsFound
from trainlab.session.program import compile_program

FIRST_NAME = "program.st"  # of a text where there was no program


class Compiling:
    """A program's files, one at a time replaced by a text, and what a compiler says of it.

    The files given are never written: a changed text is compiled in a copy of the folder's program.
    `fits` raises ProblemsFound for a program that compiles but is none for this station; such a text
    is refused as one that does not compile.
    """

    def __init__(
        self, program: Path | None, fits: Callable[[Program], object] = lambda _: None
    ) -> None:
        self.path = program
        self._fits = fits
        self.problems: Sequence[Problem] = ()
        self.number: Any = None  # of the request that was answered last
        self.sources: dict[str, str] = {}
        self._thread: threading.Thread | None = None
        self._made: Program | None = None
        self._folder: tempfile.TemporaryDirectory[str] | None = None

    def first(self) -> Program | None:
        """The program as it was given; ProblemsFound if it is wrong."""
        if self.path is None:
            return None
        program = compile_program(self.path)
        self._read(program, self.path if self.path.is_dir() else self.path.parent)
        return program

    def begin(self, text: str, number: Any = None, name: str = "") -> None:
        """Compile with this text in place of the file of that name (the first one where left out).

        One that is being compiled is finished first; the newest request wins.
        """
        if self._thread is not None:
            self._thread.join()
        self.number = number
        self._thread = threading.Thread(target=self._compile, args=(text, name), daemon=True)
        self._thread.start()

    @property
    def busy(self) -> bool:
        """Whether a text is being compiled."""
        return self._thread is not None

    def ready(self) -> Program | None:
        """A program that has just been compiled, once; `problems` say why there is none."""
        if self._thread is None or self._thread.is_alive():
            return None
        self._thread = None
        made, self._made = self._made, None
        return made

    def _compile(self, text: str, name: str) -> None:
        folder = self._copy()
        first = next(iter(self.sources), FIRST_NAME)
        name = (name or first) if self.sources else first  # no request says where a first one goes
        target = folder / name
        if self.sources and name not in self.sources:
            return
        before = target.read_bytes() if target.exists() else None
        target.write_text(text, encoding="utf-8", errors="replace")
        path = folder if self.path is not None and self.path.is_dir() else target
        try:
            made = compile_program(path)
            self._fits(made)
            self._read(made, folder)
            self._made, self.problems = made, ()
        except ProblemsFound as found:
            self.problems = tuple(_within(folder, problem) for problem in found.problems)
            if before is not None:
                target.write_bytes(before)

    def _copy(self) -> Path:
        if self._folder is None:
            self._folder = tempfile.TemporaryDirectory(prefix="trainlab-program-")
            if self.path is not None and self.path.is_dir():
                shutil.copytree(self.path, self._folder.name, dirs_exist_ok=True)
            elif self.path is not None:
                shutil.copy(self.path, self._folder.name)
        return Path(self._folder.name)

    def _read(self, program: Program, root: Path) -> None:
        self.sources = {
            path.relative_to(root).as_posix(): path.read_text(
                encoding="utf-8-sig", errors="replace"
            )
            for path in program.paths
        }


def _within(folder: Path, problem: Problem) -> Problem:
    """The same problem, its file named as the person who wrote it knows it."""
    path = Path(problem.position.file)
    if not path.is_relative_to(folder):
        return problem
    name = path.relative_to(folder).as_posix()
    return replace(problem, position=replace(problem.position, file=name))
