"""Damaged frames by each transport: no answer to what is no request, no output changed, no tick lost."""

from __future__ import annotations

import random
import socket
import ssl
import struct
from collections.abc import Callable
from contextlib import suppress
from typing import Any

import pytest
import serial

from trainlab.exchange.endpoint import read_endpoint
from trainlab.fieldbus.modbus.rtu import with_crc

pytestmark = pytest.mark.wire
TIMEOUT_S = 15.0
FRAMES = 300
SEED = 20260101
# Writes to what is no tag, reads, functions that are not served: nobody takes the seat with them, and
# no one wrong bit makes another write of them.
HARMLESS = [
    "05 0064 ff00", "06 1388 0001", "0f 0064 0008 01 ff", "10 1388 0002 04 00000001", "16 1388 00f2 0025",
    "17 0020 0001 1388 0001 02 00ff", "03 0020 0004", "01 0000 000a", "2b 0e 01 00", "63 0102", "08 0000 a5a5",
    "05 0000 1234", "10 0020 007c f8",
]  # fmt: skip
READ, VALUE = "04 0020 0001", "04 02 04d2"


def framed(scheme: str, pdu: str) -> bytes:
    data = b"\x01" + bytes.fromhex(pdu)
    if scheme.startswith("rtu"):
        return with_crc(data)
    return struct.pack(">HHH", 1, 0, len(data)) + data


def damaged(chance: random.Random, frame: bytes) -> bytes:
    """Cut, turned, lengthened, doubled, or noise."""
    at = chance.randrange(len(frame))
    return chance.choice(
        [
            frame[:at],
            frame[at:],
            frame[:at] + bytes((frame[at] ^ 1 << chance.randrange(8),)) + frame[at + 1 :],
            frame[:at] + chance.randbytes(3) + frame[at:],
            frame + frame[:at],
            chance.randbytes(chance.randrange(1, 300)),
        ]
    )


def damaged_frames(scheme: str) -> list[bytes]:
    chance = random.Random(SEED)
    return [damaged(chance, framed(scheme, chance.choice(HARMLESS))) for _ in range(FRAMES)]


def open_stream(station: Any, lab: Any) -> socket.socket:
    plain = socket.create_connection((station.host, station.port), timeout=TIMEOUT_S)
    if read_endpoint(station.link.endpoint).scheme != "tls":
        return plain
    return lab.context("instructor").wrap_socket(plain, server_hostname=station.host)


def check_unharmed(station: Any, send: Callable[[], object], receive: Callable[[], bytes]) -> None:
    """A read is answered in the end, whatever is left of the damage, and nobody has written."""
    heard = b""

    def answered() -> bool:
        nonlocal heard
        send()
        with suppress(TimeoutError):
            heard += receive()
        return bytes.fromhex(VALUE) in heard

    station.tick(level=1234)
    station.until(answered, "a read is answered")
    assert station.kinds == []
    assert not any(station.outputs.values())
    assert station.link.alive


@pytest.mark.parametrize("scheme", ["tcp", "rtu+tcp", "tls"])
def test_damaged_frames_on_streams_do_no_harm(
    open_modbus_station: Any, lab: Any, scheme: str
) -> None:
    endpoint = lab.endpoint if scheme == "tls" else f"{scheme}://127.0.0.1:0"
    with open_modbus_station(endpoint) as station:
        connection = None
        for frame in damaged_frames(scheme):
            connection = connection or open_stream(station, lab)
            try:
                connection.sendall(frame)
            except (ConnectionError, ssl.SSLError):  # it has lost its framing
                connection.close()
                connection = None
            station.tick()
        if connection:
            connection.close()
        request = framed(scheme, READ)
        with open_stream(station, lab) as client:
            check_unharmed(station, lambda: client.sendall(request), lambda: client.recv(260))


def test_damaged_datagrams_do_no_harm(open_modbus_station: Any) -> None:
    with (
        open_modbus_station("udp://127.0.0.1:0") as station,
        socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as client,
    ):
        client.connect((station.host, station.port))
        client.settimeout(0.5)
        for frame in damaged_frames("udp"):
            client.send(frame)
            station.tick()
        request = framed("udp", READ)
        check_unharmed(station, lambda: client.send(request), lambda: client.recv(260))


def test_damaged_frames_on_a_serial_line_do_no_harm(open_modbus_station: Any, line: Any) -> None:
    with (
        open_modbus_station(f"rtu:{line.near}") as station,
        serial.Serial(line.far, 19200, timeout=0.2) as master,
    ):
        for frame in damaged_frames("rtu"):
            master.write(frame)
            station.tick()
        request = framed("rtu", READ)
        check_unharmed(station, lambda: master.write(request), lambda: master.read(260))
