"""Tags that a sheet has moved, on all three links of `trainlab serve`."""

from __future__ import annotations

import asyncio
import re
import struct
import subprocess
import sys
from pathlib import Path

import pytest
import snap7
from asyncua import Client
from pymodbus.client import ModbusTcpClient
from snap7.type import Area

pytestmark = pytest.mark.wire

EXAM = (Path(__file__).parents[2] / "scenarios/tank/level_hold.yaml").read_text(encoding="utf-8")
LINKS = {"modbus": "127.0.0.1:0", "s7": "127.0.0.1:0", "opcua": "opc.tcp://127.0.0.1:0"}


def test_every_link_has_a_moved_output_where_the_sheet_puts_it(tmp_path: Path) -> None:
    sheet = tmp_path / "moved.yaml"
    moved = '  type: tank_level\n  addresses: {valve_command: "%QW100"}\n'
    sheet.write_text(EXAM.replace("  type: tank_level\n", moved), encoding="utf-8")
    command = [sys.executable, "-m", "trainlab", "serve", str(sheet), "--lang", "en"]
    command += ["--stale", "60"]
    for link, place in LINKS.items():
        command += [f"--{link}", place]
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True) as station:
        assert station.stderr is not None
        try:
            lines = [station.stderr.readline() for _ in range(len(LINKS) + 1)]
            found = dict(re.findall(r"^(\w+) at (\S+)$", "".join(lines), re.MULTILINE))
            port = {link: int(place.rpartition(":")[2]) for link, place in found.items()}
            with ModbusTcpClient("127.0.0.1", port=port["modbus"]) as modbus:
                assert modbus.write_register(32, 1).isError()  # where the plant has it: nothing
                assert not modbus.write_register(50, 1234).isError()
                s7 = snap7.client.Client()
                s7.connect("127.0.0.1", 0, 2, port["s7"])
                expect_word(s7, 100, 1234)
                s7.disconnect()
                assert "%QW100" in asyncio.run(described(found["opcua"]))
        finally:
            station.kill()


def expect_word(s7: snap7.client.Client, byte: int, value: int) -> None:
    """The bench takes what was written at its next tick."""
    for _ in range(10_000):
        if struct.unpack(">h", s7.read_area(Area.PA, 0, byte, 2)) == (value,):
            return
    pytest.fail(f"S7 never showed {value} at byte {byte}")


async def described(url: str) -> str:
    async with Client(url) as client:
        node = client.get_node("ns=2;s=tank_level.Outputs.valve_command")
        return str((await node.read_description()).Text)
