"""trainlab check: the diagnostics of scenarios and programs, nothing run."""

from __future__ import annotations

import sys
from pathlib import Path

import click
from rich.padding import Padding
from rich.text import Text as Styled

from trainlab.cli.destinations import FILE, Destinations, json_option
from trainlab.cli.exit_codes import NOTHING_TO_GRADE
from trainlab.cli.output import (
    language_option,
    show_problems,
    write_json,
)
from trainlab.core.image import IOImage
from trainlab.core.message import Language, Text
from trainlab.core.problem import Position, Problem, ProblemsFound
from trainlab.report.plain import plain, plain_lines
from trainlab.report.text import console_on
from trainlab.scenario.load import load_scenario
from trainlab.scenario.problems import NOT_IN_PROGRAM
from trainlab.scenario.scenario import Scenario
from trainlab.session.program import compile_program
from trainlab.session.program_signals import ProgramSignals

HELP = Text(
    "Say everything that is wrong with each FILE: a scenario (.yaml), or a program (.st, a folder, the"
    " project of an IDE). A program behind a scenario is also held to the tags of its plant; where only"
    " scenarios are named, show what each asks of a student.\n\n"
    "Exits with 0 if nothing is wrong (warnings may be shown), 2 otherwise.",
    "列出每个 FILE（场景 .yaml，或程序：.st、文件夹、IDE 工程）中的全部错误。"
    "写在场景之后的程序还会与其被控对象的变量核对；只给出场景时显示其任务要求。\n\n"
    "退出码：0 无错误（可能有警告），2 有错误。",
)
FINE = Text("{file}: nothing wrong", "{file}：没有错误")
SCENARIO_SUFFIXES = (".yaml", ".yml")


def command(language: Language) -> click.Command:
    """The verb in one language."""

    @click.command("check", help=HELP.within(language))
    @click.argument("files", nargs=-1, required=True, type=FILE)
    @json_option(language)
    @language_option(language)
    def verb(files: tuple[Path, ...], json_to: str | None) -> None:
        Destinations(json_to).prove(files, language)
        problems: list[Problem] = []
        scenario: Scenario | None = None
        scenarios: list[Scenario] = []
        for file in files:
            if file.suffix.lower() in SCENARIO_SUFFIXES:
                scenario, found = checked_scenario(file)
                scenarios += [] if scenario is None else [scenario]
            else:
                found = checked_program(file, scenario)
            problems += found
            if not found and json_to != "-":
                click.echo(plain(FINE.fill(file=str(file)).render(language)))
        show_problems(problems, language)
        if json_to is not None:
            document: dict[str, object] = {
                "problems": [problem.as_json(language) for problem in problems]
            }
            if scenarios:
                document["scenarios"] = [_asked(each, language) for each in scenarios]
            write_json(document, json_to)
        if json_to != "-" and len(scenarios) == len(files):
            for each in scenarios:
                _print_task(each, language)
        wrong = any(problem.kind.severity == "error" for problem in problems)
        sys.exit(NOTHING_TO_GRADE if wrong else 0)

    return verb


def checked_scenario(file: Path) -> tuple[Scenario | None, tuple[Problem, ...]]:
    """A scenario, if it is one, and everything wrong with it."""
    try:
        return load_scenario(file), ()
    except ProblemsFound as found:
        return None, found.problems


def checked_program(file: Path, scenario: Scenario | None) -> tuple[Problem, ...]:
    """Everything wrong with a program, warnings included; with a plant, also of how it meets it."""
    try:
        program = compile_program(file)
        if scenario is None:
            return program.warnings
        controller = program.controller(IOImage(scenario.plant.tags))
        absent = ProgramSignals(scenario.program, controller, str(file)).absent
        unread = [
            NOT_IN_PROGRAM.at(Position(str(file)), name=name, reason=reason)
            for name, reason in absent.items()
        ]
        return (*program.warnings, *controller.warnings, *unread)
    except ProblemsFound as found:
        return found.problems


def _asked(scenario: Scenario, language: Language) -> dict[str, object]:
    return {
        "file": scenario.file,
        "plant": scenario.plant.name,
        "title": scenario.title.within(language),
        "task": scenario.task.within(language),
    }


def _print_task(scenario: Scenario, language: Language) -> None:
    """What the exam asks of a student."""
    console = console_on(sys.stdout)
    console.print()
    title = plain(" ".join(scenario.title.within(language).split()))
    console.print(Styled.assemble((title, "bold"), f"  ({plain(scenario.plant.name)})"))
    for line in plain_lines(scenario.task.within(language).strip()).splitlines():
        console.print(Padding(Styled(line), (0, 0, 0, 2), expand=False))
