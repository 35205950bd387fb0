"""A process plant with names for its wires and facts, for tests."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

from trainlab.core.seeds import Seed
from trainlab.core.tag import Direction
from trainlab.testing.random_run import PlantType, description_of


class WiredPlant:
    """A plant of its defaults but for `parameters`, its transmitters without noise."""

    plant_type: ClassVar[PlantType]
    tick_s: ClassVar[float] = 0.01

    def __init__(self, **parameters: float) -> None:
        described = description_of(self.plant_type)
        defaults = {each.name: each.default for each in described.parameters}
        quiet = {"transmitter_noise": 0.0} if "transmitter_noise" in defaults else {}
        self.plant = self.plant_type(defaults | quiet | parameters, Seed(1))
        self._facts = [fact.name for fact in described.facts]
        tags = described.tags
        self._inputs = [tag.name for tag in tags if tag.direction is Direction.INPUT]
        self._outputs = [tag.name for tag in tags if tag.direction is Direction.OUTPUT]

    def run(self, seconds: float, outputs: Mapping[str, float], dt_s: float | None = None) -> None:
        """Let time pass with these outputs."""
        step_s = self.tick_s if dt_s is None else dt_s
        values = tuple(outputs[name] for name in self._outputs)
        for _ in range(round(seconds / step_s)):
            self.plant.step(values, step_s)

    @property
    def facts(self) -> dict[str, float]:
        """Every fact by its name."""
        values = [0.0] * len(self._facts)
        self.plant.report(values)
        return dict(zip(self._facts, values, strict=True))

    @property
    def inputs(self) -> dict[str, float]:
        """Every input, raw, by its name."""
        values = [0.0] * len(self._inputs)
        self.plant.sense(values)
        return dict(zip(self._inputs, values, strict=True))
