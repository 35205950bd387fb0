"""The digest of a run: equal exactly if every tick's image and facts were equal, bit for bit."""

from __future__ import annotations

import struct
from collections.abc import Sequence
from hashlib import blake2b

from trainlab.core.image import IOImage
from trainlab.core.observer import Event

MARK_EVERY = 1000


class Digest:
    """An observer that hashes each tick's row and keeps nothing of it.

    `marks` holds the digest after every 1000th tick, so that two runs that differ can be told
    where they part.
    """

    __slots__ = ("_hash", "_pack_facts", "_ticks", "marks")

    def __init__(self, fact_count: int) -> None:
        self._hash = blake2b(digest_size=16)
        self._pack_facts = fact_packer(fact_count).pack
        self._ticks = 0
        self.marks: list[str] = []

    def observe(self, now_ns: int, image: IOImage, facts: Sequence[float]) -> None:
        """Take this tick's row in."""
        self._hash.update(image.block)
        self._hash.update(self._pack_facts(*facts))
        self._ticks += 1
        if self._ticks % MARK_EVERY == 0:
            self.marks.append(self._hash.hexdigest())

    def note(self, event: Event) -> None:
        """Events show in the rows that follow; they are not hashed."""

    def hexdigest(self) -> str:
        """The digest of all rows so far."""
        return self._hash.hexdigest()


def rows_digest(rows: bytes | bytearray) -> str:
    """The digest of recorded rows: what `Digest` gives for the same run."""
    return blake2b(rows, digest_size=16).hexdigest()


def fact_packer(fact_count: int) -> struct.Struct:
    """How the facts of one tick stand in a row: native 64-bit floats."""
    return struct.Struct(f"@{fact_count}d")
