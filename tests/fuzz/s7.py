"""Any bytes from an S7 client: only a write that is whole changes an output, every answer is whole.

The station and its memory are real, the network is not. Most messages are such as clients send, then
damaged: inside, in their frame, or between frames; several may come in one segment, or one in many.
"""

from __future__ import annotations

import math
import struct
from collections.abc import Sequence
from functools import cache

from fuzz.chance import Chance
from fuzz.frames import CONTROLS, cut, damaged_frame, tags
from fuzz.s7_messages import (
    DONE,
    ELEMENT_BYTES,
    JOB,
    READ,
    SETUP,
    TPKT_HEAD,
    USER_DATA,
    WRITE,
    connection_request,
    message,
    packets,
)
from trainlab.core.image import IOImage
from trainlab.core.message import Text
from trainlab.exchange.server_side import ServerSide
from trainlab.exchange.wire import Port, Wire
from trainlab.fieldbus.pipeline import BrokenStream
from trainlab.fieldbus.s7.areas import Areas
from trainlab.fieldbus.s7.iso import IsoDialogue
from trainlab.fieldbus.s7.messages import Conversation, respond

ACKNOWLEDGE_DATA = 3
CODES = (DONE, 0x01, 0x03, 0x05, 0x06, 0x0A)
LEAST_PDU, MOST_PDU = 240, 960

# Where the outputs stand, in bits of the Q area and of DB2.
STAND = {
    0x82: ((0, 1), (1, 1), (9, 1), (512, 16), (544, 32)),
    0x84: ((0, 1), (1, 1), (2, 1), (16, 16), (32, 32)),
}


class Target:
    """A station that lasts from case to case."""

    def __init__(self) -> None:
        self.image = IOImage(tags())
        self.wire = Wire(self.image, CONTROLS, [Port("s7")], lambda _: None)
        self.side = ServerSide(self.wire.setup(0, "station", Text("Station", "工位")))
        self.areas = Areas(self.side)
        self.wire.scan(self.image, 0)

    def values(self) -> tuple[Sequence[float], Sequence[float]]:
        """Inputs and outputs after a tick, which is published and takes all that was sent."""
        ticks = self.wire.status.ticks
        self.wire.scan(self.image, 0)
        self.side.refresh()
        assert self.side.status.ticks == ticks + 1
        assert not self.side._pending
        for request in self.wire.requests:
            control = next(each for each in CONTROLS if each.name == request["control"])
            assert control.low <= float(str(request["value"])) <= control.high
        self.wire.requests.clear()
        return self.image.input_values(), self.image.commanded()


@cache
def target() -> Target:
    """The station of this process."""
    return Target()


def s7(data: bytes) -> None:
    """One client's bytes, in pieces."""
    chance = Chance(data)
    stream = b"" if chance.below(16) == 15 else connection_request(chance)
    for _ in range(1 + chance.below(5)):
        frames = packets(chance, message(chance))
        stream += damaged_frame(chance, frames) if chance.below(4) == 3 else frames
    if chance.below(8) == 7:
        stream += chance.rest()
    _play(cut(chance, stream, 120))


def _play(pieces: list[bytes]) -> None:
    station = target()
    inputs, before = station.values()
    client = station.side.enter("s7 192.0.2.1:5000")
    talk = Conversation(station.areas, client)
    written: set[int] = set()

    def answered(message: bytes) -> bytes:
        answer = respond(message, talk)
        _check_message(message, answer, talk.pdu_bytes)
        written.update(_written(message, answer))
        return answer

    dialogue = IsoDialogue(answered, client.leave)
    answers = kept = b""
    try:
        for piece in pieces:
            kept += piece
            while (got := dialogue.answer(kept, 0)) is not None:
                answer, at = got
                assert 0 < at <= len(kept)
                answers += answer
                kept = kept[at:]
            assert len(kept) <= 4096
    except BrokenStream:
        pass
    finally:
        dialogue.end()
    after = station.values()
    assert after[0] == inputs
    assert all(map(math.isfinite, after[1]))
    pairs = enumerate(zip(before, after[1], strict=True))
    assert {number for number, (old, new) in pairs if old != new} <= written
    _check_packets(answers)
    assert station.wire.connections == 0


def _check_packets(stream: bytes) -> None:
    """All of it whole packets (RFC 1006) of whole units, whose messages all end."""
    open_message = False
    while stream:
        version, reserved, length = struct.unpack_from(">BBH", stream)
        assert (version, reserved) == (3, 0)
        assert TPKT_HEAD < length <= len(stream)
        unit, stream = stream[TPKT_HEAD:length], stream[length:]
        if unit[1] == 0xD0:
            assert unit[0] == len(unit) - 1
            assert not open_message
        else:
            assert unit[:2] == b"\x02\xf0"
            assert unit[2] in (0, 0x80)
            open_message = not unit[2]
    assert not open_message


def _check_message(asked: bytes, answer: bytes, most: int) -> None:
    """Of the form that its header says, with the reference of the request."""
    assert LEAST_PDU <= most <= MOST_PDU
    if not answer:
        return
    assert len(answer) <= most
    protocol, kind, _, reference, parameter_bytes, data_bytes = struct.unpack_from(
        ">BBHHHH", answer
    )
    assert protocol == 0x32
    assert reference == struct.unpack_from(">H", asked, 4)[0]
    assert (asked[1], kind) in ((JOB, ACKNOWLEDGE_DATA), (USER_DATA, USER_DATA))
    head = 12 if kind == ACKNOWLEDGE_DATA else 10
    assert len(answer) == head + parameter_bytes + data_bytes
    if kind == USER_DATA or any(answer[10:12]):
        return
    parameters, data = answer[12 : 12 + parameter_bytes], answer[12 + parameter_bytes :]
    if parameters[0] == WRITE:
        assert len(data) == parameters[1]
        assert all(code in CODES for code in data)
    elif parameters[0] == READ:
        _check_items(parameters[1], data)
    else:
        assert parameters[0] == SETUP
        assert struct.unpack_from(">H", parameters, 6)[0] == most


def _check_items(count: int, data: bytes) -> None:
    at = 0
    for _ in range(count):
        at += at % 2
        code, size, length = struct.unpack_from(">BBH", data, at)
        assert code in CODES
        assert code == DONE or (size, length) == (0, 0)
        at += 4 + (length // 8 if size == 4 else length)
    assert at == len(data)


def _written(asked: bytes, answer: bytes) -> set[int]:
    """The outputs, by number, that a write names with as many bytes as they have, where the answer
    says that it was done. Read here anew, item by item, with nothing of the server's."""
    if answer[1:2] != bytes((ACKNOWLEDGE_DATA,)) or answer[10:13] != b"\0\0\5":
        return set()
    size = struct.unpack_from(">H", asked, 6)[0]
    parameters, data = asked[10 : 10 + size], asked[10 + size :]
    found = set()
    at = place = 0
    for number in range(parameters[1]):
        item = parameters[2 + place : 4 + place + parameters[3 + place]]
        place += len(item) + len(item) % 2
        code, told = struct.unpack_from(">BH", data, at + 1)
        length = told if code in (3, 7, 9) else told // 8
        at += 4 + length + length % 2
        if answer[14 + number] != DONE or len(item) != 12:
            continue
        element, count, block, area = struct.unpack_from(">BHHB", item, 3)
        if (area, block) not in ((0x84, 2), (0x82, block)) or (
            length < 1 if element == 1 else length != count * ELEMENT_BYTES[element]
        ):
            continue
        begin = int.from_bytes(item[9:], "big")
        end = begin + (1 if element == 1 else 8 * length)
        for output, (first, bits) in enumerate(STAND[area]):
            if begin <= first and first + bits <= end:
                found.add(output)
    return found
