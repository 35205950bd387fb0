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
from trainlab.core import catalog
from trainlab.core.message import Language, Text
from trainlab.core.problem import did_you_mean
from trainlab.core.system_reasons import reason_of
from trainlab.report.plain import encoded

Decorated = TypeVar("Decorated", bound=Callable[..., Any])

# What is read; whether it can be is said by its reader, as a diagnostic with a code.
FILE = click.Path(path_type=Path, readable=False)

JSON_HELP = Text(
    "Write one JSON document to FILE; '-' puts it, and nothing else, on stdout.",
    "把一个 JSON 文档写入 FILE；“-”表示写到标准输出，且不输出其他内容。",
)
REPORT_HELP = Text(
    "Write every form of report into DIR: report.html for people, the others for CI systems and"
    " gradebooks (`trainlab catalog report_formats`).",
    "把所有格式的报告写入 DIR：report.html 供阅读，其余供 CI 系统和成绩册使用（见 `trainlab catalog report_formats`）。",
)
OUT_HELP = Text(
    "Write one form of report to FILE: {forms}. May be repeated.",
    "把一种格式的报告写入 FILE：{forms}。可重复使用。",
)
TRACE_HELP = Text(
    "Write the trace: as a numpy archive, as CSV, or as VCD for wave viewers.",
    "写出轨迹：numpy 归档、CSV，或供波形查看器使用的 VCD。",
)
NO_FORM = Text(
    "there is no form '{name}' of report{hint} (there is: {known})",
    "没有名为“{name}”的报告格式{hint}（现有：{known}）",
)
WANTED_FORM = Text("write FORMAT=FILE", "请写成 FORMAT=FILE")
NO_TRACE_FORM = Text(
    "a trace is written as {known}, not as '{suffix}'", "轨迹可写为 {known}，不能写为“{suffix}”"
)
TRACE_SUFFIXES = (".npz", ".csv", ".vcd")
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
    """Where a verdict goes besides the terminal; `json_to` is "-" for stdout, `out` names forms of
    report and their files."""

    json_to: str | None = None
    report: Path | None = None
    trace: Path | None = None
    out: tuple[tuple[str, Path], ...] = ()

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
        for name, path in self.out:
            yield f"--out {name}", path
        if self.report is not None:
            for _, path in _whole_folder(self.report):
                yield "--report", path

    def forms(self) -> Iterator[tuple[str, Path]]:
        """Every form of report that is asked for, by its name in the catalog, and its file."""
        yield from self.out
        if self.report is not None:
            yield from _whole_folder(self.report)


def _whole_folder(folder: Path) -> Iterator[tuple[str, Path]]:
    for name in catalog.names("report_formats"):
        yield name, folder / catalog.load("report_formats", name).file_name


def writing(path: Path, write: Callable[[Path], object]) -> None:
    """Let `write` write a file, its folder made if need be; CannotWrite if that cannot be done."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        write(path)
    except OSError as error:
        raise CannotWrite(str(path), reason_of(error)) from None


def write_text(path: Path, text: str) -> None:
    """Write a file in UTF-8; CannotWrite if that cannot be done."""
    write_bytes(path, encoded(text))


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


def out_option(language: Language) -> Callable[[Decorated], Decorated]:
    """--out FORMAT=FILE"""
    known = ", ".join(catalog.names("report_formats"))
    return click.option(
        "--out",
        metavar="FORMAT=FILE",
        multiple=True,
        callback=lambda _ctx, _param, values: tuple(_form(value, language) for value in values),
        help=OUT_HELP.fill(forms=known).render(language),
    )


def trace_option(language: Language) -> Callable[[Decorated], Decorated]:
    """--trace FILE.npz|.csv|.vcd"""
    return click.option(
        "--trace",
        metavar="FILE.npz|.csv|.vcd",
        default=None,
        callback=lambda _ctx, _param, value: _trace(value, language),
        help=TRACE_HELP.within(language),
    )


def _form(value: str, language: Language) -> tuple[str, Path]:
    name, equals, file = value.partition("=")
    known = catalog.names("report_formats")
    path = _path(file, language) if equals else None
    if path is None:
        raise click.BadParameter(WANTED_FORM.within(language))
    if name not in known:
        hint = did_you_mean(name, known)
        unknown = NO_FORM.fill(name=name, hint=hint, known=", ".join(known))
        raise click.BadParameter(unknown.render(language))
    return name, path


def _trace(value: str | None, language: Language) -> Path | None:
    path = _path(value, language)
    suffix = "" if path is None else path.suffix.lower()
    if suffix and suffix not in TRACE_SUFFIXES:
        unknown = NO_TRACE_FORM.fill(known=", ".join(TRACE_SUFFIXES), suffix=suffix)
        raise click.BadParameter(unknown.render(language))
    return path


def _named(value: str | None, language: Language) -> str | None:
    if value == "":
        raise click.BadParameter(NO_NAME.within(language))
    return value


def _path(value: str | None, language: Language) -> Path | None:
    named = _named(value, language)
    if named == "-":
        raise click.BadParameter(NOT_TO_STDOUT.within(language))
    return None if named is None else Path(named)
