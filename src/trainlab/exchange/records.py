"""What servers send to the bench: each a record in a ring, taken whole or not at all.

A record says which client it is of and when the server had it (the clock that all processes of a
machine share), and then one of these:

    write     bytes to put at places of the image block: one write request, whatever its size
    seat      the client has taken the outputs, from another one if the first byte says so; its name
              follows
    refused   the client wanted to write and may not; its name follows
    request   something asked of the station, as JSON: operate a control, inject a fault, reset
    told      what a client link has to tell of its PLC, as JSON: {"what": KIND OF EVENT, "name": ...,
              "en": WHY, "zh": WHY}, the last two where there is a reason
"""

from __future__ import annotations

import struct
from collections.abc import Iterator, Sequence
from enum import IntEnum
from typing import NamedTuple
from zlib import crc32

from trainlab.exchange.memory import RING_BYTES, ring_read

# One place in the image block and the native bytes to put there.
Span = tuple[int, bytes]

_FRAME = struct.Struct("=II")  # bytes that follow, CRC of these
_HEAD = struct.Struct("=BQQ")
_SPAN = struct.Struct("=HH")  # offset in the block, bytes that follow


class RecordKind(IntEnum):
    """What a record is about."""

    WRITE = 0
    SEAT = 1
    REFUSED = 2
    REQUEST = 3
    TOLD = 4


class Record(NamedTuple):
    """One record: what, whose, when, and the rest."""

    kind: int
    client: int
    at_ns: int
    body: bytes


def framed(kind: RecordKind, client: int, at_ns: int, body: bytes) -> bytes:
    """A record as it stands in a ring."""
    data = _HEAD.pack(kind, client, at_ns) + body
    return _FRAME.pack(len(data), crc32(data)) + data


def next_record(ring: memoryview, tail: int) -> tuple[Record, int] | None:
    """The record at a ring's tail and where the next one is; None if it is not all there yet."""
    size, crc = _FRAME.unpack(ring_read(ring, tail, _FRAME.size))
    data = ring_read(ring, tail + _FRAME.size, min(size, RING_BYTES))
    if size < _HEAD.size or crc32(data) != crc:
        return None
    kind, client, at_ns = _HEAD.unpack_from(data)
    record = Record(kind, client, at_ns, data[_HEAD.size :])
    return record, tail + _FRAME.size + size


def packed_spans(spans: Sequence[Span]) -> bytes:
    """The body of a write."""
    return b"".join(_SPAN.pack(offset, len(piece)) + piece for offset, piece in spans)


def unpacked_spans(body: bytes) -> Iterator[Span]:
    """The places and bytes of a write."""
    at = 0
    while at < len(body):
        offset, size = _SPAN.unpack_from(body, at)
        at += _SPAN.size
        yield offset, body[at : at + size]
        at += size
