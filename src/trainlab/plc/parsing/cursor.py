"""The parser's place among the tokens, its expectations and its recovery from mistakes."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable
from contextlib import contextmanager
from typing import TYPE_CHECKING

from trainlab.core.message import Message, Text
from trainlab.core.problem import Problem, ProblemKind
from trainlab.plc.problems import habits, reading
from trainlab.plc.problems import syntax as wrong
from trainlab.plc.source import Source
from trainlab.plc.syntax import Name, Section
from trainlab.plc.tokens import Token

if TYPE_CHECKING:
    from collections.abc import Iterator

MOST_NESTED = 60

# What the lexer finds wrong and mends itself: it knows what was meant.
MENDED = (
    reading.FOREIGN_OPERATOR,
    reading.FULL_WIDTH,
    habits.TIA_SPELLING,
    habits.BRACES,
    habits.OTHER_LANGUAGE,
    reading.LEFT_OUT,
)
# What takes the rest of a file away.
SWALLOWING = (reading.OPEN_COMMENT, reading.OPEN_PRAGMA, reading.UNDECIDED, reading.OPEN_CONDITION)

A_NAME = Text("a name", "名称")


def quoted(text: str) -> Text:
    """Something of the program, in the quotes of each language."""
    return Text(f"'{text}'", f"“{text}”")


class SyntaxStop(Exception):
    """The construct cannot be read further; its problem is already noted."""


class Cursor:
    """Reads tokens one by one; `here` is the one that stands next.

    `bodies` counts the bodies that it is in; `declarations_read` turns false at the first mistake
    outside of all bodies, behind which names may be unknown through no fault of their own. What is
    declared among the statements is in `late`, what methods use in `late_using`. `guesses` counts
    misspelt words that were looked up; `unclosed` is the end of a POU that was missing, for it may
    stand further down, and `ended` where the POUs begin that have one, once that is asked. `closers` are the keywords that the statements around it wait for, `owed` those
    that were missed where they belong: one that stands further down is not a mistake of its own.
    `told_tia` is the number of the problem that tells the spelling of TIA Portal.
    """

    __slots__ = (
        "_depth",
        "_index",
        "_reported",
        "_swallowed",
        "_torn",
        "_torn_in_order",
        "bodies",
        "closers",
        "declarations_read",
        "ended",
        "guesses",
        "here",
        "late",
        "late_using",
        "owed",
        "problems",
        "source",
        "tokens",
        "told_tia",
        "unclosed",
    )

    def __init__(self, source: Source, tokens: list[Token], problems: list[Problem]) -> None:
        self.source = source
        self.tokens = tokens
        self.problems = problems
        self._index = 0
        self._depth = 0
        self._reported = -1
        self.bodies = 0
        self.guesses = 0
        self.unclosed = ""
        self.ended: frozenset[int] | None = None
        self.late: list[Section] = []
        self.late_using: list[Name] = []
        self.closers: list[str] = []
        self.owed: list[str] = []
        self.declarations_read = True
        self.here = tokens[0]
        file = source.position(self.here.at).file
        own = [problem for problem in problems if problem.position.file == file]
        unread = [problem for problem in own if problem.kind not in MENDED]
        self._torn = {(problem.position.file, problem.position.line) for problem in unread}
        self._torn_in_order = sorted(self._torn)
        numbers = (number for number, each in enumerate(problems) if each.position.file == file)
        told = (number for number in numbers if problems[number].kind is habits.TIA_SPELLING)
        self.told_tia = next(told, None)
        self._swallowed = any(problem.kind is reading.OPEN_COMMENT for problem in unread)

    def advance(self) -> Token:
        """The token that stood here; the next one stands here now."""
        taken = self.here
        if taken.kind != "end":
            self._index += 1
            self.here = self.tokens[self._index]
        return taken

    def peek(self, ahead: int = 1) -> Token:
        """The token `ahead` of here."""
        return self.tokens[min(self._index + ahead, len(self.tokens) - 1)]

    def becomes(self, keyword: str, words: int = 1) -> None:
        """Reads the one or two words that stand here as a keyword."""
        at = self.here.at
        self._index += words - 1
        self.here = self.tokens[self._index] = Token("keyword", keyword, at)

    def line(self, token: Token) -> int:
        """The line that a token stands in."""
        return self.source.line(token.at)

    def torn_since(self, start: Token) -> bool:
        """Whether a line from that token to the one before here could not be read as tokens."""
        first, last = self.source.position(start.at), self.source.position(self.before.at)
        place = bisect_left(self._torn_in_order, (first.file, first.line))
        return self._torn_in_order[place : place + 1] != [] and (
            self._torn_in_order[place] <= (last.file, last.line)
        )

    @property
    def before(self) -> Token:
        """The token taken last."""
        return self.tokens[max(self._index - 1, 0)]

    def at_end(self) -> bool:
        """Whether every token is taken."""
        return self.here.kind == "end"

    def at_keyword(self, *keywords: str) -> bool:
        """Whether one of those keywords stands here."""
        return self.here.kind == "keyword" and self.here.text in keywords

    def at_operator(self, *operators: str) -> bool:
        """Whether one of those operators stands here."""
        return self.here.kind == "operator" and self.here.text in operators

    def at_word(self, word: str) -> bool:
        """Whether that word, which is no keyword elsewhere, stands here."""
        return self.here.kind == "name" and self.here.text.upper() == word

    def take_keyword(self, *keywords: str) -> bool:
        """Takes one of those keywords if it stands here."""
        if self.at_keyword(*keywords):
            self.advance()
            return True
        return False

    def take_operator(self, *operators: str) -> bool:
        """Takes one of those operators if it stands here."""
        if self.at_operator(*operators):
            self.advance()
            return True
        return False

    def take_word(self, word: str) -> bool:
        """Takes that word if it stands here."""
        if self.at_word(word):
            self.advance()
            return True
        return False

    def expect_operator(self, operator: str) -> Token:
        """Takes that operator; a diagnostic and SyntaxStop if another token stands here."""
        if not self.at_operator(operator):
            raise self.expected(f"'{operator}'")
        return self.advance()

    def expect_keyword(self, keyword: str) -> Token:
        """Takes that keyword; a diagnostic and SyntaxStop if another token stands here."""
        if not self.at_keyword(keyword):
            raise self.expected(keyword)
        return self.advance()

    def expect_name(self, what: Text = A_NAME) -> Token:
        """Takes a name; a diagnostic and SyntaxStop if another token stands here."""
        if self.here.kind == "name":
            return self.advance()
        if self.here.kind == "keyword" and not self.here.text.startswith("END_"):
            written = self.written(self.here)
            self.report(wrong.RESERVED_NAME, name=written)
            raise SyntaxStop
        raise self.expected(what)

    def written(self, token: Token) -> str:
        """The token as it stands in the text."""
        return self.source.text[token.at : token.end]

    def found(self) -> object:
        """What stands here, for a message."""
        added_end = self.here.text.startswith("END_") and self.source.anchor(self.here.at).added
        if self.here.kind == "end" or added_end:
            return wrong.END_OF_FILE
        text = self.written(self.here)
        return quoted(text if len(text) <= 40 else f"{text[:40]}...")

    def expected(self, wanted: object) -> SyntaxStop:
        """Notes that something else was expected here; the exception to raise."""
        self.missing(wanted)
        return SyntaxStop()

    def missing(self, wanted: object) -> None:
        """Notes that something else was expected here: a keyword, a 'sign', or what a text says.

        If what stands here is on another line, the place is the end of the line that lacks it.
        """
        if isinstance(wanted, str):
            sign = wanted.startswith("'")
            wanted = quoted(wanted[1:-1]) if sign else Text(wanted, f" {wanted}")
        same_line = self.line(self.before) == self.line(self.here)
        at = self.here.at if same_line else self.before.end
        self.report(wrong.EXPECTED, at=at, wanted=wanted, found=self.found())

    def report(self, kind: ProblemKind, at: int | None = None, **values: object) -> None:
        """Notes one problem, but no second one at the same place."""
        offset = self.here.at if at is None else at
        if not self.bodies and kind not in (wrong.MISSING_SEMICOLON, wrong.NO_END):
            self.declarations_read = False
        if offset != self._reported and not self._follows(offset):
            self.problems.append(kind.at(self.source.position(offset), **values))
        self._reported = offset

    def _follows(self, offset: int) -> bool:
        """Whether what the lexer could not read explains it: on the same line, or at the end of
        a file that a comment swallowed."""
        if self._swallowed and self.at_end() and offset >= self.before.end:
            return True
        if not self._torn:
            return False
        places = [self.source.position(at) for at in (offset, self.before.at)]
        return any((place.file, place.line) in self._torn for place in places)

    @contextmanager
    def nested(self) -> Iterator[None]:
        """One level of nesting; too many are a diagnostic, not a stack overflow."""
        self.deeper()
        try:
            yield
        finally:
            self._depth -= 1

    def deeper(self) -> None:
        """Enters one level of nesting; leave it with `shallower`."""
        self._depth += 1
        if self._depth > MOST_NESTED:
            self._depth -= 1
            self.report(wrong.TOO_DEEP, most=MOST_NESTED)
            raise SyntaxStop

    def shallower(self) -> None:
        """Leaves one level of nesting."""
        self._depth -= 1

    def skip_past_semicolon(self, stops: Iterable[str]) -> None:
        """Recovers: goes on after the next ';' or at one of the `stops` keywords."""
        stop_set = frozenset(stops)
        while self.here.kind != "end":
            if self.here.kind == "keyword" and self.here.text in stop_set:
                return
            if self.advance().text == ";":
                return

    def semicolon(self) -> None:
        """Takes ';'. Where it is missing, notes that at the end of what stands before it."""
        if self.take_operator(";"):
            return
        if self.here.text in (")", "]") and self.here.kind == "operator":
            self.report(wrong.STRAY_END, found=self.found())
            raise SyntaxStop
        same_line = self.line(self.before) == self.line(self.here)
        begins = self.here.kind == "name" and self.peek().text in (":=", "(")
        if same_line and self.here.kind not in ("end", "keyword") and not begins:
            raise self.expected("';'")
        self.report(wrong.MISSING_SEMICOLON, at=self.before.end)


def described(text: Text, **values: object) -> Message:
    """A text with its places filled."""
    return text.fill(**values)
