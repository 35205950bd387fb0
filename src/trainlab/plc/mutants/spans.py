"""From where to where the nodes of a tree stand in the text: the tree keeps one offset of each, so
the ends come from the tokens around it."""

from __future__ import annotations

from bisect import bisect_left
from typing import NamedTuple

from trainlab.plc.parsing.expressions import BINARY
from trainlab.plc.syntax import Binary, Case, If
from trainlab.plc.tokens import Token

_OPENERS = ("IF", "CASE", "FOR", "WHILE", "REPEAT")
_CLOSERS = tuple(f"END_{each}" for each in _OPENERS)
_BRACKETS = {")": "(", "]": "["}
_WITHIN_EXPRESSION = ("NOT", "TRUE", "FALSE")
_BETWEEN = (";", ":=", ",", "=>", "?=", "..", ":")


class Span(NamedTuple):
    """The characters from `start` up to `end`."""

    start: int
    end: int


class BranchSpans(NamedTuple):
    """The condition of a branch of an IF and the statements under it."""

    condition: Span
    body: Span


class Spans:
    """The tokens of a text and what stands between them."""

    def __init__(self, tokens: list[Token]) -> None:
        self._tokens = tokens
        self._starts = [token.at for token in tokens]
        self._partner: dict[int, int] = {}
        opened: list[int] = []
        for number, token in enumerate(tokens):
            if token.kind == "operator" and token.text in ("(", "["):
                opened.append(number)
            elif token.kind == "operator" and token.text in _BRACKETS and opened:
                other = opened.pop()
                self._partner[number], self._partner[other] = other, number

    def token(self, at: int) -> Token:
        """The token that begins at an offset, or the next one."""
        return self._tokens[self._number(at)]

    def behind(self, at: int) -> Token:
        """The token behind the one at that offset."""
        return self._tokens[self._number(at) + 1]

    def operands(self, node: Binary) -> tuple[Span, Span]:
        """Both sides of an operator, with the parentheses around them."""
        number = self._number(node.at)
        own = BINARY[self._tokens[number].text][0]
        first, last = number - 1, number + 1
        while self._binds(first, own, left=True):
            first = self._partner.get(first, first) - 1
        while self._tokens[last].text in ("-", "+", "NOT"):
            last += 1
        while self._binds(last, own, left=False):
            last = self._partner.get(last, last) + 1
        return (
            Span(self._starts[first + 1], self._tokens[number - 1].end),
            Span(self._starts[number + 1], self._tokens[last - 1].end),
        )

    def statement(self, at: int) -> Span:
        """The simple statement that has a token at `at`, with its semicolon."""
        first = last = self._number(at)
        while not self._parts(first - 1):
            first = self._partner.get(first - 1, first - 1)
        while self._tokens[last].text != ";" and self._tokens[last].kind != "end":
            last = self._partner.get(last, last) + 1
        return Span(self._starts[first], self._tokens[last].end)

    def value(self, at: int) -> Span:
        """The expression behind the ':=' of an assignment or an argument at `at`."""
        first = last = self._number(at) + 1
        while self._tokens[last].text not in (";", ",", ")") and self._tokens[last].kind != "end":
            last = self._partner.get(last, last) + 1
        return Span(self._starts[first], self._tokens[last - 1].end)

    def branches(self, node: If) -> list[BranchSpans]:
        """Of each IF and ELSIF; none where the text has no IF (S= and R=)."""
        number = self._number(node.at)
        found: list[BranchSpans] = []
        if self._tokens[number].text != "IF":
            return found
        while self._tokens[number].text in ("IF", "ELSIF"):
            then = self._ahead(number + 1, ("THEN",))
            end = self._ahead(then + 1, ("ELSIF", "ELSE", "END_IF"))
            found.append(BranchSpans(self._between(number, then), self._between(then, end)))
            number = end
        return found

    def case_bodies(self, node: Case) -> list[Span]:
        """The statements under each label of a CASE."""
        starts = [self._number(labels[0].at) for labels, _ in node.branches]
        end = self._ahead(self._number(node.at) + 1, ("END_CASE", "ELSE"))
        found = []
        for start, following in zip(starts, [*starts[1:], end], strict=True):
            colon = start
            while self._tokens[colon].text != ":":
                colon += 1
            found.append(self._between(colon, following))
        return found

    def _number(self, at: int) -> int:
        return bisect_left(self._starts, at)

    def _between(self, one: int, other: int) -> Span:
        return Span(self._starts[one + 1], self._tokens[other - 1].end)

    def _ahead(self, number: int, wanted: tuple[str, ...]) -> int:
        """The next keyword of those that is in no statement in between."""
        depth = 0
        while self._tokens[number].kind != "end":
            token = self._tokens[number]
            if token.kind == "keyword":
                if depth == 0 and token.text in wanted:
                    return number
                depth += (token.text in _OPENERS) - (token.text in _CLOSERS)
            number += 1
        return number

    def _parts(self, number: int) -> bool:
        """Whether the token separates statements."""
        if number < 0:
            return True
        token = self._tokens[number]
        if token.kind == "keyword":
            return token.text not in (*_WITHIN_EXPRESSION, *BINARY)
        return token.text in (";", ":")

    def _binds(self, number: int, own: int, left: bool) -> bool:
        """Whether a token beside an operator of that power belongs to its operand."""
        token = self._tokens[number]
        if number < 0 or token.kind == "end":
            return False
        if token.kind == "keyword" and token.text in _WITHIN_EXPRESSION:
            return True
        if token.kind not in ("keyword", "operator"):
            return True
        if token.text in BINARY and self._is_binary(number):
            power = BINARY[token.text][0]
            return power >= own if left else power > own
        if token.kind == "keyword":
            return token.text in BINARY
        if token.text in ("(", "["):
            return not left
        return token.text not in (*_BETWEEN, *(() if left else _BRACKETS))

    def _is_binary(self, number: int) -> bool:
        before = self._tokens[number - 1]
        if before.kind == "keyword":
            return before.text in ("TRUE", "FALSE")
        return before.kind not in ("operator", "prefix") or before.text in (")", "]", "^")
