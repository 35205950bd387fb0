"""The process of a Modbus/TCP server: `python -m trainlab.fieldbus.modbus.server`."""

from __future__ import annotations

import asyncio
import socket

from trainlab.core.image import IOImage
from trainlab.exchange.server_side import ServerSide
from trainlab.exchange.setup import StationSetup
from trainlab.fieldbus.listen import listening_sockets
from trainlab.fieldbus.modbus.link import ModbusSetup
from trainlab.fieldbus.modbus.tables import Tables
from trainlab.fieldbus.modbus.units import ModbusDialogue, Unit, Units
from trainlab.fieldbus.pipeline import Connection, Guests
from trainlab.fieldbus.server_process import receive_setup, send_report, when_bench_ends


async def serve(setup: ModbusSetup, sockets: list[socket.socket]) -> None:
    """Answer the clients of the stations until the bench has gone."""

    def unit(station: StationSetup) -> Unit:
        side = ServerSide(station)
        return Unit(Tables(IOImage(station.tags), side, setup.word_order), side, setup.identity)

    units = Units([unit(station) for station in setup.stations], setup.seat_by_host)
    loop = asyncio.get_running_loop()
    bench_gone = asyncio.Event()
    when_bench_ends(lambda: loop.call_soon_threadsafe(bench_gone.set))
    guests = Guests()

    def connection() -> Connection:
        return Connection(guests, lambda host, port: ModbusDialogue(units, host, port))

    servers = [await loop.create_server(connection, sock=sock) for sock in sockets]
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
