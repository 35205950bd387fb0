"""The words of a part program: a line is a block, a word is a letter and a number.

After the RS274/NGC interpreter (Kramer, Proctor, Messina, NISTIR 6556, 2000, section 3.3): case and
blanks between words do not matter, comments stand in ( ) or behind ;, a / at the beginning of a
line skips it, lines between two % count. A number is decimal, without an exponent.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from trainlab.core.problem import Position, Problem
from trainlab.plants.cnc.nc import problems as say

MOST_LINES = 20_000
MOST_COLUMNS = 256
MOST_STEPS = 100_000
LARGEST = 999_999.0
_BLANKS = re.compile(r"[ \t]+")
_NUMBER = re.compile(r"[ \t]*([+-]?(?:\d+\.?\d*|\.\d+))")
_MACRO = re.compile(r"[A-Za-z][ \t]*[#\[]|(?:if|while|goto|do|end|call|sub)\b", re.IGNORECASE)
_SHOWN = 12  # characters of a wrong text that a message repeats


@dataclass(frozen=True, slots=True)
class Word:
    """One word: its letter in capitals, its number, and where it stands."""

    letter: str
    value: float
    position: Position

    def __str__(self) -> str:
        return f"{self.letter}{self.value:g}"


@dataclass(frozen=True, slots=True)
class Comment:
    """The text between ( and ), or behind ;."""

    text: str
    position: Position


@dataclass(frozen=True, slots=True)
class Line:
    """One block: its place in the file, its words and its comments in order."""

    position: Position
    words: tuple[Word, ...]
    comments: tuple[Comment, ...]
    sound: bool = True


def read_lines(text: str, file: str, problems: list[Problem]) -> Iterator[Line]:
    """The blocks of a program from the first to the last that counts; faults go to `problems`."""
    lines = text.split("\n")
    started = False
    for number, written in enumerate(lines, 1):
        written = written.rstrip("\r")
        if number > MOST_LINES or len(written) > MOST_COLUMNS:
            problems.append(too_long(Position(file, number, 1)))
            return
        bare = written.strip()
        if bare.startswith("%"):
            if started:
                return
            started = True
        elif bare and not bare.startswith("/"):
            started = True
            yield _read_line(written, Position(file, number, 1), problems)


def too_long(position: Position) -> Problem:
    """The diagnostic of a program that has no room."""
    return say.TOO_LONG.at(position, lines=MOST_LINES, columns=MOST_COLUMNS, steps=MOST_STEPS)


def _read_line(written: str, start: Position, problems: list[Problem]) -> Line:
    words: list[Word] = []
    comments: list[Comment] = []
    before = len(problems)
    place = 0
    while place < len(written):
        letter = written[place]
        here = Position(start.file, start.line, place + 1)
        if blanks := _BLANKS.match(written, place):
            place = blanks.end()
        elif letter == ";":
            comments.append(Comment(written[place + 1 :].strip(), here))
            break
        elif letter == "(":
            end = written.find(")", place)
            nested = written.find("(", place + 1)
            if end < 0 or 0 <= nested < end:
                problems.append(say.OPEN_COMMENT.at(here))
                break
            comments.append(Comment(written[place + 1 : end].strip(), here))
            place = end + 1
        elif letter in "#[":
            problems.append(say.MACRO.at(here, text=written[place:].strip()[:_SHOWN]))
            break
        elif not ("A" <= letter.upper() <= "Z"):
            problems.append(say.CHARACTER.at(here, text=written[place:].strip()[:_SHOWN]))
            break
        else:
            place = _read_word(written, place, here, words, problems)
            if place < 0:
                break
    return Line(start, tuple(words), tuple(comments), len(problems) == before)


def _read_word(
    written: str, place: int, here: Position, words: list[Word], problems: list[Problem]
) -> int:
    """Read the word at `place`; where it ends, or -1 if the rest of the line is lost."""
    letter = written[place].upper()
    number = _NUMBER.match(written, place + 1)
    if number is None:
        if _MACRO.match(written, place):
            problems.append(say.MACRO.at(here, text=written[place:].strip()[:_SHOWN]))
        else:
            problems.append(say.NO_NUMBER.at(here, letter=letter))
        return -1
    value = float(number[1])
    word = Word(letter, value, here)
    if not -LARGEST <= value <= LARGEST:
        problems.append(
            say.RANGE.at(here, word=f"{letter}{number[1][:_SHOWN]}", low=-999999, high=999999)
        )
        return -1
    words.append(word)
    return number.end()
