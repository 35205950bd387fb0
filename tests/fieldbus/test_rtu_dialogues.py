"""Whom an RTU frame concerns, and what a silence ends; stations in plain memory, time by hand."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest

from trainlab.core.image import IOImage
from trainlab.core.message import Text
from trainlab.exchange.server_side import ServerSide
from trainlab.exchange.wire import Port, Wire
from trainlab.fieldbus.modbus.rtu import with_crc
from trainlab.fieldbus.modbus.rtu_dialogue import LineUnits, Pause, RtuDialogue, SerialDialogue
from trainlab.fieldbus.modbus.units import Unit, Units

PAUSE_S = 0.05
SET = bytes.fromhex("05 0000 ff00")
READ = bytes.fromhex("01 0000 0001")


class Line:
    """Stations from unit 5 on, with a clock that the test moves."""

    def __init__(self, tags: object, count: int) -> None:
        self.now_s = 0.0
        self.images = [IOImage(tags) for _ in range(count)]
        self.wires = [Wire(image, (), [Port("modbus")], lambda _: None) for image in self.images]
        setups = [wire.setup(0, "station", Text("Station", "工位")) for wire in self.wires]
        self.sides = [ServerSide(setup) for setup in setups]
        units = Units([Unit(side, {0: "x"}, "high first") for side in self.sides], False)
        self.units = LineUnits(units, 5)

    def pause(self) -> Pause:
        return Pause(PAUSE_S, lambda: self.now_s)

    def coils(self) -> list[object]:
        """The first output of each station, after a tick."""
        for wire, image in zip(self.wires, self.images, strict=True):
            wire.scan(image, 0)
        return [image.commanded()[0] for image in self.images]

    def close(self) -> None:
        for each in (*self.sides, *self.wires):
            each.close()


@pytest.fixture
def line(make_tag: Callable[..., object]) -> Iterator[Line]:
    opened = Line([make_tag("q", "%QX0.0")], 2)
    yield opened
    opened.close()


@pytest.fixture
def serial(line: Line) -> SerialDialogue:
    return SerialDialogue(line.units, "modbus line", line.pause())


def to(unit: int, pdu: bytes) -> bytes:
    return with_crc(bytes((unit,)) + pdu)


def test_each_station_answers_to_its_own_unit(line: Line, serial: SerialDialogue) -> None:
    assert serial.hear(to(6, SET)) == to(6, SET)
    assert line.coils() == [False, True]
    assert serial.hear(to(5, READ)) == to(5, bytes.fromhex("01 01 00"))


@pytest.mark.parametrize("unit", [1, 4, 7, 248, 255])
def test_what_is_for_others_is_not_answered(line: Line, serial: SerialDialogue, unit: int) -> None:
    assert serial.hear(to(unit, SET)) == b""
    assert line.coils() == [False, False]


def test_a_broadcast_is_carried_out_by_all_and_answered_by_none(
    line: Line, serial: SerialDialogue
) -> None:
    assert serial.hear(to(0, SET)) == b""
    assert line.coils() == [True, True]
    assert serial.hear(to(0, READ)) == b""


def test_an_exception_is_answered_and_a_wrong_crc_is_not(serial: SerialDialogue) -> None:
    assert serial.hear(to(5, bytes.fromhex("63 01"))) == to(5, bytes.fromhex("e3 01"))
    assert serial.hear(to(5, READ)[:-1] + b"\x00") == b""


def test_a_request_may_come_in_pieces(serial: SerialDialogue) -> None:
    request = to(5, READ)
    answers = [serial.hear(request[k : k + 1]) for k in range(len(request))]
    assert answers == [b""] * 7 + [to(5, bytes.fromhex("01 01 00"))]


def test_half_a_request_is_forgotten_after_a_silence(line: Line, serial: SerialDialogue) -> None:
    assert serial.hear(to(5, bytes.fromhex("10 0000 007b f6"))[:-2]) == b""
    line.now_s += 2 * PAUSE_S
    assert serial.hear(to(5, READ)) == to(5, bytes.fromhex("01 01 00"))


def test_before_the_silence_it_is_not(line: Line, serial: SerialDialogue) -> None:
    request = to(5, READ)
    assert serial.hear(request[:5]) == b""
    line.now_s += PAUSE_S / 2
    assert serial.hear(request[5:]) == to(5, bytes.fromhex("01 01 00"))


def test_nobody_answers_when_another_has_the_word(serial: SerialDialogue) -> None:
    """On two wires an answer that comes late would run into what follows."""
    assert serial.hear(to(5, SET) + to(1, READ)) == b""


def test_a_stray_byte_after_a_request_does_not_matter(serial: SerialDialogue) -> None:
    """Drivers of two-wire lines often make one when they let go."""
    assert serial.hear(to(5, READ) + b"\xff") == to(5, bytes.fromhex("01 01 00"))
    assert serial.hear(to(5, READ)) == to(5, bytes.fromhex("01 01 00"))


def test_a_stream_answers_all_that_came_at_once_in_order(line: Line) -> None:
    dialogue = RtuDialogue(line.units, "192.0.2.1", 5000, line.pause())
    stream = to(5, SET) + b"\x99" + to(9, SET) + to(5, READ)
    at, answers = 0, b""
    while (answered := dialogue.answer(stream, at)) is not None:
        answer, at = answered
        answers += answer
    assert (answers, at) == (to(5, SET) + to(5, bytes.fromhex("01 01 01")), len(stream))


def test_a_stream_forgets_half_a_request_after_a_pause(line: Line) -> None:
    dialogue = RtuDialogue(line.units, "192.0.2.1", 5000, line.pause())
    half = to(5, bytes.fromhex("10 0000 007b f6"))[:-2]
    assert dialogue.answer(half, 0) is None
    line.now_s += 2 * PAUSE_S
    assert dialogue.answer(half, 0) is None
    assert dialogue.answer(half + to(5, READ)[:3], 0) == (b"", len(half))
    assert dialogue.answer(to(5, READ)[:3], 0) is None
    assert dialogue.answer(to(5, READ), 0) == (to(5, bytes.fromhex("01 01 00")), 8)
