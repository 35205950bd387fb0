"""One client's TCP connection to a Modbus server."""

from __future__ import annotations

import asyncio
import socket
from typing import cast

from trainlab.exchange.server_side import Client
from trainlab.fieldbus.modbus.mbap import NotModbus, take_frame
from trainlab.fieldbus.modbus.units import Units

# After so many requests of one client the others have their turn.
BURST = 64
# A client that has not read for so long is dropped.
UNREAD_TIMEOUT_S = 10.0


class Connection(asyncio.Protocol):
    """Bytes of one TCP connection: requests in any pieces, answers in their order."""

    __slots__ = ("_clients", "_deadline", "_input", "_transport", "_units")

    def __init__(self, units: Units) -> None:
        self._units = units
        self._clients: list[Client] = []
        self._input = b""
        self._deadline: asyncio.TimerHandle | None = None
        self._transport: asyncio.Transport

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """asyncio: a client has connected."""
        self._transport = cast(asyncio.Transport, transport)
        host, port, *_ = transport.get_extra_info("peername") or ("", 0)
        endpoint = transport.get_extra_info("socket")
        endpoint.setsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE, 1)
        self._clients = self._units.enter(self, host, port)

    def connection_lost(self, exc: Exception | None) -> None:
        """asyncio: the connection is gone."""
        self._input = b""
        self._cancel_deadline()
        self._units.leave(self, self._clients)

    def data_received(self, data: bytes) -> None:
        """asyncio: some bytes have come."""
        self._units.speaks(self)
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
        self._units.leave(self, self._clients)
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
                answer = self._units.answer(request.unit, request.pdu, self._clients)
                answers.append(request.answer(answer))
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
