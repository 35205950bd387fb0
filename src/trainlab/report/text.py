"""A verdict and diagnostics as text: in colour on a terminal, plain when piped."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TextIO

from rich.box import SIMPLE_HEAD
from rich.console import Console, RenderableType
from rich.table import Table
from rich.text import Text as Styled

from trainlab.core.duration import format_instant
from trainlab.core.message import Language, Message, Text
from trainlab.core.problem import Problem
from trainlab.grading.rubric import CheckResult
from trainlab.grading.verdict import Verdict

PIPED_WIDTH = 400  # a line a check, however long

PASSED = Text("PASSED", "通过")
FAILED = Text("FAILED", "未通过")
OK = Text("ok", "通过")
PART = Text("part", "部分")
NOT_OK = Text("FAIL", "未过")
POINTS = Text("points", "得分")
REQUIRED = Text("required", "要求")
MEASURED = Text("measured", "实测")
ALLOWED = Text("allowed", "允许")
WHEN = Text("when", "时间")
RUN = Text(
    "{duration} of plant time, {ticks} ticks, seed {seed}, trace {digest}",
    "仿真时间 {duration}，{ticks} 个节拍，种子 {seed}，轨迹 {digest}",
)
OVERRUNS = Text("{count} ticks ran late by a tick or more", "有 {count} 个节拍晚于一个周期以上")
TOTAL = Text(
    "{earned:g} of {points:g} points, {needed:g} to pass",
    "得分 {earned:g} / {points:g}，及格线 {needed:g}",
)
GATES = Text("must be passed in any case: {gates}", "必须通过的检查未通过：{gates}")
STOPPED = Text("The controller stopped at {at}:", "控制器在 {at} 停止：")
ERROR = Text("error", "错误")
WARNING = Text("warning", "警告")
HELP = Text("help", "提示")


def console_on(stream: TextIO) -> Console:
    """A console that prints to a stream, wide enough for a verdict where it is not a terminal."""
    width = None if stream.isatty() else PIPED_WIDTH
    return Console(file=stream, width=width, highlight=False, soft_wrap=False)


def print_verdict(verdict: Verdict, console: Console, language: Language) -> None:
    """A line a check, then the total."""
    origin, score = verdict.origin, verdict.score
    console.print(Styled(origin.title.within(language), style="bold"))
    console.print(Styled(f"{origin.scenario} · {origin.program}", style="dim"))
    table = Table(box=SIMPLE_HEAD, pad_edge=False, show_edge=False)
    table.add_column("")
    table.add_column(POINTS.within(language), justify="right", no_wrap=True)
    for heading in (REQUIRED, MEASURED, ALLOWED):
        table.add_column(heading.within(language), overflow="fold")
    table.add_column(WHEN.within(language), no_wrap=True)
    for result in score.results:
        table.add_row(*_row(result, language))
    console.print(table)
    if verdict.stopped is not None:
        stopped = STOPPED.fill(at=format_instant(verdict.stopped_at_ns))
        console.print(Styled(stopped.render(language), style="bold red"))
        print_problems([verdict.stopped], console, language)
    print_problems(verdict.warnings, console, language)
    console.print(_total(verdict, language))
    run = RUN.fill(
        duration=format_instant(verdict.ticks * origin.tick_ns),
        ticks=verdict.ticks,
        seed=origin.seed,
        digest=verdict.trace_digest,
    )
    console.print(Styled(run.render(language), style="dim"))
    if verdict.overruns:
        late = OVERRUNS.fill(count=verdict.overruns).render(language)
        console.print(Styled(late, style="yellow"))


def print_problems(problems: Iterable[Problem], console: Console, language: Language) -> None:
    """Each diagnostic as `file:line:column: severity CODE: message`, and its help line."""
    for problem in problems:
        severity = ERROR if problem.kind.severity == "error" else WARNING
        line = Styled.assemble(
            (f"{problem.position}: " if problem.position.file else "", "bold"),
            (
                f"{severity.within(language)} {problem.kind.code}: ",
                "bold red" if severity is ERROR else "bold yellow",
            ),
            problem.message(language),
            (_part(problem, language), "dim"),
        )
        console.print(line, soft_wrap=True)
        hint = f"  {HELP.within(language)}: {problem.help(language)}"
        console.print(Styled(hint, style="cyan"), soft_wrap=True)


def _part(problem: Problem, language: Language) -> str:
    """Where an IDE shows the place, behind the message."""
    part = problem.position.part
    return "" if part is None else f" ({part.render(language)})"


def _row(result: CheckResult, language: Language) -> tuple[RenderableType, ...]:
    check, finding = result.check, result.finding
    if result.passed:
        mark = Styled(OK.within(language), style="green")
    elif finding.score > 0:
        mark = Styled(PART.within(language), style="yellow")
    else:
        mark = Styled(NOT_OK.within(language), style="bold red")
    begin_ns, end_ns = finding.interval
    return (
        mark,
        f"{result.earned:g}/{check.points:g}",
        Styled.assemble((check.id, "bold"), " ", check.title.within(language)),
        Styled(finding.measured.render(language)),
        Styled(finding.allowed.render(language)),
        f"{begin_ns / 1e9:.2f}..{end_ns / 1e9:.2f} s",
    )


def _total(verdict: Verdict, language: Language) -> Styled:
    score = verdict.score
    passed = (PASSED if verdict.passed else FAILED).within(language)
    total = TOTAL.fill(
        earned=score.earned, points=score.points, needed=round(score.pass_share * score.points, 2)
    )
    line = Styled.assemble(
        (passed, "bold green" if verdict.passed else "bold red"), "  ", total.render(language)
    )
    if score.failed_gates:
        gates: Message = GATES.fill(gates=", ".join(score.failed_gates))
        line.append(f"; {gates.render(language)}", style="red")
    return line
