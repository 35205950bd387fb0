"""A progress bar on a terminal, nothing elsewhere; and how many processes work."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import click

from trainlab.cli.destinations import Decorated
from trainlab.core.message import Language, Text

JOBS = Text(
    "Processes that work at once; as many as processors if left out, where that is worth it.",
    "并行进程数；缺省时在值得并行的情况下等于处理器数。",
)


def jobs_option(language: Language) -> Callable[[Decorated], Decorated]:
    """--jobs N"""
    return click.option(
        "--jobs",
        type=click.IntRange(1, 1024),
        default=None,
        help=JOBS.within(language),
    )


@contextmanager
def progress(title: str, total: int) -> Iterator[Callable[[int], None]]:
    """A function that takes how many more are done."""
    if not sys.stderr.isatty():
        yield lambda count: None
        return
    from rich.console import Console
    from rich.progress import (
        BarColumn,
        MofNCompleteColumn,
        Progress,
        TextColumn,
        TimeRemainingColumn,
    )

    columns = (TextColumn(title), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("", total=total)
        yield lambda count: bar.advance(task, count)
