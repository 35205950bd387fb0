"""A sensor whose error grows with time."""

from __future__ import annotations

from typing import ClassVar

from trainlab.core.fields import DurationNs, Fields, QuantityField, explained
from trainlab.core.message import Text
from trainlab.core.seeds import Seed
from trainlab.core.tag import Tag
from trainlab.faults.wire import Wire, analogue_wire_of, raw_span


class DriftingWire:
    """Adds an error that grows in proportion to the time since the fault began."""

    __slots__ = ("_begin_ns", "_by", "_over_ns", "_wire")
    reported = False

    def __init__(self, wire: Wire, by: float, over_ns: int, begin_ns: int) -> None:
        self._wire = wire
        self._by = by
        self._over_ns = over_ns
        self._begin_ns = begin_ns

    def bend(self, value: float, now_ns: int) -> float:
        """The value plus the error of this moment, within what a sound signal reaches."""
        wire = self._wire
        if not wire.is_sound(value):
            return value
        return wire.carry_sound(value + self._by * ((now_ns - self._begin_ns) / self._over_ns))


class Drift(Fields):
    """An error on an analogue tag that grows from nothing at a steady rate for as long as it lasts.

    It is `by` after `over`, twice that after twice the time; only the signal's limits stop it.
    """

    title: ClassVar[Text] = Text("drift", "漂移")
    about: ClassVar[Text] = Text(
        "An error on an analogue tag that grows from nothing at a steady rate for as long as it lasts.",
        "模拟量变量上从零开始匀速增长的误差。",
    )

    by: QuantityField = explained(
        "the error reached after `over`: in the tag's unit, in % of its span, or in raw codes",
        "经过 over 后的误差：用变量的单位、量程的 % 或原始码",
    )
    over: DurationNs = explained(
        "how long the error takes to reach `by`; it goes on growing after that",
        "误差达到 by 所需的时间；此后继续增长",
        gt=0,
    )

    def on(self, tag: Tag, begin_ns: int, seed: Seed, name: str) -> DriftingWire:
        """The fault on that tag's wire; UnsuitableTag for a BOOL, UnitMismatch for another unit."""
        return DriftingWire(analogue_wire_of(tag), raw_span(self.by, tag), self.over, begin_ns)
