"""A wire that picks up noise."""

from __future__ import annotations

from typing import ClassVar

from trainlab.core.fields import Fields, SpanField, explained
from trainlab.core.message import Text
from trainlab.core.seeds import Seed, Stream
from trainlab.core.tag import Tag
from trainlab.faults.wire import Wire, analogue_wire_of, raw_span


class NoisyWire:
    """Adds a normal random number to each sample; the moment is the counter of its stream."""

    __slots__ = ("_rms", "_stream", "_wire")
    reported = False

    def __init__(self, wire: Wire, rms: float, stream: Stream) -> None:
        self._wire = wire
        self._rms = rms
        self._stream = stream

    def bend(self, value: float, now_ns: int) -> float:
        """The value plus noise, within what a sound signal reaches."""
        wire = self._wire
        if not wire.is_sound(value):
            return value
        return wire.carry_sound(value + self._rms * self._stream.normal(now_ns))


class Noise(Fields):
    """White noise on an analogue tag."""

    title: ClassVar[Text] = Text("noise", "噪声")
    about: ClassVar[Text] = Text("White noise on an analogue tag.", "模拟量变量上的白噪声。")

    rms: SpanField = explained(
        "its root mean square: in the tag's unit, in % of its span, or in raw codes",
        "均方根值：用变量的单位、量程的 % 或原始码",
    )

    def on(self, tag: Tag, begin_ns: int, seed: Seed, name: str) -> NoisyWire:
        """The fault on that tag's wire; UnsuitableTag for a BOOL, UnitMismatch for another unit."""
        return NoisyWire(analogue_wire_of(tag), raw_span(self.rms, tag), seed.stream(name))
