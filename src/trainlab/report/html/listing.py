"""The program with a mark at every line that ran or did not, and diagnostics under their lines."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from trainlab.core.coverage import CoveragePoint
from trainlab.core.problem import Problem
from trainlab.grading.rubric import CheckResult
from trainlab.report.coverage import line_marks
from trainlab.report.plain import plain

MOST_LINES, LONGEST = 20_000, 2_000
TAB = 4


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a program; `mark` is "+", "!", "-" or " " as in the coverage listing. `wrote`
    are the checks that were lost by an output which this line was the last to write, and `anchor` is
    what links to it, if there are any."""

    number: int
    text: str
    mark: str
    problems: tuple[Problem, ...] = ()
    wrote: tuple[str, ...] = ()
    anchor: str = ""

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

    @property
    def wrote(self) -> bool:
        """Whether one of its lines is an evidence line."""
        return any(line.wrote for line in self.lines)


def listings(
    coverage: Sequence[CoveragePoint],
    problems: Sequence[Problem],
    results: Sequence[CheckResult] = (),
) -> list[Listing]:
    """Every file that coverage, a diagnostic or an evidence line names, in that order; what cannot be
    read is left out."""
    wrote: dict[tuple[str, int], dict[str, None]] = {}
    for result in results:
        writes = [line.write for line in result.lines if line.write]
        for write in (*writes, *(write.made for write in writes if write.made)):
            position = write.position
            wrote.setdefault((position.file, position.line), {})[result.check.id] = None
    files = dict.fromkeys(
        [point.position.file for point in coverage]
        + [problem.position.file for problem in problems if problem.position.line]
        + [file for file, _ in wrote]
    )
    found = (_listing(n, file, coverage, problems, wrote) for n, file in enumerate(files, 1))
    return [listing for listing in found if listing]


def anchors(listed: Sequence[Listing]) -> dict[tuple[str, int], str]:
    """What links to a line, by file and line."""
    return {
        (listing.file, line.number): line.anchor
        for listing in listed
        for line in listing.lines
        if line.anchor
    }


def _listing(
    place: int,
    file: str,
    coverage: Sequence[CoveragePoint],
    problems: Iterable[Problem],
    wrote: Mapping[tuple[str, int], Iterable[str]],
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
        Line(
            number,
            _shown(text),
            marks.get(number, " "),
            tuple(by_line.get(number, ())),
            tuple(wrote.get((file, number), ())),
            f"line-{place}-{number}" if (file, number) in wrote else "",
        )
        for number, text in enumerate(texts[:MOST_LINES], start=1)
    )
    return Listing(file, lines, max(len(texts) - MOST_LINES, 0))


def _shown(text: str) -> str:
    cut = text if len(text) <= LONGEST else text[:LONGEST] + "…"
    return plain(cut.expandtabs(TAB))
