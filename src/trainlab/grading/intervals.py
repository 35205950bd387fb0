"""Stretches of a run in which something is true."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from trainlab.core.expression import Column


def stretches(mask: Column, first_row: int = 0) -> NDArray[np.int64]:
    """The stretches of True in a boolean column, as rows [begin, end) of shape (n, 2)."""
    padded = np.concatenate(([False], mask.astype(np.bool_), [False]))
    edges = np.flatnonzero(padded[1:] != padded[:-1])
    return edges.reshape(-1, 2) + first_row


def longest(spans: NDArray[np.int64]) -> tuple[int, int] | None:
    """The longest of some stretches, the first of equals; None of none."""
    if len(spans) == 0:
        return None
    begin, end = spans[int(np.argmax(spans[:, 1] - spans[:, 0]))]
    return int(begin), int(end)
