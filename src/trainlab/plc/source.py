"""A text and its positions in the files that it comes from; how a file's bytes become one."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass, field
from pathlib import Path

from trainlab.core.message import Message, Text
from trainlab.core.problem import Position, Problem, ProblemsFound
from trainlab.core.system_reasons import NO_FILE, reason_of
from trainlab.plc.problems import reading

MOST_BYTES = 1 << 20
MOST_READ = 32 << 20

_NO_NAME = Text("no file can have that name", "文件名不合法")


@dataclass(frozen=True, slots=True)
class Anchor:
    """From the offset `at` on, the text stands at that line and column of a file.

    `part` is what the editor of the IDE shows there (the body of a POU, say), with the line as the
    editor counts it, where that is another than the file's. `added` is text that stands in no file.
    """

    at: int
    file: str
    line: int
    column: int
    part: Text | None = None
    part_name: str = ""
    part_line: int = 1
    added: bool = False


@dataclass(frozen=True, slots=True)
class Source:
    """The text of a program: one file, an expression that starts at `start` of another file, or
    the pieces of several files, each from its anchor on."""

    file: str
    text: str
    start: Position = Position("", 1, 1)
    anchors: tuple[Anchor, ...] = ()
    _lines: list[int] = field(init=False, repr=False, compare=False)
    _starts: list[int] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        lines = [0]
        at = self.text.find("\n")
        while at >= 0:
            lines.append(at + 1)
            at = self.text.find("\n", at + 1)
        object.__setattr__(self, "_lines", lines)
        if not self.anchors:
            whole = Anchor(0, self.file, self.start.line, self.start.column)
            object.__setattr__(self, "anchors", (whole,))
        object.__setattr__(self, "_starts", [anchor.at for anchor in self.anchors])

    def anchor(self, at: int) -> Anchor:
        """The anchor that the character with that offset hangs on."""
        return self.anchors[max(bisect_right(self._starts, at) - 1, 0)]

    def position(self, at: int) -> Position:
        """File, line and column of the character with that offset."""
        anchor = self.anchor(at)
        if anchor.added:
            return Position(anchor.file, anchor.line, anchor.column, _part(anchor, 0))
        line = bisect_right(self._lines, at) - 1
        down = line - (bisect_right(self._lines, anchor.at) - 1)
        column = at - self._lines[line] + 1
        if down == 0:
            column = anchor.column + at - anchor.at
        return Position(anchor.file, anchor.line + down, column, _part(anchor, down))

    def line(self, at: int) -> int:
        """The line of the character with that offset, in its file."""
        return self.position(at).line


@dataclass(frozen=True, slots=True)
class TextUnit:
    """From where to where a source is parsed as one; its global variables may have a list's name."""

    start: int
    end: int
    list_name: str = ""


@dataclass(frozen=True, slots=True)
class ProgramText:
    """Everything that is compiled together, and the files that it was read from."""

    source: Source
    units: tuple[TextUnit, ...]
    paths: tuple[Path, ...] = ()


def text_of(source: Source) -> ProgramText:
    """The text of one file as a whole program."""
    return ProgramText(source, (TextUnit(0, len(source.text), Path(source.file).stem),))


def _part(anchor: Anchor, down: int) -> Message | None:
    if anchor.part is None:
        return None
    return anchor.part.fill(name=anchor.part_name, line=anchor.part_line + down)


def read_source(path: Path) -> Source:
    """The text of a program's file; ProblemsFound if there is none to be had."""
    return decode_source(str(path), read_bytes(path))


def read_bytes(path: Path) -> bytes:
    """The content of a program's file, or the beginning of one that is far too large."""
    whole = Position(str(path))
    try:
        if path.exists() and not (path.is_file() or path.is_dir()):  # a pipe would never end
            raise ProblemsFound([reading.UNREADABLE.at(whole, reason=NO_FILE)])
        with path.open("rb") as file:
            return file.read(MOST_READ)
    except OSError as error:
        reason = reason_of(error)
    except ValueError:  # a NUL in it
        reason = _NO_NAME
    raise ProblemsFound([reading.UNREADABLE.at(whole, reason=reason)])


def decode_source(file: str, raw: bytes) -> Source:
    """The text that those bytes are; ProblemsFound if they are none."""
    whole = Position(file)
    if len(raw) > MOST_BYTES:
        raise ProblemsFound([reading.TOO_LARGE.at(whole, size=len(raw), most=MOST_BYTES)])
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise ProblemsFound([_not_utf8(file, raw, error.start)]) from None
    if "\0" in text:
        raise ProblemsFound([reading.BINARY.at(Source(file, text).position(text.index("\0")))])
    if not text.strip():
        raise ProblemsFound([reading.EMPTY.at(whole)])
    return Source(file, text.replace("\r\n", "\n").replace("\r", "\n"))


def _not_utf8(file: str, raw: bytes, at: int) -> Problem:
    line_start = raw.rfind(b"\n", 0, at) + 1
    column = len(raw[line_start:at].decode("utf-8", "replace")) + 1
    position = Position(file, raw.count(b"\n", 0, at) + 1, column)
    return reading.NOT_UTF8.at(position, byte=f"{raw[at]:02X}")
