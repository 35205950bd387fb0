"""Checks judged on columns drawn by hand: "..##.#" is a condition, a list of numbers a signal."""

from __future__ import annotations

from contextlib import suppress
from typing import Any

import numpy as np

from trainlab.core import catalog
from trainlab.core.fields import SheetContext
from trainlab.core.problem import Problem
from trainlab.grading.check import Check
from trainlab.grading.evidence import Evidence
from trainlab.grading.finding import Finding

TICK_NS = 100_000_000
Drawn = str | list[float] | list[bool]


def column(drawn: Drawn) -> np.ndarray:
    """A column as the trace has it."""
    if isinstance(drawn, str):
        return np.array([sign == "#" for sign in drawn], dtype=np.bool_)
    return np.array(drawn)


def context_for(columns: dict[str, np.ndarray], moments: dict[str, int]) -> SheetContext:
    """What the fields of a check on these columns are read against."""
    language = catalog.load("languages", "st")()
    boolean = {name: values.dtype == np.bool_ for name, values in columns.items()}
    return SheetContext(
        language.expression, boolean, dict.fromkeys(columns, ""), frozenset(moments)
    )


def judged(
    kind: str, drawn: dict[str, Drawn], moments: dict[str, int] | None = None, **fields: Any
) -> Finding:
    """The finding of one check; rows are 0.1 s apart, moments are rows."""
    columns = {name: column(each) for name, each in drawn.items()}
    moments = moments or {}
    model: type[Check] = catalog.load("checks", kind)
    common = {"check": kind, "id": "c", "title": "c", "points": 10}
    check = model.model_validate(common | fields, context=context_for(columns, moments))
    came = {label: row * TICK_NS for label, row in moments.items()}
    return check.judge(Evidence(columns, dict.fromkeys(columns, ""), came, TICK_NS))


def complaints(kind: str, names: str, **fields: Any) -> list[Problem]:
    """The diagnostics of a check that is written wrongly, over conditions of these names."""
    columns = {name: column("..") for name in names.split()}
    context = context_for(columns, {})
    model: type[Check] = catalog.load("checks", kind)
    common = {"check": kind, "id": "c", "title": "c", "points": 10}
    with suppress(ValueError):
        model.model_validate(common | fields, context=context)
    return context.problems


def seconds(finding: Finding) -> tuple[float, float]:
    """The interval that decided, in seconds."""
    return finding.interval[0] / 1e9, finding.interval[1] / 1e9


def told(finding: Finding) -> str:
    """What was measured, in English; that there is Chinese too is seen by the way."""
    assert finding.measured.render("zh-CN")
    assert finding.allowed.render("zh-CN")
    assert finding.allowed.render("en")
    return finding.measured.render("en")
