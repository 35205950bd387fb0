"""A submission over several seeds, as a table and as plain data."""

from __future__ import annotations

from rich.console import Console

from trainlab.core.message import Language, Text
from trainlab.grading.seeds import OverSeeds, SeedResult
from trainlab.report.columns import print_listing
from trainlab.report.levels import level_name
from trainlab.report.verdict_shape import SeedsDocument

HEADINGS = (
    Text("seed", "种子"),
    Text("points", "得分"),
    Text("", ""),
    Text("not in full", "未得满分"),
)
PASSED, FAILED = Text("passed", "通过"), Text("FAILED", "未通过")
STOPPED = Text("the controller stopped", "控制器停止")
DISQUALIFIED = Text("disqualified", "取消资格")
SUMMARY = Text(
    "{count} seeds: worst {worst:g} (seed {seed}), median {median:g} of {points:g} points, {passed} passed; the worst counts",
    "{count} 个种子：最低 {worst:g} 分（种子 {seed}），中位 {median:g} 分，满分 {points:g} 分，{passed} 个通过；以最低分为准",
)


def print_seeds(over: OverSeeds, console: Console, language: Language) -> None:
    """A row for each seed, and what counts."""
    heading, *rows = seeds_rows(over, language)
    print_listing(heading, rows, console)
    console.print(seeds_summary(over, language))


def seeds_summary(over: OverSeeds, language: Language) -> str:
    """One line: the worst, the median, how many passed."""
    worst = over.worst
    return SUMMARY.fill(
        count=len(over.results),
        worst=worst.earned,
        seed=worst.seed,
        median=over.median.earned,
        points=worst.points,
        passed=sum(result.passed for result in over.results),
    ).render(language)


def seeds_rows(over: OverSeeds, language: Language) -> list[tuple[str, ...]]:
    """The headings, then the cells of each seed."""
    headings = tuple(heading.within(language) for heading in HEADINGS)
    return [headings, *(_cells(result, language) for result in over.results)]


def _cells(result: SeedResult, language: Language) -> tuple[str, ...]:
    level = level_name(result.level, language)
    outcome = (PASSED if result.passed else FAILED).within(language)
    short = list(result.short)
    if result.stopped:
        short.insert(0, STOPPED.within(language))
    if result.disqualified:
        short.insert(0, DISQUALIFIED.within(language))
    return str(result.seed), f"{result.earned:g}", f"{outcome} {level}".strip(), ", ".join(short)


def seeds_document(over: OverSeeds) -> SeedsDocument:
    """Likewise as plain data."""
    return {
        "passed": over.passed,
        "worst": over.worst.seed,
        "median": over.median.seed,
        "median_points": over.median.earned,
        "table": [
            {
                "seed": each.seed,
                "points": each.earned,
                "max_points": each.points,
                "passed": each.passed,
                "level": each.level or None,
                "stopped": each.stopped,
                "disqualified": each.disqualified,
                "short": list(each.short),
                "digest": each.digest,
            }
            for each in over.results
        ],
    }
