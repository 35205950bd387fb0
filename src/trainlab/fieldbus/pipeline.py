"""TCP connections whose requests come in any pieces and are answered in their order.

What a protocol makes of the bytes is a `Dialogue`; here is what all of them need: requests that are
pipelined, clients that do not read their answers, and more clients than there may be.
"""

from __future__ import annotations

import asyncio
import socket
from collections.abc import Callable
from typing import Protocol, cast

MAX_CONNECTIONS = 64
# After so many requests of one client the others have their turn.
BURST = 64
# A client that has not read for so long is dropped.
UNREAD_TIMEOUT_S = 10.0


class BrokenStream(Exception):
    """The stream has lost its framing or never had one; nothing after this can be read."""


class Dialogue(Protocol):
    """One client's side of a protocol."""

    def answer(self, received: bytes, at: int) -> tuple[bytes, int] | None:
        """The answer to the request at `at` and where the next one begins; None if it is not all
        there. BrokenStream where no request can be."""

    def end(self) -> None:
        """The client is gone."""

    @property
    def owns_outputs(self) -> bool:
        """Whether the client is a station's controller, and so the last to be sent away."""


class Guests:
    """Who is connected to a server, the one longest silent first."""

    __slots__ = ("_connections",)

    def __init__(self) -> None:
        self._connections: dict[Connection, None] = {}

    def __len__(self) -> int:
        return len(self._connections)

    def enter(self, connection: Connection) -> None:
        """A client has connected; where there are too many, the one longest silent has to go.

        A controller stays: else whoever opens connections fast enough would put the plant to its
        fail-safe.
        """
        if len(self._connections) == MAX_CONNECTIONS:
            others = (each for each in self._connections if not each.owns_outputs)
            next(others, next(iter(self._connections))).drop()
        self._connections[connection] = None

    def speaks(self, connection: Connection) -> None:
        """A client has sent something, and so goes to the end of the queue of the silent."""
        if connection in self._connections:
            del self._connections[connection]
            self._connections[connection] = None

    def leave(self, connection: Connection) -> bool:
        """A client has gone; False if it had left before."""
        if connection not in self._connections:
            return False
        del self._connections[connection]
        return True


class Connection(asyncio.Protocol):
    """Bytes of one TCP connection: requests in any pieces, answers in their order."""

    __slots__ = ("_begin", "_deadline", "_dialogue", "_guests", "_input", "_transport")

    def __init__(self, guests: Guests, begin: Callable[[str, int], Dialogue]) -> None:
        self._guests = guests
        self._begin = begin
        self._input = b""
        self._dialogue: Dialogue
        self._deadline: asyncio.TimerHandle | None = None
        self._transport: asyncio.Transport

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """asyncio: a client has connected."""
        self._transport = cast(asyncio.Transport, transport)
        host, port, *_ = transport.get_extra_info("peername") or ("", 0)
        endpoint = transport.get_extra_info("socket")
        endpoint.setsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE, 1)
        self._guests.enter(self)
        self._dialogue = self._begin(host, port)

    def connection_lost(self, exc: Exception | None) -> None:
        """asyncio: the connection is gone."""
        self._input = b""
        self._cancel_deadline()
        self._leave()

    def data_received(self, data: bytes) -> None:
        """asyncio: some bytes have come."""
        self._guests.speaks(self)
        self._input += data
        self._serve()

    def pause_writing(self) -> None:
        """asyncio: the client does not read its answers."""
        self._transport.pause_reading()
        loop = asyncio.get_running_loop()
        self._deadline = loop.call_later(UNREAD_TIMEOUT_S, self.drop)

    def resume_writing(self) -> None:
        """asyncio: it does again."""
        self._cancel_deadline()
        self._serve()

    @property
    def owns_outputs(self) -> bool:
        """Whether its client is a station's controller."""
        return self._dialogue.owns_outputs

    def drop(self) -> None:
        """End the connection at once, whatever is still unsent."""
        self._leave()
        self._transport.abort()

    def _leave(self) -> None:
        if self._guests.leave(self):
            self._dialogue.end()

    def _serve(self) -> None:
        """Answer a burst of requests; read on when no whole request is left."""
        if self._unread() or self._transport.is_closing():
            return
        answers = []
        at = 0
        answered: tuple[bytes, int] | None = None
        try:
            for _ in range(BURST):
                answered = self._dialogue.answer(self._input, at)
                if answered is None:
                    break
                answer, at = answered
                answers.append(answer)
        except BrokenStream:
            self._transport.write(b"".join(answers))
            self._transport.close()
            return
        self._input = self._input[at:]
        if answers:
            self._transport.write(b"".join(answers))
        if self._unread():
            return
        if answered is None:
            self._transport.resume_reading()
            return
        self._transport.pause_reading()
        asyncio.get_running_loop().call_soon(self._serve)

    def _unread(self) -> bool:
        return self._deadline is not None

    def _cancel_deadline(self) -> None:
        if self._deadline is not None:
            self._deadline.cancel()
            self._deadline = None
