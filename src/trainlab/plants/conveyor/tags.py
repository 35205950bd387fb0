"""Short forms for the declarations of conveyor plants."""

from __future__ import annotations

from trainlab.core.message import Text
from trainlab.core.spec import Fact
from trainlab.core.tag import DataType, Direction, Tag


def contact(bit: str, name: str, reference: str, en: str, zh: str, at_rest: bool = False) -> Tag:
    """A digital input at %IX`bit`."""
    return Tag(
        name,
        DataType.BOOL,
        Direction.INPUT,
        f"%IX{bit}",
        Text(en, zh),
        fail_safe=at_rest,
        reference=reference,
    )


def coil(bit: str, name: str, reference: str, en: str, zh: str) -> Tag:
    """A digital output at %QX`bit`."""
    return Tag(
        name, DataType.BOOL, Direction.OUTPUT, f"%QX{bit}", Text(en, zh), reference=reference
    )


def counter(address: str, name: str, reference: str, en: str, zh: str) -> Tag:
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


def counted(name: str, en: str, zh: str, unit: str = "") -> Fact:
    """A fact that only grows."""
    return Fact(name, Text(en, zh), unit, cumulative=True)


def state(name: str, en: str, zh: str) -> Fact:
    """A fact that is true or false."""
    return Fact(name, Text(en, zh), boolean=True)


def amount(name: str, unit: str, en: str, zh: str) -> Fact:
    """A fact that is a number."""
    return Fact(name, Text(en, zh), unit)
