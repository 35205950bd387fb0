"""The files that a verb is asked to read and to write; the latter proven to be writable before the
run, not after it."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

import click

from trainlab.cli.problems import CannotWrite
from trainlab.core.message import Language, Text
from trainlab.core.system_reasons import reason_of

Decorated = TypeVar("Decorated", bound=Callable[..., Any])

# What is read; whether it can be is said by its reader, as a diagnostic with a code.
FILE = click.Path(path_type=Path, readable=False)

JSON_HELP = Text(
    "Write one JSON document to FILE; '-' puts it, and nothing else, on stdout.",
    "把一个 JSON 文档写入 FILE；“-”表示写到标准输出，且不输出其他内容。",
)
REPORT_HELP = Text(
    "Write verdict.txt, verdict.json and trace.npz into DIR.",
    "把 verdict.txt、verdict.json 和 trace.npz 写入 DIR。",
)
TRACE_HELP = Text("Write the trace as a numpy archive.", "把轨迹写成 numpy 归档文件。")
NO_NAME = Text("a name is missing", "缺少名称")
NOT_TO_STDOUT = Text(
    "only --json can go to stdout; './-' is a file of that name",
    "只有 --json 可以输出到标准输出；名为“-”的文件请写“./-”",
)
SAME_FILE = Text(
    "{one} and {other} are the same file: {path}", "{one} 与 {other} 是同一个文件：{path}"
)
A_FOLDER = Text("it is a folder", "这是一个文件夹")
NO_FOLDER = Text("it is no folder", "这不是文件夹")


@dataclass(frozen=True, slots=True)
class Destinations:
    """Where a verdict goes besides the terminal; `json_to` is "-" for stdout."""

    json_to: str | None = None
    report: Path | None = None
    trace: Path | None = None

    def prove(self, read: Sequence[Path], language: Language) -> None:
        """CannotWrite if one of them cannot be written; a usage error if two are one file, or one
        is a file that is `read`."""
        if self.report is not None and self.report.exists() and not self.report.is_dir():
            raise CannotWrite(str(self.report), NO_FOLDER)
        taken = {_real(path): str(path) for path in read if path.is_file()}
        for option, path in self._files():
            if path.exists() and not (path.is_file() or path.is_dir()):
                continue  # a pipe or a device: to open it is to use it
            other = taken.setdefault(_real(path), option)
            if other is not option:
                same = SAME_FILE.fill(one=other, other=option, path=str(path))
                raise click.UsageError(same.render(language))
            _prove(path)

    def _files(self) -> Iterator[tuple[str, Path]]:
        if self.json_to not in (None, "-"):
            yield "--json", Path(str(self.json_to))
        if self.trace is not None:
            yield "--trace", self.trace
        if self.report is not None:
            for name in ("verdict.txt", "verdict.json", "trace.npz"):
                yield "--report", self.report / name


def writing(path: Path, write: Callable[[Path], object]) -> None:
    """Let `write` write a file, its folder made if need be; CannotWrite if that cannot be done."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        write(path)
    except OSError as error:
        raise CannotWrite(str(path), reason_of(error)) from None


def write_text(path: Path, text: str) -> None:
    """Write a file in UTF-8; CannotWrite if that cannot be done."""
    writing(path, lambda file: file.write_text(text, encoding="utf-8"))


def write_bytes(path: Path, content: bytes) -> None:
    """Write a file; CannotWrite if that cannot be done."""
    writing(path, lambda file: file.write_bytes(content))


def _prove(path: Path) -> None:
    """Open the file for writing as it is, and leave behind no file or folder that was not there."""
    if path.is_dir():
        raise CannotWrite(str(path), A_FOLDER)
    made = [folder for folder in path.parents if not folder.exists()]
    new = not path.exists()
    try:
        writing(path, lambda file: io.FileIO(file, "a").close())
    finally:
        with suppress(OSError):  # what is not there, or is in use by now, stays as it is
            if new:
                path.unlink()
            for folder in made:
                folder.rmdir()


def _real(path: Path) -> Path:
    try:
        return path.resolve()
    except (OSError, RuntimeError):  # links in a circle; opening it says so
        return path.absolute()


def json_option(language: Language) -> Callable[[Decorated], Decorated]:
    """--json FILE|-"""
    return click.option(
        "--json",
        "json_to",
        metavar="FILE|-",
        default=None,
        callback=lambda _ctx, _param, value: _named(value, language),
        help=JSON_HELP.within(language),
    )


def report_option(language: Language) -> Callable[[Decorated], Decorated]:
    """--report DIR"""
    return click.option(
        "--report",
        metavar="DIR",
        default=None,
        callback=lambda _ctx, _param, value: _path(value, language),
        help=REPORT_HELP.within(language),
    )


def trace_option(language: Language) -> Callable[[Decorated], Decorated]:
    """--trace FILE.npz"""
    return click.option(
        "--trace",
        metavar="FILE.npz",
        default=None,
        callback=lambda _ctx, _param, value: _path(value, language),
        help=TRACE_HELP.within(language),
    )


def _named(value: str | None, language: Language) -> str | None:
    if value == "":
        raise click.BadParameter(NO_NAME.within(language))
    return value


def _path(value: str | None, language: Language) -> Path | None:
    named = _named(value, language)
    if named == "-":
        raise click.BadParameter(NOT_TO_STDOUT.within(language))
    return None if named is None else Path(named)
