"""NAMESPACE and USING: IEC 61131-3:2013 Tables 64 to 66."""

from __future__ import annotations

from trainlab.plc.parsing.cursor import Cursor, SyntaxStop
from trainlab.plc.parsing.pou_heads import parse_dotted_name, parse_using
from trainlab.plc.problems import syntax as wrong
from trainlab.plc.syntax import NOWHERE, Name, Surroundings
from trainlab.plc.tokens import Token

MOST_NESTED = 20


class Nesting:
    """The namespaces that are open while a file is read."""

    __slots__ = ("_open", "names")

    def __init__(self) -> None:
        self._open: list[tuple[Token | None, Surroundings]] = [(None, NOWHERE)]
        self.names: list[str] = []

    @property
    def here(self) -> Surroundings:
        """What stands around the next declaration."""
        return self._open[-1][1]

    def within(self, using: tuple[Name, ...]) -> Surroundings:
        """What stands around a declaration with a USING of its own."""
        here = self.here
        return Surroundings(here.namespace, (*here.using, *using), here.internal, here.limit)

    def take_using(self, cursor: Cursor) -> bool:
        """Takes USING a.b; for what follows in the namespace or the file."""
        using = parse_using(cursor)
        if using:
            self._open[-1] = (self._open[-1][0], self.within(using))
        return bool(using)

    def enter(self, cursor: Cursor) -> None:
        """Takes NAMESPACE a.b."""
        opener = cursor.advance()
        internal = cursor.at_word("INTERNAL") and cursor.peek().kind == "name"
        if internal:
            cursor.advance()
        name = parse_dotted_name(cursor).text
        cursor.take_operator(";")
        here = self.here
        if len(self._open) > MOST_NESTED:
            cursor.report(wrong.TOO_DEEP, at=opener.at, most=MOST_NESTED)
            raise SyntaxStop
        limit = here.namespace if internal else here.limit
        full = here.full_name(name)
        self._open.append(
            (opener, Surroundings(full, here.using, internal or here.internal, limit))
        )
        parts = full.split(".")
        self.names += [".".join(parts[:count]) for count in range(1, len(parts) + 1)]

    def leave(self, cursor: Cursor) -> None:
        """Takes END_NAMESPACE."""
        if len(self._open) == 1:
            cursor.report(wrong.STRAY_END, found=cursor.here.text)
        else:
            self._open.pop()
        cursor.advance()
        cursor.take_operator(";")

    def close(self, cursor: Cursor) -> None:
        """Notes a namespace that is still open at the end of the file."""
        opener, _ = self._open[-1]
        if opener is not None:
            cursor.report(
                wrong.WRONG_END, opener="NAMESPACE", line=cursor.source.line(opener.at),
                closer="END_NAMESPACE", found=cursor.found(),
            )  # fmt: skip
