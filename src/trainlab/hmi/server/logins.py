"""Names and passwords at the pages' door: compared in threads, few at a time, slower for who guesses."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from typing import TypeVar
from weakref import WeakValueDictionary

from trainlab.exchange.guesses import Guesses
from trainlab.exchange.users import NOBODY, UserEntry

MOST_OF_ONE = 4  # log-ins at once under one name from one host
MOST_OF_A_HOST = 100  # a class behind one address, three times over
THREADS = 2  # each comparison takes some 50 ms of a core

Key = TypeVar("Key")


class TooMany(Exception):
    """So many log in now that one more is refused."""


class Logins:
    """Those of one server.

    Who guesses at one name waits, and is refused, for that name at his host alone. Of each host one
    password is compared at a time, so that a host that tries many names makes no other wait. A name that
    nobody has is treated in all this as one that somebody has.
    """

    def __init__(self, users: Mapping[str, UserEntry]) -> None:
        self.users = users
        self._guesses = Guesses()
        self._of_name: Counter[tuple[str, str]] = Counter()
        self._of_host: Counter[str] = Counter()
        self._turns: WeakValueDictionary[str, asyncio.Lock] = WeakValueDictionary()  # by host
        self._threads = ThreadPoolExecutor(THREADS, "log-in")

    async def entry(self, host: str, name: str, password: str) -> UserEntry | None:
        """The user of that name and password; None for nobody. TooMany in a flood of them."""
        with self._place(host, name):
            await asyncio.sleep(self.delay_s(host, name))
            entry = self.users.get(name)
            kept = entry.hash if entry else NOBODY
            loop = asyncio.get_running_loop()
            async with self._turns.setdefault(host, asyncio.Lock()):
                matches = await loop.run_in_executor(self._threads, kept.matches, password)
            if not matches:
                self._guesses.failed(host, name)
        return entry if matches else None

    def delay_s(self, host: str, name: str) -> float:
        """How long that name has to wait now at that host."""
        return self._guesses.delay_s(host, name)

    @contextmanager
    def _place(self, host: str, name: str) -> Iterator[None]:
        if self._of_name[host, name] >= MOST_OF_ONE or self._of_host[host] >= MOST_OF_A_HOST:
            raise TooMany
        self._of_name[host, name] += 1
        self._of_host[host] += 1
        try:
            yield
        finally:
            _less(self._of_name, (host, name))
            _less(self._of_host, host)


def _less(counted: Counter[Key], key: Key) -> None:
    counted[key] -= 1
    if not counted[key]:
        del counted[key]
