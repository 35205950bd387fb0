"""The rows of a plant's I/O list beyond the panel, in the order: name, place, designation, texts."""

from __future__ import annotations

from trainlab.core.message import Text
from trainlab.core.tag import DataType, Direction, Scale, Signal, Tag


def contact(name: str, bit: str, reference: str, en: str, zh: str, *, at_rest: bool = False) -> Tag:
    """A digital input, `bit` as in %IX`bit`."""
    return Tag(
        name,
        DataType.BOOL,
        Direction.INPUT,
        f"%IX{bit}",
        Text(en, zh),
        fail_safe=at_rest,
        reference=reference,
    )


def coil(name: str, bit: str, reference: str, en: str, zh: str) -> Tag:
    """A digital output, `bit` as in %QX`bit`."""
    return Tag(
        name, DataType.BOOL, Direction.OUTPUT, f"%QX{bit}", Text(en, zh), reference=reference
    )


def counter(name: str, address: str, reference: str, en: str, zh: str) -> Tag:
    """A DINT of a fast counter at %ID`address`."""
    return Tag(
        name,
        DataType.DINT,
        Direction.INPUT,
        f"%ID{address}",
        Text(en, zh),
        low=-(2.0**31),
        high=2.0**31 - 1,
        reference=reference,
    )


def measured(
    name: str,
    byte: int,
    reference: str,
    en: str,
    zh: str,
    *,
    unit: str,
    high: float,
    low: float = 0.0,
    signal: Signal = Signal.CURRENT_4_20_MA,
) -> Tag:
    """An analogue input of 0..27648 for low..high, at %IW`byte`."""
    return Tag(
        name,
        DataType.INT,
        Direction.INPUT,
        f"%IW{byte}",
        Text(en, zh),
        unit=unit,
        low=low,
        high=high,
        scale=Scale(low, high),
        signal=signal,
        reference=reference,
    )


def commanded(
    name: str,
    byte: int,
    reference: str,
    en: str,
    zh: str,
    *,
    unit: str = "%",
    high: float = 100.0,
    signal: Signal = Signal.CURRENT_4_20_MA,
) -> Tag:
    """An analogue output of 0..27648 for 0..high, at %QW`byte`."""
    return Tag(
        name,
        DataType.INT,
        Direction.OUTPUT,
        f"%QW{byte}",
        Text(en, zh),
        unit=unit,
        high=high,
        scale=Scale(0.0, high),
        signal=signal,
        reference=reference,
    )
