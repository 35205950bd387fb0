"""A client that asks and does not read: what it costs is bounded, and then it is dropped."""

import asyncio
import socket
from collections.abc import Iterator
from contextlib import suppress
from typing import Self

import pytest

from trainlab.core.image import IOImage
from trainlab.core.message import Text
from trainlab.exchange.server_side import ServerSide
from trainlab.exchange.wire import Port, Wire
from trainlab.fieldbus import pipeline
from trainlab.fieldbus.modbus.units import ModbusDialogue, Unit, Units
from trainlab.fieldbus.pipeline import Connection, Guests

pytestmark = pytest.mark.wire

REQUEST = bytes.fromhex("0001 0000 0005 01 2b 0e 01 00")
ANSWER_BYTES = 7 + 7 + 2 + 200
MOST_BUFFERED = 64 * 1024 * 1024


@pytest.fixture
def units() -> Iterator[Units]:
    image = IOImage([])
    wire = Wire(image, (), [Port("modbus")], lambda event: None)
    server = ServerSide(wire.setup(0, "station", Text("Station", "工位")))
    yield Units([Unit(server, {0: "x" * 200}, "high first")], seat_by_host=False)
    server.close()
    wire.close()


class Flood:
    """A server in this process and a client that sends requests as long as they are taken."""

    def __init__(self, units: Units) -> None:
        self.units = units
        self.guests = Guests()
        self.sent = 0
        self.client = socket.socket()
        self.client.setblocking(False)
        self.client.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)

    def _connection(self) -> Connection:
        return Connection(self.guests, lambda host, port: ModbusDialogue(self.units, host, port))

    async def __aenter__(self) -> Self:
        loop = asyncio.get_running_loop()
        self.server = await loop.create_server(self._connection, "127.0.0.1", 0)
        await loop.sock_connect(self.client, self.server.sockets[0].getsockname())
        with suppress(TimeoutError, ConnectionError):
            while self.sent < MOST_BUFFERED:
                async with asyncio.timeout(0.5):
                    await loop.sock_sendall(self.client, REQUEST * 1000)
                self.sent += 1000 * len(REQUEST)
        return self

    async def receive(self, size: int) -> int:
        """Read so many bytes, or what there is before the end; how many."""
        loop = asyncio.get_running_loop()
        received = 0
        async with asyncio.timeout(10):
            with suppress(ConnectionError):
                while received < size:
                    piece = await loop.sock_recv(self.client, 1 << 16)
                    if not piece:
                        break
                    received += len(piece)
        return received

    async def gone(self) -> None:
        """Wait until the server has no client any more."""
        async with asyncio.timeout(10):
            while len(self.guests):
                await asyncio.sleep(0.01)

    async def __aexit__(self, *_: object) -> None:
        self.client.close()
        await self.gone()
        self.server.close()
        await asyncio.sleep(0)


def test_a_server_stops_reading_from_who_does_not_read(units, monkeypatch):
    monkeypatch.setattr(pipeline, "UNREAD_TIMEOUT_S", 60.0)

    async def run() -> None:
        async with Flood(units) as flood:
            assert flood.sent < MOST_BUFFERED
            assert len(flood.guests) == 1
            assert await flood.receive(1000 * ANSWER_BYTES) >= 1000 * ANSWER_BYTES

    asyncio.run(run())


def test_a_client_that_goes_on_not_reading_is_dropped(units, monkeypatch):
    monkeypatch.setattr(pipeline, "UNREAD_TIMEOUT_S", 0.1)

    async def run() -> None:
        async with Flood(units) as flood:
            await flood.gone()

    asyncio.run(run())
