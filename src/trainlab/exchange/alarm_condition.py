"""Whether the condition of an alarm holds, tick by tick, from what the instruments show."""

from __future__ import annotations

import struct
from collections.abc import Callable

from trainlab.core.alarm import AlarmKind, AlarmSpec
from trainlab.core.duration import NS_PER_S
from trainlab.core.image import IOImage
from trainlab.core.tag import DataType, Signal, Tag

# NAMUR NE 43 (2003): a current up to 3.6 mA or from 21 mA on is a transmitter's word that it has
# failed. In codes of 4-20 mA = 0..27648, where 1 mA is 1728.
FAILURE_LOW_CODE = (3.6 - 4.0) * 1728
FAILURE_HIGH_CODE = (21.0 - 4.0) * 1728

Holds = Callable[[bool], bool | None]


class Condition:
    """The condition of one alarm, with its deadband and its delays.

    `broken` and `stale` are asked at each look. A limit on a tag whose instrument has failed says
    nothing: the alarm stays as it is.
    """

    __slots__ = ("_holds", "_off_ns", "_on_ns", "_since_ns", "active")

    def __init__(
        self,
        spec: AlarmSpec,
        image: IOImage,
        broken: Callable[[str], bool],
        stale: Callable[[], bool],
    ) -> None:
        self.active = False
        self._on_ns = round(spec.on_delay_s * NS_PER_S)
        self._off_ns = round(spec.off_delay_s * NS_PER_S)
        self._since_ns: int | None = None
        self._holds = _holds(spec, image, broken, stale)

    def look(self, now_ns: int) -> bool:
        """Whether the alarm is active now."""
        holds = self._holds(self.active)
        if holds is None or holds == self.active:
            self._since_ns = None
            return self.active
        if self._since_ns is None:
            self._since_ns = now_ns
        if now_ns - self._since_ns >= (self._on_ns if holds else self._off_ns):
            self.active = holds
            self._since_ns = None
        return self.active

    def begin_anew(self) -> None:
        """Forget what was seen."""
        self.active = False
        self._since_ns = None


def _holds(
    spec: AlarmSpec,
    image: IOImage,
    broken: Callable[[str], bool],
    stale: Callable[[], bool],
) -> Holds:
    if spec.kind is AlarmKind.SILENCE:
        return lambda _: stale()
    slot = image.slots[spec.tag]
    tag = slot.tag
    unpack, block, offset = (
        struct.Struct("@" + tag.type.value).unpack_from,
        image.block,
        slot.offset,
    )

    def value() -> float:
        read: float = unpack(block, offset)[0]
        return read

    if spec.kind is AlarmKind.OFF_NORMAL:
        return lambda _: bool(value()) != spec.normal

    def failed() -> bool:
        return broken(tag.name) or not _credible(tag, value())

    if spec.kind is AlarmKind.FAILURE:
        return lambda _: failed()
    sign = 1.0 if spec.kind.is_upper else -1.0

    def beyond(active: bool) -> bool | None:
        if failed():
            return None
        over = sign * (tag.engineering(value()) - spec.limit)
        return over > -spec.deadband if active else over >= 0.0

    return beyond


def _credible(tag: Tag, raw: float) -> bool:
    """Whether a raw value is one that a sound instrument gives."""
    if tag.signal is not Signal.CURRENT_4_20_MA or tag.type is not DataType.INT:
        return True
    if not tag.scale or (tag.scale.raw_low, tag.scale.raw_high) != (0.0, 27648.0):
        return True
    return FAILURE_LOW_CODE < raw < FAILURE_HIGH_CODE
