"""A browser's connection: what holds one without a use is closed, and there are only so many.

A request comes whole, head and body, within some seconds of its first byte; an answer is taken; between
two requests uvicorn itself closes what is silent. Streams of changes are answers that go on.
"""

from __future__ import annotations

from asyncio import TimerHandle, Transport
from typing import Any

import h11
from uvicorn.protocols.http.h11_impl import H11Protocol

MOST_CONNECTIONS = 800  # of the 1024 files that a process may have open on many systems
REQUEST_S = 12.0  # a little longer than a body has (bodies.py), which is answered
REST_S = 2.0  # of a request that has its answer already
ANSWER_S = 30.0  # for which nothing is taken of an answer


class Connection(H11Protocol):
    """That of uvicorn, which waits for ever for the rest of a request, and for an answer to be taken."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self._coming: TimerHandle | None = None
        self._taken: TimerHandle | None = None
        self.begun_s = self.loop.time()

    @property
    def idle(self) -> bool:
        """Whether no whole request on it is being answered."""
        none = self.cycle is None or self.cycle.response_complete
        return bool(none or self.conn.their_state is h11.SEND_BODY)

    def connection_made(self, transport: Transport) -> None:  # type: ignore[override]
        """One more has come; where there is no room, that goes which has been of no use for longest."""
        super().connection_made(transport)
        self._coming = self.loop.call_later(REQUEST_S, transport.abort)
        if len(self.connections) <= MOST_CONNECTIONS:
            return
        idle = [each for each in self.connections if isinstance(each, Connection) and each.idle]
        min(idle, key=lambda each: each.begun_s).transport.abort()

    def data_received(self, data: bytes) -> None:
        """A piece of a request, or several requests."""
        super().data_received(data)
        self._expect(REQUEST_S)

    def on_response_complete(self) -> None:
        """An answer was given, perhaps before the request was there."""
        super().on_response_complete()
        if self.conn.their_state is h11.SEND_BODY:
            self._expect_no_more()
        self._expect(REST_S)

    def pause_writing(self) -> None:
        """An answer is not taken as fast as it is given."""
        super().pause_writing()
        self._taken = self.loop.call_later(ANSWER_S, self.transport.abort)

    def resume_writing(self) -> None:
        """It is again."""
        super().resume_writing()
        _end(self._taken)

    def connection_lost(self, exc: Exception | None) -> None:
        """It is gone."""
        _end(self._coming)
        _end(self._taken)
        super().connection_lost(exc)

    def _expect(self, within_s: float) -> None:
        """Give what has begun to come its time, which no further byte makes longer."""
        half_a_head = self.conn.their_state is h11.IDLE and self.conn.trailing_data[0]
        if not half_a_head and self.conn.their_state is not h11.SEND_BODY:
            self._expect_no_more()
        elif self._coming is None:
            self._coming = self.loop.call_later(within_s, self.transport.abort)

    def _expect_no_more(self) -> None:
        _end(self._coming)
        self._coming = None


def _end(timer: TimerHandle | None) -> None:
    if timer is not None:
        timer.cancel()
