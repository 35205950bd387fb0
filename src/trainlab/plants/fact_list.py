"""The rows of a plant's list of facts, in short."""

from __future__ import annotations

from trainlab.core.message import Text
from trainlab.core.spec import Fact


def counted(name: str, en: str, zh: str, unit: str = "") -> Fact:
    """A fact that only grows."""
    return Fact(name, Text(en, zh), unit, cumulative=True)


def state(name: str, en: str, zh: str) -> Fact:
    """A fact that is true or false."""
    return Fact(name, Text(en, zh), boolean=True)


def amount(name: str, unit: str, en: str, zh: str) -> Fact:
    """A fact that is a number."""
    return Fact(name, Text(en, zh), unit)
