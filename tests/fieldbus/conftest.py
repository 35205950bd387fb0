"""Tag tables and a process block in plain memory, for what needs no network."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import pytest

from trainlab.core.image import IOImage
from trainlab.core.tag import Tag
from trainlab.exchange.records import Span
from trainlab.exchange.server_side import Outcome
from trainlab.fieldbus.modbus.tables import Tables


class PlainBlock:
    """An image block that takes every write at once, unless it is told to be busy."""

    def __init__(self, image: IOImage) -> None:
        self.block = image.block
        self.version = 0
        self.busy = False

    def write(self, spans: Sequence[Span]) -> Outcome:
        if self.busy:
            return Outcome.BUSY
        for offset, data in spans:
            self.block[offset : offset + len(data)] = data
        self.version += 1
        return Outcome.TAKEN


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


@pytest.fixture(scope="session")
def make_rack() -> Callable[..., Rack]:
    return Rack


@pytest.fixture
def rack(station_tags: tuple[Tag, ...]) -> Rack:
    return Rack(station_tags)
