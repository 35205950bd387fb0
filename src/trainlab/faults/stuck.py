"""A signal that no longer moves."""

from __future__ import annotations

from typing import ClassVar

from trainlab.core.fault import UnsuitableTag
from trainlab.core.fields import Fields, QuantityField, explained
from trainlab.core.message import Text
from trainlab.core.seeds import Seed
from trainlab.core.tag import DataType, Tag
from trainlab.faults.wire import raw_value, wire_of

NEITHER_ON_NOR_OFF = Text(
    "a BOOL can only be stuck at true or false", "BOOL 只能卡死在 true 或 false"
)


class StuckWire:
    """Holds one value: the one given, or the first that it meets."""

    __slots__ = ("_held",)
    reported = False

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
    about: ClassVar[Text] = Text(
        "A tag that keeps one value, analogue or BOOL.", "变量保持一个值不变，模拟量或 BOOL 均可。"
    )

    at: QuantityField | None = explained(
        "the value it keeps: in the tag's unit, in % of its span, in raw codes, or true or false;"
        " where left out, the value it had when the fault began",
        "保持的值：用变量的单位、量程的 %、原始码，或 true/false；省略则为故障开始时的值",
        default=None,
    )

    def on(self, tag: Tag, begin_ns: int, seed: Seed, name: str) -> StuckWire:
        """The fault on that tag's wire; UnitMismatch for another unit, UnsuitableTag for half a BOOL."""
        if self.at is None:
            return StuckWire(None)
        if tag.type is DataType.BOOL:
            value = self.at.within("")
            if value not in (0.0, 1.0):
                raise UnsuitableTag(NEITHER_ON_NOR_OFF.fill())
            return StuckWire(value == 1.0)
        wire = wire_of(tag)
        raw = raw_value(self.at, tag)
        return StuckWire(wire.carry(raw) if self.at.unit == "raw" else wire.carry_sound(raw))
