"""The bench's end of a station's shared memory."""

from __future__ import annotations

import os
import tempfile
from contextlib import suppress
from operator import attrgetter
from pathlib import Path
from zlib import crc32

from trainlab.exchange.memory import (
    CONNECTIONS,
    HEAD,
    HEARD,
    PUBLISHED,
    SEAT,
    SLOTS,
    TAILS,
    StationMemory,
    port_word,
)
from trainlab.exchange.records import Record, next_record

# What one scan takes of one server at most, so that no flood makes a tick late; the next scan takes
# the rest.
RECORDS_PER_SCAN = 1024
DESCRIPTORS = "/proc/self/fd"


class BenchSide:
    """Publishes the station's block, drains what the servers have sent."""

    __slots__ = ("_closed", "_file", "_memory", "_ports", "path")

    def __init__(self, block: bytes | bytearray, ports: int) -> None:
        file, self.path = _shared_file()
        self._file: int | None = file
        self._memory = StationMemory(file, len(block), ports)
        self._ports = ports
        self._closed = False
        self.publish(block)

    def publish(self, block: bytes | bytearray) -> None:
        """Let the servers see this block, which holds every write that has been drained."""
        memory, words = self._memory, self._memory.words
        sequence = words[PUBLISHED] + 1
        slot = memory.slots[sequence % SLOTS]
        tails = words[TAILS : TAILS + self._ports]
        slot[memory.slot.size :] = block
        memory.slot.pack_into(slot, 0, *tails, crc32(block, crc32(tails.cast("B"))))
        words[PUBLISHED] = sequence

    def drain(self) -> list[Record]:
        """What has arrived, in the order in which the servers had it."""
        words = self._memory.words
        records: list[Record] = []
        talking = 0
        for port in range(self._ports):
            tail, head = words[TAILS + port], words[port_word(port, HEAD)]
            if tail == head:
                continue
            talking += 1
            ring = self._memory.rings[port]
            for _ in range(RECORDS_PER_SCAN):
                if tail >= head:
                    break
                found = next_record(ring, tail)
                if found is None:
                    break
                record, tail = found
                records.append(record)
            words[TAILS + port] = tail
        if talking > 1:
            records.sort(key=attrgetter("at_ns"))
        return records

    @property
    def owner(self) -> int:
        """The client that has the outputs; 0 for nobody."""
        return self._memory.words[SEAT]

    def free_seat(self) -> None:
        """Take the outputs from a client that has fallen silent, or give back what was held."""
        self._memory.words[SEAT] = 0

    def hold_seat(self, holder: int) -> None:
        """Keep the outputs from every client."""
        self._memory.words[SEAT] = holder

    def heard(self, port: int) -> int:
        """How many requests of an owner a server has answered."""
        return self._memory.words[port_word(port, HEARD)]

    @property
    def connections(self) -> int:
        """How many clients are connected now."""
        words = self._memory.words
        return sum(words[port_word(port, CONNECTIONS)] for port in range(self._ports))

    def unname(self) -> None:
        """Take the memory's name away, once the servers have opened it (not on Windows)."""
        if self._file is not None:
            os.close(self._file)
            self._file = None
        if not _is_nameless(self.path):
            with suppress(PermissionError):
                self.path.unlink(missing_ok=True)

    def close(self) -> None:
        """Give the memory back; calling it again does nothing."""
        if not self._closed:
            self._closed = True
            self._memory.close()
            self.unname()


def _shared_file() -> tuple[int, Path]:
    """An open file in memory, and the path by which the servers open it.

    On Linux it has no name but that of the bench's own descriptor, so that nothing is left behind
    even by a bench that is killed before its servers have opened it.
    """
    if hasattr(os, "memfd_create") and os.path.isdir(DESCRIPTORS):
        file = os.memfd_create("trainlab")
        return file, Path(f"/proc/{os.getpid()}/fd/{file}")
    folder = "/dev/shm" if os.access("/dev/shm", os.W_OK) else None
    file, name = tempfile.mkstemp(prefix=f"trainlab-{os.getpid()}-", dir=folder)
    return file, Path(name)


def _is_nameless(path: Path) -> bool:
    return path.parts[1:2] == ("proc",)
