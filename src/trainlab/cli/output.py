"""Where a verb's result goes: text on stdout, one JSON document to a file or to stdout alone."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any, NoReturn, TypeVar

import click

from trainlab.cli.destinations import write_text
from trainlab.cli.exit_codes import NOTHING_TO_GRADE
from trainlab.core.message import LANGUAGES, Language, Text, language_named
from trainlab.core.problem import Problem
from trainlab.report.json_text import json_text
from trainlab.report.text import console_on, print_problems

COVERAGE_HELP = Text(
    "Say which statements and branches of the program have run.",
    "给出程序中哪些语句和分支被执行过。",
)

Decorated = TypeVar("Decorated", bound=Callable[..., Any])

LANG_HELP = Text("Language of everything a person reads.", "输出语言。")


class _LanguageChoice(click.Choice[str]):
    """One of the languages, however its name is written: zh, zh_CN, zh-CN."""

    def convert(
        self, value: object, param: click.Parameter | None, ctx: click.Context | None
    ) -> str:
        """click: the language that was asked for."""
        try:
            return language_named(str(value))
        except ValueError:
            return super().convert(value, param, ctx)


def language_option(language: Language) -> Callable[[Decorated], Decorated]:
    """--lang; its value was read before the verb was made, so that help is translated too."""
    return click.option(
        "--lang",
        type=_LanguageChoice(LANGUAGES),
        expose_value=False,
        help=LANG_HELP.within(language),
    )


def coverage_option(language: Language) -> Callable[[Decorated], Decorated]:
    """--coverage"""
    return click.option("--coverage", is_flag=True, help=COVERAGE_HELP.within(language))


def write_json(document: object, target: str) -> None:
    """Put one JSON document where it was asked for."""
    text = json_text(document)
    if target == "-":
        sys.stdout.write(text)
    else:
        write_text(Path(target), text)


def show_problems(problems: Iterable[Problem], language: Language) -> None:
    """Print diagnostics to stderr."""
    print_problems(problems, console_on(sys.stderr), language)


def fail_with(
    problems: Iterable[Problem],
    language: Language,
    json_to: str | None = None,
    code: int = NOTHING_TO_GRADE,
) -> NoReturn:
    """Print diagnostics, and as JSON too if that was asked for; then leave."""
    listed = list(problems)
    show_problems(listed, language)
    if json_to is not None:
        write_json({"problems": [problem.as_json(language) for problem in listed]}, json_to)
    sys.exit(code)
