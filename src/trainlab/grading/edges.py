"""When conditions come true, and how long ago something last happened, over whole columns."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from trainlab.core.expression import Column

Mask = NDArray[np.bool_]
Rows = NDArray[np.int64]


def mask_of(column: Column) -> Mask:
    """A condition's column as bools."""
    return column.astype(np.bool_, copy=False)


def rises(mask: Mask) -> Mask:
    """True in the rows in which a condition comes true; what is true in row 0 came with it."""
    return mask & ~np.concatenate((np.zeros(1, np.bool_), mask[:-1]))[: len(mask)]


def changes(mask: Mask) -> Mask:
    """True in the rows in which a condition changes; row 0 counts as a change."""
    first = np.ones(min(1, len(mask)), np.bool_)
    return np.concatenate((first, mask[1:] != mask[:-1]))


def arrivals(mask: Mask, rows: slice) -> Rows:
    """The rows of a window in which a condition comes true; what is true already came with it."""
    return np.flatnonzero(rises(mask[rows])) + int(rows.start)


def last_row(happened: Mask) -> Rows:
    """For each row, the last row up to it in which something happened; -1 before the first."""
    own: Rows = np.arange(len(happened), dtype=np.int64)
    latest: Rows = np.maximum.accumulate(np.where(happened, own, -1))
    return latest


def next_row(happens: Mask) -> Rows:
    """For each row, the next row after it in which something happens; the number of rows if none."""
    count = len(happens)
    own: Rows = np.where(happens, np.arange(count, dtype=np.int64), count)
    from_here: Rows = np.minimum.accumulate(own[::-1])[::-1]
    return np.concatenate((from_here[1:], np.full(min(1, count), count, np.int64)))


def rows_since(happened: Mask) -> Rows:
    """For each row, how many rows ago something last happened, counted from row -1 if never."""
    return np.arange(len(happened), dtype=np.int64) - last_row(happened)


def rows_in(duration_ns: int, tick_ns: int) -> int:
    """After how many rows a duration has passed: the next row on or after it."""
    return -(-duration_ns // tick_ns)


def filled(spans: Rows, count: int) -> Mask:
    """A column of `count` rows that is true in stretches [begin, end), as `stretches` gives them."""
    steps = np.zeros(count + 1, dtype=np.int64)
    np.add.at(steps, spans[:, 0], 1)
    np.add.at(steps, spans[:, 1], -1)
    return np.asarray(np.cumsum(steps[:-1]) > 0)


def any_in(mask: Mask, spans: Rows) -> Mask:
    """For each stretch [begin, end), whether a condition is true anywhere in it."""
    before: Rows = np.concatenate((np.zeros(1, np.int64), np.cumsum(mask, dtype=np.int64)))
    return np.asarray(before[spans[:, 1]] > before[spans[:, 0]])
