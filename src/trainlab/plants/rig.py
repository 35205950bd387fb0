"""What process rigs have in common: the panel, the parameters, contacts between two ticks.

A step is cut into substeps of at most `max_step_s`, and these at the exact moments at which a
contact moves, so that neither depends on the tick.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import ClassVar

from trainlab.core.spec import PlantDescription
from trainlab.core.tag import DataType, Direction
from trainlab.plants.parts.arithmetic import clamped
from trainlab.plants.parts.contactor import SETTLED, Contactor
from trainlab.plants.parts.panel import OperatorPanel
from trainlab.plants.parts.transmitter import FULL_SCALE_CODE, Transmitter

PANEL_CONTACTS = 6


def share(code: float) -> float:
    """How far an analogue output of 0..27648 is opened, 0..1."""
    return clamped(code / FULL_SCALE_CODE, 0.0, 1.0)


class Rig(ABC):
    """A rig; state at the end of the last step. A subclass tells what its equations are.

    `_contacts`, `_transmitters` (with their places in the inputs), `_dials` (control: what turning
    it does) and `_changes` (parameter: what changing it does) are filled by the subclass; `_values`
    has the parameters, within their ranges.
    """

    __slots__ = (
        "_changes",
        "_coils",
        "_commanded",
        "_contacts",
        "_dials",
        "_inputs",
        "_max_step_s",
        "_moving",
        "_panel",
        "_power_on",
        "_ranges",
        "_sample",
        "_substep_s",
        "_substeps",
        "_tick_s",
        "_transmitters",
        "_values",
    )

    description: ClassVar[PlantDescription]

    def __init__(self, parameters: Mapping[str, float], max_step_s: float) -> None:
        declared = self.description.parameters
        self._ranges = {each.name: (each.low, each.high) for each in declared}
        self._values = {
            name: clamped(parameters[name], *self._ranges[name]) for name in self._ranges
        }
        self._panel = OperatorPanel()
        self._power_on = True
        self._contacts: tuple[Contactor, ...] = ()
        self._moving: list[Contactor] = []
        self._transmitters: tuple[tuple[int, Transmitter], ...] = ()
        self._dials: dict[str, Callable[[float], None]] = {}
        self._changes: dict[str, Callable[[float], None]] = {}
        tags = self.description.tags
        at_rest = [tag.fail_safe for tag in tags if tag.direction is Direction.INPUT]
        self._inputs: list[float] = [*self._panel.contacts(), *at_rest[PANEL_CONTACTS:]]
        outputs = [tag for tag in tags if tag.direction is Direction.OUTPUT]
        self._coils = sum(tag.type is DataType.BOOL for tag in outputs)  # they come first
        self._commanded: tuple[float, ...] = ()
        self._sample = 0
        self._max_step_s = max_step_s
        self._tick_s = 0.0
        self._substep_s = 0.0
        self._substeps = range(0)

    def operate(self, control: str, value: float) -> None:
        """The operator's hand on one control; KeyError for one that the rig does not have."""
        turn = self._dials.get(control)
        if turn is not None:
            turn(value)
            return
        self._panel.operate(control, value)
        self._inputs[:PANEL_CONTACTS] = self._panel.contacts()

    def change(self, parameter: str, value: float) -> None:
        """Give a parameter a new value, kept within its range; KeyError for one that is fixed."""
        change = self._changes[parameter]
        value = self._values[parameter] = clamped(value, *self._ranges[parameter])
        change(value)

    def sense(self, inputs: list[float]) -> None:
        """Write what every input tag reads now; asking again gives the same."""
        seen = self._inputs
        sample = self._sample
        for place, transmitter in self._transmitters:
            seen[place] = transmitter.code(sample)
        inputs[:] = seen

    def step(self, outputs: Sequence[float], dt_s: float) -> None:
        """Let `dt_s` seconds pass with the output tags held at these raw values."""
        if outputs != self._commanded or self._panel.power_on != self._power_on:
            self._heed(tuple(outputs))
        if dt_s != self._tick_s:
            self._tick_s = dt_s
            count = int(dt_s / self._max_step_s - 1e-9) + 1
            self._substep_s = dt_s / count
            self._substeps = range(count)
        for _ in self._substeps:
            if self._moving:
                self._pass(self._substep_s)
            else:
                self._advance(self._substep_s)
        self._sample += 1
        self._look()

    def _heed(self, outputs: tuple[float, ...]) -> None:
        """Command what has changed."""
        coils, power_on = self._coils, self._panel.power_on
        regulated = power_on == self._power_on and outputs[:coils] == self._commanded[:coils]
        self._commanded = outputs
        self._power_on = power_on
        if regulated:
            self._regulate(outputs)
        else:
            self._recommand()

    def _pass(self, left_s: float) -> None:
        """Advance through a substep in which contacts move."""
        while self._moving:
            due_s = min(contact.due_s for contact in self._moving)
            if due_s > left_s:
                break
            self._age(due_s)
            left_s -= due_s
        self._age(left_s)

    def _age(self, dt_s: float) -> None:
        self._advance(dt_s)
        for contact in self._moving:
            contact.advance(dt_s)
        self._settle()

    def _recommand(self) -> None:
        """Command again what the outputs say, after something else than they has changed."""
        if self._commanded:
            self._command(self._commanded, self._power_on)
            self._settle()

    def _settle(self) -> None:
        self._moving = [contact for contact in self._contacts if contact.due_s < SETTLED]
        self._switched()

    def _follow(self, changes: Iterable[str]) -> None:
        """Let those parameters have their effect, as at the start."""
        for name in changes:
            self._changes[name](self._values[name])

    @abstractmethod
    def _command(self, outputs: Sequence[float], powered: bool) -> None:
        """Put the outputs on the coils and actuators; `powered` is the safety circuit."""

    def _regulate(self, outputs: Sequence[float]) -> None:
        """Heed that only analogue outputs have changed; a subclass may do less than all again."""
        self._recommand()

    @abstractmethod
    def _switched(self) -> None:
        """Heed that a contact or a command may have changed."""

    @abstractmethod
    def _advance(self, dt_s: float) -> None:
        """Let `dt_s` seconds pass, in which nothing switches."""

    @abstractmethod
    def _look(self) -> None:
        """Write the digital inputs of the end of the step."""
