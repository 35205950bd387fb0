"""A fault on a wire as somebody at a page or on a network asks for it, or the reason why there is none."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pydantic import ValidationError

from trainlab.core import catalog
from trainlab.core.fault import UnsuitableTag, WireFault, WireFaultSpec
from trainlab.core.fields import Fields, explanation
from trainlab.core.message import Message, Text
from trainlab.core.quantity import UnitMismatch
from trainlab.core.seeds import Seed
from trainlab.core.tag import Tag

# What stands beside the fields of a fault in a request for it.
BESIDE = frozenset(("do", "asked_by", "number", "after", "tag", "kind"))

NO_SUCH = Text("there is no '{name}'", "没有“{name}”")
ON_A_TAG = Text("{kind} on {tag}: {reason}", "{tag} 的{kind}：{reason}")
NEEDED = Text("'{field}' is wanted: {meaning}", "需要“{field}”：{meaning}")
WRONG = Text(
    "'{field}' cannot be '{value}'; it is {meaning}", "“{field}”不能为“{value}”；应为{meaning}"
)


class NoFault(ValueError):
    """There is no such fault; `reason` says why."""

    def __init__(self, reason: Message) -> None:
        super().__init__(reason.render("en"))
        self.reason = reason


def wire_fault(
    request: Mapping[str, Any], tag: Tag, begin_ns: int, seed: Seed, name: str
) -> WireFault:
    """The fault that {"kind": KIND, FIELD: VALUE, ...} asks for on a tag; NoFault if there is none such."""
    kind = str(request.get("kind"))[:50]
    if kind not in catalog.names("faults"):
        raise NoFault(NO_SUCH.fill(name=kind))
    model = catalog.load("faults", kind)
    given = {key: value for key, value in request.items() if key not in BESIDE}
    try:
        spec: WireFaultSpec = model.model_validate(given)
        return spec.on(tag, begin_ns, seed, name)
    except (UnitMismatch, UnsuitableTag) as error:
        reason = error.reason
    except ValidationError as error:
        reason = _reason(error, model, given)
    raise NoFault(ON_A_TAG.fill(kind=model.title, tag=tag.name, reason=reason))


def suits(kind: str, tag: Tag) -> bool:
    """Whether a kind of fault makes sense on a tag."""
    model = catalog.load("faults", kind)
    properties = model.model_json_schema()["properties"] if model.model_fields else {}
    examples = {
        name: properties[name]["examples"][0]
        for name, field in model.model_fields.items()
        if field.is_required()
    }
    try:
        model.model_validate(examples).on(tag, 0, Seed(0), "")
    except UnsuitableTag:
        return False
    return True


def _reason(error: ValidationError, model: type[Fields], given: Mapping[str, Any]) -> Message:
    found = error.errors()[0]
    field = str(found["loc"][0])[:50]
    if field not in model.model_fields:
        return NO_SUCH.fill(name=field)
    meaning = explanation(model.model_fields[field])
    if found["type"] == "missing":
        return NEEDED.fill(field=field, meaning=meaning)
    return WRONG.fill(field=field, value=str(given[field])[:50], meaning=meaning)
