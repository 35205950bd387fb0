"""What methods ask of a station's desk, checked before it is asked, so that the caller knows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from pydantic import ValidationError

from trainlab.core import catalog
from trainlab.core.fault import UnsuitableTag, WireFaultSpec
from trainlab.core.quantity import UnitMismatch
from trainlab.core.seeds import Seed
from trainlab.core.tag import Tag

Request = Mapping[str, object]
RESET: Request = {"do": "reset"}


def operate(control: str, value: float) -> Request:
    """Press, let go or turn a device of the panel."""
    return {"do": "operate", "control": control, "value": value}


def end_fault(tag: Tag) -> Request:
    """End what was injected into a tag's wire."""
    return {"do": "end_fault", "of": tag.name}


def inject_fault(tag: Tag, kind: str, fields: Sequence[str]) -> Request:
    """Begin a fault on a tag's wire; `fields` are "by=5 %" and the like.

    ValueError where there is no such kind, its fields are wrong, or the tag has no such wire.
    """
    if kind not in catalog.names("faults"):
        raise ValueError(kind)
    named = {}
    for field in fields:
        name, _, value = field.partition("=")
        named[name.strip()] = value.strip()
    if named.keys() & {"do", "asked_by", "tag", "kind"}:
        raise ValueError(kind)
    try:
        spec: WireFaultSpec = catalog.load("faults", kind)(**named)
        spec.on(tag, 0, Seed(0), tag.name)
    except (ValidationError, UnitMismatch, UnsuitableTag) as error:
        raise ValueError(kind) from error
    return {"do": "fault", "tag": tag.name, "kind": kind, **named}
