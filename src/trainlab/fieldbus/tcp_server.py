"""A TCP server in a process of its own, from its start to the bench's end."""

from __future__ import annotations

import asyncio
import socket
import ssl
from collections.abc import Callable

from trainlab.fieldbus.listen import listening_sockets
from trainlab.fieldbus.pipeline import Connection, Dialogue, Guests
from trainlab.fieldbus.server_process import send_report, when_bench_ends

HANDSHAKE_TIMEOUT_S = 10.0


def serve_tcp(host: str, port: int, begin: Callable[[str, int], Dialogue]) -> None:
    """Answer clients at HOST:PORT until the bench has gone; `begin` starts a client's dialogue.

    Reports to the bench where it listens, or why it cannot.
    """
    serve_streams(host, port, lambda guests: Connection(guests, begin))


def serve_streams(
    host: str,
    port: int,
    connect: Callable[[Guests], Connection],
    secured: ssl.SSLContext | None = None,
) -> None:
    """The same with any connections, in the clear or secured."""
    try:
        sockets = listening_sockets(host, port)
    except OSError as error:
        send_report({"error": error.errno or 0, "reason": error.strerror or str(error)})
        return
    asyncio.run(_serve(sockets, connect, secured))


async def _serve(
    sockets: list[socket.socket],
    connect: Callable[[Guests], Connection],
    secured: ssl.SSLContext | None,
) -> None:
    loop = asyncio.get_running_loop()
    bench_gone = asyncio.Event()
    when_bench_ends(lambda: loop.call_soon_threadsafe(bench_gone.set))
    guests = Guests()
    timeout_s = HANDSHAKE_TIMEOUT_S if secured else None
    servers = [
        await loop.create_server(
            lambda: connect(guests), sock=opened, ssl=secured, ssl_handshake_timeout=timeout_s
        )
        for opened in sockets
    ]
    send_report({"port": sockets[0].getsockname()[1]})
    await bench_gone.wait()
    for server in servers:
        server.close()
