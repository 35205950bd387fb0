"""A station on a serial line: whom it answers, what can be wrong with the device, a line that fails."""

from __future__ import annotations

import fcntl
import os
import termios
import time
import tty
from pathlib import Path
from typing import Any

import pytest
import serial

from trainlab.core.problem import ProblemsFound
from trainlab.exchange.endpoint import read_endpoint
from trainlab.fieldbus.modbus import ModbusLink
from trainlab.fieldbus.modbus.rtu import with_crc

pytestmark = pytest.mark.wire
DEADLINE_S = 15.0
SET_COIL, READ_COIL = "05 0000 ff00", "01 0000 0001"


class Master:
    """Any bytes on the line, through pyserial."""

    def __init__(self, device: str) -> None:
        self.port = serial.Serial(device, 19200, timeout=DEADLINE_S)

    def send(self, pdu: str, unit: int = 1) -> None:
        self.port.write(with_crc(bytes((unit,)) + bytes.fromhex(pdu)))

    def ask(self, pdu: str, answer_bytes: int, unit: int = 1) -> str:
        """The PDU of the answer."""
        self.send(pdu, unit)
        answer = self.port.read(answer_bytes + 3)
        assert with_crc(answer[:-2]) == answer
        assert answer[0] == unit
        return str(answer[1:-2].hex())


@pytest.fixture
def master(line: Any) -> Any:
    opened = Master(line.far)
    yield opened
    opened.port.close()


def problems(endpoint: str) -> list[str]:
    with pytest.raises(ProblemsFound) as found:
        ModbusLink().open(read_endpoint(endpoint), [])
    return [problem.kind.code for problem in found.value.problems]


def test_only_what_is_for_its_unit_is_answered(
    open_modbus_station: Any, line: Any, master: Master
) -> None:
    with open_modbus_station(f"rtu:{line.near}?unit=17") as station:
        master.send(SET_COIL, unit=1)
        master.send(SET_COIL, unit=16)
        assert master.ask(READ_COIL, 3, unit=17) == "010100"
        station.tick()
        assert station.kinds == []


def test_a_broadcast_is_carried_out_and_not_answered(
    open_modbus_station: Any, line: Any, master: Master
) -> None:
    with open_modbus_station(f"rtu:{line.near}") as station:
        master.send(SET_COIL, unit=0)
        station.until(lambda: station.outputs["q0"], "the broadcast is carried out")
        assert master.ask(READ_COIL, 3) == "010101"


def test_damage_on_the_line_is_not_answered_and_passes(
    open_modbus_station: Any, line: Any, master: Master
) -> None:
    with open_modbus_station(f"rtu:{line.near}") as station:
        master.port.write(with_crc(bytes.fromhex("01 05 0000 ff00"))[:-1] + b"\x00")
        assert master.ask(READ_COIL, 3) == "010100"
        station.tick()
        assert station.kinds == []


def test_the_line_is_one_client(open_modbus_station: Any, line: Any, master: Master) -> None:
    with open_modbus_station(f"rtu:{line.near}") as station:
        assert master.ask(SET_COIL, 5) == "050000ff00"
        master.port.close()
        other = Master(line.far)
        assert other.ask("05 0001 ff00", 5) == "050001ff00"
        other.port.close()
        station.tick()
        assert station.kinds[0] == "seat_taken"
        assert station.events[0].name == f"modbus {line.near}"
        assert "write_refused" not in station.kinds


def test_a_silent_master_loses_the_seat(
    open_modbus_station: Any, line: Any, master: Master
) -> None:
    with open_modbus_station(f"rtu:{line.near}") as station:
        master.ask("06 0020 0063", 5)
        station.until(lambda: "seat_left" in station.kinds, "the seat is free")
        assert station.outputs["valve"] == 0
        assert master.ask("06 0020 0007", 5) == "0600200007"


def test_a_device_that_was_pulled_out_is_opened_again(
    open_modbus_station: Any, tmp_path: Path
) -> None:
    """An adapter that is plugged in again has its old name, given by udev; here by a link."""
    name = tmp_path / "ttyUSB0"
    far, near = os.openpty()
    name.symlink_to(os.ttyname(near))
    with open_modbus_station(f"rtu:{name}") as station:
        os.close(near)
        os.close(far)
        name.unlink()
        station.until(lambda: station.wire.connections == 0, "the server has noticed")
        far, near = os.openpty()
        tty.setraw(far)
        name.symlink_to(os.ttyname(near))
        station.until(lambda: station.wire.connections == 1, "it is back")
        os.write(far, with_crc(bytes.fromhex("01 05 0000 ff00")))
        station.until(lambda: station.outputs["q0"], "it is written")
        assert station.link.alive
    os.close(near)
    os.close(far)


def test_a_master_that_does_not_read_costs_nothing(
    open_modbus_station: Any, line: Any, master: Master
) -> None:
    with open_modbus_station(f"rtu:{line.near}") as station:
        deadline = time.monotonic() + DEADLINE_S
        for k in range(200):
            master.send(f"06 0020 {k:04x}")
            station.tick()
            assert time.monotonic() < deadline
        station.until(lambda: station.outputs["valve"] == 199, "the last one is written")
        assert station.link.alive


@pytest.mark.parametrize(
    ("endpoint", "code"),
    [
        ("rtu:/dev/no-such-tty", "TL5035"),
        ("rtu:/dev/null", "TL5038"),
        (f"rtu:{__file__}", "TL5038"),
        ("rtu:/tmp", "TL5040"),
        ("rtu:/dev/x?baud=19201", "TL5007"),
        ("rtu:/dev/x?parity=mark", "TL5007"),
        ("rtu:/dev/x?stop=3", "TL5007"),
        ("rtu:/dev/x?unit=0", "TL5007"),
        ("rtu:/dev/x?unit=248", "TL5007"),
        ("rtu:/dev/x?unit=one", "TL5007"),
        ("rtu:/dev/x?seat=host", "TL5006"),
        ("rtu:", "TL5001"),
    ],
)
def test_what_is_wrong_with_a_line_is_a_problem_of_the_endpoint(endpoint: str, code: str) -> None:
    assert problems(endpoint) == [code]


def test_a_line_that_another_station_has_is_one(open_modbus_station: Any, line: Any) -> None:
    with open_modbus_station(f"rtu:{line.near}"):
        assert problems(f"rtu:{line.near}") == ["TL5037"]


def test_a_line_that_another_program_locked_is_one(line: Any) -> None:
    """As pyserial does with exclusive=True."""
    file = os.open(line.near, os.O_RDWR | os.O_NOCTTY)
    fcntl.flock(file, fcntl.LOCK_EX)
    assert problems(f"rtu:{line.near}") == ["TL5037"]
    os.close(file)


def test_a_closed_line_is_free_again(open_modbus_station: Any, line: Any) -> None:
    for _ in range(2):
        with open_modbus_station(f"rtu:{line.near}") as station:
            assert station.link.endpoint == f"rtu:{line.near}"


@pytest.mark.parametrize("parity", ["even", "odd", "none"])
def test_the_line_is_set_as_the_endpoint_says(
    open_modbus_station: Any, line: Any, parity: str
) -> None:
    """A pseudo-terminal keeps the speed and the stop bits, and has no parity."""
    with open_modbus_station(f"rtu:{line.near}?baud=57600&parity={parity}&stop=2"):
        file = os.open(line.near, os.O_RDWR | os.O_NOCTTY)
        settings = termios.tcgetattr(file)
        os.close(file)
    assert settings[4:6] == [termios.B57600, termios.B57600]
    assert settings[2] & termios.CSTOPB
    assert not settings[3]


def test_a_silent_master_holds_no_button(
    open_modbus_station: Any, line: Any, master: Master
) -> None:
    with open_modbus_station(f"rtu:{line.near}") as station:
        station.tick()
        assert master.ask("05 1000 ff00", 5) == "051000ff00"
        station.until(lambda: len(station.wire.requests) == 2, "the button is let go")
        assert [request["value"] for request in station.wire.requests] == [1.0, 0.0]
