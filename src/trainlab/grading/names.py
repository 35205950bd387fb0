"""Fields of checks that name things of their own: states, steps."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import Annotated, Any

from pydantic import BeforeValidator, Field, PlainValidator, ValidationInfo, WithJsonSchema
from pydantic_core import PydanticCustomError

from trainlab.core.expression import Expression
from trainlab.core.fields import LocatedText, context_of, expected, position_of
from trainlab.core.message import Text
from trainlab.core.problem import Position, ProblemKind, did_you_mean
from trainlab.grading.fields import REPORTED, ConditionField
from trainlab.grading.problems import ONE_OF_TWO, UNKNOWN_NAME


def _name(value: Any) -> str:
    """A name as the sheet has it, with its place."""
    if not isinstance(value, str) or not value.strip():
        raise expected("string_type")
    return value


def _listed(value: Any) -> Any:
    """One thing stands for a list of one."""
    return [value] if isinstance(value, str) else value


NameField = Annotated[str, PlainValidator(_name), WithJsonSchema({"type": "string"})]
# One text stands for a list of it.
_ONE_OR_MORE = WithJsonSchema(
    {"anyOf": [{"type": "string"}, {"type": "array", "items": {"type": "string"}, "minItems": 1}]}
)
NamesField = Annotated[list[NameField], BeforeValidator(_listed), Field(min_length=1), _ONE_OR_MORE]
ConditionsField = Annotated[
    list[ConditionField], BeforeValidator(_listed), Field(min_length=1), _ONE_OR_MORE
]
NamedConditionsField = Annotated[dict[str, ConditionField], Field(min_length=1)]
MovesField = Annotated[dict[str, NamesField], Field(min_length=1)]


def place_of(expression: Expression) -> Position:
    """About where an expression stands in its sheet: at the first signal that it names."""
    return next(iter(expression.names.values()), Position("<text>", 1, 1))


def report(kind: ProblemKind, place: Position, info: ValidationInfo, **values: object) -> None:
    """Add a diagnostic about a whole check to what the sheet is told."""
    context_of(info).problems.append(kind.at(place, **values))


def told_one_of(data: Any, one: str, other: str, info: ValidationInfo) -> Any:
    """What a check is read from, after reporting where it has neither of two keys, or both."""
    if isinstance(data, dict) and ((data.get(one) is None) == (data.get(other) is None)):
        written = (part for part in data.values() if isinstance(part, LocatedText))
        place = position_of(next(written, LocatedText("", Position("<text>", 1, 1))))
        report(ONE_OF_TWO, place, info, one=one, other=other)
    return data


def refused() -> PydanticCustomError:
    """What a validator raises whose diagnostics were reported."""
    return PydanticCustomError(REPORTED, "reported")


def names_known(
    names: Iterable[str], known: Collection[str], what: Text, place: Position, info: ValidationInfo
) -> bool:
    """Whether all these names are known; each that is not is reported, at its own place if it has one."""
    unknown = [name for name in names if name not in known]
    for name in unknown:
        own = position_of(name)
        at = place if own.file == "<text>" else own
        report(
            UNKNOWN_NAME,
            at,
            info,
            what=what,
            name=name,
            hint=did_you_mean(name, known),
            known=", ".join(known),
        )
    return not unknown
