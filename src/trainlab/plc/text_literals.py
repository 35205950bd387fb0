"""Text and its characters: IEC 61131-3:2013 Tables 6 and 7, and how Python sees it.

Inside the compiler a text is a str of which each character is one CHAR (0..255) or one WCHAR
(0..65535, a half of a surrogate pair included). A STRING holds ISO/IEC 10646 row 00, as clause 6.3.3
has it; where a student writes other characters into one, their UTF-8 bytes are kept.
"""

from __future__ import annotations

_NAMED = {
    "$": "$", "'": "'", '"': '"', "L": "\n", "N": "\n", "P": "\f", "R": "\r", "T": "\t",
}  # fmt: skip


class BadEscape(ValueError):
    """What stands after a $ has no meaning; the first argument is what stands there."""


def literal_characters(text: str, wide: bool, width: int) -> str:
    """The characters of a literal without its quotes, which say how many digits make a code, 2 in
    '$41' and 4 in "$0041"; BadEscape."""
    parts: list[str] = []
    at = 0
    while (start := text.find("$", at)) >= 0:
        parts.append(characters_of(text[at:start], wide))
        digits = text[start + 1 : start + 1 + width]
        if len(digits) == width and all(c in "0123456789abcdefABCDEF" for c in digits):
            parts.append(chr(int(digits, 16)))
            at = start + 1 + width
            continue
        named = _NAMED.get(text[start + 1 : start + 2].upper())
        if named is None:
            raise BadEscape(text[start : start + 2])
        parts.append(named)
        at = start + 2
    parts.append(characters_of(text[at:], wide))
    return "".join(parts)


def characters_of(text: str, wide: bool) -> str:
    """Python's text as CHARs or WCHARs."""
    if wide:
        units = text.encode("utf-16-le", "surrogatepass")
        return "".join(
            chr(low | high << 8) for low, high in zip(units[::2], units[1::2], strict=True)
        )
    if is_single_byte(text):
        return text
    return text.encode("utf-8", "surrogatepass").decode("latin-1")


def is_single_byte(text: str) -> bool:
    """Whether each of its characters fits a CHAR."""
    return all(ord(character) < 256 for character in text)


def shown_text(characters: str, wide: bool) -> str:
    """CHARs or WCHARs as Python's text."""
    if wide:
        return characters.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
    if characters.isascii():
        return characters
    content = characters.encode("latin-1")
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError:
        return characters


def packed(characters: str, wide: bool, most: int) -> bytes:
    """A STRING or WSTRING in memory, cut off after `most` characters; see StringType."""
    kept = characters[:most]
    content = kept.encode("utf-16-le", "surrogatepass") if wide else kept.encode("latin-1")
    return len(kept).to_bytes(2, "little") + content


def unpacked(memory: bytes | bytearray | memoryview, offset: int, wide: bool) -> str:
    """The characters of a STRING or WSTRING in memory."""
    length = int.from_bytes(memory[offset : offset + 2], "little")
    content = bytes(memory[offset + 2 : offset + 2 + (length * 2 if wide else length)])
    if wide:
        pairs = zip(content[::2], content[1::2], strict=True)
        return "".join(chr(low | high << 8) for low, high in pairs)
    return content.decode("latin-1")
