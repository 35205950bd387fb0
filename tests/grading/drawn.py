"""Findings on columns that a test draws by hand."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from trainlab.core import catalog
from trainlab.core.expression import Column
from trainlab.core.fields import SheetContext
from trainlab.grading.check import Check
from trainlab.grading.evidence import Evidence
from trainlab.grading.finding import Finding

TICK_NS = 100_000_000


def bits(pattern: str) -> Column:
    """A BOOL column: "..##" is false twice, then true twice."""
    return np.array([each == "#" for each in pattern])


def numbers(*values: float) -> Column:
    """A column of numbers."""
    return np.array(values, dtype=np.float64)


def made(
    kind: str,
    columns: Mapping[str, Column],
    units: Mapping[str, str],
    labels: frozenset[str] = frozenset(),
    **fields: Any,
) -> Check:
    """A check over these columns; pydantic's ValidationError where the fields do not fit."""
    context = SheetContext(
        catalog.load("languages", "st")().expression,
        {name: column.dtype == np.bool_ for name, column in columns.items()},
        units,
        labels | {"never_came"},
    )
    model: type[Check] = catalog.load("checks", kind)
    return model.model_validate(
        {"check": kind, "id": "c", "title": "c", "points": 10} | fields, context=context
    )


def found(
    kind: str,
    columns: Mapping[str, Column],
    *,
    units: Mapping[str, str] | None = None,
    moments: Mapping[str, int] | None = None,
    tick_ns: int = TICK_NS,
    **fields: Any,
) -> Finding:
    """The finding of one check; `moments` are rows."""
    units = units or {}
    check = made(kind, columns, units, frozenset(moments or ()), **fields)
    came = {label: row * tick_ns for label, row in (moments or {}).items()}
    return check.judge(Evidence(columns, units, came, tick_ns))


def rows_of(finding: Finding, tick_ns: int = TICK_NS) -> tuple[int, int]:
    """The interval of a finding, in rows."""
    return finding.interval[0] // tick_ns, finding.interval[1] // tick_ns


def measured(finding: Finding) -> str:
    """What was measured, in English."""
    return finding.measured.render("en")
