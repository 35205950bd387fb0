"""A text in both languages, as HTML of which the page shows one."""

from __future__ import annotations

from markupsafe import Markup, escape

from trainlab.core.message import Message, Text
from trainlab.report.plain import plain


def both(text: Text | Message) -> Markup:
    """The text in both languages, each marked as such; once where they are alike."""
    if isinstance(text, Message):
        return pair(text.render("en"), text.render("zh-CN"))
    return pair(text.within("en"), text.within("zh-CN"))


def pair(en: str, zh: str) -> Markup:
    """Likewise of two strings."""
    english, chinese = (escape(plain(" ".join(each.split()))) for each in (en, zh))
    if english == chinese:
        return english
    return Markup('<span lang="en">{}</span><span lang="zh-CN">{}</span>').format(english, chinese)
