"""Runs of a plant in which operators, programs and faults do anything at all, by chance.

Chance comes from a seed, so that a run comes again; extremes are drawn often.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TypeVar

from trainlab.core.plant import Plant
from trainlab.core.seeds import Seed, Stream
from trainlab.core.spec import Control, ControlKind, Parameter, PlantDescription
from trainlab.core.tag import DataType, Direction, Tag

Thing = TypeVar("Thing")

PlantType = Callable[[Mapping[str, float], Seed], Plant]
Row = tuple[tuple[float, ...], tuple[float, ...]]  # inputs, facts

_EXTREMES = {
    DataType.BOOL: (False, True),
    DataType.INT: (-32768, -1, 0, 1, 13824, 27648, 32767),
    DataType.DINT: (-(2**31), -1, 0, 1, 27648, 2**31 - 1),
    DataType.REAL: (-3.4e38, -1.0, 0.0, 1.0, 100.0, 3.4e38),
}


def description_of(plant_type: PlantType) -> PlantDescription:
    """What that class of plant declares of itself."""
    described = getattr(plant_type, "description", None)
    assert isinstance(described, PlantDescription), "a plant has a PlantDescription: description"
    return described


def defaults(plant_type: PlantType) -> dict[str, float]:
    """The default of every parameter."""
    return {p.name: p.default for p in description_of(plant_type).parameters}


def random_run(
    plant_type: PlantType,
    ticks: int,
    seed: int,
    *,
    hands_on_parameters: bool = True,
    change_at: tuple[int, str, float] | None = None,
    looks: int = 1,
    tick_s: float = 0.01,
) -> list[Row]:
    """Inputs and facts of every tick of a run in which everything happens at random."""
    described = description_of(plant_type)
    chance = _Chance(Seed(seed).stream("plant_kit"))
    plant = plant_type(defaults(plant_type), Seed(seed))
    outputs = [tag for tag in described.tags if tag.direction is Direction.OUTPUT]
    movable = [p for p in described.parameters if p.changeable or p.faultable]
    inputs = [0.0] * (len(described.tags) - len(outputs))
    facts = [0.0] * len(described.facts)
    commanded = [tag.fail_safe for tag in outputs]
    rows = []
    for tick in range(ticks):
        if described.controls and chance.once_in(40):
            control = chance.one_of(described.controls)
            plant.operate(control.name, chance.position(control))
        if hands_on_parameters and movable and chance.once_in(100):
            parameter = chance.one_of(movable)
            plant.change(parameter.name, chance.setting(parameter))
        if change_at is not None and change_at[0] == tick:
            plant.change(change_at[1], change_at[2])
        for _ in range(looks):
            plant.sense(inputs)
            plant.report(facts)
        rows.append((tuple(inputs), tuple(facts)))
        if chance.once_in(20):
            commanded = [chance.command(tag) for tag in outputs]
        plant.step(tuple(commanded), tick_s)
    return rows


def sampled_run(
    plant_type: PlantType, duration_s: float, tick_s: float, seed: int
) -> list[tuple[float, ...]]:
    """The facts at every half second, the outputs being changed at the same moments."""
    described = description_of(plant_type)
    chance = _Chance(Seed(seed).stream("plant_kit"))
    plant = plant_type(defaults(plant_type), Seed(seed))
    outputs = [tag for tag in described.tags if tag.direction is Direction.OUTPUT]
    facts = [0.0] * len(described.facts)
    rows = []
    for _ in range(round(duration_s / 0.5)):
        commanded = tuple(chance.command(tag) for tag in outputs)
        for _ in range(round(0.5 / tick_s)):
            plant.step(commanded, tick_s)
        plant.report(facts)
        rows.append(tuple(facts))
    return rows


def event_run(
    plant_type: PlantType, duration_s: float, tick_s: float, seed: int
) -> list[tuple[float, ...]]:
    """The facts at every tenth of a second; hands and outputs move at those moments alone."""
    described = description_of(plant_type)
    chance = _Chance(Seed(seed).stream("plant_kit"))
    plant = plant_type(defaults(plant_type), Seed(seed))
    outputs = [tag for tag in described.tags if tag.direction is Direction.OUTPUT]
    movable = [p for p in described.parameters if p.changeable or p.faultable]
    facts = [0.0] * len(described.facts)
    commanded = tuple(tag.fail_safe for tag in outputs)
    rows = []
    for _ in range(round(duration_s / 0.1)):
        if described.controls and chance.once_in(4):
            control = chance.one_of(described.controls)
            plant.operate(control.name, chance.position(control))
        if movable and chance.once_in(30):
            parameter = chance.one_of(movable)
            plant.change(parameter.name, chance.setting(parameter))
        if chance.once_in(10):
            commanded = tuple(chance.command(tag) for tag in outputs)
        for _ in range(round(0.1 / tick_s)):
            plant.step(commanded, tick_s)
        plant.report(facts)
        rows.append(tuple(facts))
    return rows


class _Chance:
    """A sequence of choices that comes again with its stream."""

    def __init__(self, stream: Stream) -> None:
        self._stream = stream
        self._drawn = 0

    def share(self) -> float:
        self._drawn += 1
        return self._stream.uniform(self._drawn)

    def once_in(self, times: int) -> bool:
        return self.share() * times < 1.0

    def one_of(self, things: Sequence[Thing]) -> Thing:
        return things[int(self.share() * len(things))]

    def position(self, control: Control) -> float:
        """Where an operator puts a control; ends of its range come often."""
        if control.kind is ControlKind.DIAL:
            return self._between(control.low, control.high)
        return self.one_of((control.low, control.high))

    def setting(self, parameter: Parameter) -> float:
        """A value of a parameter; ends of its range come often."""
        return self._between(parameter.low, parameter.high)

    def command(self, tag: Tag) -> float:
        """What a program may write to an output, sensible or not."""
        if tag.type is DataType.BOOL or self.once_in(2):
            return self.one_of(_EXTREMES[tag.type])
        value = self._between(0.0, 27648.0)
        return value if tag.type is DataType.REAL else int(value)

    def _between(self, low: float, high: float) -> float:
        if self.once_in(3):
            return self.one_of((low, high))
        return low + (high - low) * self.share()
