"""The contract of an observer: what looks on at each tick and changes nothing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from trainlab.core.image import IOImage
from trainlab.core.message import Text


@dataclass(frozen=True, slots=True)
class Event:
    """Something that happened at one moment: a stimulus, a fault's begin or end, a stopped program.

    `kind` is one of operate, change, fault_begin, fault_end, controller_stopped, controller_ready,
    link_stale, link_back, or one of an alarm (exchange/alarm_list.py); `name` says of what; `label` is
    the instructor's name for it, if any; `reason` says why, where the kind alone does not.
    """

    now_ns: int
    kind: str
    name: str
    value: float = 0.0
    label: str = ""
    reason: Text | None = None


class Observer(Protocol):
    """Looks on at phase 4 of every tick: inputs latched, outputs commanded, facts of this moment."""

    def observe(self, now_ns: int, image: IOImage, facts: Sequence[float]) -> None:
        """One tick's state; must not change anything."""

    def note(self, event: Event) -> None:
        """One event, before the state of its tick."""
