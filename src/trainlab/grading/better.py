"""Fields and scores of measures of which more is better: shares, rates, yields."""

from __future__ import annotations

from math import isfinite
from typing import Annotated, Any

from pydantic import AfterValidator, BeforeValidator, ValidationInfo, WithJsonSchema

from trainlab.core.fields import quantity
from trainlab.core.message import Text
from trainlab.core.quantity import Quantity, UnitMismatch
from trainlab.grading.check import graded
from trainlab.grading.wanted import LESS_THAN, wanted

A_SHARE = Text("a share, such as 95 %", "比例，例如 95 %")


def graded_up(
    measured: float, full_from: float, zero_at: float | None, rounding: float = 0.0
) -> float:
    """Score of a measured value of which more is better.

    1 from `full_from` less `rounding` on, 0 up to `zero_at`, a straight line between; without
    `zero_at`, 0 below `full_from`. NaN scores 0.
    """
    return graded(-measured, -full_from, None if zero_at is None else -zero_at, rounding)


def _share(value: Any) -> float:
    share: Quantity = quantity(value)
    if isinstance(value, bool) or share.unit not in ("", "%"):
        raise wanted(A_SHARE.fill())
    number = share.within("")
    if not isfinite(number) or number < 0:
        raise wanted(A_SHARE.fill())
    return number


# "95 %" or 0.95 -> 0.95
ShareField = Annotated[
    float,
    BeforeValidator(_share),
    WithJsonSchema({"type": ["string", "number"], "examples": ["95 %", 0.95]}),
]


def less_than(field: str) -> AfterValidator:
    """The rule that a field, if given, is less than another one declared before it."""

    def rule(value: Any, info: ValidationInfo) -> Any:
        full_from = info.data.get(field)
        if value is None or full_from is None:
            return value
        if not _less(value, full_from):
            raise wanted(LESS_THAN.fill(field=field))
        return value

    return AfterValidator(rule)


def _less(value: Any, other: Any) -> bool:
    if isinstance(value, Quantity):
        try:
            return value.span_within(other.unit) < float(other.value)
        except UnitMismatch:  # the signal's unit decides which of them is wrong
            return True
    return bool(value < other)
