"""When what a check finds on a run that still goes on is what it will find on the whole run."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np

from trainlab.grading.edges import Mask
from trainlab.grading.evidence import Evidence
from trainlab.grading.fields import END, Moment

ROWS_MORE = 4  # beyond what a check says that it looks ahead


def come(moment: Moment, evidence: Evidence) -> int | None:
    """When a moment was; None if it has not come, or moves with the end of the run."""
    at_ns = None if moment.label == END else evidence.at(moment)
    return None if at_ns is None or at_ns >= evidence.end_ns else at_ns


def over(windows: Iterable[tuple[Moment, Moment]], evidence: Evidence, ahead_ns: int) -> bool:
    """Whether every one of some windows, at least one, is over for so long that no row to come is
    looked at."""
    ends = [(come(begin, evidence), end) for begin, end in windows]
    return bool(ends) and all(
        begin_ns is not None and _over(end, evidence, ahead_ns) for begin_ns, end in ends
    )


def row_so_far(until: Moment, evidence: Evidence, ahead_ns: int = 0) -> int:
    """The row before which every row is in a window that has begun and ends at `until`, whatever comes."""
    at_ns = None if until.label == END else evidence.at(until)
    if at_ns is None:
        at_ns = evidence.end_ns + min(until.offset_ns, 0)
    return evidence.row(min(at_ns, evidence.end_ns - _ahead(ahead_ns, evidence)))


def broken_late(
    holds: Mask, after: Moment, until: Moment, limit_ns: int, evidence: Evidence
) -> bool:
    """Whether what has to hold from at most `limit_ns` after a moment until another did not, later."""
    after_ns = come(after, evidence)
    if after_ns is None:
        return False
    begin = evidence.row(after_ns + limit_ns)
    return bool(np.any(~holds[begin : row_so_far(until, evidence)]))


def _over(end: Moment, evidence: Evidence, ahead_ns: int) -> bool:
    at_ns = None if end.label == END else evidence.at(end)
    return at_ns is not None and at_ns + _ahead(ahead_ns, evidence) <= evidence.end_ns


def _ahead(ahead_ns: int, evidence: Evidence) -> int:
    return ahead_ns + ROWS_MORE * evidence.tick_ns if ahead_ns else 0
