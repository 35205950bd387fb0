"""A plant on the table, with names for its wires."""

from __future__ import annotations

from typing import Any

from trainlab.core.image import IOImage
from trainlab.core.seeds import Seed
from trainlab.core.tag import Direction


class Rig:
    """Runs a plant with outputs that stay as they were last commanded."""

    def __init__(
        self, plant_type: Any, tick_s: float = 0.01, seed: int = 1, **parameters: float
    ) -> None:
        described = plant_type.description
        self.plant = plant_type(
            {p.name: p.default for p in described.parameters} | parameters, Seed(seed)
        )
        self.tick_s = tick_s
        self.image = IOImage(described.tags)
        self._facts = [fact.name for fact in described.facts]
        self._inputs = [tag.name for tag in described.tags if tag.direction is Direction.INPUT]
        self._commanded = {
            tag.name: tag.fail_safe for tag in described.tags if tag.direction is Direction.OUTPUT
        }

    def command(self, **outputs: float) -> None:
        assert outputs.keys() <= self._commanded.keys()
        self._commanded.update(outputs)

    def press(self, *controls: str) -> None:
        for control in controls:
            self.plant.operate(control, 1.0)
            self.plant.operate(control, 0.0)

    def run(self, seconds: float) -> None:
        outputs = tuple(self._commanded.values())
        for _ in range(round(seconds / self.tick_s)):
            self.plant.step(outputs, self.tick_s)

    def run_until(self, fact: str, value: float, limit_s: float = 60.0) -> float:
        """Run until a fact is at least that; the seconds it took."""
        for tick in range(round(limit_s / self.tick_s)):
            if self.facts[fact] >= value:
                return tick * self.tick_s
            self.run(self.tick_s)
        raise AssertionError(f"{fact} is {self.facts[fact]} after {limit_s} s")

    @property
    def facts(self) -> dict[str, float]:
        values = [0.0] * len(self._facts)
        self.plant.report(values)
        return dict(zip(self._facts, values, strict=True))

    @property
    def inputs(self) -> dict[str, float]:
        values = [0.0] * len(self._inputs)
        self.plant.sense(values)
        self.image.latch_inputs(values)
        return dict(zip(self._inputs, values, strict=True))
