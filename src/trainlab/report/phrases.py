"""Sentences that several forms of report share."""

from __future__ import annotations

from trainlab.core.duration import format_instant
from trainlab.core.message import Language, Text
from trainlab.core.problem import Problem
from trainlab.grading.rubric import CheckResult
from trainlab.grading.verdict import Verdict
from trainlab.report.text import (
    ERROR,
    HELP,
    OVERRUNS,
    RUN,
    SKILL,
    STOPPED,
    WARNING,
    part_text,
    total_line,
)
from trainlab.report.wire import wire_lines
from trainlab.report.written import written_lines

MEASURED = Text("measured: {measured}", "实测：{measured}")
ALLOWED = Text("allowed: {allowed}", "允许：{allowed}")
WHEN = Text("when: {begin:.2f}..{end:.2f} s", "时间：{begin:.2f}..{end:.2f} s")
NOT_GRADED = Text("not graded", "未评分")


def concealed(result: CheckResult) -> bool:
    """Whether it is a hidden check as a student may see it: its points, and no more."""
    return result.is_concealed


def finding_lines(result: CheckResult, language: Language) -> list[str]:
    """The instructor's remark, what was measured and allowed, when, and the statements behind it; of
    a concealed check nothing."""
    if concealed(result):
        return []
    finding = result.finding
    begin_ns, end_ns = finding.interval
    remark = result.remark
    return [
        *([" ".join(remark.render(language).split())] if remark else []),
        MEASURED.fill(measured=finding.measured).render(language),
        ALLOWED.fill(allowed=finding.allowed).render(language),
        WHEN.fill(begin=begin_ns / 1e9, end=end_ns / 1e9).render(language),
        *written_lines(result.lines, language),
    ]


def verdict_lines(verdict: Verdict, language: Language) -> list[str]:
    """The total, why the run was disqualified or the controller stopped if so, and what the run was."""
    lines = [total_line(verdict, language).plain]
    for problem in verdict.disqualified:
        lines += problem_lines(problem, language)
    if verdict.stopped is not None:
        lines.append(STOPPED.fill(at=format_instant(verdict.stopped_at_ns)).render(language))
        lines += problem_lines(verdict.stopped, language)
    for each in verdict.score.skills:
        name = each.skill.title.within(language) if each.skill.title else each.skill.id
        shown = SKILL.fill(skill=name, earned=each.earned, points=each.points)
        lines.append(shown.render(language))
    run = RUN.fill(
        duration=format_instant(verdict.ticks * verdict.origin.tick_ns),
        ticks=verdict.ticks,
        seed=verdict.origin.seed,
        digest=verdict.trace_digest,
    )
    lines.append(run.render(language))
    lines += wire_lines(verdict.wire, language) if verdict.wire else []
    if verdict.overruns or verdict.wire:
        lines.append(OVERRUNS.fill(count=verdict.overruns).render(language))
    return lines


def problem_lines(problem: Problem, language: Language) -> list[str]:
    """A diagnostic, and its help."""
    severity = ERROR if problem.kind.severity == "error" else WARNING
    where = f"{problem.position}: " if problem.position.file else ""
    what = f"{severity.within(language)} {problem.kind.code}: {problem.message(language)}{part_text(problem, language)}"
    return [where + what, f"  {HELP.within(language)}: {problem.help(language)}"]
