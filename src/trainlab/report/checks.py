"""The checks of a verdict: a row each where the terminal is wide, a block each where it is not."""

from __future__ import annotations

from collections.abc import Sequence

from rich.console import Console
from rich.table import Table
from rich.text import Text as Styled

from trainlab.core.message import Language, Text
from trainlab.grading.rubric import CheckResult
from trainlab.report.columns import GAP, column_widths, table_of_widths
from trainlab.report.plain import plain

OK = Text("ok", "通过")
PART = Text("part", "部分")
NOT_OK = Text("FAIL", "未过")
POINTS = Text("points", "得分")
CHECK = Text("check", "检查")
REQUIRED = Text("required", "要求")
MEASURED = Text("measured", "实测")
ALLOWED = Text("allowed", "允许")
WHEN = Text("when", "时间")

_HEADINGS = (Text("", ""), POINTS, CHECK, REQUIRED, MEASURED, ALLOWED, WHEN)
_SENTENCES = (3, 4, 5)
_LEAST_SENTENCE = 20
_LONGEST_ALIGNED = 20


def print_checks(results: Sequence[CheckResult], console: Console, language: Language) -> None:
    """Every check with its points; what was measured and allowed, of the failed ones at least."""
    rows = [_cells(result, language) for result in results]
    headings = [heading.within(language) for heading in _HEADINGS]
    columns = list(zip(headings, *rows, strict=True))
    widths = column_widths(columns, _SENTENCES, console.width, _LEAST_SENTENCE)
    styles = [_style(result) for result in results]
    if widths is None:
        console.print(_blocks(rows, results, styles, headings))
    else:
        console.print(_table(rows, styles, headings, widths))


def _table(
    rows: Sequence[Sequence[str]],
    styles: Sequence[str],
    headings: Sequence[str],
    widths: Sequence[int],
) -> Table:
    table = table_of_widths(headings, widths)
    table.columns[1].justify = "right"
    for cells, style in zip(rows, styles, strict=True):
        mark, points, check, *others = cells
        table.add_row(Styled(mark, style), points, Styled(check, "bold"), *map(Styled, others))
    return table


def _blocks(
    rows: Sequence[Sequence[str]],
    results: Sequence[CheckResult],
    styles: Sequence[str],
    headings: Sequence[str],
) -> Table:
    table = Table.grid(padding=(0, GAP))
    table.add_column(no_wrap=True)
    table.add_column(no_wrap=True, justify="right")
    table.add_column(overflow="fold")
    name_width = min(max(len(cells[2]) for cells in rows), _LONGEST_ALIGNED)
    for cells, result, style in zip(rows, results, styles, strict=True):
        mark, points, check, title, *details = cells
        name = (check.ljust(name_width), "bold")
        table.add_row(Styled(mark, style), points, Styled.assemble(name, "  ", title))
        for heading, detail in () if result.passed else zip(headings[4:], details, strict=True):
            table.add_row("", "", Styled.assemble((f"{heading}: ", "dim"), detail))
    return table


def _cells(result: CheckResult, language: Language) -> tuple[str, ...]:
    check, finding = result.check, result.finding
    mark = OK if result.passed else PART if finding.score > 0 else NOT_OK
    begin_ns, end_ns = finding.interval
    return (
        mark.within(language),
        f"{result.earned:g}/{check.points:g}",
        plain(check.id),
        plain(" ".join(check.title.within(language).split())),
        plain(finding.measured.render(language)),
        plain(finding.allowed.render(language)),
        "" if result.is_concealed else f"{begin_ns / 1e9:.2f}..{end_ns / 1e9:.2f} s",
    )


def _style(result: CheckResult) -> str:
    if result.passed:
        return "green"
    return "yellow" if result.finding.score > 0 else "bold red"
