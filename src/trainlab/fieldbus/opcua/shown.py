"""Every point that a server shows of a station, made of its tags and its operator's devices.

How a point is read is the business of who has the station's memory; no word of the library in here.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from trainlab.core.image import IOImage, Slot
from trainlab.core.message import Text
from trainlab.core.spec import Control
from trainlab.core.tag import DataType, Direction, Signal, Tag
from trainlab.fieldbus.opcua.points import (
    CONTROL_TYPES,
    PHASES,
    TAG_TYPES,
    Damage,
    Point,
    Reader,
    Value,
    ValueType,
)


class Readers(Protocol):
    """Where the values of a station's points come from."""

    def of_tag(self, slot: Slot, number: int) -> Reader:
        """That of a tag, the so-manyth of the station."""

    def of_control(self, control: Control, number: int) -> Reader:
        """That of an operator's device, likewise."""

    def of_status(self, name: str) -> Reader:
        """That of a point in the folder Status."""


def points_of(
    tags: Sequence[Tag], controls: Sequence[Control], readers: Readers
) -> tuple[Point, ...]:
    """All points of a station, folder by folder."""
    slots = IOImage(tags).slots
    return (
        *(_tag(slots[tag.name], readers.of_tag(slots[tag.name], n)) for n, tag in enumerate(tags)),
        *(
            _engineering(tag, readers.of_tag(slots[tag.name], n))
            for n, tag in enumerate(tags)
            if tag.scale
        ),
        *(_control(each, readers.of_control(each, n)) for n, each in enumerate(controls)),
        *_state(readers),
    )


def _tag(slot: Slot, reader: Reader) -> Point:
    tag = slot.tag
    is_output = tag.direction is Direction.OUTPUT
    analogue = tag.type is not DataType.BOOL
    ends = (tag.low, tag.high)
    if tag.scale:
        ends = tag.scale.raw(tag.low), tag.scale.raw(tag.high)
    return Point(
        "Outputs" if is_output else "Inputs",
        tag.name,
        tag.text,
        _about(tag),
        TAG_TYPES[tag.type],
        reader,
        "" if tag.scale else tag.unit,
        (min(ends), max(ends)) if analogue else None,
        slot if is_output else None,
    )


def _engineering(tag: Tag, raw: Reader) -> Point:
    def read() -> Value | Damage:
        value = raw()
        return value if isinstance(value, Damage | str) else tag.engineering(value)

    span = (tag.low, tag.high)
    about = _about(tag)
    return Point("Engineering", tag.name, tag.text, about, ValueType.DOUBLE, read, tag.unit, span)


def _control(control: Control, reader: Reader) -> Point:
    kind = CONTROL_TYPES[control.kind]
    return Point(
        "Panel",
        control.name,
        control.text,
        control.text,
        kind,
        reader,
        control.unit,
        None if kind is ValueType.BOOLEAN else (control.low, control.high),
        control=control,
    )


def _state(readers: Readers) -> tuple[Point, ...]:
    def point(
        name: str, title: Text, kind: ValueType, unit: str = "", names: tuple[Text, ...] = ()
    ) -> Point:
        reader = readers.of_status(name)
        return Point("Status", name, title, title, kind, reader, unit, names=names)

    return (
        point("Phase", Text("Phase", "阶段"), ValueType.UINT32, names=PHASES),
        point("Time", Text("Plant time", "装置时间"), ValueType.DOUBLE, "s"),
        point("Controller", Text("Owner of the outputs", "输出控制权所有者"), ValueType.STRING),
        point(
            "LinkStale",
            Text("The controller was not heard for too long", "控制器失联"),
            ValueType.BOOLEAN,
        ),
        point("Overruns", Text("Ticks that came too late", "延迟的节拍数"), ValueType.UINT32),
        point("Ticks", Text("Ticks", "节拍数"), ValueType.UINT64),
        point(
            "PanelOpen", Text("Clients may work the panel", "客户端可操作面板"), ValueType.BOOLEAN
        ),
    )


def _about(tag: Tag) -> Text:
    """What to know of a tag beside its title."""
    parts = [tag.address, tag.reference, tag.signal.value if tag.signal is not Signal.NONE else ""]
    if tag.scale:
        scale = tag.scale
        ends = f"{scale.raw_low:g}..{scale.raw_high:g} = {scale.low:g}..{scale.high:g} {tag.unit}"
        parts.append(ends.rstrip())
    more = ", ".join(filter(None, parts))
    return Text(f"{tag.text.en} ({more})", f"{tag.text.zh}（{more}）")
