"""What the OPC UA server costs: start, memory, reads, notifications. `python benchmarks/opcua_rate.py`

Three stations of 90 inputs that all change every tick of 10 ms, in this process; the server in its
own; the client is asyncua's.
"""

from __future__ import annotations

import asyncio
import os
import tempfile
import threading
import time
from pathlib import Path

from asyncua import Client

from trainlab.core.image import IOImage
from trainlab.core.message import Text
from trainlab.core.tag import DataType, Direction, Tag
from trainlab.exchange.endpoint import read_endpoint
from trainlab.exchange.station_block import Phase
from trainlab.exchange.wire import Port, Wire
from trainlab.fieldbus.opcua import OpcUaLink

TAGS = 90
STATIONS = 3  # of folders with fewer than 100 children
SECONDS = 5.0
TICK_S = 0.01


def tags() -> tuple[Tag, ...]:
    text = Text("x", "x")
    return tuple(
        Tag(f"t{n}", DataType.INT, Direction.INPUT, f"%IW{2 * n}", text) for n in range(TAGS)
    )


def resident_mib(pid: int) -> float:
    pages = int(Path(f"/proc/{pid}/statm").read_text(encoding="ascii").split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 2**20


def cpu_s(pid: int) -> float:
    fields = Path(f"/proc/{pid}/stat").read_text(encoding="ascii").rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


async def measure(url: str, pid: int) -> None:
    async with Client(url) as client:
        nodes = [
            client.get_node(f"ns=2;s={station}.Inputs.t{n}")
            for station in ("lab", "lab#2", "lab#3")
            for n in range(TAGS)
        ]
        for count in (1, 100):
            begin, reads = time.perf_counter(), 0
            while time.perf_counter() - begin < SECONDS:
                await client.read_values(nodes[:count])
                reads += 1
            print(f"read of {count}: {reads / SECONDS:.0f} requests/s")
        for count in (0, 90, 200, 270):
            told = 0

            class Counter:
                def datachange_notification(self, *_: object) -> None:
                    nonlocal told
                    told += 1

            subscription = await client.create_subscription(50, Counter())
            if count:
                await subscription.subscribe_data_change(nodes[:count], queuesize=10)
            await asyncio.sleep(0.5)
            told, cpu = 0, cpu_s(pid)
            await asyncio.sleep(SECONDS)
            share = (cpu_s(pid) - cpu) / SECONDS
            print(f"{count} monitored: {told / SECONDS:.0f} notifications/s, {share:.0%} of a core")
            await subscription.delete()
    print(f"{resident_mib(pid):.0f} MiB resident")


def main() -> None:
    wires, images = [], []
    for _ in range(STATIONS):
        images.append(IOImage(tags()))
        wires.append(Wire(images[-1], (), [Port("opcua")], lambda _: None))
    setups = [wire.setup(0, "lab", Text("Lab", "实验室")) for wire in wires]
    with tempfile.TemporaryDirectory() as pki:
        endpoint = read_endpoint(f"opc.tcp://127.0.0.1:0?pki={pki}/pki")
        for what in ("with a new key", "again"):
            begin = time.perf_counter()
            link = OpcUaLink().open(endpoint, setups)
            print(f"start {what}: {time.perf_counter() - begin:.2f} s")
            if what != "again":
                link.close()
        end = threading.Event()

        def tick() -> None:
            number, now_ns = 0, 0
            while not end.wait(TICK_S):
                number = (number + 1) % 30_000
                now_ns += round(TICK_S * 1e9)
                for wire, image in zip(wires, images, strict=True):
                    image.latch_inputs([number] * TAGS)
                    wire.scan(image, now_ns)

        for wire in wires:
            wire.begin(Phase.RUNNING, time.time_ns(), 1.0)
        thread = threading.Thread(target=tick)
        thread.start()
        try:
            asyncio.run(measure(link.endpoint, link.server_pid))
        finally:
            end.set()
            thread.join()
            link.close()
            for wire in wires:
                wire.close()


if __name__ == "__main__":
    main()
