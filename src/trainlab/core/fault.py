"""The contract of a fault on a wire: what a broken wire makes of a value."""

from __future__ import annotations

from typing import ClassVar, Protocol

from trainlab.core.message import Message, Text
from trainlab.core.seeds import Seed
from trainlab.core.tag import Tag


class UnsuitableTag(ValueError):
    """A kind of fault makes no sense on a tag; `reason` says why."""

    def __init__(self, reason: Message) -> None:
        super().__init__(reason.render("en"))
        self.reason = reason


class WireFault(Protocol):
    """Changes the raw value of one tag while it is active.

    On an input it stands between the sensor and the image, on an output between the image and the
    actuator. A wire without an active fault passes every bit unchanged. `reported` says whether an
    I/O module tells its master of a broken wire.
    """

    @property
    def reported(self) -> bool:
        """Whether the channel's diagnostics report the wire as broken."""

    def bend(self, value: float, now_ns: int) -> float:
        """What arrives at the other end; `now_ns` is never before the fault's begin.

        The result must be one that the tag's type can hold.
        """


class WireFaultSpec(Protocol):
    """One kind of wire fault, as the catalog holds it (kind "faults"): a model of its fields."""

    title: ClassVar[Text]
    about: ClassVar[Text]

    def on(self, tag: Tag, begin_ns: int, seed: Seed, name: str) -> WireFault:
        """The fault on that tag's wire; `name` is the name of its noise stream.

        UnitMismatch if a field has another dimension than the tag; UnsuitableTag if this kind of
        fault makes no sense on it (an open wire needs an analogue signal, say).
        """
