"""The shared memory between the bench and the processes that serve a station.

    bench -> servers   the station block, published at each scan: three slots in turn and a sequence
                       number, so that neither side ever waits for the other
    servers -> bench   one ring of records for each server process, drained at each scan; a record is
                       taken whole or not at all, in the order of arrival

Each word has one writer, but for the seat, which servers write under a lock. Slots and records carry
a CRC: a reader that saw a word before the bytes that it announces (a weakly ordered machine), or a
slot that was overwritten while it was copied, knows it and looks again later.

The memory is a mapped file without a name, or, where there is no such thing, one in the system's place
for shared memory, whose name lives only until the other processes have opened it: so nothing is left
behind however any of them ends.
"""

from __future__ import annotations

import mmap
import os
import struct

RING_BYTES = 1 << 18
MAX_PORTS = 16
SLOTS = 3

_WORD = 8
# Words of the header: the bench's, the seat's, then a cache line a port.
PUBLISHED, TAILS, SEAT = 0, 8, 32
HEAD, HEARD, CONNECTIONS = 0, 1, 2
_PORTS_AT, _PORT_WORDS = 40, 8
_HEADER_BYTES = _WORD * (_PORTS_AT + MAX_PORTS * _PORT_WORDS)


class StationMemory:
    """The mapped file: a header of 64-bit words, the slots, the rings."""

    __slots__ = ("_map", "_view", "rings", "slot", "slots", "words")

    def __init__(self, file: int, block_bytes: int, ports: int) -> None:
        # what each ring's tail was, and the CRC of that and of the block that follows
        self.slot = struct.Struct(f"={ports}QI4x")
        stride = -(-(self.slot.size + block_bytes) // _WORD) * _WORD
        rings_at = _HEADER_BYTES + SLOTS * stride
        size = rings_at + ports * RING_BYTES
        if os.fstat(file).st_size < size:
            os.truncate(file, size)
        self._map = mmap.mmap(file, size)
        self._view = memoryview(self._map)
        self.words = self._view[:_HEADER_BYTES].cast("Q")
        starts = range(_HEADER_BYTES, rings_at, stride)
        self.slots = [self._view[at : at + self.slot.size + block_bytes] for at in starts]
        rings = range(rings_at, size, RING_BYTES)
        self.rings = [self._view[at : at + RING_BYTES] for at in rings]

    def close(self) -> None:
        """Give the mapping back."""
        for view in (self.words, *self.slots, *self.rings, self._view):
            view.release()
        self._map.close()


def port_word(port: int, word: int) -> int:
    """Where a server process keeps one of its words."""
    return _PORTS_AT + port * _PORT_WORDS + word


def ring_read(ring: memoryview, at: int, size: int) -> bytes:
    """`size` bytes of a ring from a position that counts on for ever."""
    start = at % RING_BYTES
    first = bytes(ring[start : start + size])
    return first if len(first) == size else first + bytes(ring[: size - len(first)])


def ring_write(ring: memoryview, at: int, data: bytes) -> None:
    """Put bytes into a ring at a position that counts on for ever."""
    start = at % RING_BYTES
    room = RING_BYTES - start
    ring[start : start + len(data)] = data[:room]
    if len(data) > room:
        ring[: len(data) - room] = data[room:]
