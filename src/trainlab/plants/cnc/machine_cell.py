"""What cells around the turning centre have in common: panel, hands, parameters, what is read when.

A machine counts when anything happened in it (`settled`): readings and facts are made anew then, and
else only those are brought up to date that change while nothing happens.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import ClassVar, Generic, TypeVar

from trainlab.core.spec import PlantDescription
from trainlab.plants.cnc.cell_machine import CHARGE_BAR_S, CellMachine
from trainlab.plants.cnc.cell_tags import OVERRIDE_RANGE_PERCENT
from trainlab.plants.cnc.nc.cutting import Material
from trainlab.plants.parts.arithmetic import clamped
from trainlab.plants.parts.panel import OperatorPanel
from trainlab.plants.parts.transmitter import FULL_SCALE_CODE

RUN_UP_RPM = 4000.0
LAMPS = 4  # the panel's outputs come first
M = TypeVar("M", bound=CellMachine)


@dataclass(frozen=True, slots=True)
class Readings(Generic[M]):
    """How facts are read, and how those readings are renewed that change while nothing happens."""

    all_facts: Callable[[M, OperatorPanel], list[float]]
    refresh_inputs: Callable[[list[float], M], None]
    refresh_facts: Callable[[list[float], M], None]


def pressed(deed: Callable[[], None]) -> Callable[[float], None]:
    """A button that does something each time it is pressed."""

    def hand(value: float) -> None:
        if value >= 0.5:
            deed()

    return hand


def direction(one: float, other: float) -> int:
    """What a pair of opposed coils does: nothing where both are on."""
    return (one != 0) - (other != 0)


def share(code: float) -> float:
    """How much of its range an analogue output of 0..27648 asks for, 0..1."""
    return clamped(code / FULL_SCALE_CODE, 0.0, 1.0)


class MachineCell(ABC, Generic[M]):
    """A cell; state at the end of the last step.

    A subclass builds its machine, and then calls `_begin` with what its own hands do (control: what
    operating it does) and what its own parameters do (parameter: what changing it does).
    """

    __slots__ = (
        "_changes",
        "_commanded",
        "_facts",
        "_feed_override",
        "_hands",
        "_inputs",
        "_machine",
        "_panel",
        "_parameters",
        "_ranges",
        "_readings",
        "_reported",
        "_sensed",
    )

    description: ClassVar[PlantDescription]

    def __init__(self, parameters: Mapping[str, float], readings: Readings[M]) -> None:
        self._readings = readings
        declared = self.description.parameters
        self._ranges = {each.name: (each.low, each.high) for each in declared}
        self._parameters = {
            name: clamped(parameters[name], *bounds) for name, bounds in self._ranges.items()
        }
        self._panel = OperatorPanel()
        self._feed_override = 1.0
        self._commanded: tuple[float, ...] = ()
        self._inputs: list[float] = []
        self._facts: list[float] = []
        self._sensed = self._reported = -1

    def _begin(
        self,
        machine: M,
        hands: Mapping[str, Callable[[float], object]],
        changes: Mapping[str, Callable[[float], object]],
    ) -> None:
        self._machine = machine
        self._hands = {
            "feed_override": self._turn_feed,
            "clear_crash": pressed(machine.clear_crash),
            **hands,
        }
        self._changes = {
            "door_time": machine.door.change_time,
            "chuck_time": machine.chuck.change_time,
            "spindle_run_up": lambda s: machine.spindle.change_ramp(RUN_UP_RPM / s),
            "tool_change_time": machine.changer.change_time,
            "clamping_pressure": machine.hydraulics.change_relief,
            "hydraulic_leak": lambda part: machine.hydraulics.change_leak(part * CHARGE_BAR_S),
            "material_kc11": lambda _: machine.machining.change_material(self._material()),
            "wear_rate": lambda rate: setattr(machine.machining, "wear_rate", rate),
            "guard_lock_forced": lambda on: setattr(machine, "forced", on >= 0.5),
            **changes,
        }
        for name, change in self._changes.items():
            change(self._parameters[name])
        machine.settle()

    def operate(self, control: str, value: float) -> None:
        """The operator's hand on one control; KeyError for one that the cell does not have."""
        machine, deed = self._machine, self._hands.get(control)
        if deed is not None:
            deed(value)
        else:
            self._panel.operate(control, value)
        if machine.power_on and not self._panel.power_on:
            machine.channel.stop()
        machine.power_on = self._panel.power_on
        self._operated()

    def change(self, parameter: str, value: float) -> None:
        """Give a parameter a new value, kept within its range; KeyError for one that is fixed."""
        change = self._changes[parameter]
        value = self._parameters[parameter] = clamped(value, *self._ranges[parameter])
        change(value)
        self._machine.settle()

    def sense(self, inputs: list[float]) -> None:
        """Write what every input tag reads now; asking again gives the same."""
        machine = self._machine
        if machine.settled != self._sensed:
            self._sensed = machine.settled
            self._inputs = self._all_inputs()
        else:
            self._readings.refresh_inputs(self._inputs, machine)
        inputs[:] = self._inputs

    def report(self, facts: list[float]) -> None:
        """Write every fact as it is now."""
        machine = self._machine
        if machine.settled != self._reported:
            self._reported = machine.settled
            self._facts = self._readings.all_facts(machine, self._panel)
        else:
            self._readings.refresh_facts(self._facts, machine)
        facts[:] = self._facts

    @abstractmethod
    def _all_inputs(self) -> list[float]:
        """What every input tag reads."""

    @abstractmethod
    def _operated(self) -> None:
        """Heed that something was operated, or that the power came or went."""

    @abstractmethod
    def _material(self) -> Material:
        """What is cut."""

    def _override(self, code: float) -> None:
        """The override that the PLC gives the NC: of the feed, and of rapids up to 100 %."""
        inputs = self._machine.channel.inputs
        inputs.feed_override = share(code) * OVERRIDE_RANGE_PERCENT / 100
        inputs.rapid_override = min(inputs.feed_override, 1.0)

    def _turn_feed(self, value: float) -> None:
        self._feed_override = clamped(value, 0.0, OVERRIDE_RANGE_PERCENT) * 0.01
