"""trainlab run: a program without a plant."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import click

from trainlab.cli.destinations import FILE, Destinations, json_option
from trainlab.cli.exit_codes import FAILED
from trainlab.cli.output import (
    coverage_option,
    fail_with,
    language_option,
    show_problems,
    write_json,
)
from trainlab.cli.settings import setting
from trainlab.core.duration import parse_duration
from trainlab.core.message import Language, Text
from trainlab.core.problem import ProblemsFound
from trainlab.report.coverage import coverage_document, coverage_listing
from trainlab.session.alone import UnknownVariable, UnusableValue, run_alone

HELP = Text(
    "Run PROGRAM alone, without a plant, and print every variable after the last scan.",
    "不接被控对象单独运行 PROGRAM，并在最后一次扫描后打印全部变量。",
)
POU = Text(
    "The PROGRAM or FUNCTION_BLOCK to run, if there are several.",
    "有多个时要运行的 PROGRAM 或 FUNCTION_BLOCK。",
)
SCANS = Text("How many scans.", "扫描次数。")
PERIOD = Text("Time from scan to scan.", "扫描周期。")
SET = Text(
    "Set a variable before the first scan; may be repeated.", "在首次扫描前给变量赋值；可重复使用。"
)
MOST_SCANS = 10_000_000  # more than a day at 10 ms; its Python takes less than a minute
BAD_PERIOD = Text("'{value}' is not a duration such as 10ms", "“{value}”不是时间，例如 10ms")
NO_SUCH = Text("no variable '{path}'{hint}", "没有变量“{path}”{hint}")
UNUSABLE = Text(
    "'{path}' is {type} and cannot hold '{literal}': {example}",
    "“{path}”的类型是 {type}，不能取值“{literal}”：{example}",
)


def command(language: Language) -> click.Command:
    """The verb in one language."""

    @click.command("run", help=HELP.within(language))
    @click.argument("program", type=FILE)
    @click.option("--pou", metavar="NAME", default=None, help=POU.within(language))
    @click.option(
        "--scans",
        type=click.IntRange(0, MOST_SCANS),
        default=1,
        show_default=True,
        help=SCANS.within(language),
    )
    @click.option("--period", default="10ms", show_default=True, help=PERIOD.within(language))
    @click.option(
        "--set", "settings", metavar="VAR=VALUE", multiple=True, help=SET.within(language)
    )
    @json_option(language)
    @coverage_option(language)
    @language_option(language)
    def verb(
        program: Path,
        pou: str | None,
        scans: int,
        period: str,
        settings: tuple[str, ...],
        json_to: str | None,
        coverage: bool,
    ) -> None:
        Destinations(json_to).prove([program], language)
        period_ns = _period(period, language)
        pairs = [setting(each, "--set", language) for each in settings]
        try:
            end = run_alone(program, pou, scans, period_ns, pairs, coverage)
        except ProblemsFound as found:
            fail_with(found.problems, language, json_to)
        except UnknownVariable as unknown:
            message = NO_SUCH.fill(path=unknown.path, hint=unknown.hint)
            raise click.UsageError(message.render(language)) from None
        except UnusableValue as bad:
            message = UNUSABLE.fill(
                path=bad.path, literal=bad.literal, type=bad.type_name, example=bad.example
            )
            raise click.UsageError(message.render(language)) from None
        show_problems(end.warnings, language)
        document: dict[str, object] = {"scans": end.scans, "variables": dict(end.variables)}
        if end.overruns:
            document["overruns"] = dict(end.overruns)
        if end.coverage:
            document["coverage"] = coverage_document(end.coverage)
        if end.stopped is not None:
            show_problems([end.stopped], language)
            document["stopped"] = end.stopped.as_json(language)
        if json_to is not None:
            write_json(document, json_to)
        if json_to != "-":
            for path, value in end.variables.items():
                click.echo(f"{path} = {json.dumps(value, ensure_ascii=False)}")
            for line in coverage_listing(end.coverage, language) if end.coverage else ():
                click.echo(line)
        sys.exit(FAILED if end.stopped is not None else 0)

    return verb


def _period(text: str, language: Language) -> int:
    try:
        period_ns = parse_duration(text)
    except ValueError:
        period_ns = 0
    if period_ns <= 0:
        message = BAD_PERIOD.fill(value=text).render(language)
        raise click.BadParameter(message, param_hint="--period")
    return period_ns
