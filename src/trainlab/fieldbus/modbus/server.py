"""The process of a Modbus/TCP server: `python -m trainlab.fieldbus.modbus.server`."""

from __future__ import annotations

import asyncio
import socket

from trainlab.core.image import IOImage
from trainlab.fieldbus.exchange import ServerSide
from trainlab.fieldbus.listen import listening_sockets
from trainlab.fieldbus.modbus.connection import Connection, Unit
from trainlab.fieldbus.modbus.link import ModbusSetup
from trainlab.fieldbus.modbus.tables import Tables
from trainlab.fieldbus.server_process import receive_setup, send_report, when_bench_ends


async def serve(setup: ModbusSetup, sockets: list[socket.socket]) -> None:
    """Answer the clients of one station until the bench has gone."""
    process = ServerSide(setup.memory, setup.block_bytes)
    unit = Unit(Tables(IOImage(setup.tags), process, setup.word_order), process, setup.identity)
    loop = asyncio.get_running_loop()
    bench_gone = asyncio.Event()
    when_bench_ends(lambda: loop.call_soon_threadsafe(bench_gone.set))
    servers = [await loop.create_server(lambda: Connection(unit), sock=sock) for sock in sockets]
    send_report({"port": sockets[0].getsockname()[1]})
    await bench_gone.wait()
    for server in servers:
        server.close()


def main() -> None:
    """Serve as the setup on the standard input says; report where, or why not."""
    setup: ModbusSetup = receive_setup()
    try:
        sockets = listening_sockets(setup.host, setup.port)
    except OSError as error:
        send_report({"error": error.errno or 0, "reason": error.strerror or str(error)})
        return
    asyncio.run(serve(setup, sockets))


if __name__ == "__main__":
    main()
