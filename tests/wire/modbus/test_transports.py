"""One station by every transport, with a master that others wrote (pymodbus)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from pymodbus.client.mixin import ModbusClientMixin

from trainlab.exchange.endpoint import read_endpoint

pytestmark = pytest.mark.wire

TRANSPORTS = {
    "tcp": "Modbus/TCP server",
    "udp": "Modbus/UDP server",
    "rtu+tcp": "Modbus RTU over TCP server",
    "rtu": "Modbus RTU server",
    "tls": "Modbus/TCP Security server",
}


@pytest.fixture(params=TRANSPORTS)
def wired(
    request: Any,
    open_modbus_station: Any,
    connect_pymodbus: Callable[..., Any],
    lab: Any,
    line: Any,
) -> Any:
    """A station on a transport, with its master."""
    endpoint = {"rtu": f"rtu:{line.near}", "tls": lab.endpoint}.get(
        request.param, f"{request.param}://127.0.0.1:0"
    )
    with open_modbus_station(endpoint) as station:
        yield request.param, station, connect_pymodbus(station, line.far)


def test_a_master_takes_the_seat_commands_and_reads_back(wired: Any) -> None:
    _, station, master = wired
    station.tick(i0=1, i9=1, level=-5, flow=27648, mass=12.5)

    assert not master.write_coil(9, True).isError()
    assert not master.write_coils(0, [True, False, True]).isError()
    assert not master.write_register(32, 27648).isError()
    speed = ModbusClientMixin.convert_to_registers(-1.5, ModbusClientMixin.DATATYPE.FLOAT32)
    assert not master.write_registers(34, speed).isError()
    station.tick()

    outputs = station.outputs
    assert [outputs[name] for name in ("q0", "q1", "q2", "q9")] == [True, False, True, True]
    assert (outputs["valve"], outputs["speed"]) == (27648, -1.5)
    assert station.kinds == ["seat_taken", "controller_ready"]
    assert master.read_coils(0, count=10).bits[:3] == [True, False, True]
    assert master.read_holding_registers(34, count=2).registers == speed
    assert master.read_discrete_inputs(0, count=10).bits[:10] == [True, *[False] * 8, True]
    words = master.read_input_registers(32, count=4).registers
    assert words == [0xFFFB, 27648, 0x4148, 0]
    assert not master.mask_write_register(address=32, and_mask=0xF2, or_mask=0x25).isError()
    exchanged = master.readwrite_registers(
        read_address=32, read_count=1, write_address=32, values=[7]
    )
    assert exchanged.registers == [7]


def test_a_master_is_told_what_is_wrong(wired: Any) -> None:
    _, _, master = wired
    assert master.read_holding_registers(1000, count=1).exception_code == 2
    assert master.write_register(1000, 1).exception_code == 2


def test_the_identification_says_the_transport(wired: Any) -> None:
    transport, _, master = wired
    information = master.read_device_information(read_code=2).information
    assert information[5] == TRANSPORTS[transport].encode()


def test_a_master_works_the_panel(wired: Any) -> None:
    _, station, master = wired
    assert not master.write_coil(4096, True).isError()
    station.until(lambda: station.wire.requests, "the button is pressed")
    assert station.wire.requests[0]["control"] == "start"


def test_the_link_says_where_it_is(wired: Any) -> None:
    transport, station, _ = wired
    endpoint = read_endpoint(station.link.endpoint)
    assert endpoint.scheme == transport
    assert endpoint.port or endpoint.path.startswith("/dev/")
    assert not station.link.open_to_all
