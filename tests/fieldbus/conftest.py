"""Stations in plain memory, for what needs no network."""

from __future__ import annotations

import struct
from collections.abc import Callable, Iterator, Sequence

import pytest

from trainlab.core.image import IOImage
from trainlab.core.message import Text
from trainlab.core.spec import Control, ControlKind
from trainlab.core.tag import Tag
from trainlab.exchange.records import Span
from trainlab.exchange.server_side import Outcome, ServerSide
from trainlab.exchange.wire import Port, Wire
from trainlab.fieldbus.modbus.tables import Tables
from trainlab.fieldbus.s7.areas import Areas
from trainlab.fieldbus.s7.messages import Conversation, respond


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


S7_CONTROLS = (
    Control("start", ControlKind.BUTTON, Text("Start", "启动")),
    Control("setpoint", ControlKind.DIAL, Text("Setpoint", "设定值"), high=0.5, unit="m"),
)


class S7Rack:
    """A station and one client's conversation with it; the bench ticks when it is told to."""

    def __init__(self, tags: Sequence[Tag]) -> None:
        self.image = IOImage(tags)
        self.wire = Wire(self.image, S7_CONTROLS, [Port("s7")], lambda event: None)
        self.side = ServerSide(self.wire.setup(0, "station", Text("Station", "工位")))
        self.areas = Areas(self.side)
        self.talk = self.another()

    def another(self) -> Conversation:
        return Conversation(self.areas, self.side.enter("s7 test"))

    def tick(self, **inputs: float) -> None:
        before = zip(self.image.inputs, self.image.input_values(), strict=True)
        self.image.latch_inputs([inputs.get(tag.name, value) for tag, value in before])
        self.wire.scan(self.image, 0)

    @property
    def outputs(self) -> dict[str, float]:
        """The outputs that are not at rest, after a tick."""
        self.tick()
        values = zip(self.image.outputs, self.image.commanded(), strict=True)
        return {tag.name: value for tag, value in values if value}

    def ask(self, parameters: str, data: str = "", talk: Conversation | None = None) -> str:
        """Error, parameters and data of the answer to a job."""
        answer = respond(s7_job(parameters, data), talk or self.talk)
        assert answer[:6].hex() == "320300000007"
        sizes = struct.unpack_from(">HH", answer, 6)
        assert len(answer) == 12 + sum(sizes)
        end = 12 + sizes[0]
        return f"{answer[10:12].hex()} {answer[12:end].hex()} {answer[end:].hex()}".strip()

    def close(self) -> None:
        self.side.close()
        self.wire.close()


def s7_job(parameters: str, data: str = "") -> bytes:
    asked, given = bytes.fromhex(parameters), bytes.fromhex(data)
    header = bytes.fromhex("320100000007")
    return header + struct.pack(">HH", len(asked), len(given)) + asked + given


@pytest.fixture
def s7_rack(station_tags: tuple[Tag, ...]) -> Iterator[S7Rack]:
    rack = S7Rack(station_tags)
    yield rack
    rack.close()


@pytest.fixture(scope="session")
def make_s7_rack() -> Callable[..., S7Rack]:
    return S7Rack
