"""Tag tables and a process block in plain memory, for what needs no network."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import pytest

from trainlab.core.image import IOImage
from trainlab.core.message import Text
from trainlab.core.tag import DataType, Direction, Tag
from trainlab.fieldbus.exchange import Span
from trainlab.fieldbus.modbus.tables import Tables


class PlainBlock:
    """An image block that takes every write at once, unless it is told to be busy."""

    def __init__(self, image: IOImage) -> None:
        self.block = image.block
        self.version = 0
        self.busy = False

    def write(self, spans: Sequence[Span]) -> bool:
        if self.busy:
            return False
        for offset, data in spans:
            self.block[offset : offset + len(data)] = data
        self.version += 1
        return True


class Rack:
    """A tag table with the Modbus tables over it; values are set and seen by tag name."""

    def __init__(self, tags: Sequence[Tag], **options: str) -> None:
        self.image = IOImage(tags)
        self.process = PlainBlock(self.image)
        self.tables = Tables(self.image, self.process, **options)

    def set(self, **values: float) -> None:
        inputs = [
            values.get(t.name, v)
            for t, v in zip(self.image.inputs, self.image.input_values(), strict=True)
        ]
        outputs = [
            values.get(t.name, v)
            for t, v in zip(self.image.outputs, self.image.commanded(), strict=True)
        ]
        self.image.latch_inputs(inputs)
        self.image.command(outputs)
        self.process.version += 1

    @property
    def outputs(self) -> dict[str, float]:
        names = [tag.name for tag in self.image.outputs]
        return dict(zip(names, self.image.commanded(), strict=True))


def tag(name: str, address: str, type: DataType | None = None) -> Tag:
    direction = Direction.INPUT if address[1] == "I" else Direction.OUTPUT
    types = {"X": DataType.BOOL, "W": DataType.INT, "D": DataType.REAL}
    return Tag(name, type or types[address[2]], direction, address, Text(name, name))


@pytest.fixture(scope="session")
def make_tag() -> Callable[..., Tag]:
    return tag


@pytest.fixture(scope="session")
def make_rack() -> Callable[..., Rack]:
    return Rack


@pytest.fixture(scope="session")
def station_tags() -> tuple[Tag, ...]:
    bits = ["X0.0", "X0.1", "X0.2", "X0.3", "X0.4", "X0.5", "X1.0", "X1.1"]
    inputs = [tag(f"i{k}", f"%I{at}") for k, at in enumerate(bits)]
    outputs = [tag(f"q{k}", f"%Q{at}") for k, at in enumerate(bits) if at not in ("X0.4", "X0.5")]
    return (
        *inputs,
        tag("level", "%IW64"),
        tag("flow", "%IW66"),
        tag("mass", "%ID68"),
        *outputs,
        tag("valve", "%QW64"),
        tag("speed", "%QD68"),
    )


@pytest.fixture
def rack(station_tags: tuple[Tag, ...]) -> Rack:
    return Rack(station_tags)
