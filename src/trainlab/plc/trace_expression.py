"""An ST expression over the signals of a trace: parsed and checked here, computed in columns.py.

Beside the standard's operators and some of its functions there are five over time: rising(x) and
falling(x), true in the tick of an edge; held_for(x, T#2s), true where x has been true without a
break for at least that long; since(x), seconds since x was last true (infinity before the first
time); previous(x), the value one tick earlier. Durations are seconds.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from trainlab.core.problem import Position, Problem, ProblemKind, ProblemsFound, did_you_mean
from trainlab.core.quantity import UNITS
from trainlab.plc.parsing.units import parse_lone_expression
from trainlab.plc.problems import expressions as wrong
from trainlab.plc.source import Source
from trainlab.plc.syntax import (
    Binary,
    Call,
    Expression,
    Index,
    Literal,
    Member,
    Name,
    Unary,
    dotted,
)

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from trainlab.core.expression import Column, Follower

OVER_TIME = ("RISING", "FALLING", "HELD_FOR", "SINCE", "PREVIOUS")


@dataclass(frozen=True, slots=True)
class Shape:
    """What a function takes and gives: b a BOOL, n a number, x either (all x alike), * more n."""

    takes: str
    gives: str
    usage: str

    def kind_of(self, index: int) -> str:
        """What the argument of that index must be."""
        return self.takes[index] if index < len(self.takes.rstrip("*")) else "n"


FUNCTIONS = {
    "ABS": Shape("n", "n", "ABS(x)"),
    "SQRT": Shape("n", "n", "SQRT(x)"),
    "MIN": Shape("nn*", "n", "MIN(a, b)"),
    "MAX": Shape("nn*", "n", "MAX(a, b)"),
    "LIMIT": Shape("nnn", "n", "LIMIT(low, x, high)"),
    "SEL": Shape("bxx", "x", "SEL(condition, if_false, if_true)"),
    "RISING": Shape("b", "b", "rising(x)"),
    "FALLING": Shape("b", "b", "falling(x)"),
    "HELD_FOR": Shape("bn", "b", "held_for(x, T#2s)"),
    "SINCE": Shape("b", "n", "since(x)"),
    "PREVIOUS": Shape("x", "x", "previous(x)"),
}
_KNOWN = ", ".join(shape.usage.partition("(")[0] for shape in FUNCTIONS.values())
_LOGIC = ("AND", "OR", "XOR", "AND_THEN", "OR_ELSE")
_LARGEST = Decimal("1E308")
_DIVIDING = ("/", "MOD")
_ORDER = ("<", ">", "<=", ">=")
# A number and a unit behind it, which no expression can hold.
_WITH_UNIT = re.compile(
    r"(?<![\w.#])\d[\d_]*(?:\.\d+)?(?:[eE][+-]?\d+)?\s*("
    + "|".join(re.escape(unit) for unit in sorted(UNITS, key=len, reverse=True) if unit)
    + r")(?![\w(.])"
)


class TraceExpression:
    """One expression; `text` is what the instructor wrote."""

    __slots__ = ("_names", "_root", "_source", "text")

    def __init__(self, text: str, at: Position) -> None:
        self.text = text
        start = at if at.line else Position(at.file, 1, 1)
        self._source = Source(at.file, text, start)
        problems: list[Problem] = []
        root = parse_lone_expression(self._source, problems)
        if root is None or problems:
            raise ProblemsFound(list(self._units()) or problems)
        self._root = root
        self._names: dict[str, Position] = {}
        self._gather(problems)
        if problems:
            raise ProblemsFound(problems)

    @property
    def names(self) -> Mapping[str, Position]:
        """Every signal that it reads, as written, with the place of its first use."""
        return self._names

    def check(self, boolean_signals: Mapping[str, bool]) -> tuple[Problem, ...]:
        """Every fault it has over these signals (True for BOOL, False for a number)."""
        checker = _Checker(self._source, boolean_signals)
        checker.kind_of(self._root)
        return tuple(checker.problems)

    def terms(self, operator: str) -> tuple[TraceExpression, ...]:
        """What the operator, AND or OR, joins outside all parentheses; the expression alone if nothing."""
        cuts: list[int] = []
        node = self._root
        while isinstance(node, Binary) and node.operator == operator:
            cuts.insert(0, node.at)
            node = node.left
        begins = [0, *(cut + len(operator) for cut in cuts)]
        ends = [*cuts, len(self.text)]
        texts = [self.text[begin:end] for begin, end in zip(begins, ends, strict=True)]
        if len(texts) == 1 or any(text.count("(") != text.count(")") for text in texts):
            return (self,)
        here = [
            begin + len(text) - len(text.lstrip())
            for begin, text in zip(begins, texts, strict=True)
        ]
        return tuple(
            TraceExpression(text.strip(), self._source.position(at))
            for text, at in zip(texts, here, strict=True)
        )

    def is_boolean(self, boolean_signals: Mapping[str, bool]) -> bool:
        """Whether its value is a BOOL; asked only of one that `check` finds no fault with."""
        return _Checker(self._source, boolean_signals).kind_of(self._root) == "b"

    def evaluate(self, columns: Mapping[str, Column], now_ns: NDArray[np.int64]) -> Column:
        """Its value at every tick: bool or float64, as long as `now_ns`."""
        # Only here, so that compiling and scanning programs never waits for numpy.
        from trainlab.plc.columns import evaluated

        return evaluated(self._root, columns, now_ns)

    def foregone(
        self,
        boolean_signals: Mapping[str, bool],
        ranges: Mapping[str, tuple[float, float]],
        duration_ns: int,
    ) -> bool | None:
        """The value that it has at every tick of every run, where that can be told."""
        from trainlab.plc.foregone import foregone

        return foregone(self._root, boolean_signals, ranges, duration_ns)

    @property
    def remembers(self) -> bool:
        """Whether its value at a tick hangs on earlier ones."""
        return remembers(self._root)

    def follow(self, boolean_signals: Mapping[str, bool]) -> Follower:
        """The same, tick by tick, over these signals in their order."""
        from trainlab.plc.follow import follower

        return follower(self._root, tuple(boolean_signals), tuple(boolean_signals.values()))

    def _units(self) -> Iterator[Problem]:
        """Every unit behind a number."""
        for found in _WITH_UNIT.finditer(self.text):
            position = self._source.position(found.start(1))
            yield wrong.UNIT_HERE.at(position, unit=found[1])

    def _gather(self, problems: list[Problem]) -> None:
        """Finds the signals, and what no signals could mend."""
        seen: set[str] = set()
        for node in parts_of(self._root):
            position = self._source.position(node.at)
            name = signal_name(node)
            if name is not None:
                if name.casefold() not in seen:
                    seen.add(name.casefold())
                    self._names[name] = position
            elif isinstance(node, Call):
                problems.extend(self._check_call(node))
            elif not isinstance(node, Literal | Unary | Binary) or (
                isinstance(node, Literal)
                and (node.form == "string" or node.prefix not in ("", "LTIME"))
            ):
                problems.append(wrong.NOT_HERE.at(position, known=_KNOWN))
            elif isinstance(node, Literal) and not abs(Decimal(node.value)) <= _LARGEST:
                problems.append(wrong.TOO_LARGE.at(position))

    def _check_call(self, node: Call) -> Iterator[Problem]:
        name = node.callee.text if isinstance(node.callee, Name) else ""
        position = self._source.position(node.callee.at)
        shape = FUNCTIONS.get(name.upper())
        if shape is None:
            spelled = [known.usage.partition("(")[0] for known in FUNCTIONS.values()]
            hint = did_you_mean(name, spelled)
            yield wrong.UNKNOWN_FUNCTION.at(position, name=name, hint=hint, known=_KNOWN)
            return
        count = len(shape.takes.rstrip("*"))
        found = len(node.arguments)
        if found < count or (found > count and not shape.takes.endswith("*")):
            yield wrong.WRONG_COUNT.at(
                position, name=name, wanted=count, found=found, usage=shape.usage
            )
        for argument in node.arguments:
            if argument.name or argument.value is None:
                at = self._source.position(argument.at)
                yield wrong.NOT_HERE.at(at, known=_KNOWN)


def signal_name(node: Expression) -> str | None:
    """The path that a node names: level_m, timer.ET or axis[2].speed; None if it names none."""
    if isinstance(node, Name):
        return node.text
    if isinstance(node, Member):
        base = signal_name(node.base)
        return None if base is None else f"{base}.{node.name}"
    if isinstance(node, Index):
        base = signal_name(node.base)
        numbers = [
            index.text if isinstance(index, Literal) and index.form == "integer" else None
            for index in node.indices
        ]
        if base is None or None in numbers:
            return None
        return f"{base}[{', '.join(number for number in numbers if number)}]"
    return None


def remembers(root: Expression) -> bool:
    """Whether anything in it depends on earlier ticks."""
    return any(
        isinstance(node, Call) and dotted(node.callee).upper() in OVER_TIME
        for node in parts_of(root)
    )


def parts_of(root: Expression) -> Iterator[Expression]:
    """Every node that has a meaning of its own, from left to right."""
    waiting = [root]
    while waiting:
        node = waiting.pop()
        yield node
        if isinstance(node, Binary):
            waiting += [node.right, node.left]
        elif isinstance(node, Unary):
            waiting.append(node.operand)
        elif isinstance(node, Call):
            values = [argument.value for argument in node.arguments]
            waiting += [value for value in reversed(values) if value is not None]


def _is_zero(node: Expression) -> bool:
    """Whether a part that reads no signal is 0; of one that does, nobody can tell before the run."""
    if any(signal_name(part) is not None for part in parts_of(node)):
        return False
    # Only here, as in `evaluate`; few expressions divide by anything but a literal or a signal.
    import numpy as np

    from trainlab.plc.columns import evaluated

    return not evaluated(node, {}, np.zeros(1, dtype=np.int64))[0]


class _Checker:
    """Finds out whether each part is a BOOL ("b"), a number ("n") or faulty ("")."""

    __slots__ = ("_known", "_source", "_spelled", "problems")

    def __init__(self, source: Source, boolean_signals: Mapping[str, bool]) -> None:
        self._source = source
        self._spelled = tuple(boolean_signals)
        self._known = {name.casefold(): kind for name, kind in boolean_signals.items()}
        self.problems: list[Problem] = []

    def kind_of(self, node: Expression) -> str:
        if isinstance(node, Binary):
            return self._chain(node)
        if isinstance(node, Literal):
            return "b" if node.form == "bool" else "n"
        if isinstance(node, Unary):
            wanted = "b" if node.operator == "NOT" else "n"
            self._want(wanted, node.operand, node.operator)
            return wanted
        if isinstance(node, Call):
            return self._call(node)
        name = signal_name(node) or ""
        kind = self._known.get(name.casefold())
        if kind is None:
            hint = did_you_mean(name, self._spelled)
            self._report(wrong.UNKNOWN_SIGNAL, self._start(node), name=name, hint=hint)
            return ""
        return "b" if kind else "n"

    def _chain(self, node: Binary) -> str:
        chain = [node]
        while isinstance(chain[-1].left, Binary):
            chain.append(chain[-1].left)
        kind = self.kind_of(chain[-1].left)
        start = self._start(chain[-1].left)
        for link in reversed(chain):
            kind = self._operation(link, kind, start)
        return kind

    def _operation(self, node: Binary, left: str, start: int) -> str:
        symbol = node.operator
        if symbol in ("=", "<>"):
            right = self.kind_of(node.right)
            if left and right and left != right:
                self._report(wrong.UNLIKE_OPERANDS, node.at, operator=symbol)
            return "b"
        wanted = "b" if symbol in _LOGIC else "n"
        self._require(wanted, left, start, symbol)
        self._want(wanted, node.right, symbol)
        if symbol in _DIVIDING and not self.problems and _is_zero(node.right):
            self._report(wrong.BY_ZERO, node.at)
        return "b" if symbol in _LOGIC or symbol in _ORDER else "n"

    def _call(self, node: Call) -> str:
        assert isinstance(node.callee, Name)
        shape = FUNCTIONS[node.callee.text.upper()]
        either = ""
        for index, argument in enumerate(node.arguments):
            assert argument.value is not None
            wanted = shape.kind_of(index)
            if wanted != "x":
                self._want(wanted, argument.value, node.callee.text)
            elif either:
                self._want(either, argument.value, node.callee.text)
            else:
                either = self.kind_of(argument.value)
        return either if shape.gives == "x" else shape.gives

    def _want(self, wanted: str, node: Expression, operator: str) -> None:
        self._require(wanted, self.kind_of(node), self._start(node), operator)

    def _require(self, wanted: str, found: str, at: int, operator: str) -> None:
        if found and found != wanted:
            kind = wrong.NEEDS_BOOL if wanted == "b" else wrong.NEEDS_NUMBER
            self._report(kind, at, operator=operator)

    def _start(self, node: Expression) -> int:
        while isinstance(node, Binary | Member | Index | Call):
            if isinstance(node, Binary):
                node = node.left
            else:
                node = node.callee if isinstance(node, Call) else node.base
        return node.at

    def _report(self, kind: ProblemKind, at: int, **values: object) -> None:
        self.problems.append(kind.at(self._source.position(at), **values))
