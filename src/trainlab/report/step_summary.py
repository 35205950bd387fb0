"""The verdict as Markdown, for the summary page of a GitHub Actions job (GITHUB_STEP_SUMMARY)."""

from __future__ import annotations

import re
from collections.abc import Iterable

from trainlab.core.message import Language, Text
from trainlab.core.problem import Problem
from trainlab.grading.rubric import CheckResult
from trainlab.grading.verdict import Verdict
from trainlab.report.checks import (
    ALLOWED,
    CHECK,
    MEASURED,
    NOT_OK,
    OK,
    PART,
    POINTS,
    REQUIRED,
    WHEN,
)
from trainlab.report.contract import Outcome, Refusal
from trainlab.report.coverage import coverage_total
from trainlab.report.phrases import NOT_GRADED, concealed, problem_lines, verdict_lines
from trainlab.report.plain import encoded, plain
from trainlab.report.seeds import seeds_rows
from trainlab.report.written import written_lines

# GitHub drops a step's summary of more than 1 MiB whole; other lines of the step shall have room too.
MOST_BYTES = 900_000
MORE = Text("{count} more lines are left out here", "此处省略 {count} 行")
# Any ASCII punctuation may be escaped (GitHub Flavored Markdown, 2.4); these can begin something:
# marks, links, HTML, entities, tables, mentions, formulas, and links by their bare names.
_MARKUP = re.compile(r"([\\`*_{}\[\]()<>#+\-.!|&~@:$^=])")
_HEADINGS = (Text("", ""), POINTS, CHECK, REQUIRED, MEASURED, ALLOWED, WHEN)


class StepSummary:
    """A table of the checks, the total and the diagnostics."""

    name = "summary"
    file_name = "summary.md"
    title = Text("Markdown for the summary of a GitHub job", "供 GitHub 作业摘要使用的 Markdown")
    about = Text(
        "To be appended to the file that GITHUB_STEP_SUMMARY names.",
        "可追加到 GITHUB_STEP_SUMMARY 所指的文件。",
    )

    def write(self, outcome: Outcome, language: Language) -> bytes:
        """The file on a graded run."""
        verdict = outcome.verdict
        total, *others = verdict_lines(verdict, language)
        lines = [
            f"### {escaped(verdict.origin.title.within(language))}",
            "",
            f"**{escaped(total)}**  ",
            f"{escaped(verdict.origin.scenario)}, {escaped(verdict.origin.program)}",
            "",
            _row(heading.within(language) for heading in _HEADINGS),
            _row(["---", "--:", *["---"] * (len(_HEADINGS) - 2)]),
            *(_row(_cells(result, language)) for result in verdict.score.results),
            "",
            *_list(written_of(verdict, language)),
            *_list(others),
            *_seeds(outcome, language),
            *_problems(verdict.warnings, language),
        ]
        if outcome.coverage:
            lines += _list([coverage_total(outcome.coverage, language)])
        return _fitting(lines, language)

    def refuse(self, refusal: Refusal, language: Language) -> bytes:
        """The diagnostics."""
        heading = f"### {escaped(refusal.scenario)}: {escaped(NOT_GRADED.within(language))}"
        return _fitting([heading, "", *_problems(refusal.problems, language)], language)


def written_of(verdict: Verdict, language: Language) -> list[str]:
    """The statements behind every check that lost points."""
    return [
        f"{result.check.id}: {line}"
        for result in verdict.score.results
        for line in written_lines(result.lines, language)
    ]


def escaped(text: str) -> str:
    """A text as one line of Markdown that shows it as it is."""
    return _MARKUP.sub(r"\\\1", plain(" ".join(text.split())))


def _cells(result: CheckResult, language: Language) -> list[str]:
    check, finding = result.check, result.finding
    mark = OK if result.passed else PART if finding.score > 0 else NOT_OK
    begin_ns, end_ns = finding.interval
    remark = result.remark
    texts = (
        check.id,
        check.title.within(language) + (f" ({remark.render(language)})" if remark else ""),
        finding.measured.render(language),
        finding.allowed.render(language),
        "" if concealed(result) else f"{begin_ns / 1e9:.2f}..{end_ns / 1e9:.2f} s",
    )
    shown = mark.within(language) if result.passed else f"**{mark.within(language)}**"
    return [shown, f"{result.earned:g}/{check.points:g}", *map(escaped, texts)]


def _row(cells: Iterable[str]) -> str:
    return f"| {' | '.join(cells)} |"


def _list(lines: list[str]) -> list[str]:
    return [f"- {escaped(line)}" for line in lines]


def _problems(problems: Iterable[Problem], language: Language) -> list[str]:
    lines = []
    for problem in problems:
        what, help_line = problem_lines(problem, language)
        lines += [f"- {escaped(what)}  ", f"  {escaped(help_line)}"]
    return lines


def _seeds(outcome: Outcome, language: Language) -> list[str]:
    if outcome.over is None:
        return []
    heading, *rows = seeds_rows(outcome.over, language)
    table = [_row(map(escaped, heading)), _row(["---"] * len(heading))]
    return ["", *table, *(_row(map(escaped, row)) for row in rows), ""]


def _fitting(lines: list[str], language: Language) -> bytes:
    """As many of the lines as fit, and how many do not."""
    kept: list[str] = []
    size = 0
    for number, line in enumerate(lines):
        size += len(encoded(line)) + 1
        if size > MOST_BYTES:
            kept += ["", escaped(MORE.fill(count=len(lines) - number).render(language))]
            break
        kept.append(line)
    return encoded("\n".join(kept) + "\n")
