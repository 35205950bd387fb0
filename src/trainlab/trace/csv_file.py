"""A trace as CSV (RFC 4180): a column a signal, a row a tick, `time_s` first."""

from __future__ import annotations

import csv
from pathlib import Path

import numpy as np

from trainlab.core.duration import NS_PER_S
from trainlab.core.expression import Column
from trainlab.trace.trace import Trace

ROWS_AT_ONCE = 10_000


def save_csv(trace: Trace, path: Path) -> None:
    """Write the columns: BOOL as 0 and 1, numbers with all their digits, nan and inf by name."""
    columns = list(trace.columns.values())
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["time_s", *trace.columns])
        for start in range(0, len(trace.now_ns), ROWS_AT_ONCE):
            some = slice(start, start + ROWS_AT_ONCE)
            times = [exact_seconds(now_ns) for now_ns in trace.now_ns[some].tolist()]
            writer.writerows(zip(times, *(_cells(column[some]) for column in columns), strict=True))


def exact_seconds(now_ns: int) -> str:
    """Nanoseconds as seconds, no digit lost and none too many."""
    whole, part = divmod(now_ns, NS_PER_S)
    return f"{whole}.{part:09d}".rstrip("0").rstrip(".")


def _cells(column: Column) -> list[str]:
    if column.dtype == np.bool_:
        return ["1" if value else "0" for value in column.tolist()]
    return [repr(value).removesuffix(".0") for value in column.tolist()]
