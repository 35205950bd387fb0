"""Stimuli: what the operator and the world do to a station, each at one moment."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from trainlab.core.fault import WireFault


@dataclass(frozen=True, slots=True)
class Operate:
    """The operator's hand on one control: 1 pressed, 0 let go, or the value it is set to."""

    control: str
    value: float


@dataclass(frozen=True, slots=True)
class Change:
    """A plant parameter takes a new value for good."""

    parameter: str
    value: float


@dataclass(frozen=True, slots=True)
class BeginWireFault:
    """The wire of one tag goes wrong; `fault_id` ends it."""

    fault_id: str
    tag: str
    fault: WireFault


@dataclass(frozen=True, slots=True)
class BeginParameterFault:
    """A plant parameter goes wrong; it is put back when the fault ends."""

    fault_id: str
    parameter: str
    value: float


@dataclass(frozen=True, slots=True)
class EndFault:
    """The fault of that id ends."""

    fault_id: str


Action = Operate | Change | BeginWireFault | BeginParameterFault | EndFault


@dataclass(frozen=True, slots=True)
class Stimulus:
    """One action, when it happens, and what the instructor calls it."""

    at_ns: int
    action: Action
    label: str = ""


class Operator(Protocol):
    """Somebody who acts on a station while it runs, beside what its timeline does."""

    def take(self, now_ns: int) -> Sequence[Stimulus]:
        """What is to happen in this tick; each is handed out once."""
