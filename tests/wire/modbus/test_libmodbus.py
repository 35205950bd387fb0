"""A second opinion: libmodbus, in C, over TCP and on a serial line; and mbpoll, which stands on it.

Debian's package libmodbus5 comes with mbpoll, which the Makefile installs.
"""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any

import pytest

pytestmark = pytest.mark.wire

CLIENT = Path(__file__).with_name("libmodbus_client.py")
Ask = Callable[..., list[Any]]


def libmodbus(where: list[Any], *operations: list[Any]) -> list[Any]:
    """What libmodbus gets."""
    ended = subprocess.run(
        [sys.executable, str(CLIENT)],
        input=json.dumps([where, *operations]),
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    assert ended.returncode == 0, ended.stderr
    results: list[Any] = json.loads(ended.stdout)
    return results


@pytest.fixture(params=["tcp", "rtu"])
def wired(request: Any, open_modbus_station: Any, line: Any) -> Iterator[tuple[Any, Ask]]:
    """A station on TCP or on a serial line, and what asks it."""
    endpoint = "127.0.0.1:0" if request.param == "tcp" else f"rtu:{line.near}?unit=17"
    with open_modbus_station(endpoint) as station:
        tcp, rtu = ["tcp", station.host, station.port], ["rtu", line.far, 19200, "N", 17]
        yield station, partial(libmodbus, tcp if request.param == "tcp" else rtu)


def test_libmodbus_reads_and_writes_with_every_function(wired: tuple[Any, Ask]) -> None:
    station, ask = wired
    station.tick(i0=1, i9=1, level=-5, flow=27648)
    assert ask(
        ["read_input_bits", 0, 10],
        ["read_input_registers", 32, 2],
        ["write_bit", 9, 1],
        ["write_bits", 0, [1, 0, 1]],
        ["read_bits", 0, 10],
        ["write_register", 32, 0x12],
        ["mask_write_register", 32, 0xF2, 0x25],
        ["read_registers", 32, 1],
        ["write_registers", 34, [0xBFC0, 0]],
        ["write_and_read_registers", 32, [0x0ACD], 32, 4],
    ) == [
        [1, *[0] * 8, 1], [0xFFFB, 27648], [], [], [1, 0, 1, *[0] * 6, 1],
        [], [], [0x17], [], [0x0ACD, 0, 0xBFC0, 0],
    ]  # fmt: skip
    station.tick()
    outputs = station.outputs
    assert [outputs[name] for name in ("q0", "q1", "q2", "q9")] == [True, False, True, True]
    assert (outputs["valve"], outputs["speed"]) == (0x0ACD, -1.5)


def test_libmodbus_is_told_what_is_wrong(wired: tuple[Any, Ask]) -> None:
    """Function 17 is not served; 1000 is beyond the tables; half a REAL may not be written."""
    _, ask = wired
    assert ask(
        ["report_slave_id"],
        ["read_bits", 1000, 1],
        ["read_input_bits", 1000, 1],
        ["read_registers", 1000, 1],
        ["read_input_registers", 1000, 1],
        ["write_bit", 1000, 1],
        ["write_register", 1000, 1],
        ["write_registers", 34, [1]],
    ) == [{"error": 1}, *[{"error": 2}] * 7]


def test_libmodbus_on_the_line_is_refused_the_seat_that_a_tcp_client_has(
    open_modbus_station: Any, connect_modbus: Any, line: Any
) -> None:
    with open_modbus_station("127.0.0.1:0", f"rtu:{line.near}") as station:
        assert connect_modbus(station).ask("05 0000 ff00") == "050000ff00"
        asked = ["rtu", line.far, 19200, "N", 1], ["write_bit", 1, 1], ["read_bits", 0, 2]
        assert libmodbus(*asked) == [{"error": 6}, [0, 0]]
        station.tick()
        assert libmodbus(*asked) == [{"error": 6}, [1, 0]]
        assert station.kinds[0] == "seat_taken"
        assert "write_refused" in station.kinds


@pytest.fixture
def mbpoll(line: Any) -> Callable[..., str]:
    """mbpoll at the far end of the line."""

    def run(*arguments: str) -> str:
        program = shutil.which("mbpoll")
        if program is None:
            pytest.fail("mbpoll is missing; on Debian and Ubuntu: apt-get install mbpoll")
        command = [program, "-m", "rtu", "-b", "19200", "-P", "none", "-a", "1", "-0", "-1", "-q"]
        ended = subprocess.run(
            [*command, *arguments], capture_output=True, text=True, timeout=30, check=False
        )
        assert ended.returncode == 0, ended.stdout + ended.stderr
        return ended.stdout

    return run


def test_mbpoll_reads_and_writes_on_a_serial_line(
    open_modbus_station: Any, line: Any, mbpoll: Callable[..., str]
) -> None:
    with open_modbus_station(f"rtu:{line.near}") as station:
        station.tick(mass=12.5)
        assert "[34]: \t12.5" in mbpoll("-t", "3:float", "-B", "-r", "34", line.far)
        mbpoll("-t", "4:float", "-B", "-r", "34", line.far, "--", "-2.5")
        mbpoll("-t", "0", "-r", "8", line.far, "1")
        station.tick()
        assert (station.outputs["speed"], station.outputs["q8"]) == (-2.5, True)
