"""One text out of the pieces of many files, each piece with the place that a student knows it by."""

from __future__ import annotations

from dataclasses import dataclass

from trainlab.core.message import Text
from trainlab.plc.source import Anchor, Source, TextUnit


@dataclass(frozen=True, slots=True)
class Piece:
    """Text that stands at one place of a file, line breaks included."""

    text: str
    line: int
    column: int


class Assembly:
    """A text that grows. What is written stands in a file; what is added stands in none."""

    __slots__ = ("_anchors", "_chunks", "_here", "_size", "_unit_start", "file", "units")

    def __init__(self, file: str) -> None:
        self.file = file
        self.units: list[TextUnit] = []
        self._chunks: list[str] = []
        self._anchors: list[Anchor] = []
        self._size = 0
        self._unit_start = 0
        self._here = Anchor(0, file, 1, 1)

    def begin(self, file: str) -> None:
        """A unit of its own begins: what follows is parsed by itself."""
        self._unit_start = self._size
        self._here = Anchor(self._size, file, 1, 1)
        self._anchors.append(self._here)

    def end(self, list_name: str = "") -> None:
        """The unit ends; `list_name` is what its global variables are known by together."""
        self.units.append(TextUnit(self._unit_start, self._size, list_name))
        self._append("\n")

    def write(
        self,
        pieces: list[Piece],
        part: Text | None = None,
        name: str = "",
    ) -> None:
        """Text of the file, as one editor of the IDE shows it under that `part` and `name`."""
        part_line = 1
        for piece in pieces:
            self._here = Anchor(
                self._size, self._here.file, piece.line, piece.column, part, name, part_line
            )
            self._anchors.append(self._here)
            self._append(piece.text)
            part_line += piece.text.count("\n")
            self._move(piece.text)

    def write_apart(self, piece: Piece, part: Text, name: str) -> None:
        """Text of which the file holds all lines in one, so that only the editor counts them."""
        for number, line in enumerate(piece.text.splitlines(keepends=True), start=1):
            self._here = Anchor(
                self._size, self._here.file, piece.line, piece.column, part, name, number
            )
            self._anchors.append(self._here)
            self._append(line)

    def add(self, text: str) -> None:
        """Text that the file leaves out, such as END_PROGRAM; it counts as standing here."""
        here = self._here
        self._anchors.append(
            Anchor(
                self._size, here.file, here.line, here.column, here.part, here.part_name,
                here.part_line, added=True,
            )
        )  # fmt: skip
        self._append(text)

    def add_at(
        self, text: str, line: int, column: int, part: Text | None = None, name: str = ""
    ) -> None:
        """Text that says in the language what the file says there in its own way."""
        self._here = Anchor(self._size, self._here.file, line, column, part, name)
        self.add(text)

    def source(self) -> Source:
        """The whole text."""
        return Source(self.file, "".join(self._chunks), anchors=tuple(self._anchors))

    def _append(self, text: str) -> None:
        self._chunks.append(text)
        self._size += len(text)

    def _move(self, text: str) -> None:
        """Where the text goes on after what was written."""
        here = self._here
        down = text.count("\n")
        column = len(text) - text.rfind("\n") if down else here.column + len(text)
        self._here = Anchor(
            self._size, here.file, here.line + down, column, here.part, here.part_name,
            here.part_line + down,
        )  # fmt: skip
