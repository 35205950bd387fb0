"""Requests a second of the S7 link beside other servers: `python benchmarks/s7_rate.py`.

Reads of 200 bytes in a closed loop by one client and by ten, each with one request on its way, and
writes of 100 bytes by one, since outputs have one owner. The
servers, python-snap7's own and the C++ library Snap7's (`make native-snap7`), take turns and the median
of the rounds counts; trust the ratios, not the rates.
"""

from __future__ import annotations

import socket
import statistics
import struct
import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager

from load.references import native_snap7_server, snap7_server

from trainlab.core.image import IOImage
from trainlab.core.message import Text
from trainlab.core.tag import DataType, Direction, Tag
from trainlab.exchange.endpoint import read_endpoint
from trainlab.exchange.wire import Port, Wire
from trainlab.fieldbus.s7 import S7Link

ROUNDS = 5
ROUND_S = 1.0
BYTES = 200
TICK_S = 0.01

CONNECT = bytes.fromhex("0300001611e00000000100c1020100c2020102c0010a")
SETUP = bytes.fromhex("0300001902f08032010000000000080000f0000001000101e0")
WRITTEN = 100
FINE = 0xFF  # the code of the first item


def message(parameters: bytes, data: bytes = b"") -> bytes:
    """A job as it goes over the wire."""
    job = struct.pack(">BBHHHH", 0x32, 1, 0, 1, len(parameters), len(data)) + parameters + data
    return b"\x03\x00" + (len(job) + 7).to_bytes(2, "big") + b"\x02\xf0\x80" + job


def item(count: int, block: int) -> bytes:
    """So many bytes from the begin of a data block."""
    return b"\x12\x0a\x10\x02" + struct.pack(">HHB", count, block, 0x84) + bytes(3)


READ = message(b"\x04\x01" + item(BYTES, 1))
WRITE = message(
    b"\x05\x01" + item(WRITTEN, 2), struct.pack(">BBH", 0, 4, 8 * WRITTEN) + bytes(WRITTEN)
)
# what is asked, by how many clients, and how long the answer is
CASES = {
    f"read {BYTES} bytes, 1 client": (READ, 1, 25 + BYTES),
    f"read {BYTES} bytes, 10 clients": (READ, 10, 25 + BYTES),
    f"write {WRITTEN} bytes, 1 client": (WRITE, 1, 22),
}


@contextmanager
def trainlab_server() -> Iterator[int]:
    """The port of our link, with a bench that ticks."""
    at = range(0, BYTES, 2)
    text = Text("word", "字")
    image = IOImage(
        [Tag(f"i{k}", DataType.INT, Direction.INPUT, f"%IW{k}", text) for k in at]
        + [Tag(f"q{k}", DataType.INT, Direction.OUTPUT, f"%QW{k}", text) for k in at]
    )
    wire = Wire(image, (), [Port("s7")], lambda event: None)
    link = S7Link().open(read_endpoint("127.0.0.1:0"), [wire.setup(0, "rate", text)])
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


def packet(client: socket.socket) -> bytes:
    """One whole packet."""
    head = client.recv(4, socket.MSG_WAITALL)
    return head + client.recv(int.from_bytes(head[2:4], "big") - 4, socket.MSG_WAITALL)


def rate(port: int, request: bytes, clients: int, size: int) -> float:
    """Good answers a second to so many clients, each with one request on its way."""
    with ExitStack() as stack:
        connected = [
            stack.enter_context(socket.create_connection(("127.0.0.1", port)))
            for _ in range(clients)
        ]
        for client in connected:
            client.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            for hello in (CONNECT, SETUP):
                client.sendall(hello)
                packet(client)
        answers = 0
        begin = time.perf_counter()
        while time.perf_counter() - begin < ROUND_S:
            for client in connected:
                client.sendall(request)
            for client in connected:
                answer = packet(client)
                answers += len(answer) == size and answer[21] == FINE
        return answers / (time.perf_counter() - begin)


def main() -> None:
    """Prints the figures."""
    with ExitStack() as stack:
        ports = {
            "trainlab": stack.enter_context(trainlab_server()),
            "python-snap7": stack.enter_context(snap7_server()).port,
        }
        native = stack.enter_context(native_snap7_server())
        if native is not None:
            ports["Snap7 (C++)"] = native.port
        for title, (request, clients, size) in CASES.items():
            found: dict[str, list[float]] = {name: [] for name in ports}
            for _ in range(ROUNDS):
                for name, port in ports.items():
                    found[name].append(rate(port, request, clients, size))
            own = statistics.median(found["trainlab"])
            for name, rates in found.items():
                median = statistics.median(rates)
                print(
                    f"{title:26}  {name:12}  {median:7.0f} req/s   trainlab / {name}: {own / median:.2f}"
                )


if __name__ == "__main__":
    main()
