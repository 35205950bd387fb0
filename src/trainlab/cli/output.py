"""Where a verb's result goes: text on stdout, one JSON document to a file or to stdout alone."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any, NoReturn, TypeVar

import click

from trainlab.cli.exit_codes import NOTHING_TO_GRADE
from trainlab.core.message import LANGUAGES, Language, Text
from trainlab.core.problem import Problem
from trainlab.report.text import console_on, print_problems

COVERAGE_HELP = Text(
    "Say which statements and branches of the program have run.",
    "给出程序中哪些语句和分支被执行过。",
)

Decorated = TypeVar("Decorated", bound=Callable[..., Any])

LANG_HELP = Text("Language of everything a person reads.", "输出语言。")
JSON_HELP = Text(
    "Write one JSON document to FILE; '-' puts it, and nothing else, on stdout.",
    "把一个 JSON 文档写入 FILE；“-”表示写到标准输出，且不输出其他内容。",
)


def language_option(language: Language) -> Callable[[Decorated], Decorated]:
    """--lang; its value was read before the verb was made, so that help is translated too."""
    return click.option(
        "--lang",
        type=click.Choice(LANGUAGES),
        expose_value=False,
        help=LANG_HELP.within(language),
    )


def json_option(language: Language) -> Callable[[Decorated], Decorated]:
    """--json FILE|-"""
    return click.option(
        "--json", "json_to", metavar="FILE|-", default=None, help=JSON_HELP.within(language)
    )


def coverage_option(language: Language) -> Callable[[Decorated], Decorated]:
    """--coverage"""
    return click.option("--coverage", is_flag=True, help=COVERAGE_HELP.within(language))


def write_json(document: object, target: str) -> None:
    """Put one JSON document where it was asked for; NaN and infinities become null."""
    text = json.dumps(_finite(document), ensure_ascii=False, indent=2, allow_nan=False)
    if target == "-":
        sys.stdout.write(text + "\n")
    else:
        write_text(Path(target), text + "\n")


def write_text(path: Path, text: str) -> None:
    """Write a file in UTF-8; click's error, and exit code 2, if that cannot be done."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    except OSError as error:
        raise cannot_write(path, error) from None


def cannot_write(path: Path, error: OSError) -> click.ClickException:
    """The error of a file that cannot be written."""
    return click.FileError(str(path), error.strerror or str(error))


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


def _finite(value: Any) -> Any:
    if isinstance(value, float):
        return value if value == value and abs(value) != float("inf") else None
    if isinstance(value, dict):
        return {key: _finite(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_finite(item) for item in value]
    return value
