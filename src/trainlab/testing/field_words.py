"""What may be written for a field of a check, in words."""

from __future__ import annotations

from types import NoneType, UnionType
from typing import Annotated, Any, Literal, Union, get_args, get_origin

from pydantic import BaseModel, WithJsonSchema

from trainlab.core.fields import DurationNs, QuantityField, SpanField, TextField
from trainlab.core.message import Message, Text
from trainlab.grading.better import ShareField
from trainlab.grading.checks.sequence import OverlapField
from trainlab.grading.counting import EventsField
from trainlab.grading.derived import Derived
from trainlab.grading.fields import ConditionField, MomentField, SignalField

OF_TYPES: tuple[tuple[Any, Text], ...] = (
    (DurationNs, Text("a duration", "时间")),
    (MomentField, Text("a moment", "时刻")),
    (OverlapField, Text("a duration, or `any`", "时间，或 `any`")),
    (ConditionField, Text("a condition", "条件")),
    (SignalField, Text("a signal or number", "信号或数值")),
    (EventsField, Text("a condition or a counting fact", "条件或计数事实量")),
    (SpanField, Text("a quantity, 0 or more", "不小于 0 的物理量")),
    (QuantityField, Text("a quantity", "物理量")),
    (ShareField, Text("a share", "比例")),
    (Derived, Text("a quantity in a unit made of the signal's", "以信号单位的导出单位表示的量")),
    (TextField, Text("a text, or one for each language", "一段文字，或每种语言一段")),
    (bool, Text("true or false", "true 或 false")),
    (int, Text("a whole number", "整数")),
    (float, Text("a number", "数")),
    (str, Text("a text", "文字")),
)
ONE_OF = Text("one of {choices}", "以下之一：{choices}")
LIST_OF = Text("a list, each of them {entry}", "列表，各项为{entry}")
GROUP = Text("a group of {keys}", "一组 {keys}")
NAMES_TO = Text("names, each with {entry}", "名称，各对应{entry}")
VALUE = Text("a value", "值")
SUCH_AS = Text("such as {examples}", "例如 {examples}")


def in_words(declared: Any) -> Message:
    """What a field declared so takes: "a duration", "one of worst, mean"."""
    for kind, words in OF_TYPES:
        if declared == kind:
            return words.fill()
    origin, parts = get_origin(declared), get_args(declared)
    if origin is Annotated:
        inner = in_words(_inner(declared, parts[0]))
        examples = _examples(declared.__metadata__)
        return SUCH_AS.fill(examples=examples) if inner.text is VALUE and examples else inner
    if origin in (Union, UnionType):
        kept = [part for part in parts if part is not NoneType]
        return in_words(kept[0]) if kept else VALUE.fill()
    if origin is Literal:
        return ONE_OF.fill(choices=", ".join(f"`{part}`" for part in parts))
    if origin in (list, tuple) and parts:
        return LIST_OF.fill(entry=in_words(parts[0]))
    if origin is dict:
        return NAMES_TO.fill(entry=in_words(parts[1]))
    if isinstance(declared, type) and issubclass(declared, BaseModel):
        keys = ", ".join(f"`{field.alias or key}`" for key, field in declared.model_fields.items())
        return GROUP.fill(keys=keys)
    return VALUE.fill()


def _inner(declared: Any, base: Any) -> Any:
    """The field that an Annotated one adds rules to: the longest known one that it begins with."""
    rules = declared.__metadata__
    for length in range(len(rules) - 1, 0, -1):
        shorter = Annotated[(base, *rules[:length])]
        if any(shorter == kind for kind, _ in OF_TYPES):
            return shorter
    return base


def _examples(rules: Any) -> str:
    """The examples that the rules of an Annotated field give."""
    schemas = [rule.json_schema or {} for rule in rules if isinstance(rule, WithJsonSchema)]
    return ", ".join(f"`{each}`" for schema in schemas for each in schema.get("examples", ()))
