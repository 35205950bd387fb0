"""Measured values in the unit that the instructor wrote."""

from __future__ import annotations

from trainlab.core.quantity import Quantity


def shown(value: float, unit: str, like: Quantity) -> str:
    """A span in `unit`, written in the unit of `like`: 0.0123 m beside "10 mm" is "12.3 mm"."""
    size = Quantity(1.0, like.unit).span_within(unit)
    return f"{value / size:.6g} {like.unit or unit}".rstrip()


def percent(share: float) -> str:
    """A share as a person reads it: "97.5 %"."""
    return f"{100 * share:.4g} %"
