"""Values that the seed draws: a fixed one, or any between two, so that no program can know it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Any

from pydantic import AfterValidator, BeforeValidator, WithJsonSchema

from trainlab.core.fields import DURATION_PATTERN, duration_ns, expected, quantity
from trainlab.core.quantity import Quantity
from trainlab.core.seeds import Seed


@dataclass(frozen=True, slots=True)
class Draw:
    """A number between two bounds, which are equal for a fixed value."""

    low: float
    high: float

    def __add__(self, other: Draw) -> Draw:
        """What the sum of two draws may be."""
        return Draw(self.low + other.low, self.high + other.high)

    def take(self, seed: Seed, name: str) -> float:
        """The value that this seed gives the draw of that name, evenly distributed."""
        if self.low == self.high:
            return self.low
        return self.low + (self.high - self.low) * seed.stream(name).uniform(0)


@dataclass(frozen=True, slots=True)
class QuantityDraw:
    """Two bounds with their units, not yet converted."""

    low: Quantity
    high: Quantity

    def within(self, unit: str) -> Draw:
        """The draw in a unit; UnitMismatch if either bound has another dimension."""
        return Draw(self.low.within(unit), self.high.within(unit))

    def __str__(self) -> str:
        return str(self.low) if self.low == self.high else f"{self.low} .. {self.high}"


def _bounds(value: Any) -> tuple[Any, Any]:
    if not isinstance(value, dict):
        return value, value
    if value.keys() == {"between"} and isinstance(value["between"], list):
        bounds = value["between"]
        if len(bounds) == 2:
            return bounds[0], bounds[1]
    raise expected("draw")


def _quantity_draw(value: Any) -> QuantityDraw:
    low, high = _bounds(value)
    return QuantityDraw(quantity(low), quantity(high))


def _duration_draw(value: Any) -> Draw:
    low, high = _bounds(value)
    bounds = Draw(float(duration_ns(low)), float(duration_ns(high)))
    if bounds.low > bounds.high:
        raise expected("draw_order")
    if bounds.low < 0:
        raise expected("not_before")
    return bounds


def _schema(one: dict[str, Any]) -> WithJsonSchema:
    between = {
        "type": "object",
        "properties": {"between": {"type": "array", "items": one, "minItems": 2, "maxItems": 2}},
        "required": ["between"],
        "additionalProperties": False,
    }
    return WithJsonSchema({"anyOf": [one, between]})


NOT_NEGATIVE = DURATION_PATTERN.replace("-?", "")
QuantityDrawField = Annotated[
    QuantityDraw,
    BeforeValidator(_quantity_draw),
    _schema({"type": ["string", "number", "boolean"]}),
]
DurationDrawField = Annotated[
    Draw,
    BeforeValidator(_duration_draw),
    _schema({"type": "string", "pattern": NOT_NEGATIVE, "examples": ["1.5 s"]}),
]


def _lasting(value: Draw) -> Draw:
    if value.low <= 0:
        raise expected("lasting")
    return value


# Likewise for what takes some time.
LastingDrawField = Annotated[DurationDrawField, AfterValidator(_lasting)]
