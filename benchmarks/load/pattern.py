"""A plant whose sensors show whether a reading is whole, and how old it is.

Every input of `PATTERN` reads the number of the tick, so that a reading of two ticks shows two
numbers. The input `echo` follows the output `lamp`, and stands in the image beside the last input of
the pattern: one reading tells the echo and the tick in which it is seen.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import ClassVar

from trainlab.core.message import Text
from trainlab.core.seeds import Seed
from trainlab.core.spec import PlantDescription
from trainlab.core.tag import DataType, Direction, Tag
from trainlab.scenario.load import load_scenario
from trainlab.scenario.scenario import Scenario

# A sheet lends its tick, its rubric and its texts; plant and timeline are replaced.
SHEET = Path(__file__).parents[2] / "scenarios/tank/level_hold.yaml"
NAME = "pattern"
PATTERN = 200  # INT inputs from %IW0 on: input registers 0 to 199, DB1 from byte 0
WORDS = 125  # INT outputs from %QW0 on: what one FC 3 reads at most
WRAP = 30_000
LAMP_COIL = 8 * 2 * PATTERN  # %QX400.0
INT, BOOL = DataType.INT, DataType.BOOL


def _tag(name: str, kind: DataType, address: str) -> Tag:
    direction = Direction.INPUT if address[1] == "I" else Direction.OUTPUT
    return Tag(name, kind, direction, address, Text(name, name), high=32767)


TAGS = (
    *(_tag(f"p{k}", INT, f"%IW{2 * k}") for k in range(PATTERN)),
    _tag("echo", INT, f"%IW{2 * PATTERN}"),
    *(_tag(f"w{k}", INT, f"%QW{2 * k}") for k in range(WORDS)),
    _tag("lamp", BOOL, f"%QX{LAMP_COIL // 8}.0"),
)


class PatternPlant:
    """The plant; its `step` is as cheap as can be, since the bench is what is measured."""

    description: ClassVar[PlantDescription] = PlantDescription(
        NAME, Text("Pattern", "测试图案"), Text("Load", "负载"), TAGS, (), (), ()
    )

    def __init__(self, parameters: Mapping[str, float], seed: Seed) -> None:
        self._tick = 0
        self._echo = 0

    def operate(self, control: str, value: float) -> None:
        """There is no panel."""

    def change(self, parameter: str, value: float) -> None:
        """There are no parameters."""

    def sense(self, inputs: list[float]) -> None:
        """The tick's number everywhere, then the echo."""
        inputs[:PATTERN] = [self._tick] * PATTERN
        inputs[PATTERN] = self._echo

    def report(self, facts: list[float]) -> None:
        """There are no facts."""

    def step(self, outputs: Sequence[float], dt_s: float) -> None:
        """The next tick has the next number."""
        self._tick = (self._tick + 1) % WRAP
        self._echo = int(outputs[WORDS])


def scenario() -> Scenario:
    """The pattern plant in a scenario of 10 ms ticks in which nothing happens."""
    sheet = load_scenario(SHEET)
    return replace(
        sheet,
        plant_type=PatternPlant,
        plant=PatternPlant.description,
        parameters={},
        timeline=(),
        faults=(),
    )
