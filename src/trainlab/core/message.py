"""Texts in both languages, and messages: a text with its values filled in.

Every sentence that a person reads is declared as a `Text` beside the code that says it, in
English and in simplified Chinese; nothing is translated by looking up English strings.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from string import Formatter
from typing import Literal

Language = Literal["en", "zh-CN"]
LANGUAGES: tuple[Language, ...] = ("en", "zh-CN")


@dataclass(frozen=True, slots=True)
class Text:
    """One sentence or term in both languages, with `{named}` places for values."""

    en: str
    zh: str

    def within(self, language: Language) -> str:
        """The template in one language, its places unfilled."""
        return self.zh if language == "zh-CN" else self.en

    def fill(self, **values: object) -> Message:
        """The message that this text becomes with its places filled."""
        return Message(self, values)

    def places(self, language: Language) -> frozenset[str]:
        """The names of the places that a value must fill."""
        parsed = Formatter().parse(self.within(language))
        return frozenset(name.split(".")[0] for _, name, _, _ in parsed if name)


@dataclass(frozen=True, slots=True)
class Message:
    """A text and the values of its places; values that are texts or messages are translated too."""

    text: Text
    values: Mapping[str, object] = field(default_factory=dict)

    def render(self, language: Language) -> str:
        """The sentence in one language."""
        filled = {name: translated(value, language) for name, value in self.values.items()}
        return self.text.within(language).format_map(filled)


def translated(value: object, language: Language) -> object:
    """`value` as a person of that language reads it; anything but text stands as it is."""
    if isinstance(value, Message):
        return value.render(language)
    if isinstance(value, Text):
        return value.within(language)
    return value


def environment_language() -> Language:
    """The language that the environment asks for: TRAINLAB_LANG, then the POSIX locale variables."""
    for name in ("TRAINLAB_LANG", "LC_ALL", "LC_MESSAGES", "LANG"):
        asked = os.environ.get(name)
        if asked:
            return "zh-CN" if asked.lower().startswith("zh") else "en"
    return "en"


def language_named(name: str) -> Language:
    """`name` as a language, zh and zh_CN being zh-CN; ValueError for one that trainlab does not speak."""
    plain = name.replace("_", "-").casefold()
    for language in LANGUAGES:
        if plain in (language.casefold(), language.partition("-")[0]):
            return language
    raise ValueError(name)
