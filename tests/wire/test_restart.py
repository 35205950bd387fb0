"""A station ends and is opened anew at the same ports, under clients that try again."""

from __future__ import annotations

import asyncio
import re
import subprocess
import sys
from collections.abc import Callable
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest
import snap7
from asyncua import Client, ua
from pymodbus.client import ModbusTcpClient
from pymodbus.exceptions import ModbusException
from snap7.error import S7Error
from snap7.type import Area

pytestmark = pytest.mark.wire

SCENARIO = Path(__file__).parents[2] / "scenarios/tank/level_hold.yaml"
LEVEL = "ns=2;s=tank_level.Inputs.level_raw"


@contextmanager
def served(ports: dict[str, int], pki: Path):
    """`trainlab serve` with all links; the ports that they have, by link."""
    command = [sys.executable, "-m", "trainlab", "serve", str(SCENARIO), "--lang", "en"]
    for link, port in ports.items():
        scheme = "opc.tcp://" if link == "opcua" else ""
        options = f"?pki={pki}" if link == "opcua" else ""
        command += [f"--{link}", f"{scheme}127.0.0.1:{port}{options}"]
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True) as station:
        assert station.stderr is not None
        try:
            lines = "".join(station.stderr.readline() for _ in range(len(ports) + 1))
            found = re.findall(r"^(\w+) at \S*?:(\d+)$", lines, re.MULTILINE)
            assert len(found) == len(ports), lines
            yield {link: int(port) for link, port in found}
        finally:
            station.kill()


def again(ask: Callable[[], int]) -> int:
    """The answer, however often a client of its kind has to try."""
    for _ in range(100):
        with suppress(ModbusException, S7Error, OSError):
            return ask()
    pytest.fail("it never came back")


def let_go(s7: snap7.client.Client) -> None:
    """Disconnect; the library leaves a socket open whose other end has gone."""
    raw = s7.connection.socket if s7.connection else None
    s7.disconnect()
    if raw is not None:
        raw.close()


def test_clients_come_back_to_a_station_that_was_ended_and_opened_again(tmp_path: Path) -> None:
    with served({"modbus": 0, "s7": 0, "opcua": 0}, tmp_path) as ports:
        modbus = ModbusTcpClient("127.0.0.1", port=ports["modbus"])
        s7 = snap7.client.Client()

        def over_modbus() -> int:
            answer = modbus.read_input_registers(32, count=1)
            return int(answer.registers[0])

        def over_s7() -> int:
            if not s7.get_connected():
                let_go(s7)
                s7.connect("127.0.0.1", 0, 2, ports["s7"])
            return int.from_bytes(s7.read_area(Area.PE, 0, 64, 2), "big")

        before = over_modbus(), over_s7(), asyncio.run(over_opcua(ports["opcua"]))
    with suppress(S7Error, OSError):
        while True:  # the servers end a moment after their bench
            over_s7()
    let_go(s7)
    modbus.close()
    with served(ports, tmp_path) as same:
        assert same == ports
        after = again(over_modbus), again(over_s7), asyncio.run(over_opcua(ports["opcua"]))
    modbus.close()
    let_go(s7)
    # the level at rest, but for the noise of its transmitter
    assert all(value == pytest.approx(2765, abs=150) for value in (*before, *after))


async def over_opcua(port: int) -> int:
    async with Client(f"opc.tcp://127.0.0.1:{port}") as client:
        for _ in range(100):
            with suppress(ua.UaStatusCodeError):  # before the first tick
                return int(await client.get_node(LEVEL).read_value())
            await asyncio.sleep(0.02)
        pytest.fail("no value came")
