"""What clients may do to a server of streams without harm: cut, be killed, flood, not read, come back."""

from __future__ import annotations

import signal
import socket
import ssl
import struct
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack, suppress
from typing import Any

import pytest
from pymodbus.exceptions import ModbusException

from trainlab.exchange.endpoint import read_endpoint
from trainlab.fieldbus.modbus.rtu import with_crc

pytestmark = pytest.mark.wire
TIMEOUT_S = 15.0
SET_COIL, READ_COIL, SET_REGISTER = "05 0000 ff00", "01 0000 0001", "06 0020 0063"
ENDS = (ConnectionError, ssl.SSLError)


class Wired:
    """A station on one transport, and its clients."""

    def __init__(self, station: Any, lab: Any, closing: ExitStack) -> None:
        self.station = station
        self.scheme = read_endpoint(station.link.endpoint).scheme
        self.lab = lab
        self.closing = closing

    def connect(self) -> socket.socket:
        place = self.station.host, self.station.port
        plain = self.closing.enter_context(socket.create_connection(place, timeout=TIMEOUT_S))
        if self.scheme != "tls":
            return plain
        context = self.lab.context("instructor")
        secured: ssl.SSLSocket = context.wrap_socket(plain, server_hostname=self.station.host)
        self.closing.callback(secured.close)
        return secured

    def frame(self, pdu: str, transaction: int = 1) -> bytes:
        data = b"\x01" + bytes.fromhex(pdu)
        if self.scheme == "rtu+tcp":
            return with_crc(data)
        return struct.pack(">HHH", transaction, 0, len(data)) + data

    def ask(self, client: socket.socket, pdu: str, answer: str) -> None:
        """A request that is to have that answer."""
        client.sendall(self.frame(pdu))
        due = self.frame(answer)
        assert received(client, len(due)) == due


def received(client: socket.socket, size: int) -> bytes:
    """That many bytes, or fewer if the server ends it."""
    data = b""
    with suppress(*ENDS):
        while len(data) < size and (piece := client.recv(size - len(data))):
            data += piece
    return data


@pytest.fixture(params=["tcp", "rtu+tcp", "tls"])
def wired(request: Any, open_modbus_station: Any, lab: Any) -> Iterator[Wired]:
    endpoint = lab.endpoint if request.param == "tls" else f"{request.param}://127.0.0.1:0"
    with open_modbus_station(endpoint) as station, ExitStack() as closing:
        yield Wired(station, lab, closing)


def test_thirty_requests_at_once_get_thirty_answers_in_order(wired: Wired) -> None:
    client = wired.connect()
    values = range(30)
    writes = [wired.frame(f"06 0020 {k:04x}", k) for k in values]
    client.sendall(b"".join(writes))
    assert received(client, len(b"".join(writes))) == b"".join(writes)


def test_a_connection_cut_in_mid_frame_changes_nothing(wired: Wired) -> None:
    whole = wired.frame(SET_COIL)
    for size in range(1, len(whole)):
        client = wired.connect()
        client.sendall(whole[:size])
        client.close()
    wired.ask(wired.connect(), READ_COIL, "01 01 00")
    wired.station.tick()
    assert wired.station.kinds == []


def test_two_hundred_connects_and_drops_leave_nothing_behind(wired: Wired) -> None:
    whole = wired.frame(READ_COIL)
    for number in range(200):
        place = wired.station.host, wired.station.port
        with socket.create_connection(place, timeout=TIMEOUT_S) as plain:
            plain.sendall(whole[: number % len(whole)])
            if number % 2:  # a reset in place of an orderly end
                plain.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    wired.station.until(lambda: wired.station.wire.connections == 0, "all are gone")
    wired.ask(wired.connect(), SET_COIL, SET_COIL)


def test_half_a_frame_does_not_keep_others_waiting(wired: Wired) -> None:
    slow = wired.connect()
    slow.sendall(wired.frame(SET_COIL)[:-1])
    wired.ask(wired.connect(), READ_COIL, "01 01 00")
    slow.sendall(wired.frame(SET_COIL)[-1:])
    assert received(slow, 5)


def test_a_client_that_does_not_read_holds_nobody_up(wired: Wired) -> None:
    greedy = wired.connect()
    greedy.settimeout(0.2)
    burst = wired.frame("03 0000 0024") * 2000
    with suppress(TimeoutError, ssl.SSLWantWriteError):
        for _ in range(400):
            greedy.sendall(burst)
        pytest.fail("the server took more than 5 MB of requests whose answers nobody reads")
    wired.ask(wired.connect(), READ_COIL, "01 01 00")


@pytest.mark.parametrize("pdu", ["10 0000 0000 ff" + 260 * "00", "2b" + 300 * "00"])
def test_a_pdu_beyond_253_bytes_does_no_harm(wired: Wired, pdu: str) -> None:
    client = wired.connect()
    with suppress(*ENDS):
        client.sendall(wired.frame(pdu))
    wired.ask(wired.connect(), READ_COIL, "01 01 00")
    wired.station.tick()
    assert wired.station.kinds == []


KILLED = """
import socket, sys, time
host, port, frame = sys.argv[1], int(sys.argv[2]), bytes.fromhex(sys.argv[3])
client = socket.create_connection((host, port))
if len(sys.argv) > 4:
    import ssl
    context = ssl.create_default_context(cafile=sys.argv[4] + "/ca.crt")
    context.load_cert_chain(sys.argv[4] + "/instructor.crt", sys.argv[4] + "/instructor.key")
    client = context.wrap_socket(client, server_hostname=host)
client.sendall(frame)
client.recv(1)
print("taken", flush=True)
client.recv(1 << 20)
client.recv(1 << 20)
"""


def test_the_seat_of_a_killed_client_is_free(wired: Wired) -> None:
    station = wired.station
    place = [station.host, str(station.port), wired.frame(SET_REGISTER).hex()]
    lab = [str(wired.lab.folder)] if wired.scheme == "tls" else []
    with subprocess.Popen(
        [sys.executable, "-c", KILLED, *place, *lab], stdout=subprocess.PIPE, text=True
    ) as client:
        assert client.stdout is not None
        assert client.stdout.readline() == "taken\n"
        station.tick()
        assert station.outputs["valve"] == 0x63
        client.send_signal(signal.SIGKILL)
    station.until(lambda: "seat_left" in station.kinds, "the seat is free")
    station.until(lambda: station.outputs["valve"] == 0, "the outputs are safe")
    wired.ask(wired.connect(), SET_COIL, SET_COIL)


def test_a_master_goes_on_after_the_server_was_restarted(
    wired: Wired, connect_pymodbus: Callable[..., Any], open_modbus_station: Any
) -> None:
    master = connect_pymodbus(wired.station)
    assert not master.write_coil(0, True).isError()
    place = f"127.0.0.1:{wired.station.port}"
    wired.station.close()
    options = wired.lab.endpoint.partition("?")[2] if wired.scheme == "tls" else ""
    with open_modbus_station(f"{wired.scheme}://{place}?{options}") as again:
        again.until(lambda: writes(master), "the master has connected again")
        again.until(lambda: again.outputs["q0"], "the bench has it")


def writes(master: Any) -> bool:
    """Whether a write succeeds, on a new connection if the old one is gone."""
    try:
        return bool(master.connect() and not master.write_coil(0, True).isError())
    except ModbusException:
        return False
