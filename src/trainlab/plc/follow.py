"""An ST expression followed from tick to tick, where columns.py computes a whole trace at once.

Both give the same value at every tick, bit for bit: numbers are 64-bit floats here as there.
"""

from __future__ import annotations

import math
import operator
from collections.abc import Callable, Sequence
from typing import Any

from trainlab.core.duration import NS_PER_S
from trainlab.plc.syntax import Binary, Call, Expression, Literal, Name, Unary
from trainlab.plc.trace_expression import remembers, signal_name

# The values of the signals at this tick, and its moment.
Part = Callable[[Sequence[Any], int], Any]


def _divided(a: float, b: float) -> float:
    if b:
        return a / b
    return math.nan if a == 0 or math.isnan(a) else math.copysign(math.inf, a) * math.copysign(1, b)


def _remainder(a: float, b: float) -> float:
    return math.fmod(a, b) if b and not math.isinf(a) else math.nan


def _power(a: float, b: float) -> float:
    try:
        result = math.pow(a, b)
    except OverflowError:
        return -math.inf if a < 0 and b % 2 else math.inf
    except ValueError:
        if a == 0:
            return math.copysign(math.inf, a) if b % 2 == 1 else math.inf
        return math.nan
    return result


def _least(a: float, b: float) -> float:
    return a if math.isnan(a) or a <= b else b


def _most(a: float, b: float) -> float:
    return a if math.isnan(a) or a >= b else b


_OPERATIONS: dict[str, Callable[[Any, Any], Any]] = {
    "AND": lambda a, b: a and b,
    "AND_THEN": lambda a, b: a and b,
    "OR": lambda a, b: a or b,
    "OR_ELSE": lambda a, b: a or b,
    "XOR": operator.ne,
    "=": operator.eq,
    "<>": operator.ne,
    "<": operator.lt,
    ">": operator.gt,
    "<=": operator.le,
    ">=": operator.ge,
    "+": operator.add,
    "-": operator.sub,
    "*": operator.mul,
    "/": _divided,
    "MOD": _remainder,
    "**": _power,
}
_COMPARISONS = ("=", "<>", "<", ">", "<=", ">=")


def follower(root: Expression, signals: Sequence[str], boolean: Sequence[bool]) -> Part:
    """A function that takes the values of `signals` at one tick after another and gives the
    expression's; `boolean` says which of them are BOOL. It must be called for every tick.
    """
    places = {name.casefold(): place for place, name in enumerate(signals)}
    return _Follower(places, boolean).part(root)


class _Follower:
    __slots__ = ("_boolean", "_places")

    def __init__(self, places: dict[str, int], boolean: Sequence[bool]) -> None:
        self._places = places
        self._boolean = boolean

    def part(self, node: Expression) -> Part:
        if isinstance(node, Literal):
            return self._constant(node)
        if isinstance(node, Unary):
            operand = self.part(node.operand)
            if node.operator == "NOT":
                return lambda values, now_ns: not operand(values, now_ns)
            return lambda values, now_ns: -operand(values, now_ns)
        if isinstance(node, Binary):
            return self._chain(node)
        if isinstance(node, Call):
            assert isinstance(node.callee, Name)
            parts = [self.part(each.value) for each in node.arguments if each.value is not None]
            return _call(node.callee.text.upper(), parts)
        place = self._place(node)
        if self._boolean[place]:
            return lambda values, now_ns: bool(values[place])
        return lambda values, now_ns: float(values[place])

    def _place(self, node: Expression) -> int:
        return self._places[(signal_name(node) or "").casefold()]

    def _constant(self, node: Literal) -> Part:
        value = _literal(node)
        return lambda values, now_ns: value

    def _chain(self, node: Binary) -> Part:
        if node.operator in ("AND", "OR"):
            joined = _joined(node)
            watching = [self.part(each) for each in joined if remembers(each)]
            others = [self.part(each) for each in joined if not remembers(each)]
            return _wakefully(node.operator, watching, others)
        compared = self._compared(node)
        if compared is not None:
            return compared
        chain = [node]
        while isinstance(chain[-1].left, Binary):
            chain.append(chain[-1].left)
        first = self.part(chain[-1].left)
        # Both sides always: what remembers earlier ticks must see every one of them.
        links = [(_OPERATIONS[link.operator], self.part(link.right)) for link in reversed(chain)]
        if len(links) == 1:
            only, last = links[0]
            return lambda values, now_ns: only(first(values, now_ns), last(values, now_ns))

        def value(values: Sequence[Any], now_ns: int) -> Any:
            result = first(values, now_ns)
            for operation, right in links:
                result = operation(result, right(values, now_ns))
            return result

        return value

    def _compared(self, node: Binary) -> Part | None:
        """A comparison of a number with a literal, what most conditions are made of; None for anything
        else."""
        right = node.right
        if node.operator not in _COMPARISONS or not isinstance(right, Literal):
            return None
        if right.form == "bool":
            return None
        compared, number = _OPERATIONS[node.operator], _literal(right)
        if signal_name(node.left) is not None:
            place = self._place(node.left)
            return lambda values, now_ns: compared(values[place], number)
        left = self.part(node.left)
        return lambda values, now_ns: compared(left(values, now_ns), number)


def _literal(node: Literal) -> Any:
    value: Any = bool(node.value) if node.form == "bool" else float(node.value)
    return value / NS_PER_S if node.form == "time" else value


def _joined(node: Binary) -> list[Expression]:
    """What one operator joins, from left to right: a, b and c of a AND b AND c."""
    joined = [node.right]
    left = node.left
    while isinstance(left, Binary) and left.operator == node.operator:
        joined.append(left.right)
        left = left.left
    return [left, *reversed(joined)]


def _wakefully(operator: str, watching: Sequence[Part], others: Sequence[Part]) -> Part:
    """Parts that an AND or OR joins: all those that must see every tick, and of the `others` no more
    than it takes to tell."""
    if not watching:
        return _lazily(operator, others)
    first, rest = watching[0], watching[1:]
    if not rest:
        return _lazily(operator, [first, *others])
    after = _wakefully(operator, rest, others)

    def both(values: Sequence[Any], now_ns: int) -> Any:
        one, other = first(values, now_ns), after(values, now_ns)
        return one and other

    def either(values: Sequence[Any], now_ns: int) -> Any:
        one, other = first(values, now_ns), after(values, now_ns)
        return one or other

    return both if operator == "AND" else either


def _lazily(operator: str, parts: Sequence[Part]) -> Part:
    """Parts that an AND or OR joins, no more of them asked than it takes to tell."""
    if len(parts) == 1:
        return parts[0]
    half = len(parts) // 2
    first, rest = _lazily(operator, parts[:half]), _lazily(operator, parts[half:])
    if operator == "AND":
        return lambda values, now_ns: first(values, now_ns) and rest(values, now_ns)
    return lambda values, now_ns: first(values, now_ns) or rest(values, now_ns)


def _call(name: str, parts: Sequence[Part]) -> Part:
    if name in _OVER_TIME:
        return _OVER_TIME[name](*parts)
    function = _FUNCTIONS[name]

    def value(values: Sequence[Any], now_ns: int) -> Any:
        return function([part(values, now_ns) for part in parts])

    return value


def _limited(arguments: list[float]) -> float:
    least, number, most = arguments
    return _least(_most(number, least), most)


def _extreme(choose: Callable[[float, float], float]) -> Callable[[list[float]], float]:
    def extreme(arguments: list[float]) -> float:
        result = arguments[0]
        for other in arguments[1:]:
            result = choose(result, other)
        return result

    return extreme


_FUNCTIONS: dict[str, Callable[[list[Any]], Any]] = {
    "ABS": lambda arguments: abs(arguments[0]),
    "SQRT": lambda arguments: math.sqrt(arguments[0]) if arguments[0] >= 0 else math.nan,
    "LIMIT": _limited,
    "SEL": lambda arguments: arguments[2] if arguments[0] else arguments[1],
    "MIN": _extreme(_least),
    "MAX": _extreme(_most),
}


def _rising(signal: Part) -> Part:
    before = True  # at the first tick nothing has risen

    def value(values: Sequence[Any], now_ns: int) -> bool:
        nonlocal before
        now = signal(values, now_ns)
        rises = now and not before
        before = now
        return rises

    return value


def _falling(signal: Part) -> Part:
    return _rising(lambda values, now_ns: not signal(values, now_ns))


def _previous(signal: Part) -> Part:
    before: Any = None  # at the first tick, what it is now

    def value(values: Sequence[Any], now_ns: int) -> Any:
        nonlocal before
        now = signal(values, now_ns)
        earlier, before = (now if before is None else before), now
        return earlier

    return value


def _since(signal: Part) -> Part:
    marked_ns = -1

    def value(values: Sequence[Any], now_ns: int) -> float:
        nonlocal marked_ns
        if signal(values, now_ns):
            marked_ns = now_ns
        return (now_ns - marked_ns) / NS_PER_S if marked_ns >= 0 else math.inf

    return value


def _held_for(signal: Part, duration: Part) -> Part:
    begun_ns = -1

    def value(values: Sequence[Any], now_ns: int) -> bool:
        nonlocal begun_ns
        seconds = duration(values, now_ns)
        if not signal(values, now_ns):
            begun_ns = -1
            return False
        if begun_ns < 0:
            begun_ns = now_ns
        due_ns = seconds * NS_PER_S
        return now_ns - begun_ns >= (due_ns if math.isinf(due_ns) else _rounded(due_ns))

    return value


_OVER_TIME: dict[str, Callable[..., Part]] = {
    "RISING": _rising,
    "FALLING": _falling,
    "HELD_FOR": _held_for,
    "PREVIOUS": _previous,
    "SINCE": _since,
}


def _rounded(number: float) -> float:
    return math.nan if math.isnan(number) else float(round(number))
