"""What an S7 client may send: connection requests, jobs and user data, sound, odd and damaged inside."""

from __future__ import annotations

import struct

from fuzz.chance import Chance
from fuzz.frames import damaged_frame

READ, WRITE, SETUP = 0x04, 0x05, 0xF0
JOB, USER_DATA = 1, 7
DONE = 0xFF
TPKT_HEAD = 4

NUMBERS = (
    0,
    1,
    2,
    3,
    8,
    19,
    20,
    21,
    64,
    127,
    239,
    240,
    241,
    480,
    960,
    961,
    4096,
    32767,
    32768,
    65535,
)
SIZES = (1, 2, 3, 4, 5, 6, 7, 8, 1, 2, 4, 5, 8, 0, 9, 0x13, 0x1C, 0x1D, 255)
ELEMENT_BYTES = {1: 1, 2: 1, 3: 1, 4: 2, 5: 2, 6: 4, 7: 4, 8: 4, 0x1C: 2, 0x1D: 2}
AREAS = (
    (0x82, 0),
    (0x84, 2),
    (0x82, 0),
    (0x83, 0),
    (0x84, 3),
    (0x81, 0),
    (0x84, 1),
    (0x1C, 0),
    (0x1D, 0),
    (0x84, 9),
    (0x80, 0),
    (0, 0),
)
PLACES = (
    0,
    1,
    9,
    8 * 64,
    8 * 68,
    8 * 2,
    8 * 4,
    8 * 6,
    8 * 65,
    8 * 71,
    8 * 72,
    8 * 511,
    0xFFFFFF,
    0x7FFFF8,
)
# What there is to write: area, block, size and bit address.
WRITABLE = (
    (0x82, 0, 1, 0), (0x82, 0, 1, 9), (0x82, 0, 4, 8 * 64), (0x82, 0, 8, 8 * 68), (0x84, 2, 1, 1), (0x84, 2, 5, 8 * 2),
    (0x84, 2, 8, 8 * 4), (0x83, 0, 1, 0), (0x84, 3, 8, 8 * 2), (0x82, 0, 2, 8 * 64), (0x82, 0, 2, 8 * 68),
)  # fmt: skip
REALS = (
    "3f800000",
    "7f800000",
    "ff800000",
    "7fc00000",
    "00000001",
    "7f7fffff",
    "ffa00001",
    "80000000",
)
FUNCTIONS = (0x28, 0x29, 0x1A, 0x1B, 0x1C, 0x1D, 0x1E, 0x1F, 0x00, 0xF1, 0x7F)
# A switch on, off and on; a word; a real; two items; a bit and what may not be written; the panel.
SOUND = (
    ("05 01 120a10010001000082000000", "0003000101"), ("05 01 120a10010001000082000001", "0003000100"),
    ("05 01 120a10020002000082000200", "000400101234"), ("05 01 120a10080001000082000220", "000700043fc00000"),
    ("05 02 120a10010001000082000009 120a10020002000082000200", "000300010100 000400100007"),
    ("05 02 120a10010001000081000000 120a10010001000082000000", "000300010100 0003000101"),
    ("05 01 120a10010001000083000000", "0003000101"), ("05 01 120a10080001000384000010", "000700043e800000"),
    ("04 01 120a10020048000082000000", ""), ("04 01 120a10020008000184000000", ""), ("04", ""),
)  # fmt: skip
SOUND_USER_DATA = (
    ("0001120411440100", "ff09000404240000"), ("0001120411440100", "ff09000400110001"), ("0001120411430100", "0a000000"),
    ("0001120411430200", "ff0900023041"), ("0001120411430300", "ff0900083041303030303141"), ("0001120411470100", "0a000000"),
    ("0001120411450100", "ff0900080102030405060708"), ("0001120411440100", "ff090004001c0000"),
)  # fmt: skip


def connection_request(chance: Chance) -> bytes:
    """A connection request, most often an ordinary one."""
    parameters = bytes.fromhex("c1020100 c2020102")
    match chance.below(6):
        case 1:
            parameters += bytes((0xC0, 1, chance.byte()))
        case 2:
            parameters += bytes((0xC0, 1, 7))
        case 3:
            parameters += bytes((chance.byte(), chance.byte())) + bytes(chance.below(60))
        case 4:
            parameters *= 1 + chance.below(31)
    body = bytes.fromhex("e0 0000 0001 00") + parameters
    unit = bytes((len(body) & 0xFF,)) + body
    return struct.pack(">BBH", 3, 0, TPKT_HEAD + len(unit)) + unit


def packets(chance: Chance, whole: bytes) -> bytes:
    """A message in packets: in one, or in several of which the last is marked."""
    size = chance.one_of((len(whole), len(whole), len(whole), 1, 7, 60)) or 1
    pieces = [whole[at : at + size] for at in range(0, len(whole), size)] or [b""]
    marks = [0] * (len(pieces) - 1) + [chance.one_of((0x80, 0x80, 0x80, 0x80, 0xFF, 0))]
    units = [bytes((2, 0xF0, mark)) + piece for mark, piece in zip(marks, pieces, strict=True)]
    return b"".join(struct.pack(">BBH", 3, 0, TPKT_HEAD + len(unit)) + unit for unit in units)


def message(chance: Chance) -> bytes:
    """A message, whose header mostly fits it."""
    kind, parameters, data = _asked(chance)
    if chance.below(8) == 7:
        parameters = damaged_frame(chance, parameters or b"\0")
    if chance.below(8) == 7:
        data = damaged_frame(chance, data or b"\0")
    sizes = [len(parameters), len(data)]
    if chance.below(16) == 15:
        sizes[chance.below(2)] = chance.one_of(NUMBERS)
    if chance.below(16) == 15:
        kind = chance.byte()
    header = struct.pack(">BBHHHH", 0x32, kind, 0, chance.below(65536), *sizes)
    whole = header + parameters + data
    return damaged_frame(chance, whole) if chance.below(8) == 7 else whole


def _asked(chance: Chance) -> tuple[int, bytes, bytes]:
    """Kind, parameters and data."""
    match chance.below(8):
        case 0 | 1:
            parameters, data = chance.one_of(SOUND)
            return JOB, bytes.fromhex(parameters), bytes.fromhex(data)
        case 2 | 3 | 4:
            return JOB, *_items(chance, WRITE)
        case 5:
            return JOB, *_items(chance, READ)
        case 6:
            if chance.below(2):
                jobs = chance.one_of(NUMBERS), chance.one_of(NUMBERS)
                return JOB, struct.pack(">BBHHH", SETUP, 0, *jobs, chance.one_of(NUMBERS)), b""
            return JOB, bytes((chance.one_of(FUNCTIONS),)) + bytes(chance.below(20)), b""
        case _:
            return USER_DATA, *_user_data(chance)


def _items(chance: Chance, function: int) -> tuple[bytes, bytes]:
    count = 1 + chance.below(4)
    if chance.below(16) == 15:
        count = chance.one_of((19, 20, 21, 40))
    parameters, data = b"", b""
    for _ in range(count):
        area, block, size, place = chance.one_of(WRITABLE)
        number = 1 + chance.below(2) * (size == 2)
        if chance.below(2):
            (area, block), size = chance.one_of(AREAS), chance.one_of(SIZES)
            place = chance.one_of(PLACES)
        if chance.below(8) == 7:
            number = chance.one_of(NUMBERS)
        parameters += struct.pack(">3sBHHB", b"\x12\x0a\x10", size, number, block, area)
        parameters += place.to_bytes(3, "big")
        if function == WRITE:
            data += bytes(len(data) % 2) + _data(chance, size, number)
    named = chance.one_of(NUMBERS) & 0xFF if chance.below(16) == 15 else count
    return bytes((function, named)) + parameters, data


def _data(chance: Chance, size: int, number: int) -> bytes:
    code = chance.byte() if chance.below(8) == 7 else {1: 3, 8: 7}.get(size, 4)
    length = min(number * ELEMENT_BYTES.get(size, 1), 400)
    if size == 8:
        content = bytes.fromhex(chance.one_of(REALS)) * 100
    else:
        content = bytes((chance.byte(), chance.byte())) * 200
    told = chance.one_of(NUMBERS) if chance.below(8) == 7 else length * (8 if code in (4, 5) else 1)
    return struct.pack(">BBH", 0, code, told & 0xFFFF) + content[:length]


def _user_data(chance: Chance) -> tuple[bytes, bytes]:
    if chance.below(2):
        parameters, data = chance.one_of(SOUND_USER_DATA)
        return bytes.fromhex(parameters), bytes.fromhex(data)
    parameters = struct.pack(">5B", 0, 1, 0x12, 4, 0x11)
    parameters += bytes((0x40 | chance.below(9), chance.below(5), chance.byte()))
    content = bytes(chance.byte() for _ in range(chance.below(12)))
    if chance.below(2):
        content = struct.pack(
            ">HH", chance.one_of((0, 0x11, 0x0F11, 0x424, 0x131, 0x1FFF)), chance.below(9)
        )
    return parameters, struct.pack(">BBH", DONE, 9, len(content)) + content
