"""A sensor that reads too much or too little by a constant amount."""

from __future__ import annotations

from typing import ClassVar

from trainlab.core.fields import Fields, QuantityField, explained
from trainlab.core.message import Text
from trainlab.core.seeds import Seed
from trainlab.core.tag import Tag
from trainlab.faults.wire import Wire, analogue_wire_of, raw_span


class BiasedWire:
    """Adds a constant to a sound signal; the code of a broken wire stays what it is."""

    __slots__ = ("_by", "_wire")
    reported = False

    def __init__(self, wire: Wire, by: float) -> None:
        self._wire = wire
        self._by = by

    def bend(self, value: float, now_ns: int) -> float:
        """The value plus the bias, within what a sound signal reaches."""
        wire = self._wire
        return wire.carry_sound(value + self._by) if wire.is_sound(value) else value


class Bias(Fields):
    """A constant error on an analogue tag."""

    title: ClassVar[Text] = Text("bias", "恒定偏差")
    about: ClassVar[Text] = Text("A constant error on an analogue tag.", "模拟量变量上的恒定误差。")

    by: QuantityField = explained(
        "how much is added: in the tag's unit, in % of its span, or in raw codes",
        "叠加量：用变量的单位、量程的 % 或原始码",
    )

    def on(self, tag: Tag, begin_ns: int, seed: Seed, name: str) -> BiasedWire:
        """The fault on that tag's wire; UnsuitableTag for a BOOL, UnitMismatch for another unit."""
        return BiasedWire(analogue_wire_of(tag), raw_span(self.by, tag))
