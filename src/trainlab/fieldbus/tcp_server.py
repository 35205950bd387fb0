"""A TCP server in a process of its own, from its start to the bench's end."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import Callable

from trainlab.exchange.server_process import send_report, when_bench_ends
from trainlab.fieldbus.listen import listening_sockets
from trainlab.fieldbus.pipeline import Connection, Dialogue, Guests


def serve_tcp(host: str, port: int, begin: Callable[[str, int], Dialogue]) -> None:
    """Answer clients at HOST:PORT until the bench has gone; `begin` starts a client's dialogue.

    Reports to the bench where it listens, or why it cannot.
    """
    serve_streams(host, port, lambda guests: Connection(guests, begin))


def serve_streams(
    host: str,
    port: int,
    connect: Callable[[Guests], asyncio.Protocol],
) -> None:
    """The same with any connections."""
    try:
        sockets = listening_sockets(host, port)
    except OSError as error:
        send_report({"error": error.errno or 0, "reason": error.strerror or str(error)})
        return
    asyncio.run(_serve(sockets, connect))


async def _serve(
    sockets: list[socket.socket],
    connect: Callable[[Guests], asyncio.Protocol],
) -> None:
    loop = asyncio.get_running_loop()
    bench_gone = asyncio.Event()
    when_bench_ends(lambda: loop.call_soon_threadsafe(bench_gone.set))
    guests = Guests()
    servers = [await loop.create_server(lambda: connect(guests), sock=opened) for opened in sockets]
    send_report({"port": sockets[0].getsockname()[1]})
    await bench_gone.wait()
    for server in servers:
        server.close()
