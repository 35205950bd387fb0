"""Signs that a text, or a piece of it, was pasted from something that is not Structured Text."""

from __future__ import annotations

import re
from collections.abc import Sequence

from trainlab.plc.tokens import Token

# A rung of a ladder diagram as it is drawn with characters: |--| |--|/|--( )--|
_RUNG = re.compile(r"\|[^;\n]*--[^;\n]*|\|[^;\n]*\|[ \t]*(?=\n)")
MOST_INDENTED = 200
MOST_OF_A_BLOCK = 2000
_BLOCK_OPENERS = ("ELSE", "THEN", "DO")
_PRAGMA = re.compile(
    r"\{\s*(?:attribute|warning|info|text|error|region|endregion|if|else|elsif|end_if|define|"
    r"undefine|external|S7_\w*|\w+\s*:=\s*')",
    re.IGNORECASE,
)


def begins_block(text: str, at: int, end: int, tokens: Sequence[Token]) -> bool:
    """Whether the brace at `at` groups statements as in C, and is no pragma."""
    if not tokens or _PRAGMA.match(text, at, end):
        return False
    before = tokens[-1]
    if before.text == ")":
        return ";" in text[at : min(at + MOST_OF_A_BLOCK, end)].partition("}")[0]
    return before.kind == "keyword" and before.text in _BLOCK_OPENERS


def is_c_line(text: str, at: int) -> bool:
    """Whether the # at `at` begins an #include or the like."""
    return text.startswith(("#include", "#define", "#ifdef", "#ifndef", "#if", "#endif"), at)


def ladder_length(text: str, at: int, end: int) -> int:
    """How many characters of a drawn rung stand from `at` to the end of the line; 0 for none."""
    before = text[max(at - MOST_INDENTED, 0) : at].rpartition("\n")[2]
    if before.strip():
        return 0
    found = _RUNG.match(text, at, end)
    return found.end() - at if found is not None else 0
