"""VAR=VALUE, as several verbs take it."""

from __future__ import annotations

import click

from trainlab.core.message import Language, Text

BAD_SETTING = Text("'{value}' is not VAR=VALUE", "“{value}”不是 VAR=VALUE 的形式")


def setting(text: str, option: str, language: Language) -> tuple[str, str]:
    """The path of a variable and the literal that it is to have."""
    path, equals, literal = text.partition("=")
    if not equals or not path.strip():
        message = BAD_SETTING.fill(value=text).render(language)
        raise click.BadParameter(message, param_hint=option)
    return path.strip(), literal.strip()
