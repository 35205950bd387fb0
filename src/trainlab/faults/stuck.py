"""A signal that no longer moves."""

from __future__ import annotations

from typing import ClassVar

from pydantic import Field

from trainlab.core.fields import Fields, QuantityField
from trainlab.core.message import Text
from trainlab.core.seeds import Seed
from trainlab.core.tag import DataType, Tag
from trainlab.faults.wire import raw_value, wire_of


class StuckWire:
    """Holds one value: the one given, or the first that it meets."""

    __slots__ = ("_held",)

    def __init__(self, held: float | None) -> None:
        self._held = held

    def bend(self, value: float, now_ns: int) -> float:
        """The value that it is stuck at."""
        if self._held is None:
            self._held = value
        return self._held


class Stuck(Fields):
    """A tag that keeps one value, analogue or BOOL."""

    title: ClassVar[Text] = Text("stuck", "卡死不变")

    at: QuantityField | None = Field(
        default=None,
        description="The value it keeps: in the tag's unit, in % of its span, in raw codes, or "
        "true or false; where left out, the value it had when the fault began.",
    )

    def on(self, tag: Tag, begin_ns: int, seed: Seed, name: str) -> StuckWire:
        """The fault on that tag's wire; UnitMismatch for another unit, ValueError for half a BOOL."""
        if self.at is None:
            return StuckWire(None)
        if tag.type is DataType.BOOL:
            value = self.at.within("")
            if value not in (0.0, 1.0):
                raise ValueError(tag.name)
            return StuckWire(value == 1.0)
        wire = wire_of(tag)
        raw = raw_value(self.at, tag)
        return StuckWire(wire.carry(raw) if self.at.unit == "raw" else wire.carry_sound(raw))
