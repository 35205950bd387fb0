"""Conditional pragmas of CODESYS: {IF defined (X)} ... {ELSIF ...} ... {ELSE} ... {END_IF}.

One branch is compiled, the others are left out. Decided are `defined (name)` and `project_defined
(name)`, NOT, AND, OR and brackets; a name is defined from its {define name} to the end of the text or
its {undefine name}. Settings of a project are not known, so nothing is `project_defined`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from trainlab.core.problem import Problem, ProblemKind
from trainlab.plc.problems import reading
from trainlab.plc.source import Source

# A longer pragma is none of these: its condition would take long to work out.
_PRAGMA = re.compile(
    r"\{\s*(IF|ELSIF|ELSE|END_IF|DEFINE|UNDEFINE)\b([^{};]{0,300})\}", re.IGNORECASE
)
_MARK = re.compile(
    r"//[^\n]*|(?P<comment>\(\*|/\*)|'(?:\$.|[^$'\n])*'|\"(?:\$.|[^$\"\n])*\"|(?P<brace>\{)"
)
_COMMENT_MARK = re.compile(r"\(\*|\*\)|/\*|\*/")
_BRACKETS = {"(*": "*)", "/*": "*/"}
_NAME = re.compile(r"[^\W\d]\w*")
_DEFINED = re.compile(r"\b(project_)?defined\s*\(\s*([^\W\d]\w*)\s*\)", re.IGNORECASE)
# Each step takes what binds closest; it stands until nothing changes.
_STEPS = (
    (re.compile(r"\(([01])\)"), lambda found: found[1]),
    (re.compile(r"\bNOT ?([01])"), lambda found: "10"[int(found[1])]),
    (re.compile(r"([01]) ?AND ?([01])"), lambda found: str(int(found[1]) & int(found[2]))),
    (
        re.compile(r"(?<!AND)(?<!AND )([01]) ?OR ?([01])(?! ?AND)"),
        lambda found: str(int(found[1]) | int(found[2])),
    ),
)


def comment_end(text: str, opener: str, at: int, end: int) -> int | None:
    """The end of the comment that `opener` at `at` begins; comments of both kinds nest (6.1.5)."""
    open_marks = [opener]
    cursor = at + 2
    while open_marks:
        mark = _COMMENT_MARK.search(text, cursor, end)
        if mark is None:
            return None
        cursor = mark.end()
        if mark[0] in _BRACKETS:
            open_marks.append(mark[0])
        elif mark[0] == _BRACKETS[open_marks[-1]]:
            open_marks.pop()
    return cursor


@dataclass(slots=True)
class _Open:
    """An {IF} without its {END_IF} yet; `done` once one of its branches is compiled."""

    at: int
    done: bool = False


class Conditions:
    """The conditional pragmas of one text, in the order in which it is read."""

    __slots__ = ("_defined", "_end", "_open", "_problems", "_source")

    def __init__(self, source: Source, end: int, problems: list[Problem]) -> None:
        self._source = source
        self._end = end
        self._problems = problems
        self._open: list[_Open] = []
        self._defined: set[str] = set()

    def after(self, at: int) -> int | None:
        """Where reading goes on behind the pragma at `at`; None if it is no conditional one."""
        found = _PRAGMA.match(self._source.text, at, self._end)
        if found is None:
            return None
        word, rest = found[1].upper(), found[2]
        name = _NAME.search(rest)
        if word in ("DEFINE", "UNDEFINE"):
            if name is not None:
                change = self._defined.add if word == "DEFINE" else self._defined.discard
                change(name[0].casefold())
            return found.end()
        if word == "IF":
            self._open.append(_Open(at))
            return self._entered(found)
        if not self._open:
            self._tell(reading.STRAY_CONDITION, at, found=word)
            return found.end()
        if word == "END_IF":
            self._open.pop()
            return found.end()
        return self._left_out(found)

    def close(self) -> None:
        """Notes what is still open at the end of the text."""
        for condition in self._open:
            self._tell(reading.OPEN_CONDITION, condition.at)
        self._open.clear()

    def _entered(self, found: re.Match[str]) -> int:
        """Goes on in the branch of an {IF}, {ELSIF} or {ELSE} if it is the one that counts."""
        condition = self._open[-1]
        holds = not condition.done and (found[1].upper() == "ELSE" or self._holds(found))
        if not holds:
            return self._left_out(found)
        condition.done = True
        return found.end()

    def _left_out(self, found: re.Match[str]) -> int:
        """Leaves out the branch that `found` begins, and goes on at the pragma that ends it."""
        while True:
            following = self._branch_end(found.end())
            stop = self._end if following is None else following.start()
            self._tell_left_out(found, stop)
            if following is None:
                return self._end
            if following[1].upper() == "END_IF":
                self._open.pop()
                return following.end()
            condition = self._open[-1]
            word = following[1].upper()
            if not condition.done and (word == "ELSE" or self._holds(following)):
                condition.done = True
                return following.end()
            found = following

    def _branch_end(self, at: int) -> re.Match[str] | None:
        """The {ELSIF}, {ELSE} or {END_IF} that ends a branch; what is within another {IF} is not."""
        text, depth = self._source.text, 0
        while (mark := _MARK.search(text, at, self._end)) is not None:
            at = mark.end()
            if mark["comment"]:
                at = comment_end(text, mark["comment"], mark.start(), self._end) or self._end
            elif mark["brace"]:
                found = _PRAGMA.match(text, mark.start(), self._end)
                if found is None:
                    at = text.find("}", at, self._end) + 1 or self._end
                    continue
                at = found.end()
                word = found[1].upper()
                if depth == 0 and word in ("ELSIF", "ELSE", "END_IF"):
                    return found
                depth += (word == "IF") - (word == "END_IF")
        return None

    def _holds(self, found: re.Match[str]) -> bool:
        """Whether the condition of an {IF} or {ELSIF} is true; one that cannot be decided is not."""

        def known(call: re.Match[str]) -> str:
            return str(int(not call[1] and call[2].casefold() in self._defined))

        left = " ".join(_DEFINED.sub(known, found[2]).upper().split())
        left = left.replace("( ", "(").replace(" )", ")")
        before = ""
        while before != left:
            before = left
            for pattern, worked_out in _STEPS:
                left = pattern.sub(worked_out, left)
                if left != before:
                    break
        if left not in ("0", "1"):
            self._tell(reading.UNDECIDED, found.start(), text=found[2].strip())
        return left == "1"

    def _tell_left_out(self, found: re.Match[str], stop: int) -> None:
        text = self._source.text[found.end() : stop]
        if not text.strip():
            return
        first = found.end() + len(text) - len(text.lstrip())
        last = found.end() + len(text.rstrip()) - 1
        lines = (self._source.line(first), self._source.line(last))
        self._tell(reading.LEFT_OUT, found.start(), first=lines[0], last=lines[1])

    def _tell(self, kind: ProblemKind, at: int, **values: object) -> None:
        self._problems.append(kind.at(self._source.position(at), **values))
