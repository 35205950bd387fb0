"""Full-width signs where YAML and numbers want plain ones: what a Chinese input method leaves behind."""

from __future__ import annotations

import re

# As typed, and as YAML has it.
PLAIN = {
    "：": ":",
    "，": ",",
    "“": '"',
    "”": '"',
    "‘": "'",
    "’": "'",
    "｛": "{",
    "｝": "}",
    "［": "[",
    "］": "]",
    "－": "-",
    "\u3000": " ",
}
_OF_NUMBERS = {"％": "%", "．": "."} | {chr(0xFF10 + digit): str(digit) for digit in range(10)}
PLAIN |= _OF_NUMBERS
_NAME = r"[A-Za-z_][\w-]*"
# Only where punctuation builds the sheet: a Chinese text may hold any of these.
_STRUCTURE = re.compile(
    rf"""
      ^\s*(?:-\s+)?(?:\{{\s*)?{_NAME}\s*(?P<colon>：)            # key：value
    | [{{,，｛]\s*{_NAME}\s*(?P<inner>：)                        # {{key：value
    | (?P<comma>，)\s*{_NAME}\s*[:：]                            # {{a: 1，b: 2
    | :\s+(?P<opening>[“”‘’｛［])                                # key: “value”
    | ^\s*(?P<first>[－\u3000“‘｛［])                            # － item
    """,
    re.VERBOSE,
)
_QUOTES = "“”‘’"


def structural_in(line: str) -> tuple[int, str] | None:
    """The first full-width character of a line that stands where YAML's own should: column from 0."""
    match = _STRUCTURE.search(line)
    if match is None or match.lastgroup is None:
        return None
    return match.start(match.lastgroup), match[match.lastgroup]


def in_key(key: str) -> tuple[int, str] | None:
    """The full-width punctuation of what was read as a key: where, and which."""
    return next(((at, sign) for at, sign in enumerate(key) if sign in PLAIN), None)


def number_in(value: object) -> tuple[int, str] | None:
    """The first full-width digit, point or % sign of what should be a number: likewise."""
    text = value if isinstance(value, str) else ""
    return next(((at, sign) for at, sign in enumerate(text) if sign in _OF_NUMBERS), None)


def quoted(value: object) -> tuple[int, str] | None:
    """The full-width quote that a value begins with: likewise."""
    return (0, value[0]) if isinstance(value, str) and value and value[0] in _QUOTES else None
