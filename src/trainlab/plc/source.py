"""A text and its positions; how a program's file becomes one."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass, field
from pathlib import Path

from trainlab.core.message import Text
from trainlab.core.problem import Position, Problem, ProblemsFound
from trainlab.plc.problems import reading

MOST_BYTES = 1 << 20

_MISSING = Text("there is no such file", "文件不存在")
_FOLDER = Text("it is a folder", "这是一个文件夹")
_REFUSED = Text("the system does not allow it", "系统不允许访问")
_DEVICE = Text("the system reports an error", "系统报告了错误")


@dataclass(frozen=True, slots=True)
class Source:
    """The text of one file, or of an expression that starts at `start` of another file."""

    file: str
    text: str
    start: Position = Position("", 1, 1)
    _lines: list[int] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        lines = [0]
        at = self.text.find("\n")
        while at >= 0:
            lines.append(at + 1)
            at = self.text.find("\n", at + 1)
        object.__setattr__(self, "_lines", lines)

    def position(self, at: int) -> Position:
        """Line and column of the character with that offset."""
        line = bisect_right(self._lines, at) - 1
        column = at - self._lines[line] + 1
        if line == 0:
            column += self.start.column - 1
        return Position(self.file, line + self.start.line, column)

    def line(self, at: int) -> int:
        """The line of the character with that offset."""
        return bisect_right(self._lines, at) - 1 + self.start.line


def read_source(path: Path) -> Source:
    """The text of a program's file; ProblemsFound if there is none to be had."""
    file = str(path)
    whole = Position(file)
    try:
        raw = path.read_bytes()
    except FileNotFoundError:
        raise ProblemsFound([reading.UNREADABLE.at(whole, reason=_MISSING)]) from None
    except IsADirectoryError:
        raise ProblemsFound([reading.UNREADABLE.at(whole, reason=_FOLDER)]) from None
    except PermissionError:
        reason = _FOLDER if path.is_dir() else _REFUSED
        raise ProblemsFound([reading.UNREADABLE.at(whole, reason=reason)]) from None
    except (OSError, ValueError):
        raise ProblemsFound([reading.UNREADABLE.at(whole, reason=_DEVICE)]) from None
    return decode_source(file, raw)


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
