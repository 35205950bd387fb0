"""The contract of an expression over the signals of a run, evaluated on the whole trace at once."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, Protocol

from trainlab.core.problem import Position, Problem

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Column = NDArray[np.bool_] | NDArray[np.float64]
else:
    Column = Any


# Takes the signals' values at one tick after another, none left out, and their moment; gives the
# expression's value.
Follower = Callable[[Sequence[float], int], Any]


class Expression(Protocol):
    """An IEC 61131-3 ST expression over named signals; names are compared without regard to case."""

    text: str

    @property
    def names(self) -> Mapping[str, Position]:
        """Every signal that it reads, as written, with the place of its first use."""

    def check(self, boolean_signals: Mapping[str, bool]) -> tuple[Problem, ...]:
        """Every fault it has over these signals (True for BOOL, False for a number): unknown names,
        operands of the wrong type."""

    def terms(self, operator: str) -> Sequence[Expression]:
        """What the operator, AND or OR, joins outside all parentheses; the expression alone if nothing."""

    def is_boolean(self, boolean_signals: Mapping[str, bool]) -> bool:
        """Whether its value is a BOOL; asked only of one that `check` finds no fault with."""

    def foregone(
        self,
        boolean_signals: Mapping[str, bool],
        ranges: Mapping[str, tuple[float, float]],
        duration_ns: int,
    ) -> bool | None:
        """The value that a condition has at every tick of every run of that length, where that
        follows from the `ranges` of its signals; None where it does not."""

    @property
    def remembers(self) -> bool:
        """Whether its value at a tick hangs on earlier ones, so that a follower must see them all."""

    def follow(self, boolean_signals: Mapping[str, bool]) -> Follower:
        """The same, tick by tick, over these signals in their order; begins anew with each call."""

    def evaluate(self, columns: Mapping[str, Column], now_ns: NDArray[np.int64]) -> Column:
        """Its value at every tick: bool or float64, as long as `now_ns`."""
