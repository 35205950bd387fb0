"""From text to tokens: IEC 61131-3:2013 clause 6.1 to 6.3; case does not count, comments nest."""

from __future__ import annotations

import re

from trainlab.core.problem import Problem
from trainlab.plc.odd_text import OddText
from trainlab.plc.source import Source
from trainlab.plc.tokens import KEYWORDS, Token, TokenKind

_TOKEN = re.compile(
    r"""
      (?P<space>\s+|//[^\n]*)
    | (?P<comment>\(\*|/\*)
    | (?P<pragma>\{)
    | (?P<time>(?:LTIME|TIME|LT|T)\#[-+]?[\w.]*)
    | (?P<date>(?:LDATE_AND_TIME|DATE_AND_TIME|LTIME_OF_DAY|TIME_OF_DAY|LDATE|DATE|LTOD|TOD|LDT|DT|LD|D)\#\d\w*(?:[:.\-]\d\w*)*)
    | (?P<prefix>[^\W\d]\w*\#)
    | (?P<word>[^\W\d]\w*)
    | (?P<based>\d+\#[-+]?\w*)
    | (?P<real>\d[\d_]*(?:\.\d[\d_]*(?:[eE][+-]?\d\w*|[^\W\d]\w*)?|[eE][+-]?\d\w*|\.(?![.\w])))
    | (?P<integer>\d\w*)
    | (?P<address>%[XBWDL]\d+(?!\w)|%\w*(?:\*|\.\d+)*)
    | (?P<string>'(?:\$.|[^$'\n])*')
    | (?P<wstring>"(?:\$.|[^$"\n])*")
    | (?P<foreign>==|![ \t]*=|&&|\|\||=[ \t]*<(?![>=])|=[ \t]+>|>[ \t]*<|<[ \t]+>|[<>][ \t]+=
        |:[ \t]+=|=:|->|<<|>>|~|!|\|)
    | (?P<added>[-+*/]=)
    | (?P<close>\*\))
    | (?P<operator>:=|=>|\?=|<=|>=|<>|\*\*|\.\.|[-+*/()\[\],;:.=<>&^?])
    | (?P<quote>['"])
    | (?P<other>.)
    """,
    re.VERBOSE | re.IGNORECASE,
)
_KEEP: dict[str, TokenKind] = {
    "time": "time", "date": "date", "prefix": "prefix", "based": "integer", "real": "real",
    "integer": "integer", "string": "string", "wstring": "wstring", "operator": "operator",
    "added": "operator",
}  # fmt: skip


def tokens_of(
    source: Source, problems: list[Problem], start: int = 0, end: int | None = None
) -> list[Token]:
    """Every token of the text from `start` up to `end`, then one of kind "end".

    What is no token goes to `problems`.
    """
    text = source.text
    if end is None:
        end = len(text)
    tokens: list[Token] = []
    add = tokens.append
    odd = OddText(source, end, tokens, problems)
    match = _TOKEN.match
    at = start
    while (found := match(text, at, end)) is not None:
        kind = found.lastgroup
        if kind == "space":
            at = found.end()
        elif kind == "word":
            word = found[0]
            upper = word.upper()
            if upper in KEYWORDS:
                add(Token("keyword", upper, at))
            else:
                add(Token("name", word, at))
            at = found.end()
        elif kind in _KEEP:
            add(Token(_KEEP[kind], found[0], at))
            at = found.end()
        else:
            at = odd.taken(kind or "", found[0], at)
    odd.close()
    add(Token("end", "", end))
    return tokens
