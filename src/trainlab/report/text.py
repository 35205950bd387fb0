"""A verdict and diagnostics as text: in colour on a terminal, plain when piped."""

from __future__ import annotations

import os
from collections.abc import Iterable
from typing import TextIO

from rich.console import Console
from rich.padding import Padding
from rich.text import Text as Styled

from trainlab.core.duration import format_instant
from trainlab.core.message import Language, Message, Text
from trainlab.core.problem import Problem
from trainlab.grading.verdict import Verdict
from trainlab.report.checks import print_checks
from trainlab.report.levels import level_name
from trainlab.report.plain import plain, plain_lines
from trainlab.report.wire import wire_lines
from trainlab.report.written import written_lines

PIPED_WIDTH = 120  # where COLUMNS says nothing else
LEAST_WIDTH = 40

PASSED = Text("PASSED", "通过")
FAILED = Text("FAILED", "未通过")
RUN = Text(
    "{duration} of plant time, {ticks} ticks, seed {seed}, trace {digest}",
    "仿真时间 {duration}，{ticks} 个节拍，种子 {seed}，轨迹 {digest}",
)
OVERRUNS = Text("{count} ticks ran late by a tick or more", "有 {count} 个节拍晚于一个周期以上")
TOTAL = Text(
    "{earned:g} of {points:g} points, {needed:g} to pass",
    "得分 {earned:g} / {points:g}，及格线 {needed:g}",
)
BEFORE_GATES = Text(" ({sum:g} but for the gates)", "（不计必过项为 {sum:g} 分）")
GATES = Text("; gates not passed: {gates}", "；未通过的必过项：{gates}")
SKILL = Text("{skill}: {earned:g} of {points:g}", "{skill}：{earned:g} / {points:g}")
DISQUALIFIED = Text("DISQUALIFIED", "取消资格")
NOTHING_COUNTS = Text(
    "no points count; it would have been {earned:g} of {points:g}",
    "得分无效；否则为 {earned:g} / {points:g}",
)
STOPPED = Text("The controller stopped at {at}:", "控制器在 {at} 停止：")
ERROR = Text("error", "错误")
WARNING = Text("warning", "警告")
HELP = Text("help", "提示")


def console_on(stream: TextIO) -> Console:
    """A console that prints to a stream, as wide as the terminal, or as COLUMNS says in a pipe."""
    width = None if stream.isatty() else _width_asked_for()
    return Console(file=stream, width=width, highlight=False, soft_wrap=False)


def _width_asked_for() -> int:
    """COLUMNS, as ls and others take it (POSIX.1-2017 Base Definitions 8.3)."""
    asked = os.environ.get("COLUMNS", "")
    if asked.isascii() and asked.isdigit() and 0 < len(asked) < 5 and int(asked) > 0:
        return max(int(asked), LEAST_WIDTH)
    return PIPED_WIDTH


def print_verdict(verdict: Verdict, console: Console, language: Language) -> None:
    """The checks, then the total."""
    origin, score = verdict.origin, verdict.score
    console.print(Styled(plain_lines(origin.title.within(language).strip()), style="bold"))
    console.print(Styled(plain(f"{origin.scenario} · {origin.program}"), style="dim"))
    print_checks(score.results, console, language)
    for result in score.results:
        if result.remark is not None:
            remark = plain(" ".join(result.remark.render(language).split()))
            console.print(Styled.assemble((result.check.id, "bold"), f": {remark}"))
    for result in score.results:
        for line in written_lines(result.lines, language):
            console.print(Styled.assemble((result.check.id, "bold"), f": {plain(line)}"))
    if verdict.stopped is not None:
        stopped = STOPPED.fill(at=format_instant(verdict.stopped_at_ns))
        console.print(Styled(stopped.render(language), style="bold red"))
        print_problems([verdict.stopped], console, language)
    print_problems(verdict.disqualified, console, language)
    print_problems(verdict.warnings, console, language)
    console.print(total_line(verdict, language))
    for each in score.skills:
        name = each.skill.title.within(language) if each.skill.title else each.skill.id
        shown = SKILL.fill(skill=plain(name), earned=each.earned, points=each.points)
        console.print(Styled(shown.render(language)))
    run = RUN.fill(
        duration=format_instant(verdict.ticks * origin.tick_ns),
        ticks=verdict.ticks,
        seed=origin.seed,
        digest=verdict.trace_digest,
    )
    console.print(Styled(run.render(language), style="dim"))
    for line in wire_lines(verdict.wire, language) if verdict.wire else ():
        console.print(Styled(line, style="dim"))
    if verdict.overruns or verdict.wire:
        late = OVERRUNS.fill(count=verdict.overruns).render(language)
        console.print(Styled(late, style="yellow" if verdict.overruns else "dim"))


def print_problems(problems: Iterable[Problem], console: Console, language: Language) -> None:
    """Each diagnostic as `file:line:column: severity CODE: message`, and its help line.

    On a terminal they are wrapped between words; in a pipe each is one line, for what reads it there.
    """
    for problem in problems:
        severity = ERROR if problem.kind.severity == "error" else WARNING
        line = Styled.assemble(
            (f"{plain(str(problem.position))}: " if problem.position.file else "", "bold"),
            (
                f"{severity.within(language)} {problem.kind.code}: ",
                "bold red" if severity is ERROR else "bold yellow",
            ),
            plain(problem.message(language)),
            (plain(part_text(problem, language)), "dim"),
        )
        help_line = Styled(f"{HELP.within(language)}: {plain(problem.help(language))}", "cyan")
        if console.is_terminal:
            console.print(line)
            console.print(Padding(help_line, (0, 0, 0, 2), expand=False))
        else:
            console.print(line, soft_wrap=True)
            console.print(Styled.assemble("  ", help_line), soft_wrap=True)


def part_text(problem: Problem, language: Language) -> str:
    """Where an IDE shows the place, behind the message."""
    part = problem.position.part
    return "" if part is None else f" ({part.render(language)})"


def total_line(verdict: Verdict, language: Language) -> Styled:
    """Passed, failed or disqualified, the points, and the gates that were not passed."""
    score = verdict.score
    if verdict.disqualified:
        nothing = NOTHING_COUNTS.fill(earned=score.earned, points=score.points)
        word = (DISQUALIFIED.within(language), "bold red")
        return Styled.assemble(word, "  ", nothing.render(language))
    passed = (PASSED if verdict.passed else FAILED).within(language)
    total = TOTAL.fill(
        earned=score.earned, points=score.points, needed=round(score.pass_share * score.points, 2)
    )
    named = plain(level_name(score.level, language))
    level = f" {named}" if named and verdict.passed else ""
    line = Styled.assemble(
        (passed + level, "bold green" if verdict.passed else "bold red"),
        "  ",
        total.render(language),
    )
    if score.earned < score.sum:
        line.append(BEFORE_GATES.fill(sum=score.sum).render(language))
    if score.failed_gates:
        gates: Message = GATES.fill(gates=plain(", ".join(score.failed_gates)))
        line.append(gates.render(language), style="red")
    return line
