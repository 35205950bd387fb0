"""What the lexer meets besides plain tokens: comments, pragmas, addresses, and every mistake in them.

What another language would write is told and read on as what was meant; of what one pasted text
holds many times only the first is told.
"""

from __future__ import annotations

import re

from trainlab.core.problem import Problem, ProblemKind
from trainlab.plc.conditional import Conditions, comment_end
from trainlab.plc.pasted import begins_block, is_c_line, ladder_length
from trainlab.plc.problems import habits, reading
from trainlab.plc.source import Source
from trainlab.plc.tokens import Token

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
_ADDRESS = re.compile(r"%[IQM](?:[XBWDL]?\*|[XBWDL]?\d+(?:\.\d+)*)|%[XBWDL]\d+", re.IGNORECASE)
_WORD = re.compile(r"#\w*")


class OddText:
    """Takes what is no plain token out of a text, to tokens and problems."""

    __slots__ = (
        "_blocks",
        "_closers",
        "_conditions",
        "_end",
        "_problems",
        "_said",
        "_source",
        "_tokens",
    )

    def __init__(
        self, source: Source, end: int, tokens: list[Token], problems: list[Problem]
    ) -> None:
        self._source = source
        self._end = end
        self._tokens = tokens
        self._problems = problems
        self._said: set[ProblemKind] = set()
        self._blocks = 0
        self._closers = source.text.rfind("}", 0, end)
        self._conditions = Conditions(source, end, problems)

    def taken(self, kind: str, text: str, at: int) -> int:
        """Takes what stands at `at`; the offset to go on from."""
        if kind == "comment":
            return self._after_comment(text, at)
        if kind == "pragma":
            return self._pragma(text, at)
        if (kind == "address" and text.lstrip("%").isdecimal()) or text == "%":
            self._tell(reading.FOREIGN_OPERATOR, at, found="%", wanted="MOD")
            self._tokens.append(Token("keyword", "MOD", at))
            return at + 1
        if kind == "address":
            if not _ADDRESS.fullmatch(text):
                self._tell(reading.BAD_ADDRESS, at, text=text)
            self._tokens.append(Token("address", text, at))
            return at + len(text)
        if kind == "foreign":
            return self._foreign(text, at)
        if kind == "close":
            self._tell(reading.STRAY_COMMENT_END, at, found=text, opener="(*")
            return at + len(text)
        if kind == "quote":
            self._tell(reading.OPEN_STRING, at, quote=text)
            self._tokens.append(Token("string", "''", at))
            return self._line_end(at)
        if text in _FULL_WIDTH:
            return self._full_width(text, at)
        if text == "}" and self._blocks:
            return self._block_brace(text, at)
        code = self._source.text
        if text == "#" and code[at + 1 : at + 2].isidentifier() and not is_c_line(code, at):
            word = _WORD.match(code, at, self._end)
            self._tell_once(habits.TIA_SPELLING, at, found=word[0] if word else text)
        elif text == "`":
            self._tell_once(reading.STRAY_CHARACTER, at, character=text)
        else:
            self._tell(reading.STRAY_CHARACTER, at, character=text)
        return at + len(text)

    def close(self) -> None:
        """Notes what is still open at the end of the text."""
        self._conditions.close()

    def _tell(self, kind: ProblemKind, at: int, **values: object) -> None:
        self._problems.append(kind.at(self._source.position(at), **values))

    def _tell_once(self, kind: ProblemKind, at: int, **values: object) -> None:
        if kind not in self._said:
            self._said.add(kind)
            self._tell(kind, at, **values)

    def _line_end(self, at: int) -> int:
        line_end = self._source.text.find("\n", at, self._end)
        return line_end if line_end >= 0 else self._end

    def _pragma(self, text: str, at: int) -> int:
        if begins_block(self._source.text, at, self._end, self._tokens):
            return self._block_brace(text, at)
        if at > self._closers:
            self._tell(reading.OPEN_PRAGMA, at)
            return self._line_end(at)
        after = self._conditions.after(at)
        return self._source.text.find("}", at, self._end) + 1 if after is None else after

    def _block_brace(self, text: str, at: int) -> int:
        self._blocks += 1
        self._tell_once(habits.BRACES, at)
        self._tokens.append(Token("operator", text, at))
        return at + 1

    def _full_width(self, text: str, at: int) -> int:
        wanted = _FULL_WIDTH[text]
        if text == "：" and self._source.text[at + 1 : at + 2] in ("=", "＝"):
            wanted = ":="
        self._tell(reading.FULL_WIDTH, at, character=text, wanted=wanted)
        if wanted not in "'\"":
            self._tokens.append(Token("operator", wanted, at))
        return at + len(text) + (wanted == ":=")

    def _foreign(self, text: str, at: int) -> int:
        """An operator of another language, read on as the one that was meant."""
        drawn = ladder_length(self._source.text, at, self._end) if text == "|" else 0
        if drawn:
            advice = habits.WRITE_EXPRESSION
            self._tell_once(habits.OTHER_LANGUAGE, at, language=habits.LADDER, advice=advice)
            return at + drawn
        shown = "".join(text.split())
        if shown == "->":
            follows_name = bool(self._tokens) and self._tokens[-1].kind == "name"
            wanted = "." if follows_name else ":="
        else:
            wanted = _SHIFTS.get(shown) or _FOREIGN[shown]
        self._tell(reading.FOREIGN_OPERATOR, at, found=text, wanted=wanted)
        read = "*" if shown in _SHIFTS else wanted
        self._tokens.append(Token("keyword" if read.isalpha() else "operator", read, at))
        return at + len(text)

    def _after_comment(self, opener: str, at: int) -> int:
        """The end of the comment at `at`."""
        end = comment_end(self._source.text, opener, at, self._end)
        if end is None:
            self._tell(reading.OPEN_COMMENT, at, closer=_BRACKETS[opener])
            return self._end
        return end
