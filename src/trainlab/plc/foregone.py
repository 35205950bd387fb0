"""What a condition comes to whatever a run brings, where that can be told from its signals' ranges.

Interval arithmetic over the syntax tree. It is sound, not complete: what it calls foregone is so in
every run, for rounding to the nearest keeps the order of bounds; of many a condition that is, it
does not know. Two uses of one signal count as two signals.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from math import inf, isfinite

from trainlab.core.duration import NS_PER_S
from trainlab.plc.syntax import Binary, Call, Expression, Literal, Name, Unary
from trainlab.plc.trace_expression import signal_name


@dataclass(frozen=True, slots=True)
class Numbers:
    """Every number between two bounds, and NaN if that may be."""

    low: float = -inf
    high: float = inf
    nan: bool = True


@dataclass(frozen=True, slots=True)
class Truths:
    """Which truth values a part may have."""

    false: bool = True
    true: bool = True


Values = Numbers | Truths
ANY = Numbers()
EITHER = Truths()


def foregone(
    root: Expression,
    boolean_signals: Mapping[str, bool],
    ranges: Mapping[str, tuple[float, float]],
    duration_ns: int,
) -> bool | None:
    """The value of a condition at every tick of every run; None where it may have both.

    `ranges` bounds those numeric signals that have bounds and are never NaN.
    """
    values = _Foregone(boolean_signals, ranges, duration_ns).of(root)
    if not isinstance(values, Truths) or values.false == values.true:
        return None
    return values.true


class _Foregone:
    __slots__ = ("_duration_ns", "_signals")

    def __init__(
        self,
        boolean_signals: Mapping[str, bool],
        ranges: Mapping[str, tuple[float, float]],
        duration_ns: int,
    ) -> None:
        self._signals: dict[str, Values] = {
            name.casefold(): EITHER if boolean else ANY for name, boolean in boolean_signals.items()
        }
        for name, (low, high) in ranges.items():
            self._signals[name.casefold()] = Numbers(low, high, nan=False)
        self._duration_ns = duration_ns

    def of(self, node: Expression) -> Values:
        """What a part may come to."""
        if isinstance(node, Literal):
            return _constant(node)
        if isinstance(node, Unary):
            return _unary(node.operator, self.of(node.operand))
        if isinstance(node, Binary):
            return self._chain(node)
        if isinstance(node, Call):
            assert isinstance(node.callee, Name)
            parts = [self.of(each.value) for each in node.arguments if each.value is not None]
            return self._call(node.callee.text.upper(), parts)
        return self._signals.get((signal_name(node) or "").casefold(), ANY)

    def _chain(self, node: Binary) -> Values:
        chain = [node]
        while isinstance(chain[-1].left, Binary):
            chain.append(chain[-1].left)
        values = self.of(chain[-1].left)
        for link in reversed(chain):
            values = _operation(link.operator, values, self.of(link.right))
        return values

    def _call(self, name: str, parts: list[Values]) -> Values:
        first = parts[0]
        if name == "PREVIOUS":
            return first
        if isinstance(first, Truths):
            return self._over_truth(name, first, parts[1:])
        numbers = [part for part in parts if isinstance(part, Numbers)]
        if name == "ABS":
            spans_zero = first.low <= 0.0 <= first.high
            bounds = abs(first.low), abs(first.high)
            return Numbers(0.0 if spans_zero else min(bounds), max(bounds), first.nan)
        if name == "SQRT":
            return Numbers(0.0, inf)
        if name == "LIMIT":
            least, number, most = numbers
            return _extreme(min, _extreme(max, number, least), most)
        if name in ("MIN", "MAX"):
            choose = min if name == "MIN" else max
            for other in numbers[1:]:
                first = _extreme(choose, first, other)
            return first
        return ANY

    def _over_truth(self, name: str, first: Truths, others: list[Values]) -> Values:
        if name == "SINCE":
            return Numbers(0.0, inf, nan=False)
        if name == "SEL":
            chosen = [*others[:1]] * first.false + [*others[1:]] * first.true
            return chosen[0] if len(chosen) == 1 else _either(*chosen)
        if name == "HELD_FOR":
            (lasting,) = others
            assert isinstance(lasting, Numbers)
            too_long = lasting.low * NS_PER_S >= self._duration_ns
            return Truths(true=first.true and not too_long)
        changes = first.false and first.true  # RISING, FALLING
        return Truths(true=changes)


def _constant(node: Literal) -> Values:
    if node.form == "bool":
        return Truths(false=not node.value, true=bool(node.value))
    number = float(node.value) / (NS_PER_S if node.form == "time" else 1)
    return Numbers(number, number, nan=False)


def _unary(operator: str, operand: Values) -> Values:
    if isinstance(operand, Truths):
        return Truths(false=operand.true, true=operand.false)
    return Numbers(-operand.high, -operand.low, operand.nan) if operator == "-" else ANY


def _operation(operator: str, a: Values, b: Values) -> Values:
    if isinstance(a, Truths) and isinstance(b, Truths):
        return _logic(operator, a, b)
    if not isinstance(a, Numbers) or not isinstance(b, Numbers):
        return EITHER
    if operator in _COMPARED:
        return _COMPARED[operator](a, b)
    if operator == "/" and b.low <= 0.0 <= b.high:
        return ANY
    combine = _COMBINED.get(operator)
    if combine is None:
        return ANY
    bounds = [combine(x, y) for x in (a.low, a.high) for y in (b.low, b.high)]
    if not all(isfinite(bound) for bound in (a.low, a.high, b.low, b.high, *bounds)):
        return ANY
    return Numbers(min(bounds), max(bounds), a.nan or b.nan)


def _logic(operator: str, a: Truths, b: Truths) -> Truths:
    if operator in ("AND", "AND_THEN"):
        return Truths(false=a.false or b.false, true=a.true and b.true)
    if operator in ("OR", "OR_ELSE"):
        return Truths(false=a.false and b.false, true=a.true or b.true)
    alike = Truths(
        false=(a.false and b.true) or (a.true and b.false),
        true=(a.false and b.false) or (a.true and b.true),
    )
    return alike if operator == "=" else Truths(false=alike.true, true=alike.false)


def _less(a: Numbers, b: Numbers) -> Truths:
    return Truths(false=a.high >= b.low or a.nan or b.nan, true=a.low < b.high)


def _at_most(a: Numbers, b: Numbers) -> Truths:
    return Truths(false=a.high > b.low or a.nan or b.nan, true=a.low <= b.high)


def _equal(a: Numbers, b: Numbers) -> Truths:
    one = a.low == a.high == b.low == b.high and not a.nan and not b.nan
    return Truths(false=not one, true=a.low <= b.high and b.low <= a.high)


def _unequal(a: Numbers, b: Numbers) -> Truths:
    equal = _equal(a, b)
    return Truths(false=equal.true, true=equal.false)


_COMPARED: dict[str, Callable[[Numbers, Numbers], Truths]] = {
    "<": _less,
    "<=": _at_most,
    ">": lambda a, b: _less(b, a),
    ">=": lambda a, b: _at_most(b, a),
    "=": _equal,
    "<>": _unequal,
}


def _sum(a: float, b: float) -> float:
    return a + b


def _difference(a: float, b: float) -> float:
    return a - b


def _product(a: float, b: float) -> float:
    return a * b


def _quotient(a: float, b: float) -> float:
    return a / b


_COMBINED: dict[str, Callable[[float, float], float]] = {
    "+": _sum,
    "-": _difference,
    "*": _product,
    "/": _quotient,
}


def _extreme(choose: Callable[[float, float], float], a: Numbers, b: Numbers) -> Numbers:
    return Numbers(choose(a.low, b.low), choose(a.high, b.high), a.nan or b.nan)


def _either(a: Values, b: Values) -> Values:
    if isinstance(a, Truths) and isinstance(b, Truths):
        return Truths(a.false or b.false, a.true or b.true)
    if isinstance(a, Numbers) and isinstance(b, Numbers):
        return Numbers(min(a.low, b.low), max(a.high, b.high), a.nan or b.nan)
    return ANY
