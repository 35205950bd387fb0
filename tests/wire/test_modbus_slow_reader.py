"""A client that asks and does not read: what it costs is bounded, and then it is dropped."""

import asyncio
import socket
from collections.abc import Iterator
from contextlib import suppress
from typing import Self

import pytest

from trainlab.core.image import IOImage
from trainlab.fieldbus.exchange import BenchSide, ServerSide
from trainlab.fieldbus.modbus import connection
from trainlab.fieldbus.modbus.connection import Connection, Unit
from trainlab.fieldbus.modbus.tables import Tables

pytestmark = pytest.mark.wire

REQUEST = bytes.fromhex("0001 0000 0005 01 2b 0e 01 00")
ANSWER_BYTES = 7 + 7 + 2 + 200
MOST_BUFFERED = 64 * 1024 * 1024


@pytest.fixture
def unit() -> Iterator[Unit]:
    image = IOImage([])
    bench = BenchSide(image.block)
    server = ServerSide(bench.path, len(image.block))
    yield Unit(Tables(image, server), server, {0: "x" * 200})
    server.close()
    bench.close()


class Flood:
    """A server in this process and a client that sends requests as long as they are taken."""

    def __init__(self, unit: Unit) -> None:
        self.unit = unit
        self.sent = 0
        self.client = socket.socket()
        self.client.setblocking(False)
        self.client.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)

    async def __aenter__(self) -> Self:
        loop = asyncio.get_running_loop()
        self.server = await loop.create_server(lambda: Connection(self.unit), "127.0.0.1", 0)
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
            while self.unit.clients:
                await asyncio.sleep(0.01)

    async def __aexit__(self, *_: object) -> None:
        self.client.close()
        await self.gone()
        self.server.close()
        await asyncio.sleep(0)


def test_a_server_stops_reading_from_who_does_not_read(unit, monkeypatch):
    monkeypatch.setattr(connection, "UNREAD_TIMEOUT_S", 60.0)

    async def run() -> None:
        async with Flood(unit) as flood:
            assert flood.sent < MOST_BUFFERED
            assert unit.clients == 1
            assert await flood.receive(1000 * ANSWER_BYTES) >= 1000 * ANSWER_BYTES

    asyncio.run(run())


def test_a_client_that_goes_on_not_reading_is_dropped(unit, monkeypatch):
    monkeypatch.setattr(connection, "UNREAD_TIMEOUT_S", 0.1)

    async def run() -> None:
        async with Flood(unit) as flood:
            await flood.gone()

    asyncio.run(run())
