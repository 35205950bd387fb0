"""What of a trace proves a finding: conditions and signals, the window, the deciding interval."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from trainlab.core.expression import Column, Expression
from trainlab.core.quantity import Quantity, UnitMismatch
from trainlab.grading.check import Check
from trainlab.grading.evidence import Evidence
from trainlab.grading.rubric import CheckResult

MOST_SHOWN = 16


@dataclass(frozen=True, slots=True)
class Shown:
    """One column that a diagram shows; `limits` are lines above and below it, in its unit.

    A BOOL column is drawn as logic, any other as a trend.
    """

    name: str
    column: Column
    unit: str = ""
    limits: tuple[float, ...] = ()

    @property
    def logic(self) -> bool:
        """Whether it is a BOOL."""
        return self.column.dtype == np.bool_


@dataclass(frozen=True, slots=True)
class Proof:
    """What a check looked at, and where: stretches of (begin, end) in ns; `decided` is None where
    nothing is to be decided."""

    shown: tuple[Shown, ...]
    windows: tuple[tuple[int, int], ...]
    decided: tuple[int, int] | None

    @property
    def whole(self) -> tuple[int, int]:
        """From the first moment that matters to the last."""
        stretches = (*self.windows, *([self.decided] if self.decided else []))
        return min(begin for begin, _ in stretches), max(end for _, end in stretches)


def proof_of(result: CheckResult, columns: Mapping[str, Column], evidence: Evidence) -> Proof:
    """The proof of one result: the check's own conditions and numbers, then the signals they read."""
    check, finding = result.check, result.finding
    shown: dict[str, Shown] = {}
    by_folded = {name.casefold(): name for name in columns}
    expressions = list(_expressions(check))
    read = [*finding.signals, *(name for each in expressions for name in each.names)]
    for each in expressions:
        if not all(name.casefold() in by_folded for name in each.names):
            continue  # a program variable that this program does not have
        if each.text.strip().casefold() not in by_folded:
            shown[each.text] = Shown(each.text, evidence.values(each))
    for name in dict.fromkeys(by_folded.get(each.casefold(), "") for each in read):
        if name:
            shown[name] = Shown(name, columns[name], evidence.units.get(name, ""))
    _with_band(check, shown, by_folded, evidence)
    windows = []
    for after, until in check.windows():
        begin_ns, end_ns = evidence.at(after), evidence.at(until)
        if begin_ns is not None and end_ns is not None and begin_ns < end_ns:
            windows.append((max(begin_ns, 0), min(end_ns, evidence.end_ns)))
    return Proof(tuple(shown.values())[:MOST_SHOWN], tuple(windows), finding.interval)


def _with_band(
    check: Check, shown: dict[str, Shown], by_folded: Mapping[str, str], evidence: Evidence
) -> None:
    """Give the target of a check its band, where it has both."""
    target, band = getattr(check, "target", None), getattr(check, "band", None)
    signal = getattr(check, "signal", None)
    if target is None or signal is None or not isinstance(band, Quantity):
        return
    name = by_folded.get(target.text.strip().casefold(), target.text)
    unit = evidence.unit(signal)
    if name not in shown:
        return
    try:
        half = band.span_within(unit)
    except UnitMismatch:
        return
    found = shown[name]
    shown[name] = Shown(found.name, found.column, found.unit or unit, (-half, half))


def _expressions(check: Check) -> Iterator[Expression]:
    """Every expression among the fields of a check, whatever kind it is."""
    for name in type(check).model_fields:
        yield from _within(getattr(check, name))


def _within(value: Any) -> Iterator[Expression]:
    if isinstance(value, Mapping):
        for each in value.values():
            yield from _within(each)
    elif isinstance(value, list | tuple):
        for each in value:
            yield from _within(each)
    elif callable(getattr(value, "evaluate", None)):
        yield value
