"""Expressions over whole columns of a trace, in 64-bit floats: the one module with numpy."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import numpy as np
from numpy.typing import NDArray

from trainlab.core.duration import NS_PER_S
from trainlab.core.expression import Column
from trainlab.plc.syntax import Binary, Call, Expression, Literal, Name, Unary
from trainlab.plc.trace_expression import signal_name

Ticks = NDArray[np.int64]

_LOGIC: dict[str, Callable[[Column, Column], Column]] = {
    "AND": np.logical_and,
    "AND_THEN": np.logical_and,
    "OR": np.logical_or,
    "OR_ELSE": np.logical_or,
    "XOR": np.logical_xor,
    "=": np.equal,
    "<>": np.not_equal,
    "<": np.less,
    ">": np.greater,
    "<=": np.less_equal,
    ">=": np.greater_equal,
}
# MOD has the sign of the dividend, as in IEC 61131-3:2013 Table 29.
_NUMBERS: dict[str, Callable[[Column, Column], Column]] = {
    "+": np.add,
    "-": np.subtract,
    "*": np.multiply,
    "/": np.divide,
    "MOD": np.fmod,
    "**": np.power,
}


def evaluated(root: Expression, columns: Mapping[str, Column], now_ns: Ticks) -> Column:
    """The value of an expression at every tick; names are compared without regard to case."""
    folded = {name.casefold(): column for name, column in columns.items()}
    with np.errstate(all="ignore"):
        return _Columns(folded, now_ns).value(root)


class _Columns:
    """The columns of one trace while an expression is computed."""

    __slots__ = ("_columns", "_now_ns")

    def __init__(self, columns: Mapping[str, Column], now_ns: Ticks) -> None:
        self._columns = columns
        self._now_ns = now_ns

    def value(self, node: Expression) -> Column:
        """The column that a part of the expression is."""
        if isinstance(node, Literal):
            return self._constant(node)
        if isinstance(node, Unary):
            operand = self.value(node.operand)
            return np.logical_not(operand) if node.operator == "NOT" else np.negative(operand)
        if isinstance(node, Binary):
            return self._chain(node)
        if isinstance(node, Call):
            assert isinstance(node.callee, Name)
            arguments = [
                self.value(argument.value)
                for argument in node.arguments
                if argument.value is not None
            ]
            return self._call(node.callee.text.upper(), arguments)
        column = self._columns[(signal_name(node) or "").casefold()]
        if column.dtype == np.bool_:
            return column
        return column.astype(np.float64, copy=False)

    def _constant(self, node: Literal) -> Column:
        if node.form == "bool":
            return np.full(len(self._now_ns), node.value, dtype=np.bool_)
        number = float(node.value)
        if node.form == "time":
            number /= NS_PER_S
        return np.full(len(self._now_ns), number)

    def _chain(self, node: Binary) -> Column:
        chain = [node]
        while isinstance(chain[-1].left, Binary):
            chain.append(chain[-1].left)
        result = self.value(chain[-1].left)
        for link in reversed(chain):
            operator = _LOGIC.get(link.operator) or _NUMBERS[link.operator]
            result = operator(result, self.value(link.right))
        return result

    def _call(self, name: str, arguments: list[Column]) -> Column:
        first = arguments[0]
        if name == "ABS":
            return np.abs(first)
        if name == "SQRT":
            return np.sqrt(first)
        if name == "LIMIT":
            least, number, most = arguments
            return np.minimum(np.maximum(number, least), most)
        if name == "SEL":
            return np.where(first, arguments[2], arguments[1])
        if name in ("MIN", "MAX"):
            extreme = np.minimum if name == "MIN" else np.maximum
            result = first
            for column in arguments[1:]:
                result = extreme(result, column)
            return result
        if name == "HELD_FOR":
            return self._held_for(first, arguments[1])
        if name == "SINCE":
            return self._since(first)
        before = first[np.maximum(np.arange(len(first)) - 1, 0)]
        if name == "PREVIOUS":
            return before
        if name == "RISING":
            return np.logical_and(first, np.logical_not(before))
        return np.logical_and(np.logical_not(first), before)

    def _last(self, happened: Column) -> NDArray[np.intp]:
        """The index of the newest tick, up to each tick, at which something was true; -1 for none."""
        return np.maximum.accumulate(np.where(happened, np.arange(len(happened)), -1))

    def _held_for(self, held: Column, seconds: Column) -> Column:
        if not len(held):
            return held
        began = np.minimum(self._last(np.logical_not(held)) + 1, len(held) - 1)
        elapsed_ns = self._now_ns - self._now_ns[began]
        return np.logical_and(held, elapsed_ns >= np.rint(seconds * NS_PER_S))

    def _since(self, happened: Column) -> Column:
        if not len(happened):
            return np.empty(0)
        last = self._last(happened)
        elapsed_s = (self._now_ns - self._now_ns[last]) / NS_PER_S
        return np.where(last >= 0, elapsed_s, np.inf)
