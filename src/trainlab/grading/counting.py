"""Events in a trace: rising edges of a condition, or the rises of a counting fact."""

from __future__ import annotations

from math import isfinite, nan
from typing import Annotated, Any

import numpy as np
from numpy.typing import NDArray
from pydantic import PlainValidator, ValidationInfo, WithJsonSchema

from trainlab.core.expression import Column, Expression
from trainlab.core.fields import context_of, expected, position_of
from trainlab.core.problem import ProblemsFound
from trainlab.grading.evidence import Evidence
from trainlab.grading.problems import CONSTANT
from trainlab.grading.wanted import reported


def _events(value: Any, info: ValidationInfo) -> Expression:
    context = context_of(info)
    if not isinstance(value, str):
        raise expected("expression")
    at = position_of(value)
    try:
        expression = context.expression(value, at)
    except ProblemsFound as found:
        context.problems.extend(found.problems)
        raise reported() from None
    problems = expression.check(context.boolean_signals)
    if not problems and not expression.names:
        problems = (CONSTANT.at(at, text=str(value)),)
    if problems:
        context.problems.extend(problems)
        raise reported()
    return expression


# A condition whose rising edges count, or a number that rises by one for each event.
EventsField = Annotated[
    Expression,
    PlainValidator(_events),
    WithJsonSchema({"type": "string", "description": "a condition, or a fact that counts"}),
]


def rises(evidence: Evidence, events: Expression, rows: slice) -> NDArray[np.float64]:
    """How many events came at each row of a window, of shape (rows,).

    A condition: 1 where it is true and was not at the row before. A number: by how much it rose
    since the row before; a fall, such as a counter's reset, is no event. The window's first row is
    compared with the row before the window, so that windows side by side add up; what is true at
    the first row of the run is no event. Where either is not finite, NaN.
    """
    part: Column = evidence.values(events)[max(rows.start - 1, 0) : rows.stop]
    if part.dtype == np.bool_:
        risen = (part[1:] > part[:-1]).astype(np.float64)
    else:
        with np.errstate(invalid="ignore"):
            difference = part[1:] - part[:-1]
        risen = np.where(np.isfinite(difference), np.maximum(difference, 0.0), np.nan)
    return risen if rows.start > 0 else np.concatenate(([0.0], risen))


def growth(evidence: Evidence, cumulative: Expression, rows: slice) -> float:
    """By how much a cumulative fact grew in a window: its last value less that before the window;
    NaN where that is not finite."""
    values = evidence.values(cumulative)
    grown = float(values[rows.stop - 1]) - float(values[max(rows.start - 1, 0)])
    return grown if isfinite(grown) else nan


def longest_gap(risen: NDArray[np.float64]) -> tuple[int, int]:
    """The rows [begin, end) of the longest stretch of a window from one event to the next, the
    window's own ends included."""
    marks = np.concatenate(([0], np.flatnonzero(risen), [len(risen)]))
    widest = int(np.argmax(np.diff(marks)))
    return int(marks[widest]), int(marks[widest + 1])


def slowest(risen: NDArray[np.float64], ticks: int) -> tuple[int, int]:
    """The rows [begin, end) of the first stretch of `ticks` ticks in which the least came; the
    whole window if it is no longer."""
    if len(risen) <= ticks:
        return 0, len(risen)
    total = np.concatenate(([0.0], np.cumsum(risen)))
    begin = int(np.argmin(total[ticks:] - total[:-ticks]))
    return begin, begin + ticks
