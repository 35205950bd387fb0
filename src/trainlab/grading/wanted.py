"""Validation errors that say in both languages what is wanted of a check's field."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from pydantic import ValidationInfo
from pydantic_core import PydanticCustomError

from trainlab.core.fields import context_of, position_of
from trainlab.core.message import Message, Text
from trainlab.core.problem import ProblemKind
from trainlab.grading.fields import REPORTED

LESS_THAN = Text("less than '{field}'", "小于“{field}”的值")
NOT_LESS_THAN = Text("no less than '{field}'", "不小于“{field}”的值")
NEEDS_ONE_OF = ProblemKind(
    "TL6030",
    Text(
        "a check '{check}' needs one of the keys {keys}",
        "检查“{check}”至少需要以下键之一：{keys}",
    ),
    Text(
        "say what is allowed: add one of {keys}",
        "请说明允许的范围：添加 {keys} 之一",
    ),
)


def wanted(what: Message) -> PydanticCustomError:
    """The error of a value in whose place something else is wanted."""
    return PydanticCustomError("literal_error", "literal_error", {"expected": what})


def reported() -> PydanticCustomError:
    """The error of a value whose diagnostic is in the context already."""
    return PydanticCustomError(REPORTED, "reported")


def needs_one_of(data: Any, keys: Sequence[str], info: ValidationInfo) -> None:
    """Reports a check's fields among which none of `keys` is; raises where that is so."""
    if not isinstance(data, Mapping) or any(data.get(key) is not None for key in keys):
        return
    check = data.get("check", "")
    problem = NEEDS_ONE_OF.at(position_of(check), check=str(check), keys=", ".join(keys))
    context_of(info).problems.append(problem)
    raise reported()
