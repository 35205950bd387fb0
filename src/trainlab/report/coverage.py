"""Coverage as plain data, and as a listing of the program with marks."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from trainlab.core.coverage import CoveragePoint
from trainlab.core.message import Language, Text
from trainlab.report.plain import plain
from trainlab.report.verdict_shape import CoverageDocument, FileCoverage

SHARE = Text(
    "coverage: {hit} of {total} statements, {arms_hit} of {arms} branches",
    "覆盖率：{total} 条语句中执行了 {hit} 条，{arms} 个分支中执行了 {arms_hit} 个",
)
MARKS = Text(
    "+ has run, ! only some of its branches have, - has never run",
    "+ 已执行，! 只执行了部分分支，- 从未执行",
)


def coverage_document(points: Sequence[CoveragePoint]) -> CoverageDocument:
    """Totals, then each file with its lines and with the branches that never ran."""
    statements = [point for point in points if not point.arm]
    branches = [point for point in points if point.arm]
    return {
        "statements": {"hit": sum(p.hit for p in statements), "total": len(statements)},
        "branches": {"hit": sum(p.hit for p in branches), "total": len(branches)},
        "files": [_file(name, points) for name in _files(points)],
    }


def _file(name: str, points: Sequence[CoveragePoint]) -> FileCoverage:
    own = [point for point in points if point.position.file == name]
    hit = {p.position.line for p in own if not p.arm and p.hit}
    missed = {p.position.line for p in own if not p.arm and not p.hit}
    return {
        "file": name,
        "lines": {"hit": sorted(hit - missed), "missed": sorted(missed)},
        "branches_missed": [
            {"line": p.position.line, "column": p.position.column, "arm": p.arm}
            for p in own
            if p.arm and not p.hit
        ],
    }


def _files(points: Iterable[CoveragePoint]) -> list[str]:
    return list(dict.fromkeys(point.position.file for point in points))


def coverage_total(points: Sequence[CoveragePoint], language: Language) -> str:
    """One line: how much has run."""
    statements = [point for point in points if not point.arm]
    branches = [point for point in points if point.arm]
    return SHARE.fill(
        hit=sum(p.hit for p in statements),
        total=len(statements),
        arms_hit=sum(p.hit for p in branches),
        arms=len(branches),
    ).render(language)


def coverage_listing(points: Sequence[CoveragePoint], language: Language) -> Iterator[str]:
    """The lines of each file with their numbers and marks; a file that is gone is left out."""
    yield coverage_total(points, language)
    yield MARKS.within(language)
    for name in _files(points):
        try:
            lines = Path(name).read_text(encoding="utf-8-sig").splitlines()
        except (OSError, UnicodeDecodeError):
            continue
        marks = line_marks([point for point in points if point.position.file == name])
        yield plain(f"{name}:")
        for number, line in enumerate(lines, start=1):
            shown = plain(line.expandtabs(4))
            yield f"{marks.get(number, ' ')} {number:5}  {shown}".rstrip()


def line_marks(points: Sequence[CoveragePoint]) -> dict[int, str]:
    """The mark of each line that has a statement: as MARKS explains."""
    marks: dict[int, str] = {}
    for point in points:
        line = point.position.line
        if not point.arm:
            missed = not point.hit or marks.get(line) == "-"
            marks[line] = "-" if missed else marks.get(line, "+")
    for point in points:
        line = point.position.line
        if point.arm and not point.hit and marks.get(line, "+") == "+":
            marks[line] = "!"
    return marks
