"""Stimuli: what the operator and the world do to a station, each at one moment."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Protocol

from trainlab.bench.sweeps import Sweep
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


@dataclass(frozen=True, slots=True)
class Move:
    """A control or a parameter begins to move by itself: `what` is the action that sets it."""

    what: type[Operate] | type[Change]
    name: str
    sweep: Sweep


Action = Operate | Change | Move | BeginWireFault | BeginParameterFault | EndFault


@dataclass(frozen=True, slots=True)
class Stimulus:
    """One action, when it happens, and what the instructor calls it."""

    at_ns: int
    action: Action
    label: str = ""


class Operator(Protocol):
    """Somebody who acts on a station while it runs, beside what its timeline does."""

    def take(self, now_ns: int) -> Iterable[Stimulus]:
        """What is to happen in this tick; each is handed out once."""
