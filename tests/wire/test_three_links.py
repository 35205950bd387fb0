"""Modbus, S7 and OPC UA at once: one image, one owner, whoever looks."""

from __future__ import annotations

import asyncio
import re
import struct
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
import snap7
from asyncua import Client, ua
from pymodbus.client import ModbusTcpClient
from snap7.error import S7Error
from snap7.type import Area

pytestmark = pytest.mark.wire

SCENARIO = Path(__file__).parents[2] / "scenarios/tank/level_hold.yaml"
LINKS = ("modbus", "s7", "opcua")
VALVE = "ns=2;s=tank_level.Outputs.valve_command"


@pytest.fixture
def endpoints() -> Iterator[dict[str, str]]:
    """`trainlab serve` with all links, each on a port that the system chose."""
    command = [
        sys.executable,
        "-m",
        "trainlab",
        "serve",
        str(SCENARIO),
        "--lang",
        "en",
        "--stale",
        "60",
    ]
    for link in LINKS:
        command += [f"--{link}", "opc.tcp://127.0.0.1:0" if link == "opcua" else "127.0.0.1:0"]
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True) as station:
        assert station.stderr is not None
        try:
            lines = [station.stderr.readline() for _ in range(len(LINKS) + 1)]
            yield dict(re.findall(r"^(\w+) at (\S+)$", "".join(lines), re.MULTILINE))
        finally:
            station.kill()


def port_of(endpoint: str) -> int:
    return int(endpoint.rpartition(":")[2])


def test_the_first_writer_owns_what_all_can_read(endpoints: dict[str, str]) -> None:
    assert sorted(endpoints) == sorted(LINKS)
    modbus = ModbusTcpClient("127.0.0.1", port=port_of(endpoints["modbus"]))
    s7 = snap7.client.Client()
    with modbus:
        s7.connect("127.0.0.1", 0, 2, port_of(endpoints["s7"]))
        assert not modbus.write_register(32, 1234).isError()
        with pytest.raises(S7Error):
            s7.write_area(Area.PA, 0, 64, bytearray(struct.pack(">h", 7)))
        asyncio.run(refused_and_read(endpoints["opcua"], 1234))
        assert struct.unpack(">h", s7.read_area(Area.PA, 0, 64, 2)) == (1234,)
        s7.disconnect()


async def refused_and_read(url: str, expected: int) -> None:
    async with Client(url) as client:
        valve = client.get_node(VALVE)
        with pytest.raises(ua.UaStatusCodeError):
            await valve.write_value(ua.Variant(7, ua.VariantType.Int16))
        for _ in range(100):
            if await valve.read_value() == expected:
                return
            await asyncio.sleep(0.02)
        pytest.fail("OPC UA never showed what was written over Modbus")
