"""User data: what clients ask of a CPU beside its variables: identity, state, clock.

00 01 12 length method group function sequence [...]      the parameters
code size length(2) ...                                   the data
"""

from __future__ import annotations

import struct
from collections.abc import Mapping
from datetime import UTC, datetime

from trainlab.fieldbus.s7.blocks import block_info, block_list, block_numbers
from trainlab.fieldbus.s7.status_lists import system_list

RESPONSE = 0x12
BLOCK_GROUP, SYSTEM_GROUP, SECURITY_GROUP, CLOCK_GROUP = 3, 4, 5, 7
NOT_AVAILABLE = 0x8104
NO_SUCH_LIST = 0xD401
NO_SUCH_BLOCK, NO_BLOCK_OF_TYPE = 0xD209, 0xD20E
OK, NO_OBJECT, AS_OCTETS = 0xFF, 0x0A, 9


class _Refused(Exception):
    def __init__(self, error: int) -> None:
        self.error = error


def user_data(parameters: bytes, data: bytes, blocks: Mapping[int, int]) -> tuple[bytes, bytes]:
    """The parameters and the data of the answer; `blocks` are the sizes of the data blocks."""
    if len(parameters) < 8 or len(data) < 4:
        return _parameters(0, 0, 0, NOT_AVAILABLE), _nothing()
    group, function, sequence = parameters[5] & 0x0F, parameters[6], parameters[7]
    try:
        answer = _answer(group, function, data[4:], blocks)
    except _Refused as refused:
        return _parameters(group, function, sequence, refused.error), _nothing()
    header = struct.pack(">BBH", OK, AS_OCTETS, len(answer))
    return _parameters(group, function, sequence), header + answer


def _answer(group: int, function: int, asked: bytes, blocks: Mapping[int, int]) -> bytes:
    answer: bytes | None
    if (group, function) == (SYSTEM_GROUP, 1) and len(asked) >= 4:
        answer, error = system_list(*struct.unpack_from(">HH", asked)), NO_SUCH_LIST
    elif (group, function) == (BLOCK_GROUP, 1):
        return block_list(blocks)
    elif (group, function) == (BLOCK_GROUP, 2):
        answer, error = block_numbers(asked, blocks), NO_BLOCK_OF_TYPE
    elif (group, function) == (BLOCK_GROUP, 3):
        answer, error = block_info(asked, blocks), NO_SUCH_BLOCK
    elif (group, function) == (CLOCK_GROUP, 1):
        return clock(datetime.now(UTC))
    elif group == SECURITY_GROUP:
        return b""  # a password is neither needed nor kept
    else:
        raise _Refused(NOT_AVAILABLE)
    if answer is None:
        raise _Refused(error)
    return answer


def clock(now: datetime) -> bytes:
    """The time of day as an S7 clock shows it, in UTC."""
    year, milliseconds = now.year, now.microsecond // 1000
    digits = (
        year // 100, year % 100, now.month, now.day, now.hour, now.minute, now.second,
        milliseconds // 10,
    )  # fmt: skip
    coded = bytes(value // 10 << 4 | value % 10 for value in digits)
    return b"\x00" + coded + bytes((milliseconds % 10 << 4 | now.isoweekday() % 7 + 1,))


def _parameters(group: int, function: int, sequence: int, error: int = 0) -> bytes:
    return struct.pack(
        ">BBBBBBBBBBH", 0, 1, 0x12, 8, RESPONSE, 0x80 | group, function, sequence, 0, 0, error
    )


def _nothing() -> bytes:
    return bytes((NO_OBJECT, 0, 0, 0))
