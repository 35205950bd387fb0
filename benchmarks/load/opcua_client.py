"""An OPC UA client, asyncua's: `python benchmarks/load/opcua_client.py subscribe|read URL NODES COUNT`

    subscribe    monitor so many inputs, published ten times a second
    read         read so many inputs in one request, as fast as it can

NODES is how the node ids begin; a number follows. Ready, begin and result as of reads.py, but that it
ends when its standard input does.
"""

from __future__ import annotations

import asyncio
import json
import logging
import sys
import time

from asyncua import Client
from asyncua.common.node import Node

PUBLISHING_MS = 100
PATIENCE_S = 30.0  # by itself asyncua gives a connection up when a look at it takes 1 s


class Counter:
    """Counts what it is told."""

    def __init__(self) -> None:
        self.told = 0

    def datachange_notification(self, *_: object) -> None:
        """asyncua: a value has changed."""
        self.told += 1


async def line() -> str:
    """The next line of the standard input, without holding up the client."""
    return await asyncio.to_thread(sys.stdin.readline)


async def subscribe(client: Client, nodes: list[Node]) -> dict[str, float]:
    """Notifications a second."""
    counter = Counter()
    subscription = await client.create_subscription(PUBLISHING_MS, counter)
    await subscription.subscribe_data_change(nodes, queuesize=1)
    print("ready", flush=True)
    await line()
    before, began = counter.told, time.perf_counter()
    await line()
    return {"rate": (counter.told - before) / (time.perf_counter() - began)}


async def read(client: Client, nodes: list[Node]) -> dict[str, float]:
    """Requests a second, and readings that show more than one tick."""
    print("ready", flush=True)
    await line()
    began = time.perf_counter()
    end = asyncio.create_task(line())
    answers = torn = 0
    while not end.done():
        values = await client.read_values(nodes)
        torn += len(set(values)) != 1
        answers += 1
    return {"answers": answers, "torn": torn, "rate": answers / (time.perf_counter() - began)}


async def main(what: str, url: str, start: str, count: int) -> None:
    """Do it, and tell."""
    logging.getLogger("asyncua").setLevel(logging.CRITICAL)
    async with Client(url, timeout=PATIENCE_S, watchdog_intervall=PATIENCE_S) as client:
        nodes = [client.get_node(f"{start}{k}") for k in range(count)]
        found = await {"subscribe": subscribe, "read": read}[what](client, nodes)
    print(json.dumps(found), flush=True)


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1], sys.argv[2], sys.argv[3], int(sys.argv[4])))
