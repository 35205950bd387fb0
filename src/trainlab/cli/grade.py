"""trainlab grade: a program on a scenario in virtual time."""

from __future__ import annotations

import io
import sys
from collections.abc import Callable
from functools import partial
from pathlib import Path

import click

from trainlab.cli.destinations import (
    FILE,
    Decorated,
    Destinations,
    json_option,
    report_option,
    trace_option,
    write_text,
    writing,
)
from trainlab.cli.exit_codes import FAILED, PASSED
from trainlab.cli.output import coverage_option, fail_with, language_option, write_json
from trainlab.core.message import Language, Text
from trainlab.core.problem import ProblemsFound
from trainlab.report.coverage import coverage_document, coverage_listing, coverage_total
from trainlab.report.json_document import verdict_document
from trainlab.report.text import console_on, print_verdict
from trainlab.scenario.load import load_scenario
from trainlab.session.grade import Graded, grade
from trainlab.trace.file import save_trace

HELP = Text(
    "Run PROGRAM (a file, a folder, the project of an IDE) against the plant of SCENARIO in virtual time"
    " and say what it is worth, and why.\n\n"
    "Exits with 0 if it passes, 1 if it fails, 2 if there is nothing to grade.",
    "在仿真时间内用 SCENARIO 的被控对象运行 PROGRAM（文件、文件夹或 IDE 工程），给出评分和原因。\n\n"
    "退出码：0 通过，1 未通过，2 无法评分。",
)
SEED = Text(
    "Seed of the run; the scenario's own if left out.", "运行的种子；缺省用场景自带的种子。"
)
REVEAL = Text(
    "Show hidden checks too, for the instructor; else their points alone.",
    "同时显示隐藏的检查项（供教师使用）；否则只显示其得分。",
)
WATCH = Text(
    "Record a variable of the program in the trace, by its path (timer.ET); may be repeated.",
    "把程序变量（按路径，如 timer.ET）记录到轨迹中；可重复使用。",
)


def command(language: Language) -> click.Command:
    """The verb in one language."""

    @click.command("grade", help=HELP.within(language))
    @click.argument("scenario", type=FILE)
    @click.argument("program", type=FILE)
    @click.option("--seed", type=click.IntRange(min=0), default=None, help=SEED.within(language))
    @json_option(language)
    @report_option(language)
    @trace_option(language)
    @click.option("--watch", metavar="VAR", multiple=True, help=WATCH.within(language))
    @coverage_option(language)
    @reveal_option(language)
    @language_option(language)
    def verb(
        scenario: Path,
        program: Path,
        seed: int | None,
        json_to: str | None,
        report: Path | None,
        trace: Path | None,
        watch: tuple[str, ...],
        coverage: bool,
        reveal: bool,
    ) -> None:
        to = Destinations(json_to, report, trace)
        to.prove([scenario, program], language)
        try:
            graded = grade(load_scenario(scenario), program, seed, covering=coverage, watched=watch)
        except ProblemsFound as found:
            fail_with(found.problems, language, json_to)
        deliver(graded if reveal else graded.concealed(), language, to)

    return verb


def reveal_option(language: Language) -> Callable[[Decorated], Decorated]:
    """--reveal"""
    return click.option("--reveal", is_flag=True, help=REVEAL.within(language))


def deliver(graded: Graded, language: Language, to: Destinations) -> None:
    """Write what was asked for, show the verdict, and leave with its exit code.

    Files come before the text: whoever reads only its beginning has them all the same.
    """
    verdict = graded.verdict
    document = verdict_document(verdict, language)
    if graded.coverage:
        document["coverage"] = coverage_document(graded.coverage)
    if to.trace is not None:
        writing(to.trace, partial(save_trace, graded.trace))
    if to.report is not None:
        page = io.StringIO()
        print_verdict(verdict, console_on(page), language)
        if graded.coverage:
            page.write("\n".join(["", *coverage_listing(graded.coverage, language), ""]))
        write_text(to.report / "verdict.txt", page.getvalue())
        write_json(document, str(to.report / "verdict.json"))
        writing(to.report / "trace.npz", partial(save_trace, graded.trace))
    if to.json_to is not None:
        write_json(document, to.json_to)
    if to.json_to != "-":
        print_verdict(verdict, console_on(sys.stdout), language)
        if graded.coverage:
            click.echo(coverage_total(graded.coverage, language))
    sys.exit(PASSED if verdict.passed else FAILED)
