"""How the things that a scenario names declare their fields: pydantic models, values with units.

Only what a sheet is made of imports this module; plants, programs and links do without pydantic.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from math import isfinite
from typing import Annotated, Any

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    ValidationInfo,
    WithJsonSchema,
)
from pydantic.fields import FieldInfo
from pydantic_core import PydanticCustomError

from trainlab.core.duration import parse_duration
from trainlab.core.expression import Expression
from trainlab.core.message import Text
from trainlab.core.problem import Position, Problem
from trainlab.core.quantity import Quantity, parse_quantity


class LocatedText(str):
    """A text that knows where in its file it stands; YAML scalars arrive as these."""

    __slots__ = ("position",)

    position: Position

    def __new__(cls, text: str, position: Position) -> LocatedText:
        """`text` as it stands at `position`."""
        located = super().__new__(cls, text)
        located.position = position
        return located

    def __reduce__(self) -> tuple[type[LocatedText], tuple[str, Position]]:
        """For pickle: a verdict goes to another process with its checks."""
        return LocatedText, (str(self), self.position)


def position_of(text: str) -> Position:
    """Where a text stands in its file, if it knows."""
    return text.position if isinstance(text, LocatedText) else Position("<text>", 1, 1)


@dataclass(frozen=True, slots=True)
class SheetContext:
    """What the fields of a check or stimulus are read against.

    `boolean_signals` names every signal of the plant (True for BOOL), `units` its unit, `labels`
    every moment that the timeline names. `ranges` bounds the numeric signals that have bounds, each
    in its unit; the run takes `duration_ns`. Fields add what they find wrong to `problems`.
    """

    expression: Callable[[str, Position], Expression]
    boolean_signals: Mapping[str, bool]
    units: Mapping[str, str]
    labels: frozenset[str]
    ranges: Mapping[str, tuple[float, float]] = field(default_factory=dict)
    duration_ns: int = 1 << 62
    problems: list[Problem] = field(default_factory=list)


def context_of(info: ValidationInfo) -> SheetContext:
    """The context that a field is validated in; validating without one is a programmer's mistake."""
    if not isinstance(info.context, SheetContext):
        raise TypeError("fields of a sheet are validated with a SheetContext")
    return info.context


class Fields(BaseModel):
    """A frozen group of fields; a key that is not declared is an error."""

    model_config = ConfigDict(frozen=True, extra="forbid", arbitrary_types_allowed=True)


ZH = "x-zh-CN"  # where a field's schema keeps its Chinese description


def explained(en: str, zh: str, default: Any = ..., **constraints: Any) -> Any:
    """A field and what it means in both languages; `constraints` are those of pydantic's Field."""
    return Field(default, description=en, json_schema_extra={ZH: zh}, **constraints)


def explanation(field: FieldInfo) -> Text:
    """What a field made by `explained` means."""
    extra = field.json_schema_extra
    zh = extra.get(ZH) if isinstance(extra, dict) else None
    return Text(field.description or "", str(zh or field.description or ""))


def expected(form: str) -> PydanticCustomError:
    """The validation error of a value that is not of a form: "duration", "quantity", "text", ...

    Whoever reports it has the form's name as the error's type.
    """
    return PydanticCustomError(form, form)


def duration_ns(value: Any) -> int:
    """A duration from what a sheet says."""
    try:
        return parse_duration(value)
    except (ValueError, AttributeError, TypeError):
        raise expected("duration") from None


def quantity(value: Any) -> Quantity:
    """A quantity from what a sheet says: a text with a unit, a bare number, true or false."""
    if isinstance(value, int | float):
        return Quantity(_finite(value))
    if isinstance(value, str):
        try:
            return parse_quantity(value)
        except ValueError:
            raise expected("quantity") from None
    raise expected("quantity")


def _finite(value: float) -> float:
    try:
        number = float(value)
    except OverflowError:  # an integer of more than 308 digits
        raise expected("quantity") from None
    if not isfinite(number):
        raise expected("quantity")
    return number


DURATION_PATTERN = r"^\s*([Ll]?[Tt]([Ii][Mm][Ee])?#)?-?\d"

# "1.5 s" -> 1_500_000_000
DurationNs = Annotated[
    int,
    BeforeValidator(duration_ns),
    WithJsonSchema(
        {"type": "string", "pattern": DURATION_PATTERN, "examples": ["1.5 s", "200 ms"]}
    ),
]

# "60 %" or a bare number -> Quantity
QuantityField = Annotated[
    Quantity,
    BeforeValidator(quantity),
    WithJsonSchema({"type": ["string", "number", "boolean"], "examples": ["60 %", "0.25 m", 1]}),
]


def _not_negative(value: Quantity) -> Quantity:
    if value.value < 0:
        raise expected("span")
    return value


# Likewise for a width, a limit, an effective value: never less than nothing.
SpanField = Annotated[QuantityField, AfterValidator(_not_negative)]


def _both_languages(value: Any) -> Text:
    if isinstance(value, Text):
        return value
    if isinstance(value, str):
        return Text(str(value), str(value))
    if isinstance(value, dict) and value.keys() == {"en", "zh-CN"}:
        en, zh = value["en"], value["zh-CN"]
        if isinstance(en, str) and isinstance(zh, str):
            return Text(en.strip(), zh.strip())
    raise expected("text")


# {en: ..., zh-CN: ...}, or one text for both
TextField = Annotated[
    Text,
    BeforeValidator(_both_languages),
    WithJsonSchema(
        {
            "oneOf": [
                {"type": "string"},
                {
                    "type": "object",
                    "properties": {"en": {"type": "string"}, "zh-CN": {"type": "string"}},
                    "required": ["en", "zh-CN"],
                    "additionalProperties": False,
                },
            ]
        }
    ),
]
