"""The keywords that close POUs and what stands in them."""

from __future__ import annotations

from collections.abc import Sequence

from trainlab.plc.parsing.cursor import Cursor
from trainlab.plc.parsing.habits import mend_keyword, take_other_end
from trainlab.plc.parsing.statements import parse_body
from trainlab.plc.problems import syntax as wrong
from trainlab.plc.syntax import Body
from trainlab.plc.tokens import Token

POUS = ("PROGRAM", "FUNCTION_BLOCK", "FUNCTION", "CLASS", "INTERFACE")
_BEGINNINGS = (*POUS, "TYPE", "CONFIGURATION", "NAMESPACE")
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
        if opener.text in POUS and _only_end_is_missing(cursor, opener):
            line = cursor.source.line(opener.at)
            cursor.report(
                wrong.NO_END, at=cursor.before.end, opener=opener.text, line=line, closer=closer
            )
            return body
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


def _only_end_is_missing(cursor: Cursor, opener: Token) -> bool:
    """Whether a POU is complete but for its end, as texts are that are copied out of CODESYS: the
    next one begins here, or nothing, and no end further down belongs to it."""
    if not (cursor.at_end() or cursor.at_keyword(*_BEGINNINGS)):
        return False
    if cursor.ended is None:
        cursor.ended = ended_pous(cursor.tokens)
    return opener.at not in cursor.ended


def ended_pous(tokens: Sequence[Token]) -> frozenset[int]:
    """Where the POUs begin to which an END_ belongs, the inner one first."""
    open_at: dict[str, list[int]] = {f"END_{keyword}": [] for keyword in POUS}
    ended: set[int] = set()
    for token in tokens:
        if token.kind != "keyword":
            continue
        if token.text in POUS:
            open_at[f"END_{token.text}"].append(token.at)
        elif open_at.get(token.text):
            ended.add(open_at[token.text].pop())
    return frozenset(ended)


def _ends_member(keyword: str) -> bool:
    return keyword in (
        "END_METHOD", "END_PROPERTY", "END_GET", "END_SET", "END_ACTION", "END_NAMESPACE",
    )  # fmt: skip
