"""Requests a second of the Modbus link beside libmodbus' and pymodbus' servers: `python benchmarks/modbus_rate.py`.

Closed loops of one client and of ten, each with one request on its way: FC 3 with 125 registers by
both, FC 16 with 100 by one, since outputs have one owner. The servers take turns and the median of
the rounds counts; trust the ratios, not the rates. What the client takes is in all of them alike, so
CPU time a request is told too, of the server alone.
"""

from __future__ import annotations

import socket
import statistics
import struct
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager

from load.processes import usage
from load.references import REGISTERS, Served, libmodbus_server, program

from trainlab.core.image import IOImage
from trainlab.core.message import Text
from trainlab.core.tag import DataType, Direction, Tag
from trainlab.exchange.endpoint import read_endpoint
from trainlab.exchange.wire import Port, Wire
from trainlab.fieldbus.modbus import ModbusLink

ROUNDS = 5
ROUND_S = 1.0
TICK_S = 0.01

PYMODBUS = f"""
import asyncio, socket
from pymodbus.server import ModbusTcpServer
from pymodbus.simulator import DataType, SimData, SimDevice
bits = [SimData(0, values=[False] * 16, datatype=DataType.BITS)]
words = [SimData(0, count={REGISTERS}, values=0, datatype=DataType.REGISTERS)]
async def main():
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    server = ModbusTcpServer([SimDevice(1, simdata=(bits, bits, words, words))], address=("127.0.0.1", port))
    await server.serve_forever(background=True)
    print(port, flush=True)
    await asyncio.sleep(3600)
asyncio.run(main())
"""


@contextmanager
def trainlab_server() -> Iterator[Served]:
    """A link whose bench ticks a hundred times a second."""
    text = Text("word", "字")
    image = IOImage(
        [
            Tag(f"w{k}", DataType.INT, Direction.OUTPUT, f"%QW{2 * k}", text)
            for k in range(REGISTERS)
        ]
    )
    wire = Wire(image, (), [Port("modbus")], lambda event: None)
    setup = wire.setup(0, "rate", Text("rate", "速率"))
    link = ModbusLink().open(read_endpoint("127.0.0.1:0"), [setup])
    wire.opened()
    closing = threading.Event()

    def bench() -> None:
        tick = 0
        while not closing.wait(TICK_S):
            wire.scan(image, tick * 10_000_000)
            tick += 1

    thread = threading.Thread(target=bench)
    thread.start()
    try:
        yield Served(int(link.endpoint.rpartition(":")[2]), link.server_pid)
    finally:
        closing.set()
        thread.join()
        link.close()
        wire.close()


def answer(client: socket.socket) -> bytes:
    """One whole answer."""
    head = client.recv(7, socket.MSG_WAITALL)
    return head + client.recv(int.from_bytes(head[4:6], "big") - 1, socket.MSG_WAITALL)


def measure(served: Served, pdu: bytes, clients: int) -> tuple[float, float]:
    """Good answers a second, and us of the server's CPU time for each; exceptions do not count."""
    request = struct.pack(">HHHB", 1, 0, len(pdu) + 1, 1) + pdu
    with ExitStack() as stack:
        connected = [
            stack.enter_context(socket.create_connection(("127.0.0.1", served.port)))
            for _ in range(clients)
        ]
        for client in connected:
            client.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        count = 0
        before, begin = usage(served.pid), time.perf_counter()
        while time.perf_counter() - begin < ROUND_S:
            for client in connected:
                client.sendall(request)
            for client in connected:
                count += answer(client)[7] == pdu[0]
        lasted, used = time.perf_counter() - begin, usage(served.pid).since(before)
        return count / lasted, 1e6 * used.cpu_s / count


def main() -> None:
    """Prints the figures."""
    read = struct.pack(">BHH", 3, 0, REGISTERS)
    write = struct.pack(">BHHB", 16, 0, 100, 200) + bytes(200)
    cases = {
        "FC3 x 125, 1 client": (read, 1),
        "FC3 x 125, 10 clients": (read, 10),
        "FC16 x 100, 1 client": (write, 1),
    }
    with ExitStack() as stack:
        servers = {
            "trainlab": stack.enter_context(trainlab_server()),
            "pymodbus": stack.enter_context(program([sys.executable, "-c", PYMODBUS])),
        }
        libmodbus = stack.enter_context(libmodbus_server())
        if libmodbus is not None:
            servers["libmodbus"] = libmodbus
        for title, (pdu, clients) in cases.items():
            found: dict[str, list[tuple[float, float]]] = {name: [] for name in servers}
            for _ in range(ROUNDS):
                for name, served in servers.items():
                    found[name].append(measure(served, pdu, clients))
            rates = {name: statistics.median(rate for rate, _ in found[name]) for name in servers}
            costs = {name: statistics.median(cost for _, cost in found[name]) for name in servers}
            for name in servers:
                print(
                    f"{title:22}  {name:9}  {rates[name]:7.0f} req/s, {costs[name]:5.1f} us of CPU each"
                    f"   trainlab / {name}: {rates['trainlab'] / rates[name]:.2f}"
                )


if __name__ == "__main__":
    main()
