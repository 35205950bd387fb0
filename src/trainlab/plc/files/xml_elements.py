"""XML as a tree in which every element and every piece of text knows its line and column.

A program's XML comes from anybody: a document type, and with it every entity of one's own, is
refused, and size, depth and number of elements are bounded.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from xml.parsers import expat

from trainlab.core.problem import Position, Problem, ProblemsFound
from trainlab.plc.files.assembly import Piece
from trainlab.plc.problems import files as wrong
from trainlab.plc.problems import reading

MOST_BYTES = 8 << 20
MOST_ELEMENTS = 200_000
MOST_DEPTH = 100
# What expat cannot read by itself, since a character takes several bytes.
_DECODED = frozenset({"gb2312", "gbk", "gb18030", "big5", "shift_jis", "euc-jp", "euc-kr"})
_DECLARED = re.compile(rb"""<\?xml[^>]{0,100}?encoding\s*=\s*["']([\w.-]{1,40})""")


@dataclass(slots=True, eq=False)
class Element:
    """One element: its name without a prefix, its attributes, its children, the text directly in it."""

    tag: str
    attributes: dict[str, str]
    line: int
    column: int
    children: list[Element] = field(default_factory=list)
    pieces: list[Piece] = field(default_factory=list)

    def child(self, *tags: str) -> Element | None:
        """The element that is reached by those names, one below the other."""
        found: Element | None = self
        for tag in tags:
            if found is None:
                return None
            found = next((each for each in found.children if each.tag == tag), None)
        return found

    def all(self, *tags: str) -> list[Element]:
        """Every child of one of those names."""
        return [each for each in self.children if each.tag in tags]

    def below(self, *tags: str) -> Iterator[Element]:
        """Every element of one of those names, however deep; not what is inside of one."""
        for each in self.children:
            if each.tag in tags:
                yield each
            else:
                yield from each.below(*tags)

    def text(self) -> str:
        """The text directly in it."""
        return "".join(piece.text for piece in self.pieces)

    def get(self, name: str) -> str:
        """An attribute; "" if there is none."""
        return self.attributes.get(name, "")


class _Refused(Exception):
    """Parsing ends here; the problem says why."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.kind.code)
        self.problem = problem


def parse_xml(file: str, raw: bytes) -> Element:
    """The root element; ProblemsFound if it is no XML, or more of it than any program needs."""
    if len(raw) > MOST_BYTES:
        problem = reading.TOO_LARGE.at(Position(file), size=len(raw), most=MOST_BYTES)
        raise ProblemsFound([problem])
    if not raw.strip(b"\xef\xbb\xbf \t\r\n"):
        raise ProblemsFound([reading.EMPTY.at(Position(file))])
    declared = _DECLARED.match(raw)
    encoding = declared[1].decode("ascii", "replace").lower() if declared else ""
    try:
        if encoding in _DECODED:
            return _Reader(file, "utf-8").read(raw.decode(encoding).encode())
        return _Reader(file).read(raw)
    except _Refused as refused:
        raise ProblemsFound([refused.problem]) from None
    except (expat.ExpatError, ValueError, LookupError) as error:
        line, offset = getattr(error, "lineno", 1), getattr(error, "offset", 0)
        raise ProblemsFound([wrong.BAD_XML.at(Position(file, line, offset + 1))]) from None


class _Reader:
    """The handlers of one document."""

    __slots__ = ("_after", "_began", "_bits", "_count", "_file", "_open", "_parser", "_root")

    def __init__(self, file: str, encoding: str | None = None) -> None:
        self._file = file
        self._open: list[Element] = []
        self._root: Element | None = None
        self._count = 0
        self._bits: list[str] = []
        self._began = self._after = (1, 1)
        self._parser = expat.ParserCreate(encoding)
        self._parser.StartElementHandler = self._start
        self._parser.EndElementHandler = self._end
        self._parser.CharacterDataHandler = self._characters
        self._parser.StartDoctypeDeclHandler = self._refuse_doctype

    def read(self, raw: bytes) -> Element:
        self._parser.Parse(raw, True)
        assert self._root is not None  # or expat would have found no element
        return self._root

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        self._count += 1
        if self._count > MOST_ELEMENTS or len(self._open) >= MOST_DEPTH:
            kind = wrong.TOO_MUCH_XML
            raise _Refused(kind.at(self._here(), most=MOST_ELEMENTS, depth=MOST_DEPTH))
        element = Element(
            name.rpartition(":")[2],
            attributes,
            self._parser.CurrentLineNumber,
            self._parser.CurrentColumnNumber + 1,
        )
        if self._open:
            self._flush()
            self._open[-1].children.append(element)
        else:
            self._root = element
        self._open.append(element)

    def _end(self, _: str) -> None:
        self._flush()
        self._open.pop()

    def _characters(self, text: str) -> None:
        """Text comes in bits; one that goes on where the last one ends is joined to it."""
        place = (self._parser.CurrentLineNumber, self._parser.CurrentColumnNumber + 1)
        if self._bits and place != self._after:
            self._flush()
        if not self._bits:
            self._began = place
        self._bits.append(text)
        down = text.count("\n")
        column = len(text) - text.rfind("\n") if down else place[1] + len(text)
        self._after = (place[0] + down, column)

    def _flush(self) -> None:
        """The bits so far are one piece of the text of the innermost element."""
        if self._bits:
            self._open[-1].pieces.append(Piece("".join(self._bits), *self._began))
            self._bits.clear()

    def _refuse_doctype(self, *_: object) -> None:
        raise _Refused(wrong.DOCUMENT_TYPE.at(self._here()))

    def _here(self) -> Position:
        return Position(
            self._file, self._parser.CurrentLineNumber, self._parser.CurrentColumnNumber + 1
        )
