"""Names and passwords at the pages' door: compared in threads, few at a time, slower for who guesses."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping

from trainlab.exchange.guesses import Guesses
from trainlab.exchange.users import NOBODY, UserEntry

MOST_AT_ONCE = 16


class TooMany(Exception):
    """So many log in now that one more is refused."""


class Logins:
    """Those of one server."""

    def __init__(self, users: Mapping[str, UserEntry]) -> None:
        self.users = users
        self._guesses = Guesses()
        self._at_once = 0
        self._two = asyncio.Semaphore(2)  # threads; each comparison takes some 50 ms of a core

    async def entry(self, host: str, name: str, password: str) -> UserEntry | None:
        """The user of that name and password; None for nobody. TooMany in a flood of them."""
        if self._at_once >= MOST_AT_ONCE:
            raise TooMany
        self._at_once += 1
        try:
            return await self._compared(host, name, password)
        finally:
            self._at_once -= 1

    async def _compared(self, host: str, name: str, password: str) -> UserEntry | None:
        entry = self.users.get(name)
        known = name if entry else ""  # whoever tries names waits as one user
        await asyncio.sleep(self._guesses.delay_s(host, known))
        kept = entry.hash if entry else NOBODY
        async with self._two:
            matches = await asyncio.to_thread(kept.matches, password)
        if not matches:
            self._guesses.failed(host, known)
        return entry if matches else None
