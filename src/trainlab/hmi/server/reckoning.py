"""What takes long to reckon: in threads beside the loop, few at a time, one for each person."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar
from weakref import WeakValueDictionary

from starlette.exceptions import HTTPException

from trainlab.hmi.server.access import Person

THREADS = 2
MOST_OF_ONE = 60  # that wait; a class that shares an observer's name

Taken = TypeVar("Taken")
Found = TypeVar("Found")


class Reckoning:
    """That of one server. Whoever asks for much waits for himself, and makes others wait for one at most."""

    def __init__(self) -> None:
        self._threads = ThreadPoolExecutor(THREADS, "reckoning")
        self._turns: WeakValueDictionary[str, asyncio.Lock] = WeakValueDictionary()
        self._of: Counter[str] = Counter()

    async def of(
        self, person: Person, take: Callable[[], Taken], make: Callable[[Taken], Found]
    ) -> Found:
        """What is made, in a thread, of what is taken, when its turn comes, on the loop; HTTPException
        if too many of that person wait."""
        if self._of[person.name] >= MOST_OF_ONE:
            raise HTTPException(429)
        self._of[person.name] += 1
        try:
            async with self._turns.setdefault(person.name, asyncio.Lock()):
                loop = asyncio.get_running_loop()
                return await loop.run_in_executor(self._threads, make, take())
        finally:
            self._of[person.name] -= 1
            if not self._of[person.name]:
                del self._of[person.name]
