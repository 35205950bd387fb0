"""trainlab check: the diagnostics of scenarios and programs, nothing run."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from trainlab.cli.exit_codes import NOTHING_TO_GRADE
from trainlab.cli.output import (
    json_option,
    language_option,
    show_problems,
    write_json,
)
from trainlab.core.message import Language, Text
from trainlab.core.problem import Problem, ProblemsFound
from trainlab.scenario.load import load_scenario
from trainlab.session.program import compile_program

HELP = Text(
    "Say everything that is wrong with each FILE: a scenario (.yaml), or a program (.st, a folder, the"
    " project of an IDE).\n\n"
    "Exits with 0 if nothing is wrong (warnings may be shown), 2 otherwise.",
    "列出每个 FILE（场景 .yaml，或程序：.st、文件夹、IDE 工程）中的全部错误。\n\n退出码：0 无错误（可能有警告），2 有错误。",
)
FINE = Text("{file}: nothing wrong", "{file}：没有错误")
SCENARIO_SUFFIXES = (".yaml", ".yml")


def command(language: Language) -> click.Command:
    """The verb in one language."""

    @click.command("check", help=HELP.within(language))
    @click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path))
    @json_option(language)
    @language_option(language)
    def verb(files: tuple[Path, ...], json_to: str | None) -> None:
        problems: list[Problem] = []
        for file in files:
            found = problems_of(file)
            problems += found
            if not found and json_to != "-":
                click.echo(FINE.fill(file=str(file)).render(language))
        show_problems(problems, language)
        if json_to is not None:
            write_json({"problems": [problem.as_json(language) for problem in problems]}, json_to)
        wrong = any(problem.kind.severity == "error" for problem in problems)
        sys.exit(NOTHING_TO_GRADE if wrong else 0)

    return verb


def problems_of(file: Path) -> tuple[Problem, ...]:
    """Everything wrong with one file, warnings included."""
    try:
        if file.suffix.lower() in SCENARIO_SUFFIXES:
            load_scenario(file)
            return ()
        return compile_program(file).warnings
    except ProblemsFound as found:
        return found.problems
