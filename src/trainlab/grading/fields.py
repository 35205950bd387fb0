"""Fields that only checks have: conditions, signals and moments of a run."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Annotated, Any

from pydantic import BeforeValidator, PlainValidator, ValidationInfo, WithJsonSchema
from pydantic_core import PydanticCustomError

from trainlab.core.duration import format_duration, parse_duration
from trainlab.core.expression import Expression
from trainlab.core.fields import SheetContext, context_of, expected, position_of
from trainlab.core.problem import Position, Problem, ProblemsFound, did_you_mean
from trainlab.grading.problems import (
    ALWAYS,
    CONSTANT,
    FOREGONE,
    NEVER,
    NOT_A_CONDITION,
    NOT_A_NUMBER,
    UNKNOWN_MOMENT,
)

REPORTED = "reported"  # the type of a validation error whose diagnostic is in the context already
END = "end"
LARGEST = 1e308
_MOMENT = re.compile(r"\s*([A-Za-z_][\w.]*)\s*(?:([+-])\s*(\S.*))?")


@dataclass(frozen=True, slots=True)
class Moment:
    """A point of a run: a label (or "end", or "" for the start) and an offset from it."""

    label: str
    offset_ns: int = 0

    def __str__(self) -> str:
        if not self.label:
            return format_duration(self.offset_ns)
        sign = "+" if self.offset_ns > 0 else "-"
        tail = f" {sign} {format_duration(abs(self.offset_ns))}" if self.offset_ns else ""
        return self.label + tail


def parse_moment(text: str) -> Moment:
    """The moment that "12 s", "start" or "start + 2 s" names; ValueError if it names none."""
    match = _MOMENT.fullmatch(text)
    if match is None:
        return Moment("", parse_duration(text))
    offset_ns = parse_duration(match[3]) if match[3] else 0
    return Moment(match[1], -offset_ns if match[2] == "-" else offset_ns)


def _reported() -> PydanticCustomError:
    return PydanticCustomError(REPORTED, "reported")


def _moment(value: Any, info: ValidationInfo) -> Moment:
    context = context_of(info)
    try:
        moment = parse_moment(value)
    except (ValueError, TypeError):
        raise expected("moment") from None
    known = context.labels | {END}
    if moment.label and moment.label not in known:
        context.problems.append(
            UNKNOWN_MOMENT.at(
                position_of(value),
                name=moment.label,
                hint=did_you_mean(moment.label, known),
                known=", ".join(sorted(known)),
            )
        )
        raise _reported()
    return moment


def _expression(value: Any, info: ValidationInfo, boolean: bool) -> Expression:
    context = context_of(info)
    if isinstance(value, bool | int | float):
        if boolean or isinstance(value, bool) or not abs(value) <= LARGEST:
            raise expected("expression" if boolean else "signal")
        value = repr(value)
    if not isinstance(value, str):
        raise expected("expression" if boolean else "signal")
    at = position_of(value)
    try:
        expression = context.expression(value, at)
    except ProblemsFound as found:
        context.problems.extend(found.problems)
        raise _reported() from None
    problems = expression.check(context.boolean_signals)
    if not problems and expression.is_boolean(context.boolean_signals) is not boolean:
        problems = ((NOT_A_CONDITION if boolean else NOT_A_NUMBER).at(at, text=str(value)),)
    if not problems and boolean and not expression.names:
        problems = (CONSTANT.at(at, text=str(value)),)
    if not problems and boolean:
        problems = _foregone(expression, at, context)
    if problems:
        context.problems.extend(problems)
        raise _reported()
    return expression


def _foregone(expression: Expression, at: Position, context: SheetContext) -> tuple[Problem, ...]:
    """What is wrong with a condition that no run can decide."""
    kinds, ranges, duration_ns = context.boolean_signals, context.ranges, context.duration_ns
    value = expression.foregone(kinds, ranges, duration_ns)
    if value is None:
        return ()
    read = {name.casefold() for name in expression.names}
    bounds = [
        f"{name} {low:g} .. {high:g}"
        for name, (low, high) in ranges.items()
        if name.casefold() in read
    ]
    known = ", ".join([*bounds, format_duration(duration_ns)])
    said = ALWAYS if value else NEVER
    return (FOREGONE.at(at, text=expression.text, value=said, known=known),)


def _condition(value: Any, info: ValidationInfo) -> Expression:
    return _expression(value, info, boolean=True)


def _number(value: Any, info: ValidationInfo) -> Expression:
    return _expression(value, info, boolean=False)


_EXPRESSION_SCHEMA = {"type": "string", "description": "an IEC 61131-3 ST expression"}

MomentField = Annotated[
    Moment,
    BeforeValidator(_moment),
    WithJsonSchema({"type": "string", "examples": ["start", "start + 2 s", "12 s", "end"]}),
]
ConditionField = Annotated[
    Expression, PlainValidator(_condition), WithJsonSchema(_EXPRESSION_SCHEMA)
]
SignalField = Annotated[
    Expression,
    PlainValidator(_number),
    WithJsonSchema({"type": ["string", "number"], "description": "a signal or ST expression"}),
]
