"""User data: what clients ask of a CPU beside its variables: identity, state, clock, list of blocks.

00 01 12 length method group function sequence [...]      the parameters
code size length(2) ...                                   the data
"""

from __future__ import annotations

import struct
from datetime import UTC, datetime

from trainlab import __version__
from trainlab.fieldbus.s7.areas import Areas

RESPONSE = 0x12
BLOCK_GROUP, SYSTEM_GROUP, SECURITY_GROUP, CLOCK_GROUP = 3, 4, 5, 7
NOT_AVAILABLE = 0x8104
NO_SUCH_LIST = 0xD401
OK, NO_OBJECT, AS_OCTETS = 0xFF, 0x0A, 9
RUN = 0x08
_BLOCK_TYPES = "8ECABDF"  # OB FB FC DB SDB SFC SFB, as their numbers 38, 45, ... are sent
_DB = "A"
_STANDARD_ACCESS, _LANGUAGE_DB = 0x22, 0x05


def user_data(parameters: bytes, data: bytes, areas: Areas) -> tuple[bytes, bytes]:
    """The parameters and the data of the answer."""
    if len(parameters) < 8 or len(data) < 4:
        return _parameters(0, 0, 0, NOT_AVAILABLE), _nothing()
    group, function, sequence = parameters[5] & 0x0F, parameters[6], parameters[7]
    asked = data[4:]
    answer: bytes | None = None
    error = NOT_AVAILABLE
    if (group, function) == (SYSTEM_GROUP, 1) and len(asked) >= 4:
        answer = system_list(*struct.unpack_from(">HH", asked))
        error = NO_SUCH_LIST
    elif (group, function) == (CLOCK_GROUP, 1):
        answer = clock(datetime.now(UTC))
    elif (group, function) == (BLOCK_GROUP, 1):
        answer = b"".join(
            b"0" + kind.encode() + struct.pack(">H", len(areas.blocks) if kind == _DB else 0)
            for kind in _BLOCK_TYPES
        )
    elif (group, function) == (BLOCK_GROUP, 2) and asked[1:2] == _DB.encode():
        answer = b"".join(
            struct.pack(">HBB", number, _STANDARD_ACCESS, _LANGUAGE_DB)
            for number in sorted(areas.blocks)
        )
    elif group == SECURITY_GROUP:
        answer = b""
    if answer is None:
        return _parameters(group, function, sequence, error), _nothing()
    return _parameters(group, function, sequence), struct.pack(
        ">BBH", OK, AS_OCTETS, len(answer)
    ) + answer


def system_list(number: int, index: int) -> bytes | None:
    """One part of the system status list; None if there is none of that number."""
    records = _LISTS.get(number)
    if records is None:
        return None
    chosen = [record for record in records if not index or record[:2] == struct.pack(">H", index)]
    if number == 0x0424:
        chosen = list(records)
    size = len(records[0])
    return struct.pack(">HHHH", number, index, size, len(chosen)) + b"".join(chosen)


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


def _name(index: int, text: str) -> bytes:
    return struct.pack(">H", index) + text.encode().ljust(32, b"\x00")


def _module(index: int, text: str) -> bytes:
    major, minor, *_ = (int(part) for part in __version__.split("."))
    return struct.pack(">H20sHBBBB", index, text.encode().ljust(20), 0, ord("V"), major, minor, 0)


_LISTS = {
    0x0011: [
        _module(1, "TRAINLAB REMOTE I/O"),
        _module(6, "TRAINLAB REMOTE I/O"),
        _module(7, "TRAINLAB REMOTE I/O"),
    ],
    0x001C: [
        _name(1, "trainlab station"),
        _name(2, "trainlab remote I/O"),
        _name(3, ""),
        _name(4, "The trainlab developers"),
        _name(5, f"TL-{__version__}"),
        _name(7, "trainlab remote I/O"),
    ],
    0x0131: [struct.pack(">HHHII26x", 1, 960, 64, 187500, 187500)],
    0x0232: [struct.pack(">HHHHHH28x", 4, 1, 0, 1, 2, 0)],
    0x0424: [bytes((0x51, 0x44, 0xFF, RUN)) + bytes(16)],
}
_LISTS[0x0000] = [struct.pack(">H", number) for number in (0, *sorted(_LISTS))]
