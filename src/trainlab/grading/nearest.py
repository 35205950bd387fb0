"""The check that came nearest to seeing a difference between two runs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from trainlab.core.expression import Column
from trainlab.grading.evidence import Evidence
from trainlab.grading.rubric import CheckResult


def nearest_check(
    results: Sequence[CheckResult],
    evidence: Evidence,
    columns: Mapping[str, Column],
    others: Mapping[str, Column],
) -> tuple[str, float]:
    """Its id, and the share (0..1) of the rows it looks at in which a signal of its differs between
    `columns` and `others`; ("", 0) if no check looks at anything that differs."""
    parted = {
        name.casefold(): column[: len(others[name])] != others[name][: len(column)]
        for name, column in columns.items()
        if name in others
    }
    best = ("", 0.0)
    for result in results:
        seen = [parted[n.casefold()] for n in result.finding.signals if n.casefold() in parted]
        if not seen:
            continue
        looked = np.zeros(len(seen[0]), dtype=np.bool_)
        for begin, end in _windows(result, evidence):
            looked[begin:end] = True
        share = float(np.mean(np.any(seen, axis=0)[looked])) if looked.any() else 0.0
        if share > best[1]:
            best = (result.check.id, share)
    return best


def _windows(result: CheckResult, evidence: Evidence) -> list[tuple[int, int]]:
    """The rows of each window; all rows for a check that has none."""
    ends = [(evidence.at(a), evidence.at(b)) for a, b in result.check.windows()]
    if not ends:
        return [(0, evidence.rows)]
    return [(evidence.row(a), evidence.row(b)) for a, b in ends if a is not None and b is not None]
