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


class NoFault(ValueError):
    """A fault that cannot be injected: the number of the argument that is wrong, and what is wrong."""

    def __init__(self, argument: int, why: str) -> None:
        super().__init__(argument, why)
        self.argument = argument
        self.why = why


def inject_fault(tag: Tag, kind: str, fields: Sequence[str]) -> Request:
    """Begin a fault on a tag's wire; `fields` are "by=5 %" and the like.

    NoFault where there is no such kind, its fields are wrong, or the tag has no such wire.
    """
    if kind not in catalog.names("faults"):
        raise NoFault(1, f"there is no fault '{kind}'")
    named = {}
    for field in fields:
        name, _, value = field.partition("=")
        named[name.strip()] = value.strip()
    reserved = named.keys() & {"do", "asked_by", "tag", "kind"}
    if reserved:
        raise NoFault(2, f"there is no field '{min(reserved)}'")
    try:
        spec: WireFaultSpec = catalog.load("faults", kind)(**named)
        spec.on(tag, 0, Seed(0), tag.name)
    except ValidationError as error:
        flaw = error.errors()[0]
        raise NoFault(2, f"{'.'.join(map(str, flaw['loc']))}: {flaw['msg']}") from error
    except UnitMismatch as error:
        raise NoFault(2, str(error)) from error
    except UnsuitableTag as error:
        raise NoFault(1, f"'{kind}' does not fit the wire of {tag.name}") from error
    return {"do": "fault", "tag": tag.name, "kind": kind, **named}
