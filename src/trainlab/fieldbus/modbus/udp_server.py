"""The process of a server of Modbus in datagrams: `python -m trainlab.fieldbus.modbus.udp_server`.

A datagram is one request, and its answer another; what is no request is passed over.
"""

from __future__ import annotations

import asyncio
import socket
from typing import cast

from trainlab.exchange.server_process import receive_setup, send_report, when_bench_ends
from trainlab.fieldbus.listen import bound_sockets
from trainlab.fieldbus.modbus.correspondents import Correspondents
from trainlab.fieldbus.modbus.setup import SocketSetup
from trainlab.fieldbus.modbus.units import units_of

FORGET_AFTER_S = 30.0
LOOK_S = 0.1  # for correspondents that have fallen silent


class Datagrams(asyncio.DatagramProtocol):
    """One socket of the server."""

    def __init__(self, correspondents: Correspondents) -> None:
        self._correspondents = correspondents
        self._full = False
        self._transport: asyncio.DatagramTransport

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """asyncio: ready."""
        self._transport = cast(asyncio.DatagramTransport, transport)

    def datagram_received(self, data: bytes, addr: tuple[str | int, ...]) -> None:
        """asyncio: a datagram has come."""
        now_s = asyncio.get_running_loop().time()
        sender = str(addr[0]), int(addr[1])
        answer = self._correspondents.answer(data, sender, now_s)
        if answer and not self._full:
            self._transport.sendto(answer, addr)

    def pause_writing(self) -> None:
        """asyncio: the network takes no more; answers are lost, as datagrams may be."""
        self._full = True

    def resume_writing(self) -> None:
        """asyncio: it does again."""
        self._full = False


async def _serve(
    sockets: list[socket.socket], correspondents: Correspondents, stale_s: float
) -> None:
    loop = asyncio.get_running_loop()
    bench_gone = asyncio.Event()
    when_bench_ends(lambda: loop.call_soon_threadsafe(bench_gone.set))
    listening = [
        await loop.create_datagram_endpoint(lambda: Datagrams(correspondents), sock=opened)
        for opened in sockets
    ]
    send_report({"port": sockets[0].getsockname()[1]})
    while not bench_gone.is_set():
        correspondents.forget_before(loop.time() - FORGET_AFTER_S)
        correspondents.let_go_before(loop.time() - stale_s)
        try:
            async with asyncio.timeout(LOOK_S):
                await bench_gone.wait()
        except TimeoutError:
            continue
    for transport, _ in listening:
        transport.close()


def main() -> None:
    """Serve as the setup on the standard input says; report where, or why not."""
    setup: SocketSetup = receive_setup()
    try:
        sockets = bound_sockets(setup.host, setup.port, socket.SOCK_DGRAM)
    except OSError as error:
        send_report({"error": error.errno or 0, "reason": error.strerror or str(error)})
        return
    correspondents = Correspondents(units_of(setup.served))
    asyncio.run(_serve(sockets, correspondents, setup.served.stale_s))


if __name__ == "__main__":
    main()
