"""A station on a real wire: the tests are its bench, and its time is a counter of ticks."""

from __future__ import annotations

import os
import socket
import struct
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import ModuleType

import pytest
import snap7

from trainlab.core.image import IOImage
from trainlab.core.message import Text
from trainlab.core.observer import Event
from trainlab.core.spec import Control, ControlKind
from trainlab.core.tag import DataType, Direction, Tag
from trainlab.exchange.endpoint import read_endpoint
from trainlab.exchange.link import Link
from trainlab.exchange.wire import Port, Wire
from trainlab.fieldbus.modbus import ModbusLink
from trainlab.fieldbus.s7 import S7Link

TICK_NS = 10_000_000
DEADLINE_S = 15.0
POLL_S = 0.001


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """What plays in real time begins with the longest, and ends with the longest of the rest: few
    tests are dealt round the workers, so that who has the longest one gets the shortest to it."""
    lengths = {
        item: mark.args[0] for item in items if (mark := item.get_closest_marker("realtime"))
    }
    workers = int(os.environ.get("PYTEST_XDIST_WORKER_COUNT", "1"))
    longest = sorted(lengths, key=lengths.__getitem__, reverse=True)
    others = [item for item in items if item not in lengths]
    items[:] = [*longest[:workers], *longest[: workers - 1 : -1], *others]


def _tag(name: str, address: str) -> Tag:
    direction = Direction.INPUT if address[1] == "I" else Direction.OUTPUT
    types = {"X": DataType.BOOL, "W": DataType.INT, "D": DataType.REAL}
    return Tag(name, types[address[2]], direction, address, Text(name, name), fail_safe=0)


TAGS = (
    *(_tag(f"i{k}", f"%IX0.{k}") for k in range(6)),
    _tag("i8", "%IX1.0"),
    _tag("i9", "%IX1.1"),
    _tag("level", "%IW64"),
    _tag("flow", "%IW66"),
    _tag("mass", "%ID68"),
    *(_tag(f"q{k}", f"%QX0.{k}") for k in range(4)),
    _tag("q8", "%QX1.0"),
    _tag("q9", "%QX1.1"),
    _tag("valve", "%QW64"),
    _tag("speed", "%QD68"),
)


CONTROLS = (
    Control("start", ControlKind.BUTTON, Text("Start", "启动")),
    Control("setpoint", ControlKind.DIAL, Text("Setpoint", "设定值"), high=0.5, unit="m"),
)


class Station:
    """The bench's side of a wire, with the links that are opened at it."""

    def __init__(self, stale_after_ns: int, takeover: bool, *endpoints: str) -> None:
        """An endpoint may begin with "s7 "; it is Modbus otherwise."""
        self.image = IOImage(TAGS)
        self.events: list[Event] = []
        self.now_ns = 0
        ports = [Port("modbus", stale_after_ns) for _ in endpoints]
        self.wire = Wire(self.image, CONTROLS, ports, self.events.append, takeover=takeover)
        self.links: list[Link] = []
        try:
            for number, endpoint in enumerate(endpoints):
                setup = self.wire.setup(number, "station", Text("Station", "工位"))
                link = S7Link() if endpoint.startswith("s7 ") else ModbusLink()
                self.links.append(link.open(read_endpoint(endpoint.removeprefix("s7 ")), [setup]))
        except BaseException:
            self.close()
            raise
        self.wire.opened()
        self.link = self.links[0]
        endpoint = read_endpoint(self.link.endpoint)
        self.host, self.port = endpoint.host, endpoint.port

    def close(self) -> None:
        """End the servers."""
        for link in self.links:
            link.close()
        self.wire.close()

    def tick(self, **inputs: float) -> None:
        """One tick of the bench, with these sensors at new values."""
        before = zip(self.image.inputs, self.image.input_values(), strict=True)
        self.image.latch_inputs([inputs.get(tag.name, value) for tag, value in before])
        self.wire.scan(self.image, self.now_ns)
        self.now_ns += TICK_NS

    def until(self, condition: Callable[[], object], what: str) -> None:
        """Tick until the condition holds."""
        deadline = time.monotonic() + DEADLINE_S
        while not condition():
            assert time.monotonic() < deadline, f"waited in vain until {what}"
            self.tick()
            time.sleep(POLL_S)

    @property
    def outputs(self) -> dict[str, float]:
        names = [tag.name for tag in self.image.outputs]
        return dict(zip(names, self.image.commanded(), strict=True))

    @property
    def kinds(self) -> list[str]:
        """What has been noted, by kind."""
        return [event.kind for event in self.events]


class Client:
    """A Modbus/TCP client that sends any bytes."""

    def __init__(self, station: Station) -> None:
        self.socket = socket.create_connection((station.host, station.port), timeout=DEADLINE_S)

    def frame(self, pdu: str, transaction: int = 1, unit: int = 1) -> bytes:
        data = bytes.fromhex(pdu)
        return struct.pack(">HHHB", transaction, 0, len(data) + 1, unit) + data

    def receive(self, size: int) -> bytes:
        """That many bytes, or fewer if the server closes."""
        data = b""
        while len(data) < size:
            piece = self.socket.recv(size - len(data))
            if not piece:
                break
            data += piece
        return data

    def answer(self) -> tuple[int, str]:
        """Transaction id and PDU of the next answer."""
        head = self.receive(7)
        transaction, protocol, length, _ = struct.unpack(">HHHB", head)
        assert protocol == 0
        return transaction, self.receive(length - 1).hex()

    def ask(self, pdu: str) -> str:
        """The answer to one request."""
        self.socket.sendall(self.frame(pdu))
        return self.answer()[1]

    def close(self) -> None:
        self.socket.close()


@contextmanager
def _open_station(
    *endpoints: str, stale_after_ns: int = 50 * TICK_NS, takeover: bool = False
) -> Iterator[Station]:
    station = Station(stale_after_ns, takeover, *(endpoints or ("127.0.0.1:0",)))
    try:
        yield station
    finally:
        station.close()


@pytest.fixture(scope="session")
def open_modbus_station() -> Callable[..., object]:
    """A context manager that opens a station at an endpoint."""
    return _open_station


@pytest.fixture
def modbus_station() -> Iterator[Station]:
    """A station on 127.0.0.1; its link goes stale after 50 ticks of silence."""
    with _open_station() as station:
        yield station


@pytest.fixture
def modbus_client(modbus_station: Station) -> Iterator[Client]:
    """A raw client of that station."""
    client = Client(modbus_station)
    yield client
    client.close()


@pytest.fixture
def connect_modbus() -> Iterator[Callable[[Station], Client]]:
    """Further raw clients, closed at the end."""
    clients: list[Client] = []

    def connect(station: Station) -> Client:
        clients.append(Client(station))
        return clients[-1]

    yield connect
    for client in clients:
        client.close()


@pytest.fixture
def s7_station() -> Iterator[Station]:
    """A station on 127.0.0.1, on S7 and on Modbus."""
    with _open_station("s7 127.0.0.1:0", "127.0.0.1:0") as station:
        yield station


@pytest.fixture
def s7_client(s7_station: Station) -> Iterator[snap7.client.Client]:
    """A client of independent make, connected to that station."""
    client = snap7.client.Client()
    client.connect("127.0.0.1", 0, 2, s7_station.port)
    yield client
    client.disconnect()


@pytest.fixture(scope="session")
def station_parts() -> ModuleType:
    """This module: the tags, controls and tick of its stations."""
    return sys.modules[__name__]
