"""Any bytes from a Modbus client, in both framings: only a write that is whole changes an output.

The station and its memory are real, the network is not. Most requests are such as masters send, then
damaged: a stream of noise alone would never come as far as a table.
"""

from __future__ import annotations

import math
import struct
from functools import cache

from fuzz.chance import Chance
from fuzz.frames import CONTROLS, cut, damaged_frame, tags
from trainlab.core.image import IOImage
from trainlab.core.message import Text
from trainlab.exchange.server_side import ServerSide
from trainlab.exchange.wire import Port, Wire
from trainlab.fieldbus.modbus.rtu import crc16, with_crc
from trainlab.fieldbus.modbus.rtu_dialogue import LineUnits, Pause, RtuDialogue, SerialDialogue
from trainlab.fieldbus.modbus.units import ModbusDialogue, Unit, Units
from trainlab.fieldbus.pipeline import BrokenStream

UNIT = 1
WRITES = (5, 6, 15, 16, 22, 23)
FUNCTIONS = (1, 2, 3, 4, 5, 6, 15, 16, 22, 23, 43, 5, 6, 15, 16, 8, 17, 20, 99, 0, 131)
NUMBERS = (0, 1, 2, 9, 10, 31, 32, 33, 34, 35, 36, 4096, 4097, 65535, 1000)
COUNTS = (1, 2, 1, 2, 3, 10, 0, 121, 123, 124, 125, 126, 1968, 2000, 2001, 65535)
CODES = (1, 2, 3, 6)
SOUND = (
    "05 0000 ff00", "05 0001 0000", "06 0020 1234", "0f 0000 0002 01 03", "10 0022 0002 04 3fc00000", "16 0020 00ff 1200",
    "17 0020 0001 0020 0001 02 0007", "10 0022 0002 04 7fc00000", "10 0022 0002 04 ff800000", "03 0020 0004", "05 1000 ff00", "10 1000 0002 04 3e800000",
)  # fmt: skip


class Target:
    """A station that lasts from case to case."""

    def __init__(self) -> None:
        self.image = IOImage(tags())
        self.wire = Wire(self.image, CONTROLS, [Port("modbus")], lambda _: None)
        side = ServerSide(self.wire.setup(0, "station", Text("Station", "工位")))
        self.units = Units([Unit(side, {0: "v", 1: "p", 2: "r", 4: "n"}, "high first")], False)
        self.wire.scan(self.image, 0)

    def values(self) -> tuple[object, object]:
        """Inputs and outputs after a tick."""
        self.wire.scan(self.image, 0)
        assert all(map(math.isfinite, self.image.commanded()))
        return self.image.input_values(), self.image.commanded()


@cache
def target() -> Target:
    """The station of this process."""
    return Target()


def modbus(data: bytes) -> None:
    """One client's bytes, in pieces."""
    chance = Chance(data)
    rtu = chance.below(2) == 1
    requests = [_request(chance) for _ in range(1 + chance.below(5))]
    frames = [_framed(chance, rtu, request) for request in requests]
    stream = b"".join(damaged_frame(chance, frame) for frame in frames)
    if chance.below(8) == 7:
        stream += chance.rest()
    pieces = cut(chance, stream)
    (_rtu if rtu else _tcp)(stream, pieces)


def _tcp(stream: bytes, pieces: list[bytes]) -> None:
    station = target()
    inputs, before = station.values()
    dialogue = ModbusDialogue(station.units, "192.0.2.1", 5000)
    answers = b""
    kept = b""
    try:
        for piece in pieces:
            kept += piece
            while (answered := dialogue.answer(kept, 0)) is not None:
                answer, at = answered
                assert 0 < at <= len(kept)
                _check_mbap(kept[:at], answer)
                answers += answer
                kept = kept[at:]
    except BrokenStream:
        pass
    finally:
        dialogue.end()
    after = station.values()
    assert after[0] == inputs
    assert after[1] == before or _acknowledged(answers)


def _rtu(stream: bytes, pieces: list[bytes]) -> None:
    station = target()
    for serial in (False, True):
        inputs, before = station.values()
        line = LineUnits(station.units, UNIT)
        pause = Pause(0.05, lambda: 0.0)
        answers = []
        if serial:
            on_line = SerialDialogue(line, "modbus line", pause)
            answers = [on_line.hear(piece) for piece in pieces]
            on_line.end()
        else:
            dialogue = RtuDialogue(line, "192.0.2.1", 5000, pause)
            kept = b""
            for piece in pieces:
                kept += piece
                while (answered := dialogue.answer(kept, 0)) is not None:
                    assert 0 < answered[1] <= len(kept)
                    answers.append(answered[0])
                    kept = kept[answered[1] :]
            dialogue.end()
        for answer in filter(None, answers):
            assert not crc16(answer)
            assert answer[0] == UNIT
            _check_pdu(answer[1:-2])
        after = station.values()
        assert after[0] == inputs
        assert after[1] == before or _has_write(stream)


def _check_mbap(request: bytes, answer: bytes) -> None:
    assert answer[:4] == request[:4]
    assert int.from_bytes(answer[4:6], "big") == len(answer) - 6
    assert answer[6] == request[6]
    assert answer[7] & 0x7F == request[7] & 0x7F
    _check_pdu(answer[7:])


def _check_pdu(pdu: bytes) -> None:
    """Of the form that section 6 of the Application Protocol has for it."""
    assert 2 <= len(pdu) <= 253
    function = pdu[0]
    if function & 0x80:
        assert len(pdu) == 2
        assert pdu[1] in CODES
    elif function in (1, 2, 3, 4, 23):
        assert len(pdu) == 2 + pdu[1]
    elif function in (5, 6, 15, 16):
        assert len(pdu) == 5
    elif function == 22:
        assert len(pdu) == 7
    else:
        assert pdu[:2] == b"\x2b\x0e"


def _acknowledged(answers: bytes) -> bool:
    """Whether one of the answers says that a write was done."""
    at = 0
    while at < len(answers):
        if answers[at + 7] in WRITES:
            return True
        at += 6 + int.from_bytes(answers[at + 4 : at + 6], "big")
    return False


def _has_write(stream: bytes) -> bool:
    """Whether a write to the station or to all, with its CRC, stands anywhere in the stream."""
    places = range(len(stream) - 7)
    starts = [k for k in places if stream[k] in (0, UNIT) and stream[k + 1] in WRITES]
    return any(
        not crc16(stream[start:end])
        for start in starts
        for end in range(start + 8, min(start + 256, len(stream)) + 1)
    )


def _request(chance: Chance) -> bytes:
    if chance.below(2) == 1:
        return bytes.fromhex(chance.one_of(SOUND))
    function = chance.one_of(FUNCTIONS)
    number, count = chance.one_of(NUMBERS), chance.one_of(COUNTS)
    given = bytes(chance.byte() for _ in range(4))
    if function == 5:
        return struct.pack(">BHH", 5, number, chance.one_of((0xFF00, 0, 0xFF00, 0x1234)))
    if function == 6:
        return struct.pack(">BH", 6, number) + given[:2]
    if function in (15, 16):
        size = (count + 7) // 8 if function == 15 else 2 * count
        data = (given * 64)[: min(size, 246)]
        return struct.pack(">BHHB", function, number, count, size & 0xFF) + data
    if function == 22:
        return struct.pack(">BH", 22, number) + given
    if function == 23:
        data = (given * 64)[: min(2 * count, 240)]
        other = chance.one_of(NUMBERS)
        return struct.pack(">BHHHHB", 23, other, 1, number, count, 2 * count & 0xFF) + data
    if function == 43:
        return bytes((43, chance.one_of((14, 14, 13)), chance.below(6), chance.below(8)))
    return struct.pack(">BHH", function, number, count)


def _framed(chance: Chance, rtu: bool, pdu: bytes) -> bytes:
    unit = chance.one_of((UNIT, UNIT, UNIT, UNIT, 0, 2, 255))
    if rtu:
        return with_crc(bytes((unit,)) + pdu)
    return struct.pack(">HHHB", chance.below(65536), 0, len(pdu) + 1, unit) + pdu
