"""Requests a second of the Modbus link beside pymodbus' own server: `python benchmarks/modbus_rate.py`.

One client, closed loop, functions 3 and 16 with 125 and 100 registers. The servers take turns and
the median of the rounds counts; trust the ratios, not the rates. With libmodbus and a C compiler at
hand (Debian: libmodbus-dev, gcc) its server runs too.
"""

from __future__ import annotations

import shutil
import socket
import statistics
import struct
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from trainlab.core.image import IOImage
from trainlab.core.message import Text
from trainlab.core.tag import DataType, Direction, Tag
from trainlab.exchange.endpoint import read_endpoint
from trainlab.exchange.wire import Port, Wire
from trainlab.fieldbus.modbus import ModbusLink

ROUNDS = 5
ROUND_S = 1.0
REGISTERS = 125
TICK_S = 0.01
ADU_BYTES = 260

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

LIBMODBUS = r"""
#include <modbus.h>
#include <stdio.h>
#include <arpa/inet.h>
int main(void) {
    modbus_t *ctx = modbus_new_tcp("127.0.0.1", 0);
    modbus_mapping_t *map = modbus_mapping_new(16, 16, 125, 125);
    int listening = modbus_tcp_listen(ctx, 1);
    struct sockaddr_in at; socklen_t size = sizeof at;
    getsockname(listening, (struct sockaddr *)&at, &size);
    printf("%d\n", ntohs(at.sin_port)); fflush(stdout);
    modbus_tcp_accept(ctx, &listening);
    for (;;) {
        uint8_t query[MODBUS_TCP_MAX_ADU_LENGTH];
        int got = modbus_receive(ctx, query);
        if (got == -1) { modbus_close(ctx); modbus_tcp_accept(ctx, &listening); continue; }
        if (got > 0) modbus_reply(ctx, query, got, map);
    }
}
"""


@contextmanager
def program(command: list[str]) -> Iterator[int]:
    """The port of a server that prints it."""
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as running:
        assert running.stdout is not None
        try:
            yield int(running.stdout.readline())
        finally:
            running.kill()


@contextmanager
def trainlab() -> Iterator[int]:
    """The port of a link whose bench ticks a hundred times a second."""
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
        yield int(link.endpoint.rpartition(":")[2])
    finally:
        closing.set()
        thread.join()
        link.close()
        wire.close()


def rate(client: socket.socket, pdu: bytes) -> float:
    """Closed-loop requests a second; an exception (busy) does not count."""
    request = struct.pack(">HHHB", 1, 0, len(pdu) + 1, 1) + pdu
    count = 0
    begin = time.perf_counter()
    while time.perf_counter() - begin < ROUND_S:
        client.sendall(request)
        answer = client.recv(ADU_BYTES)
        while len(answer) < 6 or len(answer) < 6 + int.from_bytes(answer[4:6]):
            answer += client.recv(ADU_BYTES)
        count += answer[7] == pdu[0]
    return count / (time.perf_counter() - begin)


def libmodbus_server(folder: str) -> Path | None:
    """The compiled server, or None where it cannot be had."""
    compiler = shutil.which("cc")
    if compiler is None:
        return None
    source, server = Path(folder, "server.c"), Path(folder, "server")
    source.write_text(LIBMODBUS)
    flags = ["-O2", "-I/usr/include/modbus", str(source), "-o", str(server), "-lmodbus"]
    built = subprocess.run([compiler, *flags], capture_output=True, check=False)
    return server if built.returncode == 0 else None


def main() -> None:
    read = struct.pack(">BHH", 3, 0, REGISTERS)
    write = struct.pack(">BHHB", 16, 0, 100, 200) + bytes(200)
    with ExitStack() as stack:
        ports = {
            "trainlab": stack.enter_context(trainlab()),
            "pymodbus": stack.enter_context(program([sys.executable, "-c", PYMODBUS])),
        }
        server = libmodbus_server(stack.enter_context(tempfile.TemporaryDirectory()))
        if server is not None:
            ports["libmodbus"] = stack.enter_context(program([str(server)]))
        clients = {
            name: stack.enter_context(socket.create_connection(("127.0.0.1", port)))
            for name, port in ports.items()
        }
        for client in clients.values():
            client.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        for title, pdu in {"FC3 x 125": read, "FC16 x 100": write}.items():
            rates: dict[str, list[float]] = {name: [] for name in clients}
            for _ in range(ROUNDS):
                for name, client in clients.items():
                    rates[name].append(rate(client, pdu))
            own = statistics.median(rates["trainlab"])
            for name, measured in rates.items():
                median = statistics.median(measured)
                print(
                    f"{title:10}  {name:9}  {median:7.0f} req/s   trainlab / {name}: {own / median:.2f}"
                )


if __name__ == "__main__":
    main()
