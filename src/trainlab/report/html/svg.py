"""SVG as text: elements with their attributes, everything escaped."""

from __future__ import annotations

from html import escape

Attribute = str | float | int | None

# Widths in px of the diagrams' font, 11 px sans serif: of most letters, of capitals and other broad
# ones, of those that are as wide as high, as Chinese ones are.
LETTER, BROAD_LETTER, WIDE_LETTER = 6.1, 7.9, 11.0
BROAD = frozenset("ABCDEFGHJKLMNOPQRSTUVWXYZmw<>=+~@%")


def element(tag: str, content: str = "", **attributes: Attribute) -> str:
    """An element; `class_` stands for class, underscores in names for hyphens, None for nothing.

    `content` is SVG already.
    """
    pairs = "".join(
        f' {_attribute(name)}="{escape(_value(value))}"'
        for name, value in attributes.items()
        if value is not None
    )
    return f"<{tag}{pairs}>{content}</{tag}>" if content else f"<{tag}{pairs}/>"


def text(x: float, y: float, content: str, tooltip: str = "", **attributes: Attribute) -> str:
    """A text, with a tooltip where it had to be shortened."""
    title = element("title", escape(tooltip)) if tooltip else ""
    return element("text", escape(content) + title, x=x, y=y, **attributes)


def text_width(content: str) -> float:
    """About how wide a text is drawn, in px."""
    return sum(
        WIDE_LETTER if ord(letter) > 0x2E7F else BROAD_LETTER if letter in BROAD else LETTER
        for letter in content
    )


def shortened(content: str, width: float) -> str:
    """As much of a text as fits into a width, an ellipsis at its end if that is not all."""
    if text_width(content) <= width:
        return content
    content = content[: max(int(width / LETTER), 0)]
    while content and text_width(content) + LETTER * 1.5 > width:
        content = content[:-1]
    return content + "…"


def _attribute(name: str) -> str:
    return name.rstrip("_").replace("_", "-")


def _value(value: str | float | int) -> str:
    return f"{value:.1f}".removesuffix(".0") if isinstance(value, float) else str(value)
