"""One client's connection to a Modbus unit, and the unit that all of them share."""

from __future__ import annotations

import asyncio
import socket
from typing import cast

from trainlab.fieldbus.exchange import ServerSide
from trainlab.fieldbus.modbus.identity import Identity
from trainlab.fieldbus.modbus.mbap import NotModbus, take_frame
from trainlab.fieldbus.modbus.pdu import WRITES, respond
from trainlab.fieldbus.modbus.tables import Tables

MAX_CONNECTIONS = 64
# After so many requests of one client the others have their turn.
BURST = 64
# A client that has not read for so long is dropped.
UNREAD_TIMEOUT_S = 10.0


class Unit:
    """One station's tables and the clients that are connected to them.

    A host that has written an output is a controller; only its requests count as heard, so that a
    page that merely looks on does not hide that the PLC has gone.
    """

    __slots__ = ("_clients", "_controllers", "_identity", "_process", "_tables")

    def __init__(self, tables: Tables, process: ServerSide, identity: Identity) -> None:
        self._tables = tables
        self._process = process
        self._identity = identity
        self._clients: dict[Connection, None] = {}
        self._controllers: set[str] = set()

    @property
    def clients(self) -> int:
        """How many are connected."""
        return len(self._clients)

    def answer(self, request: bytes, host: str) -> bytes:
        """The answer to one request PDU of a client on that host."""
        self._process.refresh()
        answer = respond(request, self._tables, self._identity)
        if answer[0] == request[0]:
            if request[0] in WRITES:
                self._controllers.add(host)
            if host in self._controllers:
                self._process.hear()
        return answer

    def enter(self, client: Connection) -> None:
        """A client has connected; where there are too many, the one longest silent has to go."""
        if len(self._clients) == MAX_CONNECTIONS:
            next(iter(self._clients)).drop()
        self._clients[client] = None
        self._process.connected(len(self._clients))

    def speaks(self, client: Connection) -> None:
        """A client has sent something, and so goes to the end of the queue of the silent."""
        if client in self._clients:
            del self._clients[client]
            self._clients[client] = None

    def leave(self, client: Connection) -> None:
        """A client has gone; it may have left before."""
        self._clients.pop(client, None)
        self._process.connected(len(self._clients))


class Connection(asyncio.Protocol):
    """Bytes of one TCP connection: requests in any pieces, answers in their order."""

    __slots__ = ("_deadline", "_host", "_input", "_transport", "_unit")

    def __init__(self, unit: Unit) -> None:
        self._unit = unit
        self._input = b""
        self._deadline: asyncio.TimerHandle | None = None
        self._transport: asyncio.Transport
        self._host = ""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """asyncio: a client has connected."""
        self._transport = cast(asyncio.Transport, transport)
        self._host = str(transport.get_extra_info("peername")[0])
        endpoint = transport.get_extra_info("socket")
        endpoint.setsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE, 1)
        self._unit.enter(self)

    def connection_lost(self, exc: Exception | None) -> None:
        """asyncio: the connection is gone."""
        self._input = b""
        self._cancel_deadline()
        self._unit.leave(self)

    def data_received(self, data: bytes) -> None:
        """asyncio: some bytes have come."""
        self._unit.speaks(self)
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

    def drop(self) -> None:
        """End the connection at once, whatever is still unsent."""
        self._unit.leave(self)
        self._transport.abort()

    def _serve(self) -> None:
        """Answer a burst of requests; read on when no whole request is left."""
        if self._unread() or self._transport.is_closing():
            return
        answers = []
        at = 0
        frame = None
        try:
            for _ in range(BURST):
                frame = take_frame(self._input, at)
                if frame is None:
                    break
                request, at = frame
                answers.append(request.answer(self._unit.answer(request.pdu, self._host)))
        except NotModbus:
            self._transport.write(b"".join(answers))
            self._transport.close()
            return
        self._input = self._input[at:]
        if answers:
            self._transport.write(b"".join(answers))
        if self._unread():
            return
        if frame is None:
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
