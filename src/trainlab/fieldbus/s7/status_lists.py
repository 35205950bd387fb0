"""The system status lists (SZL) of a station: what a CPU tells of itself in tables.

A list's number is that of a table (its low byte) and of an extract of it: 00 all records, 01 and 02
the one of the index, 0F the head alone. Siemens describes the records in "System Software for
S7-300/400, System and Standard Functions", chapter System Status Lists.
"""

from __future__ import annotations

import struct

from trainlab import __version__
from trainlab.fieldbus.pipeline import MAX_CONNECTIONS

LARGEST_PDU = 960

_HEAD = struct.Struct(">HHHH")
_RUN = 0x08
_HEAD_ALONE = 0x0F


def system_list(number: int, index: int) -> bytes | None:
    """One list or extract of it; None if there is none of that number."""
    records = _LISTS.get(number)
    if records is None:
        return None
    size = len(records[0])
    if number >> 8 == _HEAD_ALONE:
        return _HEAD.pack(number, index, size, len(records))
    if index and number not in _WITHOUT_INDEX:
        records = [record for record in records if record[:2] == struct.pack(">H", index)]
    return _HEAD.pack(number, index, size, len(records)) + b"".join(records)


def _name(index: int, text: str) -> bytes:
    return struct.pack(">H", index) + text.encode().ljust(32, b"\x00")


def _module(index: int) -> bytes:
    major, minor, *_ = (int(part) for part in __version__.split("."))
    text = b"TRAINLAB REMOTE I/O".ljust(20)
    return struct.pack(">H20sHBBBB", index, text, 0, ord("V"), major, minor, 0)


def _led(index: int, lit: bool) -> bytes:
    return struct.pack(">H??", index, lit, False)


_MODULES = [_module(index) for index in (1, 6, 7)]  # module, hardware, firmware
_NAMES = [
    _name(1, "trainlab station"),
    _name(2, "trainlab remote I/O"),
    _name(3, ""),
    _name(4, "The trainlab developers"),
    _name(5, f"TL-{__version__}"),
    _name(7, "trainlab remote I/O"),
]
_LEDS = [_led(1, False), _led(4, True), _led(5, False)]  # SF, RUN, STOP
_COMMUNICATION = [
    struct.pack(">HHHII26x", 1, LARGEST_PDU, MAX_CONNECTIONS, 187_500, 187_500),
]
# level by key switch 1, by password none, in force 1; switch at RUN-P; no restart switch
_PROTECTION = [struct.pack(">HHHHHH28x", 4, 1, 0, 1, 2, 0)]
_STATE = [bytes((0x51, 0x44, 0xFF, _RUN)) + bytes(16)]

_LISTS = {
    0x0011: _MODULES,
    0x0111: _MODULES,
    0x0F11: _MODULES,
    0x0019: _LEDS,
    0x0119: _LEDS,
    0x0F19: _LEDS,
    0x001C: _NAMES,
    0x011C: _NAMES,
    0x0F1C: _NAMES,
    0x0131: _COMMUNICATION,
    0x0132: _PROTECTION,
    0x0232: _PROTECTION,
    0x0424: _STATE,
}
_LISTS[0x0000] = [struct.pack(">H", number) for number in (0, *sorted(_LISTS))]
_WITHOUT_INDEX = (0x0000, 0x0424)
