"""trainlab grade: a program on a scenario in virtual time."""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import NoReturn

import click

from trainlab.bench.pacer import PatientPacer
from trainlab.cli.destinations import (
    FILE,
    Decorated,
    Destinations,
    json_option,
    out_option,
    report_option,
    trace_option,
)
from trainlab.cli.exit_codes import DISQUALIFIED, FAILED, PASSED
from trainlab.cli.numbers import FiniteRange
from trainlab.cli.output import coverage_option, fail_with, language_option, write_json
from trainlab.cli.progress import jobs_option, progress
from trainlab.cli.reports import write_refusals, write_reports
from trainlab.cli.settings import setting
from trainlab.core.message import Language, Text
from trainlab.core.problem import ProblemsFound
from trainlab.grading.seeds import OverSeeds
from trainlab.grading.verdict import Verdict
from trainlab.report.contract import Outcome, Refusal
from trainlab.report.coverage import coverage_total
from trainlab.report.outcome import outcome_document, print_outcome
from trainlab.report.text import console_on
from trainlab.scenario.load import load_scenario
from trainlab.scenario.sheet import MOST_SEEDS
from trainlab.session.grade import Graded, grade_compiled
from trainlab.session.lines import with_lines
from trainlab.session.parallel import executor_for
from trainlab.session.program import compile_program
from trainlab.session.seeds import Exam, grade_over_seeds

HELP = Text(
    "Run PROGRAM (a file, a folder, the project of an IDE) against the plant of SCENARIO in virtual time"
    " and say what it is worth, and why.\n\n"
    "Exits with 0 if it passes, 1 if it fails, 2 if there is nothing to grade, 3 if it is disqualified.",
    "在仿真时间内用 SCENARIO 的被控对象运行 PROGRAM（文件、文件夹或 IDE 工程），给出评分和原因。\n\n"
    "退出码：0 通过，1 未通过，2 无法评分，3 取消资格。",
)
SEED = Text(
    "Seed of the run; the scenario's own if left out.", "运行的种子；缺省用场景自带的种子。"
)
REVEAL = Text(
    "Show hidden checks too, for the instructor; else their points alone.",
    "同时显示隐藏的检查项（供教师使用）；否则只显示其得分。",
)
SEEDS = Text(
    "Grade over so many seeds, from that of --seed on; the worst counts. As the sheet says if left out.",
    "在多少个种子上评分（从 --seed 开始），以最低分为准；缺省按场景文件的设定。",
)
TIME_LIMIT = Text(
    "Seconds that a run, each seed's anew, may take on this computer; after them nothing is graded.",
    "每次运行（每个种子分别计时）在本机上允许的秒数；超时则不评分。",
)
GRADING = Text("grading", "评分中")
WATCH = Text(
    "Record a variable of the program in the trace, by its path (timer.ET); may be repeated.",
    "把程序变量（按路径，如 timer.ET）记录到轨迹中；可重复使用。",
)
FORCE = Text(
    "Hold a variable of the program at a value during the run, to see what comes of it; may be repeated."
    " Such a run is disqualified. One seed alone is run.",
    "运行期间把程序变量强制为某值，用于排查问题；可重复使用。这样的运行取消评分资格，且只运行一个种子。",
)


def command(language: Language) -> click.Command:
    """The verb in one language."""

    @click.command("grade", help=HELP.within(language))
    @click.argument("scenario", type=FILE)
    @click.argument("program", type=FILE)
    @click.option("--seed", type=click.IntRange(min=0), default=None, help=SEED.within(language))
    @click.option(
        "--seeds", type=click.IntRange(1, MOST_SEEDS), default=None, help=SEEDS.within(language)
    )
    @jobs_option(language)
    @click.option(
        "--time-limit",
        type=FiniteRange(min=0.001, max=86400.0),
        default=86400.0,
        help=TIME_LIMIT.within(language),
    )
    @json_option(language)
    @report_option(language)
    @out_option(language)
    @trace_option(language)
    @click.option("--watch", metavar="VAR", multiple=True, help=WATCH.within(language))
    @click.option(
        "--force", "forced", metavar="VAR=VALUE", multiple=True, help=FORCE.within(language)
    )
    @coverage_option(language)
    @reveal_option(language)
    @language_option(language)
    def verb(
        scenario: Path,
        program: Path,
        seed: int | None,
        seeds: int | None,
        jobs: int | None,
        json_to: str | None,
        report: Path | None,
        trace: Path | None,
        watch: tuple[str, ...],
        forced: tuple[str, ...],
        coverage: bool,
        reveal: bool,
        out: tuple[tuple[str, Path], ...],
        time_limit: float,
    ) -> None:
        to = Destinations(json_to, report, trace, out)
        to.prove([scenario, program], language)
        forces = [setting(each, "--force", language) for each in forced]
        try:
            loaded = load_scenario(scenario)
            over = None
            count = 1 if forces else seeds or loaded.seeds
            if count > 1:
                first = loaded.seed if seed is None else seed
                exam = Exam(scenario, program, time_limit)
                over = _over_seeds(
                    exam, range(first, first + count), loaded.ticks * count, jobs, language
                )
                seed = over.worst.seed
            covering = coverage or report is not None or bool(out)
            pacer = PatientPacer(time_limit)
            compiled = compile_program(program)
            graded = grade_compiled(
                loaded,
                compiled,
                program,
                seed,
                pacer,
                covering=covering,
                watched=watch,
                forces=forces,
            )
            graded = with_lines(loaded, compiled, graded, pacer.rest())
        except ProblemsFound as found:
            write_refusals(Refusal(str(scenario), str(program), found.problems), language, to)
            fail_with(found.problems, language, json_to)
        if not reveal:
            over = over and over.concealed(graded.verdict.score)
            graded = graded.concealed()
        deliver(graded, language, to, over)

    return verb


def _over_seeds(
    exam: Exam, seeds: Sequence[int], ticks: int, jobs: int | None, language: Language
) -> OverSeeds:
    executor, jobs = executor_for(ticks, jobs and min(jobs, len(seeds)))
    with executor, progress(GRADING.within(language), len(seeds)) as done:
        return OverSeeds(grade_over_seeds(exam, seeds, executor, jobs, done))


def reveal_option(language: Language) -> Callable[[Decorated], Decorated]:
    """--reveal"""
    return click.option("--reveal", is_flag=True, help=REVEAL.within(language))


def deliver(
    graded: Graded, language: Language, to: Destinations, over: OverSeeds | None = None
) -> NoReturn:
    """Write what was asked for, show the verdict, and leave with its exit code."""
    write_result(graded, language, to, over)
    sys.exit(exit_code(graded.verdict))


def exit_code(verdict: Verdict) -> int:
    """How a verb ends that has graded so."""
    return DISQUALIFIED if verdict.disqualified else PASSED if verdict.passed else FAILED


def write_result(
    graded: Graded, language: Language, to: Destinations, over: OverSeeds | None = None
) -> None:
    """Write what was asked for, and show the verdict.

    Where several seeds were graded, `graded` is the worst of them, and all of them must pass.
    Files come before the text: whoever reads only its beginning has them all the same.
    """
    verdict = graded.verdict
    outcome = Outcome(verdict, graded.trace, graded.coverage, over)
    write_reports(outcome, language, to)
    if to.json_to is not None:
        write_json(outcome_document(outcome, language), to.json_to)
    if to.json_to != "-":
        print_outcome(outcome, console_on(sys.stdout), language)
        if graded.coverage:
            click.echo(coverage_total(graded.coverage, language))
