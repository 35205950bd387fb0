"""A client that asks and does not read: what it costs is bounded, and then it is dropped."""

import asyncio
import socket
from collections.abc import Iterator

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


async def _flood(unit: Unit, client: socket.socket) -> tuple[int, asyncio.Server]:
    """Send requests until the server takes no more; how many bytes it took."""
    loop = asyncio.get_running_loop()
    server = await loop.create_server(lambda: Connection(unit), "127.0.0.1", 0)
    client.setblocking(False)
    client.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
    await loop.sock_connect(client, server.sockets[0].getsockname())
    sent = 0
    try:
        while sent < MOST_BUFFERED:
            async with asyncio.timeout(0.5):
                await loop.sock_sendall(client, REQUEST * 1000)
            sent += 1000 * len(REQUEST)
    except TimeoutError:
        pass
    return sent, server


def test_a_server_stops_reading_from_who_does_not_read(unit, monkeypatch):
    monkeypatch.setattr(connection, "UNREAD_TIMEOUT_S", 60.0)

    async def run(client: socket.socket) -> None:
        sent, server = await _flood(unit, client)
        assert sent < MOST_BUFFERED
        loop = asyncio.get_running_loop()
        received = 0
        while received < ANSWER_BYTES * 1000:
            async with asyncio.timeout(10):
                received += len(await loop.sock_recv(client, 1 << 16))
        server.close()

    with socket.socket() as client:
        asyncio.run(run(client))


def test_a_client_that_goes_on_not_reading_is_dropped(unit, monkeypatch):
    monkeypatch.setattr(connection, "UNREAD_TIMEOUT_S", 0.1)

    async def run(client: socket.socket) -> None:
        loop = asyncio.get_running_loop()
        with pytest.raises((ConnectionError, TimeoutError)):
            async with asyncio.timeout(10):
                _, server = await _flood(unit, client)
                while await loop.sock_recv(client, 1 << 16):
                    continue
                raise ConnectionResetError
        assert unit.clients == 0

    with socket.socket() as client:
        asyncio.run(run(client))
