"""trainlab grade: a program on a scenario in virtual time."""

from __future__ import annotations

import io
import sys
from pathlib import Path

import click

from trainlab.cli.exit_codes import FAILED, PASSED
from trainlab.cli.output import (
    cannot_write,
    coverage_option,
    fail_with,
    json_option,
    language_option,
    write_json,
    write_text,
)
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
REPORT = Text(
    "Write verdict.txt, verdict.json and trace.npz into DIR.",
    "把 verdict.txt、verdict.json 和 trace.npz 写入 DIR。",
)
WATCH = Text(
    "Record a variable of the program in the trace, by its path (timer.ET); may be repeated.",
    "把程序变量（按路径，如 timer.ET）记录到轨迹中；可重复使用。",
)
TRACE = Text("Write the trace as a numpy archive.", "把轨迹写成 numpy 归档文件。")


def command(language: Language) -> click.Command:
    """The verb in one language."""

    @click.command("grade", help=HELP.within(language))
    @click.argument("scenario", type=click.Path(path_type=Path))
    @click.argument("program", type=click.Path(path_type=Path))
    @click.option("--seed", type=click.IntRange(min=0), default=None, help=SEED.within(language))
    @json_option(language)
    @click.option(
        "--report",
        metavar="DIR",
        type=click.Path(path_type=Path, file_okay=False),
        default=None,
        help=REPORT.within(language),
    )
    @click.option(
        "--trace",
        metavar="FILE.npz",
        type=click.Path(path_type=Path, dir_okay=False),
        default=None,
        help=TRACE.within(language),
    )
    @click.option("--watch", metavar="VAR", multiple=True, help=WATCH.within(language))
    @coverage_option(language)
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
    ) -> None:
        try:
            graded = grade(load_scenario(scenario), program, seed, covering=coverage, watched=watch)
        except ProblemsFound as found:
            fail_with(found.problems, language, json_to)
        deliver(graded, language, json_to, report, trace)

    return verb


def deliver(
    graded: Graded, language: Language, json_to: str | None, report: Path | None, trace: Path | None
) -> None:
    """Show a verdict, write what was asked for, and leave with the verdict's exit code."""
    verdict = graded.verdict
    document = verdict_document(verdict, language)
    if graded.coverage:
        document["coverage"] = coverage_document(graded.coverage)
    if json_to != "-":
        print_verdict(verdict, console_on(sys.stdout), language)
        if graded.coverage:
            click.echo(coverage_total(graded.coverage, language))
    if json_to is not None:
        write_json(document, json_to)
    if report is not None:
        page = io.StringIO()
        print_verdict(verdict, console_on(page), language)
        if graded.coverage:
            page.write("\n".join(["", *coverage_listing(graded.coverage, language), ""]))
        write_text(report / "verdict.txt", page.getvalue())
        write_json(document, str(report / "verdict.json"))
    for path in (trace, report / "trace.npz" if report else None):
        if path is not None:
            try:
                save_trace(graded.trace, path)
            except OSError as error:
                raise cannot_write(path, error) from None
    sys.exit(PASSED if verdict.passed else FAILED)
