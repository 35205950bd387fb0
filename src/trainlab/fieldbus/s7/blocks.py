"""The blocks of an S7 CPU as a list and one by one: a station has data blocks and nothing else."""

from __future__ import annotations

import struct
from collections.abc import Mapping

_BLOCK_TYPES = b"8ECABDF"  # OB FB FC DB SDB SFC SFB, as they are sent
_DB = b"A"
_STANDARD_ACCESS, _LANGUAGE_DB, _SUBTYPE_DB = 0x22, 0x05, 0x0A
_LINKED = 0x01
_HEADER_BYTES = 36  # of a block in load memory, beside its values

# '0' type, 4A 22 'pp' constant; flags language subtype; number; load memory; security; days and
# milliseconds of code and interface; sizes: of the interface, more, of local data, of the values;
# author, family, name; version; checksum
_INFO = struct.Struct(">BcHHHB BBB H I 4x 6x6x H H H H 8s8s8s B x H 8x")


def block_list(blocks: Mapping[int, int]) -> bytes:
    """How many blocks there are of each type."""
    return b"".join(
        struct.pack(">BBH", ord("0"), kind, len(blocks) if kind == ord(_DB) else 0)
        for kind in _BLOCK_TYPES
    )


def block_numbers(asked: bytes, blocks: Mapping[int, int]) -> bytes | None:
    """The blocks of the type that is asked for; None if there is none."""
    if asked[1:2] != _DB:
        return None
    return b"".join(
        struct.pack(">HBB", number, _STANDARD_ACCESS, _LANGUAGE_DB) for number in sorted(blocks)
    )


def block_info(asked: bytes, blocks: Mapping[int, int]) -> bytes | None:
    """What is known of one block, asked for by type and five digits; None if there is none."""
    kind, digits = asked[1:2], asked[2:7]
    if kind != _DB or len(digits) != 5 or not digits.isdigit() or int(digits) not in blocks:
        return None
    number = int(digits)
    size = blocks[number]
    return _INFO.pack(
        1, _DB, 0x4A, 0x22, 0x7070, 1,
        _LINKED, _LANGUAGE_DB, _SUBTYPE_DB, number, size + _HEADER_BYTES, 0, 0, 0, size,
        b"trainlab", b"station".ljust(8), f"DB{number}".encode().ljust(8), 0x01, 0,
    )  # fmt: skip
