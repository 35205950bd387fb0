"""From pydantic's errors to diagnostics with a place in the sheet."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, TypeVar, get_args

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from trainlab.core.duration import format_duration
from trainlab.core.fields import SheetContext
from trainlab.core.message import Message, Text
from trainlab.core.problem import Problem, did_you_mean
from trainlab.scenario import problems as say
from trainlab.scenario.full_width import in_key, number_in, quoted, structural_in
from trainlab.scenario.reader import LOWEST_FIRST, full_width
from trainlab.scenario.source import PathPart, Source

Model = TypeVar("Model", bound=BaseModel)

REPORTED = "reported"
SHEET = Text("sheet", "场景文件")
SHOWN_VALUE = 40
NUMBERS = ("quantity", "duration", "share", "gate", "int_parsing", "float_parsing")
GROUPS = ("dict_type", "model_type")
READINGS = 3

# What may be written for keys of which one value is as good as a hundred words.
EXAMPLES = {
    "trainlab": "1",
    "duration": "60 s",
    "at": "1 s",
    "begin": "10 s",
    "within": "500 ms",
    "points": "10",
}

EXPECTED = {
    "duration": Text("a duration such as 1.5 s or 200 ms", "时间，例如 1.5 s 或 200 ms"),
    "quantity": Text(
        "a number with a unit, such as 0.25 m or 60 % (docs/how-to/write-a-scenario.md lists the units)",
        "带单位的数值，例如 0.25 m 或 60 %（单位见 docs/how-to/write-a-scenario.md）",
    ),
    "text": Text("a text, or {{en: ..., zh-CN: ...}}", "一段文字，或 {{en: ..., zh-CN: ...}}"),
    "moment": Text(
        "a moment such as 12 s, start, start + 2 s or end",
        "时刻，例如 12 s、start、start + 2 s 或 end",
    ),
    "expression": Text("an expression such as level_m > 0.2", "表达式，例如 level_m > 0.2"),
    "signal": Text(
        "a signal such as level_m, or a finite number", "信号，例如 level_m，或有限的数值"
    ),
    "draw": Text(
        "a value, or {{between: [lowest, highest]}}", "一个值，或 {{between: [最小, 最大]}}"
    ),
    "draw_order": LOWEST_FIRST,
    "not_before": Text("0 s or more", "不小于 0 s 的时间"),
    "lasting": Text("more than 0 s", "大于 0 s 的时间"),
    "span": Text("0 or more", "不小于 0 的值"),
    "share": Text("a share of the points, such as 95 %", "占总分的比例，例如 95 %"),
    "gate": Text(
        "true, or the share of the points at which the total is capped, such as 40 %",
        "true，或总分的上限比例，例如 40 %",
    ),
    "remark": Text(
        "a text whose braces hold measured, allowed, earned, points, begin or end",
        "一段文字，花括号中只能是 measured、allowed、earned、points、begin 或 end",
    ),
    "finite_number": Text("a number", "数值"),
    "string_type": Text("a text", "文字"),
    "string_pattern_mismatch": Text(
        "a name of small letters, digits and _, such as second_setpoint",
        "由小写字母、数字和 _ 组成的名称，例如 second_setpoint",
    ),
    "int_type": Text("a whole number", "整数"),
    "int_parsing": Text("a whole number", "整数"),
    "int_from_float": Text("a whole number", "整数"),
    "float_type": Text("a number", "数值"),
    "float_parsing": Text("a number", "数值"),
    "bool_type": Text("true or false", "true 或 false"),
    "bool_parsing": Text("true or false", "true 或 false"),
    "dict_type": Text("a group of 'name: value' lines", "一组“名称: 值”"),
    "model_type": Text("a group of 'name: value' lines", "一组“名称: 值”"),
    "list_type": Text("a list of lines that begin with '-'", "以“-”开头的列表"),
    "too_short": Text("at least one entry", "至少一项"),
    "greater_than": Text("more than {gt}", "大于 {gt}"),
    "greater_than_equal": Text("{ge} or more", "不小于 {ge}"),
    "less_than_equal": Text("{le} or less", "不大于 {le}"),
    "literal_error": Text("{expected}", "{expected}"),
}


def validated(
    model: type[Model],
    data: Any,
    path: Sequence[PathPart],
    source: Source,
    problems: list[Problem],
    context: SheetContext | None = None,
) -> Model | None:
    """`data`, which stands at `path`, as a model; None after adding what is wrong to `problems`."""
    instance, errors = _attempt(model, data, context)
    told = [
        _problem(error, tuple(path), source, _keys(model, error["loc"][:-1])) for error in errors
    ]
    problems += [problem for problem in told if problem is not None]
    if context is not None and context.problems:
        problems += context.problems
        context.problems.clear()
    return instance


def as_far_as_readable(
    model: type[Model],
    data: Any,
    path: Sequence[PathPart],
    source: Source,
    problems: list[Problem],
    stand_ins: Mapping[str, Any],
    context: SheetContext | None = None,
) -> tuple[Model | None, bool]:
    """Likewise, and whether all of it could be read.

    What could not is reported and left out, or has what `stand_ins` names in its place, so that the
    rest can be looked at too. None if that makes no whole either.
    """
    instance = validated(model, data, path, source, problems, context)
    if instance is not None:
        return instance, True
    for _ in range(READINGS):
        if not isinstance(data, dict):
            break
        instance, errors = _attempt(model, data, context)
        if context is not None:
            context.problems.clear()
        if instance is not None:
            break
        for error in errors:
            data = _without(data, error["loc"])
        data = {**stand_ins, **data}
    return instance, False


def _attempt(
    model: type[Model], data: Any, context: SheetContext | None
) -> tuple[Model | None, Sequence[ErrorDetails]]:
    try:
        return model.model_validate(data, context=context), ()
    except ValidationError as found:
        return None, found.errors(include_url=False)


def _without(data: dict[str, Any], path: Sequence[PathPart]) -> dict[str, Any]:
    """`data` less what stands at a path, or the last thing on the way to it that is there."""
    if not path or path[0] not in data:
        return data
    inner = data[path[0]]
    rest = {key: value for key, value in data.items() if key != path[0]}
    if isinstance(inner, dict) and len(path) > 1 and path[1] in inner:
        return {**rest, str(path[0]): _without(inner, path[1:])}
    return rest


def _keys(model: type[BaseModel], way: Sequence[PathPart]) -> tuple[str, ...]:
    """The keys that may stand in the group at the end of a way into a model."""
    for part in way:
        field = model.model_fields.get(str(part))
        model = (_group_in(field.annotation) if field else None) or model
    return tuple(field.alias or name for name, field in model.model_fields.items())


def _group_in(annotation: Any) -> type[BaseModel] | None:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    return next(filter(None, map(_group_in, get_args(annotation))), None)


def _problem(
    error: ErrorDetails, path: tuple[PathPart, ...], source: Source, known: Sequence[str]
) -> Problem | None:
    kind = error["type"]
    where = (*path, *error["loc"])
    key = next((str(part) for part in reversed(where) if isinstance(part, str)), "")
    if kind == REPORTED:
        return None
    if kind == "missing":
        beside = source.value(where[:-1])
        if any(str(other).startswith(key) and in_key(str(other)) for other in beside):
            return None  # it is there, with a full-width colon
        example = EXAMPLES.get(key, "...")
        return say.MISSING_KEY.at(source.position(where[:-1]), key=key, example=example)
    full_width = _full_width(kind, where, source)
    if full_width is not None:
        return full_width
    if kind == "extra_forbidden":
        return say.UNKNOWN_KEY.at(
            source.key_position(where),
            key=key,
            hint=did_you_mean(key, known),
            known=", ".join(known),
        )
    expected: object = error["msg"]
    written = source.value(where)
    if kind in EXPECTED:
        limits = error.get("ctx", {})
        if isinstance(written, str) and isinstance(error["input"], int):  # a duration, in ns by now
            limits = {name: format_duration(limit) for name, limit in limits.items()}
        expected = Message(EXPECTED[kind], limits)
    return say.BAD_VALUE.at(
        source.position(where), value=_shown(written), key=key or SHEET, expected=expected
    )


def _full_width(kind: str, where: tuple[PathPart, ...], source: Source) -> Problem | None:
    """The full-width punctuation that made a key of this, or that a value is quoted with."""
    if kind == "extra_forbidden":
        place, found = source.key_position(where), in_key(str(where[-1]))
    else:
        place, value = source.position(where), source.value(where)
        found = quoted(value) or (number_in(value) if kind in NUMBERS else None)
        if isinstance(value, str) and kind in GROUPS:
            found = structural_in(value.partition("\n")[0])
    return full_width(place, *found) if found else None


def _shown(value: Any) -> str:
    if value is None:
        return "''"
    if isinstance(value, str):
        value = f"'{value}'"
    elif isinstance(value, bool):
        value = str(value).lower()
    elif isinstance(value, dict):
        value = "{" + ", ".join(f"{key}: {_inner(part)}" for key, part in value.items()) + "}"
    elif isinstance(value, list):
        value = "[" + ", ".join(_inner(part) for part in value) + "]"
    text = str(value).replace("\n", " ")
    return text if len(text) <= SHOWN_VALUE else text[: SHOWN_VALUE - 3] + "..."


def _inner(value: Any) -> str:
    """A value inside another one, itself without its parts."""
    if isinstance(value, list) and not any(isinstance(part, list | dict) for part in value):
        return "[" + ", ".join(str(part) for part in value) + "]"
    return (
        "{...}" if isinstance(value, dict) else "[...]" if isinstance(value, list) else str(value)
    )
