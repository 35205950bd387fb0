"""The shared memory between the bench and the process of a station's servers.

    bench -> servers   the image block, published at each scan: three slots in turn and a sequence
                       number, so that neither side ever waits for the other
    servers -> bench   a ring of records, drained at each scan; a record is one write request, so
                       that a write is taken whole or not at all, in the order of arrival

Each side writes words of its own only. Slots and records carry a CRC: a reader that saw a word
before the bytes that it announces (a weakly ordered machine), or a slot that was overwritten while
it was copied, knows it and looks again later.

The memory is a mapped file in the system's place for shared memory. Its name lives only until the
other process has opened it, so that nothing is left behind however either of them ends.
"""

from __future__ import annotations

import mmap
import os
import struct
import tempfile
from collections import deque
from collections.abc import Iterator, Sequence
from contextlib import suppress
from pathlib import Path
from zlib import crc32

# One place in the image block and the native bytes to put there.
Span = tuple[int, bytes]

RING_BYTES = 1 << 18
# What one scan takes at most, so that no flood makes a tick late; the next scan takes the rest.
WRITES_PER_SCAN = 1024

_SLOTS = 3
_WORD = 8
_HEADER_BYTES = 256
# Words of the header. The bench writes those of the first cache line, the servers the others.
_PUBLISHED, _TAIL = 0, 1
_HEAD, _HEARD, _CONNECTIONS = 16, 17, 18

_SLOT = struct.Struct(
    "=QI4x"
)  # what the ring's tail was when it was published, CRC of tail and block
_RECORD = struct.Struct("=II")  # bytes of spans that follow, CRC of these
_SPAN = struct.Struct("=HH")  # offset in the block, bytes that follow


class _Memory:
    """The mapped file: a header of 64-bit words, the slots, the ring."""

    __slots__ = ("_map", "_view", "block_bytes", "ring", "slots", "words")

    def __init__(self, file: int, block_bytes: int) -> None:
        self.block_bytes = block_bytes
        stride = -(-(_SLOT.size + block_bytes) // _WORD) * _WORD
        ring_at = _HEADER_BYTES + _SLOTS * stride
        size = ring_at + RING_BYTES
        if os.fstat(file).st_size < size:
            os.truncate(file, size)
        self._map = mmap.mmap(file, size)
        self._view = memoryview(self._map)
        self.words = self._view[:_HEADER_BYTES].cast("Q")
        starts = range(_HEADER_BYTES, ring_at, stride)
        self.slots = [self._view[at : at + _SLOT.size + block_bytes] for at in starts]
        self.ring = self._view[ring_at:]

    def close(self) -> None:
        for view in (self.words, *self.slots, self.ring, self._view):
            view.release()
        self._map.close()


class BenchSide:
    """The bench's end: publishes the block, drains the writes."""

    __slots__ = ("_closed", "_memory", "path")

    def __init__(self, block: bytes | bytearray) -> None:
        file, name = tempfile.mkstemp(prefix="trainlab-", dir=_memory_folder())
        try:
            self._memory = _Memory(file, len(block))
        finally:
            os.close(file)
        self.path = Path(name)
        self._closed = False
        self.publish(block)

    def publish(self, block: bytes | bytearray) -> None:
        """Let the servers see this block, which holds every write that has been drained."""
        words = self._memory.words
        sequence = words[_PUBLISHED] + 1
        tail = words[_TAIL]
        slot = self._memory.slots[sequence % _SLOTS]
        slot[_SLOT.size :] = block
        _SLOT.pack_into(slot, 0, tail, crc32(block, tail & 0xFFFFFFFF))
        words[_PUBLISHED] = sequence

    def drain(self, block: bytearray) -> int:
        """Apply the writes that have arrived to the block, in order; how many there were."""
        words = self._memory.words
        tail, head = words[_TAIL], words[_HEAD]
        count = 0
        while tail < head and count < WRITES_PER_SCAN:
            size, crc = _RECORD.unpack(_ring_read(self._memory.ring, tail, _RECORD.size))
            spans = _ring_read(self._memory.ring, tail + _RECORD.size, min(size, RING_BYTES))
            if crc32(spans) != crc:
                break
            for offset, data in _spans(spans):
                block[offset : offset + len(data)] = data
            tail += _RECORD.size + size
            count += 1
        words[_TAIL] = tail
        return count

    @property
    def heard(self) -> int:
        """How many requests of a controller have been answered."""
        return self._memory.words[_HEARD]

    @property
    def connections(self) -> int:
        """How many clients are connected now."""
        return self._memory.words[_CONNECTIONS]

    def unname(self) -> None:
        """Take the memory's name away, once the other process has opened it (not on Windows)."""
        with suppress(PermissionError):
            self.path.unlink(missing_ok=True)

    def close(self) -> None:
        """Give the memory back; calling it again does nothing."""
        if not self._closed:
            self._closed = True
            self._memory.close()
            self.unname()


class ServerSide:
    """The servers' end: the block as its clients see it, their own writes included.

    A client reads back what any client of this process wrote, before the bench has drained it;
    from then on, it reads what the bench published.
    """

    __slots__ = ("_memory", "_pending", "_seen", "block", "version")

    def __init__(self, path: Path, block_bytes: int) -> None:
        with path.open("r+b") as file:
            self._memory = _Memory(file.fileno(), block_bytes)
        self.block = bytearray(block_bytes)
        self.version = 0
        self._seen = 0
        self._pending: deque[tuple[int, Sequence[Span]]] = deque()
        self.refresh()

    def refresh(self) -> None:
        """Take the newest published block; the version tells whether anything is new."""
        memory = self._memory
        sequence = memory.words[_PUBLISHED]
        if sequence == self._seen:
            return
        copy = bytes(memory.slots[sequence % _SLOTS])
        drained, crc = _SLOT.unpack_from(copy)
        block = copy[_SLOT.size :]
        if crc32(block, drained & 0xFFFFFFFF) != crc:
            return
        self._seen = sequence
        self.block[:] = block
        while self._pending and self._pending[0][0] <= drained:
            self._pending.popleft()
        for _, spans in self._pending:
            self._apply(spans)
        self.version += 1

    def write(self, spans: Sequence[Span]) -> bool:
        """Send one write to the bench; False, and nothing is sent, while the ring has no room."""
        data = b"".join(_SPAN.pack(offset, len(piece)) + piece for offset, piece in spans)
        words = self._memory.words
        head = words[_HEAD]
        end = head + _RECORD.size + len(data)
        if end - words[_TAIL] > RING_BYTES:
            return False
        _ring_write(self._memory.ring, head, _RECORD.pack(len(data), crc32(data)) + data)
        words[_HEAD] = end
        self._pending.append((end, spans))
        self._apply(spans)
        self.version += 1
        return True

    def hear(self) -> None:
        """Count one answered request of a controller."""
        self._memory.words[_HEARD] += 1

    def connected(self, count: int) -> None:
        """Say how many clients are connected."""
        self._memory.words[_CONNECTIONS] = count

    def close(self) -> None:
        """Let go of the memory."""
        self._memory.close()

    def _apply(self, spans: Sequence[Span]) -> None:
        for offset, data in spans:
            self.block[offset : offset + len(data)] = data


def _ring_read(ring: memoryview, at: int, size: int) -> bytes:
    start = at % RING_BYTES
    first = bytes(ring[start : start + size])
    return first if len(first) == size else first + bytes(ring[: size - len(first)])


def _ring_write(ring: memoryview, at: int, data: bytes) -> None:
    start = at % RING_BYTES
    room = RING_BYTES - start
    ring[start : start + len(data)] = data[:room]
    if len(data) > room:
        ring[: len(data) - room] = data[room:]


def _spans(data: bytes) -> Iterator[Span]:
    at = 0
    while at < len(data):
        offset, size = _SPAN.unpack_from(data, at)
        at += _SPAN.size
        yield offset, data[at : at + size]
        at += size


def _memory_folder() -> str | None:
    return "/dev/shm" if os.access("/dev/shm", os.W_OK) else None
