"""RTU framing, for a serial line or a stream (MODBUS over Serial Line V1.02, 2.5.1).

unit (1)   PDU   CRC-16 (2), low byte first

On the line silence parts frames; a stream has none, and USB adapters deliver one frame in pieces.
So a frame ends where its function code says (the request formats of the Application Protocol V1.1b3,
section 6) if the CRC agrees. A function of unknown length ends where the CRC first comes out. What
is no frame is passed over byte by byte until one begins. On a line with several stations the answers
of the others are heard as well, and passed over whole.
"""

from __future__ import annotations

from collections.abc import Container
from dataclasses import dataclass

MIN_FRAME = 4  # unit, function, CRC
MAX_FRAME = 256
BROADCAST = 0
# Bytes that one call passes over, so that a flood of nonsense lets others have their turn.
MOST_PASSED = 64

_CRC_POLYNOMIAL = 0xA001  # 0x8005 with its bits reversed (V1.02, 6.2.2)
_CRC_START = 0xFFFF

# function -> length of a request
_FIXED = {1: 8, 2: 8, 3: 8, 4: 8, 5: 8, 6: 8, 7: 4, 11: 4, 12: 4, 17: 4, 22: 10, 24: 6}
# function -> where the number of data bytes stands, and how many bytes there are besides
_COUNTED = {15: (6, 9), 16: (6, 9), 20: (2, 5), 21: (2, 5), 23: (10, 13)}
_TELLING = frozenset((*_FIXED, *_COUNTED))
# the same of answers
_FIXED_ANSWERS = {5: 8, 6: 8, 7: 5, 8: 8, 11: 8, 15: 8, 16: 8, 22: 10}
_COUNTED_ANSWERS = dict.fromkeys((1, 2, 3, 4, 12, 17, 20, 21, 23), (2, 5))


@dataclass(frozen=True, slots=True)
class RtuFrame:
    """One request as it came."""

    unit: int
    pdu: bytes

    def answer(self, pdu: bytes) -> bytes:
        """The bytes of the answer to it."""
        return with_crc(bytes((self.unit,)) + pdu)


def crc16(data: bytes) -> int:
    """CRC-16/MODBUS; 0 over a whole frame with its own CRC."""
    crc = _CRC_START
    for byte in data:
        crc = crc >> 8 ^ _CRC_TABLE[(crc ^ byte) & 0xFF]
    return crc


def with_crc(data: bytes) -> bytes:
    """A frame: unit id and PDU with their CRC."""
    return data + crc16(data).to_bytes(2, "little")


def take_rtu(stream: bytes, at: int, own: Container[int]) -> tuple[RtuFrame | None, int] | None:
    """The request that begins at `at` and where the next one begins; None if it is not all there.

    No frame, but a place to go on from, where there was nonsense or what concerns units that are not
    among these.
    """
    limit = at + MOST_PASSED
    while at < limit:
        end = _end(stream, at, own)
        if end is None:
            found = _plain_request(stream, at, own)
            return (None, found) if found else None
        if end:
            unit = stream[at]
            ours = unit in own or unit == BROADCAST
            return RtuFrame(unit, stream[at + 1 : end - 2]) if ours else None, end
        at += 1
    return None, at


def _end(stream: bytes, at: int, own: Container[int]) -> int | None:
    """Where the frame at `at` ends; 0 if none begins there; None if that cannot be said yet."""
    have = len(stream) - at
    if have < 2:
        return None
    unit, function = stream[at], stream[at + 1]
    if not function:
        return 0
    lengths = []
    if function < 0x80:
        lengths.append(_length(stream, at, _FIXED, _COUNTED))
    if unit not in own and unit != BROADCAST:
        lengths.append(_answer_length(stream, at))
    waiting = False
    for length in lengths:
        if length is None:
            waiting = True
        elif length < 0:
            end = _where_crc_agrees(stream, at)
            if end:
                return end
            waiting = waiting or have < MAX_FRAME
        elif length <= MAX_FRAME:
            if have < length:
                waiting = True
            elif not crc16(stream[at : at + length]):
                return at + length
    return None if waiting else 0


def _plain_request(stream: bytes, at: int, own: Container[int]) -> int:
    """Where a whole request to one of ours begins behind what waits for its end, perhaps in vain.

    0 if there is none, or if what waits is a request to one of ours itself, of a known length.
    """
    if len(stream) - at < MIN_FRAME:
        return 0
    if stream[at + 1] in _TELLING and (stream[at] in own or stream[at] == BROADCAST):
        return 0
    for place in range(at + 1, len(stream) - MIN_FRAME + 1):
        if stream[place] in own and stream[place + 1] in _TELLING:
            length = _length(stream, place, _FIXED, _COUNTED) or MAX_FRAME
            if place + length <= len(stream) and not crc16(stream[place : place + length]):
                return place
    return 0


def _length(
    stream: bytes, at: int, fixed: dict[int, int], counted: dict[int, tuple[int, int]]
) -> int | None:
    """How long a frame has to be; None if that is yet to come, -1 if nobody knows."""
    function = stream[at + 1]
    if function in fixed:
        return fixed[function]
    if function in counted:
        place, besides = counted[function]
        return stream[at + place] + besides if len(stream) > at + place else None
    if function == 43:
        if len(stream) == at + 2:
            return None
        return 7 if stream[at + 2] == 14 and fixed is _FIXED else -1
    return -1


def _answer_length(stream: bytes, at: int) -> int | None:
    """How long it has to be if it is another station's answer."""
    if stream[at + 1] >= 0x80:
        return 5
    return _length(stream, at, _FIXED_ANSWERS, _COUNTED_ANSWERS)


def _where_crc_agrees(stream: bytes, at: int) -> int:
    """The first end at which the CRC comes out; 0 if it does nowhere so far."""
    crc = _CRC_START
    for place in range(at, min(len(stream), at + MAX_FRAME)):
        crc = crc >> 8 ^ _CRC_TABLE[(crc ^ stream[place]) & 0xFF]
        if not crc and place - at >= MIN_FRAME - 1:
            return place + 1
    return 0


def _crc_of_byte(byte: int) -> int:
    for _ in range(8):
        byte = byte >> 1 ^ (_CRC_POLYNOMIAL if byte & 1 else 0)
    return byte


_CRC_TABLE = tuple(_crc_of_byte(byte) for byte in range(256))
