"""What every section of a sheet is read with: its places, problems, labels and ranges."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from trainlab.core.message import Message, Text
from trainlab.core.problem import Position, Problem, did_you_mean
from trainlab.core.quantity import UnitMismatch, wanted_in
from trainlab.scenario import problems as say
from trainlab.scenario.draw import Draw, QuantityDraw
from trainlab.scenario.full_width import PLAIN, in_key, quoted
from trainlab.scenario.source import PathPart, Source

LOWEST_FIRST = Text(
    "{{between: [lowest, highest]}}, the lower bound first",
    "{{between: [最小, 最大]}}，较小的值在前",
)


def full_width(place: Position, at: int, sign: str) -> Problem:
    """The diagnostic of full-width punctuation, so many characters behind a place."""
    place = replace(place, column=place.column + at)
    return say.FULL_WIDTH.at(place, sign=sign, plain=PLAIN[sign])


class Reader:
    """A sheet and what was found wrong with it so far."""

    def __init__(self, source: Source) -> None:
        self.source = source
        self.problems: list[Problem] = []
        self.labels: set[str] = set()

    def unknown(
        self,
        what: Text,
        name: str,
        known: Iterable[str],
        path: Sequence[PathPart],
        key: bool = False,
    ) -> None:
        """Report a name that nothing has."""
        names = sorted(known)
        place = self.source.key_position(path) if key else self.source.position(path)
        wide = in_key(name) if key else quoted(name)
        if wide is not None:
            self.problems.append(full_width(place, *wide))
            return
        self.problems.append(
            say.UNKNOWN_NAME.at(
                place, what=what, name=name, hint=did_you_mean(name, names), known=", ".join(names)
            )
        )

    def bad_value(self, path: Sequence[PathPart], value: str, expected: Text | Message) -> None:
        """Report a value that cannot be what it stands for."""
        place = self.source.position(path)
        self.problems.append(say.BAD_VALUE.at(place, value=value, key=path[-1], expected=expected))

    def value(
        self,
        drawn: QuantityDraw,
        path: Sequence[PathPart],
        name: str,
        unit: str,
        low: float,
        high: float,
    ) -> Draw:
        """A drawn value in a unit, within a range; what does not fit is reported."""
        place = self.source.position(path)
        try:
            draw = drawn.within(unit)
        except UnitMismatch:
            self.problems.append(
                say.WRONG_UNIT.at(place, quantity=str(drawn), name=name, wanted=wanted_in(unit))
            )
            return Draw(low, low)
        if draw.low > draw.high:
            self.bad_value((*path[:-1], name), str(drawn), LOWEST_FIRST.fill())
        elif not low <= draw.low <= draw.high <= high:
            self.problems.append(
                say.OUT_OF_RANGE.at(
                    place, value=str(drawn), name=name, low=f"{low:g}", high=f"{high:g}", unit=unit
                )
            )
        return draw
