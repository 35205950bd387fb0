"""Compiling a changed program while its station ticks on."""

from __future__ import annotations

import shutil
import tempfile
import threading
import traceback
from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from hashlib import blake2b
from pathlib import Path
from typing import Any

from trainlab.core.controller import Program
from trainlab.core.duration import NS_PER_S
from trainlab.core.message import Text
from trainlab.core.problem import Position, Problem, ProblemKind, ProblemsFound
from trainlab.session.program import compile_program

FIRST_NAME = "program.st"  # of a text where there was no program
MOST_ANSWERS = MOST_WAITING = 16
COMPILER_FAILED = ProblemKind(
    "TL0015",
    Text("the compiler itself failed on this text: {what}", "编译器自身在处理此文本时出错：{what}"),
    Text(
        "the program that ran before goes on; please report the text with what stands on stderr",
        "之前的程序继续运行；请连同标准错误输出的内容一并反馈此文本",
    ),
)


CHANGED_MEANWHILE = ProblemKind(
    "TL0016",
    Text("'{file}' was changed meanwhile by {by} at {at}", "“{file}”在 {at} 已被 {by} 更改"),
    Text(
        "look at what it is now; load this text all the same if it is the better one",
        "请先查看现在的程序；如确认此文本更好，仍可下载",
    ),
)


@dataclass(frozen=True, slots=True)
class Asked:
    """A text that somebody wants in place of the file `name`. `base` is the build of that file from
    which he began; None for whoever wants it whatever is there."""

    text: str
    name: str = ""
    number: Any = None
    by: str = ""
    base: str | None = None


def build_of(text: str) -> str:
    """Tells one text of a file from another."""
    return blake2b(text.encode(errors="replace"), digest_size=8).hexdigest()


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
        # Numbers of requests and what is wrong with their texts, until somebody tells those who asked.
        self.answers: deque[tuple[Any, Sequence[Problem]]] = deque(maxlen=MOST_ANSWERS)
        self.sources: dict[str, str] = {}
        self.builds: dict[str, str] = {}  # of each file, what `build_of` says
        self.loaded = Asked("")  # what was compiled last without a mistake
        self._asked = Asked("")  # what is compiled
        self._changed: dict[str, tuple[str, int]] = {}  # by whom each file was, and when
        self._thread: threading.Thread | None = None
        self._waiting: dict[tuple[str, str], Asked] = {}  # by the name of the file, and who asked
        self._made: Program | None = None
        self._folder: tempfile.TemporaryDirectory[str] | None = None

    def first(self) -> Program | None:
        """The program as it was given; ProblemsFound if it is wrong."""
        if self.path is None:
            return None
        program = compile_program(self.path)
        self._read(program, self.path if self.path.is_dir() else self.path.parent)
        return program

    def begin(self, asked: Asked) -> None:
        """Compile with a text in place of the file of its name (the first one where left out).

        Whoever calls goes on at once. While one is being compiled, the newest text of each file and
        person waits its turn; those before it are passed over, and the oldest of too many.
        """
        first = next(iter(self.sources), FIRST_NAME)
        # Where there is no program yet, no request says where its text goes.
        name = (asked.name or first) if self.sources else first
        self._waiting[name, asked.by] = replace(asked, name=name)
        if len(self._waiting) > MOST_WAITING:
            del self._waiting[next(iter(self._waiting))]
        if self._thread is None:
            self._next()

    @property
    def busy(self) -> bool:
        """Whether a text is being compiled."""
        return self._thread is not None

    def ready(self, now_ns: int = 0) -> Program | None:
        """A program that has just been compiled, once, and is there from now on; `problems` say why
        there is none."""
        if self._thread is None or self._thread.is_alive():
            return None
        self._thread = None
        made, self._made = self._made, None
        if made is not None:
            self.loaded = self._asked
            self._changed[self.loaded.name] = (self.loaded.by, now_ns)
        self.answers.append((self._asked.number, self.problems))
        self._next()
        return made

    def close(self) -> None:
        """Give the copy of the files back; one that is being compiled from keeps it to the process's end."""
        self._waiting.clear()
        if self._folder is not None and not self.busy:
            self._folder.cleanup()

    def _next(self) -> None:
        if not self._waiting:
            return
        self._asked = self._waiting.pop(next(iter(self._waiting)))
        self._thread = threading.Thread(target=self._compile, args=(self._asked,), daemon=True)
        self._thread.start()

    def _compile(self, asked: Asked) -> None:
        folder, name = Path(), asked.name
        if asked.base is not None and asked.base != self.builds.get(name, ""):
            self.problems = (self._changed_meanwhile(name),)
            return
        try:
            folder = self._copy()
            if name not in (self.sources or (FIRST_NAME,)):
                raise FileNotFoundError(name)
            self._made = self._replaced(folder, name, asked.text)
            self.problems = ()
        except ProblemsFound as found:
            self.problems = tuple(_within(folder, problem) for problem in found.problems)
        except Exception as failure:  # noqa: BLE001  who sent the text gets it
            traceback.print_exc()
            what = f"{type(failure).__name__}: {failure}"
            self.problems = (COMPILER_FAILED.at(Position(name), what=what),)

    def _changed_meanwhile(self, name: str) -> Problem:
        by, at_ns = self._changed.get(name, ("trainlab", 0))
        minutes, seconds = divmod(at_ns / NS_PER_S, 60)
        at = f"{minutes:.0f}:{seconds:04.1f}"
        return CHANGED_MEANWHILE.at(Position(name), file=name, by=by, at=at)

    def _replaced(self, folder: Path, name: str, text: str) -> Program:
        """The program with that text in place of a file, which stays as it was if it does not fit."""
        target = folder / name
        before = target.read_bytes() if target.exists() else None
        try:
            target.write_text(text, encoding="utf-8", errors="replace")
            whole = self.path is not None and self.path.is_dir()
            made = compile_program(folder if whole else target)
            self._fits(made)
            self._read(made, folder)
        except Exception:
            if before is None:
                target.unlink(missing_ok=True)
            else:
                target.write_bytes(before)
            raise
        return made

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
        self.builds = {name: build_of(text) for name, text in self.sources.items()}


def _within(folder: Path, problem: Problem) -> Problem:
    """The same problem, its file named as the person who wrote it knows it."""
    path = Path(problem.position.file)
    if not path.is_relative_to(folder):
        return problem
    name = path.relative_to(folder).as_posix()
    return replace(problem, position=replace(problem.position, file=name))
