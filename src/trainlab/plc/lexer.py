"""From text to tokens: IEC 61131-3:2013 clause 6.1 to 6.3; case does not count, comments nest."""

from __future__ import annotations

import re
from itertools import takewhile

from trainlab.core.problem import Position, Problem
from trainlab.plc.pasted import begins_block, is_c_line, ladder_length
from trainlab.plc.problems import habits, reading
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
    | (?P<address>%\w*(?:\*|\.\d+)*)
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
_FULL_WIDTH = {"；": ";", "：": ":", "，": ",", "（": "(", "）": ")", "＝": "=", "。": ".",
               "＋": "+", "－": "-", "＊": "*", "／": "/", "＜": "<", "＞": ">", "【": "[",
               "】": "]", "［": "[", "］": "]", "＆": "&", "‘": "'", "’": "'", "“": '"',
               "”": '"', "、": ",", "×": "*", "÷": "/", "≤": "<=", "≥": ">=", "≠": "<>",
               "−": "-", "–": "-"}  # fmt: skip
# What stands for the operators of other languages: what to write, and how it is read on.
_FOREIGN = {"==": "=", "!=": "<>", "&&": "AND", "||": "OR", "!": "NOT", "|": "OR", "=<": "<=",
            "=>": ">=", "><": "<>", "<>": "<>", "<=": "<=", ">=": ">=", ":=": ":=", "=:": ":=",
            "~": "NOT"}  # fmt: skip
_SHIFTS = {"<<": "SHL(x, n)", ">>": "SHR(x, n)"}
_BRACKETS = {"(*": "*)", "/*": "*/"}
_COMMENT_MARK = re.compile(r"\(\*|\*\)|/\*|\*/")
_ADDRESS = re.compile(r"%[IQM](?:\*|[XBWDL]?\d+(?:\.\d+)*)|%[XBWDL]\d+", re.IGNORECASE)
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
            at = _unusual(source, kind or "", found[0], at, end, tokens, problems)
    add(Token("end", "", end))
    return tokens


def _unusual(
    source: Source,
    kind: str,
    text: str,
    at: int,
    end: int,
    tokens: list[Token],
    problems: list[Problem],
) -> int:
    """Comments, pragmas, addresses and everything that is a mistake; the offset to go on from."""
    if kind == "comment":
        return _after_comment(source, text, at, end, problems)
    position = source.position(at)
    if kind == "pragma":
        if begins_block(source.text, at, end, tokens):
            return _block_brace(position, text, at, tokens, problems)
        closer = source.text.find("}", at, end)
        if closer < 0:
            problems.append(reading.OPEN_PRAGMA.at(position))
            line_end = source.text.find("\n", at, end)
            return line_end if line_end >= 0 else end
        return closer + 1
    if (kind == "address" and text.lstrip("%").isdecimal()) or text == "%":
        problems.append(reading.FOREIGN_OPERATOR.at(position, found="%", wanted="MOD"))
        tokens.append(Token("keyword", "MOD", at))
        return at + 1
    if kind == "address":
        if not _ADDRESS.fullmatch(text):
            problems.append(reading.BAD_ADDRESS.at(position, text=text))
        tokens.append(Token("address", text, at))
        return at + len(text)
    if kind == "foreign":
        if text == "|" and (length := ladder_length(source.text, at, end)):
            return _ladder(position, at + length, problems)
        return _foreign(position, text, at, tokens, problems)
    if kind == "close":
        problems.append(reading.STRAY_COMMENT_END.at(position, found=text, opener="(*"))
        return at + len(text)
    if kind == "quote":
        line_end = source.text.find("\n", at, end)
        problems.append(reading.OPEN_STRING.at(position, quote=text))
        tokens.append(Token("string", "''", at))
        return line_end if line_end >= 0 else end
    if text in _FULL_WIDTH:
        wanted = _FULL_WIDTH[text]
        if text == "：" and source.text[at + 1 : at + 2] in ("=", "＝"):
            wanted = ":="
        problems.append(reading.FULL_WIDTH.at(position, character=text, wanted=wanted))
        if wanted not in "'\"":
            tokens.append(Token("operator", wanted, at))
        return at + len(text) + (wanted == ":=")
    if text == "}" and any(token.text == "{" for token in tokens):
        return _block_brace(position, text, at, tokens, problems)
    if (
        text == "#"
        and source.text[at + 1 : at + 2].isidentifier()
        and not is_c_line(source.text, at)
    ):
        _once(problems, habits.TIA_SPELLING.at(position, found=_word(source.text, at)))
        return at + 1
    if text == "`":
        _once(problems, reading.STRAY_CHARACTER.at(position, character=text))
        return at + len(text)
    problems.append(reading.STRAY_CHARACTER.at(position, character=text))
    return at + len(text)


def _word(text: str, at: int) -> str:
    return text[at : at + 1] + "".join(takewhile(lambda c: c.isalnum() or c == "_", text[at + 1 :]))


def _once(problems: list[Problem], problem: Problem) -> None:
    """Notes what would otherwise be said again and again of one pasted text."""
    file = problem.position.file
    said = any(other.kind is problem.kind and other.position.file == file for other in problems)
    if not said:
        problems.append(problem)


def _foreign(
    position: Position, text: str, at: int, tokens: list[Token], problems: list[Problem]
) -> int:
    """An operator of another language, read on as the one that was meant."""
    shown = "".join(text.split())
    if shown == "->":
        wanted = "." if tokens and tokens[-1].kind == "name" else ":="
    else:
        wanted = _SHIFTS.get(shown) or _FOREIGN[shown]
    problems.append(reading.FOREIGN_OPERATOR.at(position, found=text, wanted=wanted))
    read = "*" if shown in _SHIFTS else wanted
    tokens.append(Token("keyword" if read.isalpha() else "operator", read, at))
    return at + len(text)


def _block_brace(
    position: Position, text: str, at: int, tokens: list[Token], problems: list[Problem]
) -> int:
    _once(problems, habits.BRACES.at(position))
    tokens.append(Token("operator", text, at))
    return at + 1


def _ladder(position: Position, end: int, problems: list[Problem]) -> int:
    problem = habits.OTHER_LANGUAGE.at(
        position, language=habits.LADDER, advice=habits.WRITE_EXPRESSION
    )
    _once(problems, problem)
    return end


def _after_comment(source: Source, opener: str, at: int, end: int, problems: list[Problem]) -> int:
    """The end of the comment at `at`; comments of both kinds nest (clause 6.1.5)."""
    open_marks = [opener]
    cursor = at + 2
    while open_marks:
        mark = _COMMENT_MARK.search(source.text, cursor, end)
        if mark is None:
            closer = _BRACKETS[opener]
            problems.append(reading.OPEN_COMMENT.at(source.position(at), closer=closer))
            return end
        cursor = mark.end()
        if mark[0] in _BRACKETS:
            open_marks.append(mark[0])
        elif mark[0] == _BRACKETS[open_marks[-1]]:
            open_marks.pop()
    return cursor
