"""Texts of strangers, shown so that they cannot command the terminal that shows them."""

from __future__ import annotations

# C0 and C1 controls and DEL, of which a terminal takes some as commands (ECMA-48), and the marks
# that turn the direction of writing, with which a line can read otherwise than it is
# (Unicode Technical Report 36, 3.1; CVE-2021-42574).
_COMMANDS = [*range(0x20), *range(0x7F, 0xA0), 0x200E, 0x200F, *range(0x202A, 0x202F)]
_COMMANDS += [0x2028, 0x2029, *range(0x2066, 0x206A)]
_SHOWN = {code: f"\\x{code:02x}" if code < 0x100 else f"\\u{code:04x}" for code in _COMMANDS}
_SHOWN |= {ord("\n"): "\\n", ord("\r"): "\\r", ord("\t"): "\\t"}
_SHOWN_LINES = {code: shown for code, shown in _SHOWN.items() if code != ord("\n")}


def plain(text: str) -> str:
    """A text as one line, its control characters as escapes that can be read."""
    return text.translate(_SHOWN)


def plain_lines(text: str) -> str:
    """A text of several lines, its other control characters as escapes that can be read."""
    return text.translate(_SHOWN_LINES)


def encoded(text: str) -> bytes:
    """A text in UTF-8; what of a file's name is no character (Python's lone surrogates) as "?"."""
    return text.encode("utf-8", errors="replace")
