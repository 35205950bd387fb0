"""Evidence: a trace as the checks look at it, row by row and expression by expression."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from trainlab.core.coverage import CoveragePoint
from trainlab.core.expression import Column, Expression
from trainlab.core.outline import Declared
from trainlab.core.problem import Problem
from trainlab.grading.fields import END, Moment


class Absent(LookupError):
    """A run has no column of the signal of that name."""

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.name = name


@dataclass(frozen=True, slots=True)
class SourceEvidence:
    """The source of a program that ran in the soft PLC: what of it has run, in the order of the text
    (see core/coverage.py: library blocks, and POUs that the program never comes to, are not in it),
    the warnings, those of how it meets the plant's tags included, and what the text declares."""

    coverage: tuple[CoveragePoint, ...]
    warnings: tuple[Problem, ...]
    outline: tuple[Declared, ...]


class Evidence:
    """The signals, units and moments of one run; expressions are evaluated once each.

    `source` is that of the program, where it ran in the soft PLC. `read` are the signals that were
    asked for, in lower case.

    A row is the number of a tick; row k shows the moment k * tick_ns.
    """

    def __init__(
        self,
        columns: Mapping[str, Column],
        units: Mapping[str, str],
        moments: Mapping[str, int],
        tick_ns: int,
        source: SourceEvidence | None = None,
    ) -> None:
        self.units = units
        self.source = source
        self.tick_ns = tick_ns
        self.rows = len(next(iter(columns.values()))) if columns else 0
        self._columns = columns
        self._names = {name.casefold() for name in columns}
        self._moments = moments
        self._now_ns: NDArray[np.int64] = np.arange(self.rows, dtype=np.int64) * tick_ns
        self._values: dict[str, Column] = {}
        self.read: set[str] = set()

    def values(self, expression: Expression) -> Column:
        """The value of an expression at every row; what it divides by zero is NaN or infinite.

        Absent if it reads a signal that the run does not have.
        """
        self.read.update(name.casefold() for name in expression.names)
        for name in expression.names:
            if name.casefold() not in self._names:
                raise Absent(name)
        if expression.text not in self._values:
            self._values[expression.text] = expression.evaluate(self._columns, self._now_ns)
        return self._values[expression.text]

    def at(self, moment: Moment) -> int | None:
        """When a moment was, in ns; None if its label never came."""
        if moment.label == END:
            return self.end_ns + moment.offset_ns
        base = self._moments.get(moment.label) if moment.label else 0
        return None if base is None else base + moment.offset_ns

    @property
    def end_ns(self) -> int:
        """The end of the run."""
        return self.rows * self.tick_ns

    def row(self, now_ns: int) -> int:
        """The first row at or after a moment, within the run."""
        return min(max(-(-now_ns // self.tick_ns), 0), self.rows)

    def ns(self, row: int) -> int:
        """The moment of a row."""
        return row * self.tick_ns

    def unit(self, expression: Expression) -> str:
        """The unit of a plain signal; none for anything composed."""
        by_folded = {name.casefold(): unit for name, unit in self.units.items()}
        return by_folded.get(expression.text.strip().casefold(), "")
