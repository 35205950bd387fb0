"""Reading and writing variables (functions 04 and 05): up to 20 items in one message.

12 0A 10 size(1) count(2) block(2) area(1) address(3)     an item; the address counts bits
12 length syntax ...                                      an item of another syntax: refused alone
code size length(2) bytes                                 its data; the next begins at an even byte
"""

from __future__ import annotations

import struct

from trainlab.exchange.server_side import Client, Outcome
from trainlab.fieldbus.s7.area import Area, Values
from trainlab.fieldbus.s7.areas import COUNTERS, TIMERS, Areas

MOST_ITEMS = 20
OK, HARDWARE, DENIED, OUT_OF_RANGE, BAD_TYPE, NO_OBJECT = 0xFF, 0x01, 0x03, 0x05, 0x06, 0x0A

# bytes of one element by its size code: BYTE CHAR WORD INT DWORD DINT REAL, counter, timer
_ELEMENT_BYTES = {2: 1, 3: 1, 4: 2, 5: 2, 6: 4, 7: 4, 8: 4, 0x1C: 2, 0x1D: 2}
_BIT, _REAL, _COUNTER, _TIMER = 1, 8, 0x1C, 0x1D
# How data is sent: bits and reals and octets count as they are, the rest in bits.
_AS_BIT, _AS_BYTES, _AS_INTEGER, _AS_REAL, _AS_OCTETS = 3, 4, 5, 7, 9
_ANY_SYNTAX = b"\x12\x0a\x10"


class _Wrong(Exception):
    def __init__(self, code: int) -> None:
        self.code = code


def read_variables(parameters: bytes, areas: Areas) -> list[bytes]:
    """The data of an answer: each item with its bytes, or with why there are none."""
    parts: list[bytes] = []
    for item in _items(parameters):
        if parts and len(parts[-1]) % 2:
            parts[-1] += b"\x00"
        try:
            parts.append(_read(item, areas))
        except _Wrong as wrong:
            parts.append(bytes((wrong.code, 0, 0, 0)))
    return parts


def write_variables(parameters: bytes, data: bytes, areas: Areas, client: Client) -> bytes:
    """The data of an answer: a code an item. All items that may be written are written at once."""
    codes: list[int] = []
    spans = []
    operated: list[Values] = []
    commanding, operating = [], []
    at = 0
    for number, item in enumerate(_items(parameters)):
        at += at % 2
        _, size, length = struct.unpack_from(">BBH", data, at)
        count = length if size in (_AS_BIT, _AS_REAL, _AS_OCTETS) else length // 8
        given = data[at + 4 : at + 4 + count]
        at += 4 + count
        try:
            if len(given) != count:
                raise _Wrong(OUT_OF_RANGE)
            area, written = _written(item, given, areas)
        except _Wrong as wrong:
            codes.append(wrong.code)
            continue
        codes.append(OK)
        if areas.is_panel(area):
            operated += written
            operating.append(number)
        else:
            spans += [span for values in written for span in values.spans()]
            commanding.append(number)
    for numbers, outcome in (
        (commanding, client.write(spans) if spans else Outcome.TAKEN),
        (operating, areas.operate(client, operated)),
    ):
        for number in numbers:
            codes[number] = {Outcome.TAKEN: OK, Outcome.BUSY: HARDWARE}.get(outcome, DENIED)
    return bytes(codes)


def _items(parameters: bytes) -> list[bytes]:
    count = parameters[1]
    if not 1 <= count <= MOST_ITEMS:
        raise IndexError(count)
    items = []
    at = 2
    for _ in range(count):
        at += at % 2
        following = at + 2 + parameters[at + 1]
        items.append(parameters[at:following])
        at = following
    if at != len(parameters):
        raise IndexError(at)
    return items


def _place(item: bytes, areas: Areas) -> tuple[Area, int, int, int]:
    """The area, the bit where it begins, the size code and the number of elements of an item."""
    if item[:3] != _ANY_SYNTAX:
        raise _Wrong(BAD_TYPE)
    size, count, block, code = struct.unpack_from(">BHHB", item, 3)
    address = int.from_bytes(item[9:12], "big")
    area = areas.area(code, block)
    if area is None:
        raise _Wrong(NO_OBJECT)
    if size != _BIT and size not in _ELEMENT_BYTES:
        raise _Wrong(BAD_TYPE)
    if code in (COUNTERS, TIMERS):
        address *= 16
    if not count or (size == _BIT and count != 1) or (size != _BIT and address % 8):
        raise _Wrong(OUT_OF_RANGE)
    bits = 1 if size == _BIT else 8 * count * _ELEMENT_BYTES[size]
    if address + bits > 8 * len(area.line):
        raise _Wrong(OUT_OF_RANGE)
    return area, address, size, count


def _read(item: bytes, areas: Areas) -> bytes:
    area, address, size, count = _place(item, areas)
    if size == _BIT:
        value = area.line[address // 8] >> address % 8 & 1
        return bytes((OK, _AS_BIT, 0, 1, value))
    length = count * _ELEMENT_BYTES[size]
    data = bytes(area.line[address // 8 : address // 8 + length])
    if size == _REAL:
        return struct.pack(">BBH", OK, _AS_REAL, length) + data
    if size in (_COUNTER, _TIMER):
        return struct.pack(">BBH", OK, _AS_OCTETS, length) + data
    return struct.pack(">BBH", OK, _AS_BYTES, 8 * length & 0xFFFF) + data


def _written(item: bytes, given: bytes, areas: Areas) -> tuple[Area, list[Values]]:
    area, address, size, count = _place(item, areas)
    if not area.writable:
        raise _Wrong(DENIED)
    if size == _BIT:
        if not given:
            raise _Wrong(OUT_OF_RANGE)
        written = area.bit_written(address // 8, address % 8, bool(given[0] & 1))
    else:
        if len(given) != count * _ELEMENT_BYTES[size]:
            raise _Wrong(OUT_OF_RANGE)
        written = area.written(address // 8, given)
    if written is None:
        raise _Wrong(OUT_OF_RANGE)
    return area, written
