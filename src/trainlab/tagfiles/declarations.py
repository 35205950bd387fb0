"""Lists of global variables in Structured Text, AT an address: written line by line, and read.

What a tool cannot map stands in a comment of its own, (*! level AT %ID66 : REAL; why *), so that a
person sees it and the file can be read again.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

LEFT_OUT = "(*! "
# Each name is tried once and no part is unbounded, so that no text makes it slow.
_DECLARED = re.compile(
    r"(?<!\w)(?P<name>[^\W\d]\w{0,127})\s{1,99}AT\s{0,99}(?P<address>%[\w.*]{1,20})"
    r"\s{0,99}:\s{0,99}(?P<type>[^\W\d]\w{0,30})",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Declared:
    """One variable that is declared at an address, as it is written."""

    name: str
    type: str
    address: str
    line: int


def declaration(name: str, address: str, type_name: str, note: str) -> str:
    """One line of a list."""
    return f"{name} AT {address} : {type_name}; (* {note} *)"


def left_out(name: str, address: str, type_name: str, why: str) -> str:
    """One line of a list for what a tool cannot map, and why."""
    return f"{LEFT_OUT}{name} AT {address} : {type_name}; {why} *)"


def list_of(lines: Iterable[str]) -> str:
    """The list of those lines."""
    return "\n".join(["VAR_GLOBAL", *(f"    {line}" for line in lines), "END_VAR", ""])


def declared_in(text: str) -> Iterator[Declared]:
    """Every variable at an address, those that were left out too; in other comments none are."""
    code = _without_comments(text)
    line, counted = 1, 0
    for match in _DECLARED.finditer(code):
        line += code.count("\n", counted, match.start())
        counted = match.start()
        yield Declared(match["name"], match["type"], match["address"], line)


def _without_comments(text: str) -> str:
    """The text with its comments and pragmas as blank lines, so that all lines stay."""
    parts, at = [], 0
    for begin in re.finditer(r"\(\*|//|\{", text):
        if begin.start() < at:
            continue
        closing = {"(*": "*)", "//": "\n", "{": "}"}[begin[0]]
        end = text.find(closing, begin.end())
        end = len(text) if end < 0 else end
        inside = ""
        if text.startswith(LEFT_OUT, begin.start()):
            inside = text[begin.start() + len(LEFT_OUT) : end].partition(";")[0]
        lines = text.count("\n", begin.start(), end) - inside.count("\n")
        parts += [text[at : begin.start()], " ", inside, "\n" * lines, " "]
        at = end if closing == "\n" else end + len(closing)
    return "".join((*parts, text[at:]))
