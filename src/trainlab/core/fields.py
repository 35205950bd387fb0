"""How the things that a scenario names declare their fields: pydantic models, values with units.

Only what a sheet is made of imports this module; plants, programs and links do without pydantic.
"""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator, ConfigDict, WithJsonSchema

from trainlab.core.duration import parse_duration
from trainlab.core.quantity import Quantity, parse_quantity


class Fields(BaseModel):
    """A frozen group of fields; a key that is not declared is an error."""

    model_config = ConfigDict(frozen=True, extra="forbid", arbitrary_types_allowed=True)


def _duration_ns(value: Any) -> int:
    if isinstance(value, str):
        return parse_duration(value)
    raise ValueError(value)


def _quantity(value: Any) -> Quantity:
    if isinstance(value, bool):
        return Quantity(float(value))
    if isinstance(value, int | float):
        return Quantity(float(value))
    if isinstance(value, str):
        return parse_quantity(value)
    if isinstance(value, Quantity):
        return value
    raise ValueError(value)


DURATION_PATTERN = r"^\s*(L?T(IME)?#)?\d.*$"

# "1.5 s" -> 1_500_000_000
DurationNs = Annotated[
    int,
    BeforeValidator(_duration_ns),
    WithJsonSchema({"type": "string", "pattern": DURATION_PATTERN, "examples": ["1.5 s", "200 ms"]}),
]

# "60 %" or a bare number -> Quantity
QuantityField = Annotated[
    Quantity,
    BeforeValidator(_quantity),
    WithJsonSchema({"type": ["string", "number"], "examples": ["60 %", "0.25 m", 1]}),
]
