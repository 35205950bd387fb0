"""How many streams of changes are open, and whose: nobody takes so many that another gets none."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import AsyncIterator

from starlette.exceptions import HTTPException
from starlette.responses import Response, StreamingResponse
from starlette.types import Receive, Scope, Send

from trainlab.hmi.server.access import Person

MOST = 400
MOST_OF_ONE = 60  # a class that shares an observer's name, two pages each


class Streams:
    """Those of one server. An instructor always has his own."""

    def __init__(self, most_of_one: int = MOST_OF_ONE) -> None:
        self._most_of_one = most_of_one
        self._of: Counter[str] = Counter()
        self._open: set[asyncio.Task[None]] = set()

    def response(self, person: Person, changes: AsyncIterator[bytes]) -> Response:
        """A stream to that person, counted until it ends; HTTPException if there are too many.

        It is counted before it begins, so that many that are asked for at once are as many.
        """
        if self._of[person.name] >= self._most_of_one:
            raise HTTPException(429)
        if person.role != "instructor" and self._of.total() >= MOST:
            raise HTTPException(503)
        self._of[person.name] += 1
        return _Stream(self._of, self._open, person.name, changes)

    def end(self) -> None:
        """End every stream, as an answer that is complete."""
        for task in self._open:
            task.cancel()
        self._open.clear()


class _Stream(StreamingResponse):
    def __init__(
        self,
        of: Counter[str],
        opened: set[asyncio.Task[None]],
        name: str,
        changes: AsyncIterator[bytes],
    ) -> None:
        super().__init__(
            changes, media_type="text/event-stream", headers={"X-Accel-Buffering": "no"}
        )
        self._of, self._opened, self._name = of, opened, name

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        task = asyncio.current_task()
        assert task is not None
        self._opened.add(task)
        try:
            await super().__call__(scope, receive, send)
        except asyncio.CancelledError:
            if task in self._opened:  # not by us
                raise
            await send({"type": "http.response.body", "body": b"", "more_body": False})
        finally:
            self._opened.discard(task)
            self._of[self._name] -= 1
            if not self._of[self._name]:
                del self._of[self._name]
