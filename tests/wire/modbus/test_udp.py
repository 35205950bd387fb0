"""Modbus in datagrams: one is one request, and what is none is passed over."""

from __future__ import annotations

import socket
import struct
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from trainlab.core.problem import ProblemsFound
from trainlab.exchange.endpoint import read_endpoint
from trainlab.fieldbus.modbus import ModbusLink

pytestmark = pytest.mark.wire
TIMEOUT_S = 15.0
SET_COIL, READ_COIL = "05 0000 ff00", "01 0000 0001"


def frame(pdu: str, transaction: int = 1, unit: int = 1) -> bytes:
    data = bytes.fromhex(pdu)
    return struct.pack(">HHHB", transaction, 0, len(data) + 1, unit) + data


@pytest.fixture
def station(open_modbus_station: Any) -> Iterator[Any]:
    with open_modbus_station("udp://127.0.0.1:0") as opened:
        yield opened


@pytest.fixture
def connect(station: Any) -> Iterator[Callable[[], socket.socket]]:
    sockets: list[socket.socket] = []

    def connected() -> socket.socket:
        client = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        client.settimeout(TIMEOUT_S)
        client.connect((station.host, station.port))
        sockets.append(client)
        return client

    yield connected
    for client in sockets:
        client.close()


def ask(client: socket.socket, pdu: str, transaction: int = 1) -> str:
    client.send(frame(pdu, transaction))
    answer = client.recv(300)
    assert answer[:2] == transaction.to_bytes(2, "big")
    assert int.from_bytes(answer[4:6], "big") == len(answer) - 6
    return answer[7:].hex()


def test_no_crowd_of_senders_makes_the_controller_forgotten(
    station: Any, connect: Callable[[], socket.socket]
) -> None:
    controller = connect()
    assert ask(controller, SET_COIL) == "050000ff00"
    for _ in range(130):
        assert ask(connect(), READ_COIL) == "010101"
    station.tick()
    assert station.outputs["q0"]
    assert ask(connect(), SET_COIL) == "8506"


@pytest.mark.parametrize(
    "datagram",
    [
        b"",
        frame(SET_COIL)[:-1],
        frame(SET_COIL) + b"\x00",
        frame(SET_COIL) * 2,
        b"\x00\x01\x00\x01" + frame(SET_COIL)[4:],
        bytes(1500),
        frame("10 0000 0000 ff" + 260 * "00"),
    ],
)
def test_what_is_not_one_request_is_passed_over(
    station: Any, connect: Callable[[], socket.socket], datagram: bytes
) -> None:
    client = connect()
    client.send(datagram)
    assert ask(client, READ_COIL, 7) == "010100"
    station.tick()
    assert station.kinds == []


def test_requests_are_answered_in_their_order(
    station: Any, connect: Callable[[], socket.socket]
) -> None:
    client = connect()
    for k in range(30):
        client.send(frame(f"06 0020 {k:04x}", k))
    answers = [client.recv(300) for _ in range(30)]
    assert answers == [frame(f"06 0020 {k:04x}", k) for k in range(30)]


def test_a_remote_address_is_a_client(station: Any, connect: Callable[[], socket.socket]) -> None:
    owner, other = connect(), connect()
    assert ask(owner, SET_COIL) == "050000ff00"
    assert ask(other, SET_COIL) == "8506"
    host, port = owner.getsockname()
    station.tick()
    assert station.events[0].name == f"modbus {host}:{port}"


def test_the_seat_of_a_silent_client_is_free(
    station: Any, connect: Callable[[], socket.socket]
) -> None:
    ask(connect(), SET_COIL)
    station.until(lambda: "seat_left" in station.kinds, "the seat is free")
    assert ask(connect(), SET_COIL) == "050000ff00"


def test_no_more_than_64_clients_are_remembered(
    station: Any, connect: Callable[[], socket.socket]
) -> None:
    for _ in range(65):
        assert ask(connect(), READ_COIL) == "010100"
    assert station.wire.connections == 64


def test_a_server_after_a_restart_is_found_by_the_same_client(
    station: Any, connect: Callable[[], socket.socket], open_modbus_station: Any
) -> None:
    client = connect()
    ask(client, SET_COIL)
    station.close()
    with open_modbus_station(f"udp://127.0.0.1:{station.port}"):
        assert ask(client, READ_COIL) == "010100"


def test_a_taken_port_is_a_problem_of_the_endpoint(station: Any) -> None:
    with pytest.raises(ProblemsFound) as found:
        ModbusLink().open(read_endpoint(station.link.endpoint), [])
    assert [problem.kind.code for problem in found.value.problems] == ["TL5002"]


@pytest.mark.parametrize(
    ("endpoint", "code"),
    [
        ("upd://127.0.0.1:0", "TL5005"),
        ("udp://127.0.0.1:0?unit=1", "TL5006"),
        ("udp://127.0.0.1", "TL5001"),
        ("udp://203.0.113.7:0", "TL5004"),
        ("rtu+tcp://127.0.0.1:0?unit=300", "TL5007"),
    ],
)
def test_what_is_wrong_is_a_problem_of_the_endpoint(endpoint: str, code: str) -> None:
    with pytest.raises(ProblemsFound) as found:
        ModbusLink().open(read_endpoint(endpoint), [])
    assert [problem.kind.code for problem in found.value.problems] == [code]


def test_who_falls_silent_holds_no_button(station, connect):
    station.tick()
    client = connect()
    assert ask(client, "05 1000 ff00") == "051000ff00"
    station.until(lambda: len(station.wire.requests) == 2, "the button is let go")
    assert [request["value"] for request in station.wire.requests] == [1.0, 0.0]
