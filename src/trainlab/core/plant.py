"""The contract of a plant: the digital twin that a controller is wired to."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import ClassVar, Protocol, runtime_checkable

from trainlab.core.mimic import Item
from trainlab.core.seeds import Seed
from trainlab.core.spec import PlantDescription


class Plant(Protocol):
    """A simulated plant. Its state at time t is seen by `sense`; `step` takes it to t + dt.

    A plant is constructed as `PlantClass(parameters, seed)`, with a value for every parameter of
    its description, in that parameter's unit. It never raises and never becomes infinite or NaN,
    whatever the outputs do. It draws random numbers only from streams of its seed, and it knows no
    clock but the steps it is given.
    """

    description: ClassVar[PlantDescription]

    def __init__(self, parameters: Mapping[str, float], seed: Seed) -> None: ...

    def operate(self, control: str, value: float) -> None:
        """The operator's hand on one control: 1 pressed, 0 let go, or the value it is set to."""

    def change(self, parameter: str, value: float) -> None:
        """Give one changeable or faultable parameter a new value, in its unit."""

    def sense(self, inputs: list[float]) -> None:
        """Write what every input tag reads now, in the order of the tag table, in raw values."""

    def report(self, facts: list[float]) -> None:
        """Write every fact as it is now, in the order of the description."""

    def step(self, outputs: Sequence[float], dt_s: float) -> None:
        """Let `dt_s` seconds pass with the output tags held at these raw values."""


@runtime_checkable
class HasPrograms(Protocol):
    """A plant that has a control of its own, which runs part programs."""

    @classmethod
    def read_program(cls, text: str, file: str) -> object:
        """The part program in a text; ProblemsFound with all that is wrong with it."""

    def load_program(self, program: object) -> None:
        """Put what `read_program` gave into the control's memory and select it."""


@runtime_checkable
class HasItems(Protocol):
    """A plant through which loose things move, for whoever draws it."""

    def items(self) -> list[Item]:
        """Everything loose that is in sight now, by number; asking changes nothing."""
