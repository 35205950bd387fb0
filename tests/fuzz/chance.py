"""Choices made by bytes: the same bytes, the same choices; when they run out, the first of each."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeVar

Thing = TypeVar("Thing")


class Chance:
    """Bytes that are taken one after another."""

    __slots__ = ("_at", "_data")

    def __init__(self, data: bytes) -> None:
        self._data = data
        self._at = 0

    @property
    def spent(self) -> bool:
        """Whether no byte is left."""
        return self._at >= len(self._data)

    def byte(self) -> int:
        """The next byte; 0 when there is none."""
        if self.spent:
            return 0
        self._at += 1
        return self._data[self._at - 1]

    def below(self, limit: int) -> int:
        """A number from 0 up to, without it, `limit`."""
        if limit <= 256:
            return self.byte() % limit
        return (self.byte() << 16 | self.byte() << 8 | self.byte()) % limit

    def one_of(self, things: Sequence[Thing]) -> Thing:
        """One of several things."""
        return things[self.below(len(things))]

    def rest(self) -> bytes:
        """All that is left."""
        left = self._data[self._at :]
        self._at = len(self._data)
        return left
