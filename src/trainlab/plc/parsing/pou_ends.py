"""The keywords that close POUs and what stands in them."""

from __future__ import annotations

from trainlab.plc.parsing.cursor import Cursor
from trainlab.plc.parsing.habits import mend_keyword, take_other_end
from trainlab.plc.parsing.statements import parse_body
from trainlab.plc.problems import syntax as wrong
from trainlab.plc.syntax import Body
from trainlab.plc.tokens import Token

POUS = ("PROGRAM", "FUNCTION_BLOCK", "FUNCTION", "CLASS", "INTERFACE")
_STRAY = ("ELSE", "ELSIF", "UNTIL")


def take_end(cursor: Cursor, opener: Token, closer: str) -> Body:
    """Takes the closing keyword; statements after a stray END_IF and the like still belong."""
    body: Body = ()
    mend_keyword(cursor, (closer,))
    while not (cursor.take_keyword(closer) or take_other_end(cursor, closer)):
        found = cursor.here.text
        own_end = found.startswith("END_") and found[4:] not in POUS and not _ends_member(found)
        if cursor.here.kind == "keyword" and (own_end or found in _STRAY):
            cursor.report(wrong.STRAY_END, found=found)
            cursor.advance()
            if own_end:
                cursor.take_operator(";")
            body = (*body, *parse_body(cursor))
            continue
        cursor.report(
            wrong.WRONG_END, opener=opener.text, line=cursor.source.line(opener.at), closer=closer,
            found=cursor.found(),
        )  # fmt: skip
        cursor.unclosed = closer if opener.text in POUS else ""
        outer = opener.text not in POUS and found[4:] in POUS
        if cursor.here.kind == "keyword" and found.startswith("END_") and not outer:
            cursor.advance()
        break
    cursor.take_operator(";")
    return body


def _ends_member(keyword: str) -> bool:
    return keyword in (
        "END_METHOD", "END_PROPERTY", "END_GET", "END_SET", "END_ACTION", "END_NAMESPACE",
    )  # fmt: skip
