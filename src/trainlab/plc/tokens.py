"""Tokens: what the lexer makes of a text and the parser reads."""

from __future__ import annotations

from typing import Literal, NamedTuple

TokenKind = Literal[
    "name", "keyword", "integer", "real", "time", "date", "string", "wstring", "address",
    "prefix", "operator", "end",
]  # fmt: skip


class Token(NamedTuple):
    """One token. `text` is as written, but upper case for a keyword; `at` its offset."""

    kind: TokenKind
    text: str
    at: int

    @property
    def end(self) -> int:
        """The offset just after it."""
        return self.at + len(self.text)


# IEC 61131-3:2013 Table 4, only those whose use as a name would make the grammar ambiguous.
KEYWORDS = frozenset(
    """
    AND AND_THEN ARRAY AT BY CASE CONFIGURATION CONSTANT CONTINUE DO ELSE ELSIF END_CASE
    END_CONFIGURATION END_FOR END_FUNCTION END_FUNCTION_BLOCK END_IF END_PROGRAM END_REPEAT
    END_RESOURCE END_STRUCT END_TYPE END_VAR END_WHILE EXIT FALSE FOR FUNCTION FUNCTION_BLOCK IF
    MOD NOT OF OR OR_ELSE PROGRAM REPEAT RESOURCE RETURN STRUCT THEN TO TRUE TYPE UNTIL VAR
    VAR_ACCESS VAR_CONFIG VAR_EXTERNAL VAR_GLOBAL VAR_INPUT VAR_IN_OUT VAR_OUTPUT VAR_TEMP VAR_STAT VAR_INST WHILE
    XOR CLASS END_CLASS INTERFACE END_INTERFACE METHOD END_METHOD NAMESPACE END_NAMESPACE
    END_PROPERTY END_GET END_SET END_ACTION
    """.split()
)
