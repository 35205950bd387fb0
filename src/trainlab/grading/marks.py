"""Fields of a check that say what it is worth: its gate, its skill, its remarks."""

from __future__ import annotations

from string import Formatter
from typing import Annotated, Any

from pydantic import AfterValidator, BeforeValidator, WithJsonSchema
from pydantic_core import PydanticCustomError

from trainlab.core.fields import TextField, expected, quantity
from trainlab.core.message import Text

SKILL_PATTERN = r"^[a-z][a-z0-9_]*(\.[a-z][a-z0-9_]*)*$"
REMARK_PLACES = frozenset(("measured", "allowed", "earned", "points", "begin", "end"))


def _cap(value: Any) -> float | None:
    """The share of all points that can be had at most once the check has failed; None: any."""
    if value is None or value is False:
        return None
    if value is True:
        return 0.0
    if isinstance(value, str):
        try:
            share = quantity(value)
        except PydanticCustomError:
            raise expected("gate") from None
        if share.unit in ("", "%") and 0.0 <= share.within("") < 1.0:
            return share.within("")
    raise expected("gate")


def _remark(text: Text) -> Text:
    """A text whose places are among those that a result can fill."""
    for template in (text.en, text.zh):
        try:
            places = [(name, form) for _, name, form, _ in Formatter().parse(template)]
        except ValueError:
            raise expected("remark") from None
        if any(name is not None and (name not in REMARK_PLACES or form) for name, form in places):
            raise expected("remark")
    return text


GateField = Annotated[
    float | None,
    BeforeValidator(_cap),
    WithJsonSchema({"type": ["boolean", "string"], "examples": [True, "40 %"]}),
]
RemarkField = Annotated[TextField, AfterValidator(_remark)]
