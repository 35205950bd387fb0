"""The program with a mark at every line that ran or did not, and diagnostics under their lines."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from trainlab.core.coverage import CoveragePoint
from trainlab.core.problem import Problem
from trainlab.report.coverage import line_marks
from trainlab.report.plain import plain

MOST_LINES, LONGEST = 20_000, 2_000
TAB = 4


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a program; `mark` is "+", "!", "-" or " " as in the coverage listing."""

    number: int
    text: str
    mark: str
    problems: tuple[Problem, ...] = ()

    @property
    def kind(self) -> str:
        """The mark as a word."""
        return {"+": "hit", "!": "part", "-": "miss"}.get(self.mark, "rest")


@dataclass(frozen=True, slots=True)
class Listing:
    """One file; `missing` counts the lines that are too many to show."""

    file: str
    lines: tuple[Line, ...]
    missing: int


def listings(coverage: Sequence[CoveragePoint], problems: Sequence[Problem]) -> list[Listing]:
    """Every file that coverage or a diagnostic names, in that order; what cannot be read is left out."""
    files = dict.fromkeys(
        [point.position.file for point in coverage]
        + [problem.position.file for problem in problems if problem.position.line]
    )
    return [listing for file in files if (listing := _listing(file, coverage, problems))]


def _listing(
    file: str, coverage: Sequence[CoveragePoint], problems: Iterable[Problem]
) -> Listing | None:
    try:
        texts = Path(file).read_text(encoding="utf-8-sig").splitlines()
    except (OSError, UnicodeDecodeError, ValueError):
        return None
    marks = line_marks([point for point in coverage if point.position.file == file])
    by_line: dict[int, list[Problem]] = {}
    for problem in problems:
        if problem.position.file == file:
            by_line.setdefault(problem.position.line, []).append(problem)
    lines = tuple(
        Line(number, _shown(text), marks.get(number, " "), tuple(by_line.get(number, ())))
        for number, text in enumerate(texts[:MOST_LINES], start=1)
    )
    return Listing(file, lines, max(len(texts) - MOST_LINES, 0))


def _shown(text: str) -> str:
    cut = text if len(text) <= LONGEST else text[:LONGEST] + "…"
    return plain(cut.expandtabs(TAB))
