"""One Read is one tick's image, whatever other sessions read meanwhile."""

from __future__ import annotations

import asyncio
import itertools
import threading
from pathlib import Path

import pytest
from asyncua import Client

from trainlab.core.image import IOImage
from trainlab.core.message import Text
from trainlab.core.tag import DataType, Direction, Tag
from trainlab.exchange.endpoint import read_endpoint
from trainlab.exchange.wire import Port, Wire
from trainlab.fieldbus.opcua import OpcUaLink

pytestmark = [pytest.mark.wire, pytest.mark.realtime(30)]

INPUTS = 20
READS = 1000
TEXT = Text("Input", "输入")
TAGS = [Tag(f"i{k}", DataType.INT, Direction.INPUT, f"%IW{2 * k}", TEXT) for k in range(INPUTS)]


def test_two_thousand_readings_of_two_sessions_show_one_tick_each(pki: Path) -> None:
    image = IOImage(TAGS)
    wire = Wire(image, (), [Port("opcua")], lambda _: None)
    end = threading.Event()

    def bench() -> None:
        for tick in itertools.cycle(range(1, 30_000)):
            image.latch_inputs([tick] * INPUTS)
            wire.scan(image, 0)
            if end.wait(0.0002):
                return

    ticking = threading.Thread(target=bench)
    try:
        endpoint = read_endpoint(f"opc.tcp://127.0.0.1:0?pki={pki}")
        link = OpcUaLink().open(endpoint, [wire.setup(0, "lab", TEXT)])
        try:
            ticking.start()
            seen = asyncio.run(read_twice(link.endpoint))
        finally:
            end.set()
            ticking.join()
            link.close()
    finally:
        wire.close()
    assert len(seen) == 2 * READS
    assert [values for values in seen if len(set(values)) != 1] == []
    assert len({values[0] for values in seen}) > READS // 4  # it did read many ticks


async def read_twice(url: str) -> list[tuple[int, ...]]:
    """What two sessions read at the same time."""
    async with Client(url, timeout=10) as one, Client(url, timeout=10) as other:
        one_seen, other_seen = await asyncio.gather(readings(one), readings(other))
    return one_seen + other_seen


async def readings(client: Client) -> list[tuple[int, ...]]:
    """All inputs, again and again."""
    nodes = [client.get_node(f"ns=2;s=lab.Inputs.i{k}") for k in range(INPUTS)]
    return [tuple(await client.read_values(nodes)) for _ in range(READS)]
