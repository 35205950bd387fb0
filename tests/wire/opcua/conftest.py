"""A station served over OPC UA, its bench ticking in a thread; the clients are asyncua's."""

from __future__ import annotations

import asyncio
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from asyncua import ua
from asyncua.sync import Client, SyncNode
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import NameOID

from trainlab.core.alarm import AlarmKind, AlarmSpec, station_alarms
from trainlab.core.image import IOImage
from trainlab.core.message import Text
from trainlab.core.observer import Event
from trainlab.core.spec import Control, ControlKind
from trainlab.core.tag import DataType, Direction, Scale, Signal, Tag
from trainlab.exchange.alarm_state import AlarmState
from trainlab.exchange.endpoint import read_endpoint
from trainlab.exchange.link import Link
from trainlab.exchange.station_block import Phase
from trainlab.exchange.users import user_line
from trainlab.exchange.wire import Port, Wire
from trainlab.fieldbus.opcua import OpcUaLink

TICK_NS = 10_000_000
DEADLINE_S = 15.0
BEGIN_UTC_NS = 1_700_000_000_000_000_000
STALE_NS = 500_000_000
PASSWORDS = {"ada": "instructor", "plc": "controller", "hmi": "operator", "eve": "observer"}

IN, OUT = Direction.INPUT, Direction.OUTPUT
TAGS = (
    Tag("door", DataType.BOOL, IN, "%IX0.0", Text("Door closed", "门已关闭"), fail_safe=True),
    Tag(
        "level",
        DataType.INT,
        IN,
        "%IW64",
        Text("Level", "液位"),
        unit="m",
        high=0.5,
        scale=Scale(0.0, 0.5),
        signal=Signal.CURRENT_4_20_MA,
        reference="-B1",
    ),
    Tag("pieces", DataType.DINT, IN, "%ID68", Text("Pieces", "件数"), high=1e6),
    Tag("mass", DataType.REAL, IN, "%ID72", Text("Mass", "质量"), unit="kg", high=50.0),
    Tag("pump", DataType.BOOL, OUT, "%QX0.0", Text("Pump", "水泵")),
    Tag("valve", DataType.INT, OUT, "%QW64", Text("Valve", "阀门"), unit="%", high=100.0),
    Tag("count", DataType.DINT, OUT, "%QD68", Text("Count", "计数"), high=1e6),
    Tag("speed", DataType.REAL, OUT, "%QD72", Text("Speed", "转速"), unit="rpm", high=3000.0),
)
CONTROLS = (
    Control("start", ControlKind.BUTTON, Text("Start", "启动")),
    Control("mode", ControlKind.SELECTOR, Text("Mode", "模式"), high=2.0),
    Control("setpoint", ControlKind.DIAL, Text("Setpoint", "设定值"), high=0.5, unit="m"),
)
ALARMS = (
    AlarmSpec(
        "level_high",
        Text("The level is high", "液位高"),
        "level",
        AlarmKind.HIGH,
        500,
        limit=0.4,
        deadband=0.01,
    ),
    AlarmSpec(
        "door_open",
        Text("The door is open", "门已打开"),
        "door",
        AlarmKind.OFF_NORMAL,
        300,
        confirm=True,
    ),
)


class Bench:
    """A station whose time runs in a thread, at the pace of the wall clock."""

    def __init__(
        self, endpoint: str, *, ticking: bool = True, models: tuple[str, ...] = ()
    ) -> None:
        self.image = IOImage(TAGS)
        self.events: list[Event] = []
        self.broken: frozenset[str] = frozenset()
        self.wire = Wire(
            self.image,
            CONTROLS,
            [Port("opcua", STALE_NS)],
            self.events.append,
            alarms=station_alarms(TAGS, ALARMS),
        )
        self.wire.broken_wires = lambda: self.broken
        self._changes: dict[str, float] = {}
        self._lock = threading.Lock()
        self._end = threading.Event()
        try:
            setup = self.wire.setup(0, "lab", Text("Laboratory", "实验室"))
            setup = replace(setup, opcua_models=models)
            self.link: Link = OpcUaLink().open(read_endpoint(endpoint), [setup])
        except BaseException:
            self.wire.close()
            raise
        self.url = self.link.endpoint
        self.wire.opened()
        self.wire.begin(Phase.RUNNING, BEGIN_UTC_NS, 1.0)
        self._thread = threading.Thread(target=self._run)
        if ticking:
            self.start()

    def start(self) -> None:
        """Let time run, and wait for the first tick."""
        self._thread.start()
        _until(lambda: self.wire.status.ticks, "the first tick is over")

    def sense(self, **inputs: float) -> None:
        """Sensors at new values, from the next tick on."""
        with self._lock:
            self._changes |= inputs

    def break_wires(self, *tags: str) -> None:
        """These wires, and no others, are broken."""
        with self._lock:
            self.broken = frozenset(tags)
            self.wire.note(Event(0, "fault_begin", "wire"))

    def turn(self, control: str, value: float) -> None:
        """A device of the panel at a new place."""
        with self._lock:
            self.wire.note(Event(0, "operate", control, value))

    def begin_anew(self) -> tuple[AlarmState, ...]:
        """Alarms and links as at first, without a controller, and an image of their own, as a reset
        station has it; how the alarms stood before."""
        with self._lock:
            before = self.wire.alarms.states
            values = [self._changes.get(tag.name, 0) for tag in self.image.inputs]
            self.image = IOImage(TAGS)
            self.image.latch_inputs(values)
            self.wire.restart(self.image)
            self.wire.alarms.begin_anew()
            return before

    @property
    def outputs(self) -> dict[str, float]:
        names = [tag.name for tag in self.image.outputs]
        with self._lock:
            return dict(zip(names, self.image.commanded(), strict=True))

    @property
    def kinds(self) -> list[str]:
        return [event.kind for event in self.events]

    @property
    def asked(self) -> list[dict[str, object]]:
        """The requests that wait for the desk, without who asked."""
        requests: list[Mapping[str, object]] = list(self.wire.requests)
        return [{k: v for k, v in each.items() if k != "asked_by"} for each in requests]

    def close(self) -> None:
        """End everything; calling it again does nothing."""
        self._end.set()
        if self._thread.ident:
            self._thread.join()
        self.link.close()
        self.wire.close()

    def _run(self) -> None:
        now_ns = 0
        while not self._end.wait(TICK_NS / 1e9):
            with self._lock:
                before = zip(self.image.inputs, self.image.input_values(), strict=True)
                self.image.latch_inputs([self._changes.get(t.name, value) for t, value in before])
                self.wire.scan(self.image, now_ns)
            now_ns += TICK_NS


def _until(condition: Callable[[], object], what: str) -> None:
    deadline = time.monotonic() + DEADLINE_S
    while not condition():
        assert time.monotonic() < deadline, f"waited in vain until {what}"
        time.sleep(0.002)


@pytest.fixture(scope="session")
def until() -> Callable[[Callable[[], object], str], None]:
    """Wait for something that the bench or the server does."""
    return _until


@pytest.fixture(scope="session")
def pki(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of the server's certificate."""
    return tmp_path_factory.mktemp("state") / "pki"


@pytest.fixture(scope="session")
def users_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One user of each role; the password is the name, twice."""
    path = tmp_path_factory.mktemp("users") / "users.txt"
    lines = [user_line(name, role, name * 2) for name, role in PASSWORDS.items()]
    path.write_text("# who may enter\n\n" + "\n".join(lines) + "\n", encoding="utf-8")
    return path


@contextmanager
def _opened(
    endpoint: str, *, ticking: bool = True, models: tuple[str, ...] = ()
) -> Iterator[Bench]:
    bench = Bench(endpoint, ticking=ticking, models=models)
    try:
        yield bench
    finally:
        bench.close()


@pytest.fixture(scope="session")
def open_bench(pki: Path) -> Callable[..., object]:
    """A context manager that opens a station at 127.0.0.1 with these options."""

    def opened(options: str, *, port: str = "0", **how: Any) -> object:
        return _opened(f"opc.tcp://127.0.0.1:{port}?pki={pki}{options}", **how)

    return opened


@pytest.fixture(scope="module")
def bench(pki: Path, users_file: Path) -> Iterator[Bench]:
    """A station on 127.0.0.1, for users and for clients without a name."""
    with _opened(f"opc.tcp://127.0.0.1:0?pki={pki}&users={users_file}") as opened:
        yield opened


class Seat:
    """A client of asyncua, with its nodes by the paths that they have here."""

    def __init__(self, client: Client) -> None:
        self.client = client
        self.namespace = client.get_namespace_index("trainlab://station")

    def __getitem__(self, path: str) -> SyncNode:
        return self.client.get_node(f"ns={self.namespace};s=lab.{path}")

    def call(self, method: str, *arguments: object) -> None:
        """Call a method of the station."""
        station = self.client.get_node(f"ns={self.namespace};s=lab")
        station.call_method(self[method].nodeid, *arguments)


@contextmanager
def _seated(
    url: str, user: str = "", password: str = "", security: str = "", locale: str = ""
) -> Iterator[Seat]:
    with _client(url) as client:
        if locale:
            client.set_locale([locale])
        if user:
            client.set_user(user)
            client.set_password(password or user * 2)
        if security:
            client.application_uri = "urn:test:client"
            client.set_security_string(security)
        client.connect()
        yield Seat(client)


@contextmanager
def _client(url: str) -> Iterator[Client]:
    """A client that is not connected yet; at the end nothing of it is left running."""
    client = Client(url, timeout=10)
    try:
        yield client
    finally:
        client.tloop.post(_end(client))
        client.tloop.stop()


async def _end(client: Client) -> None:
    with suppress(ua.UaError, OSError, TimeoutError):
        await client.aio_obj.disconnect()
    tasks = asyncio.all_tasks() - {asyncio.current_task()}
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)


@pytest.fixture(scope="session")
def new_client() -> Callable[..., object]:
    """A context manager: a client that is not connected yet."""
    return _client


@pytest.fixture(scope="session")
def seated() -> Callable[..., object]:
    """A context manager: a client that is connected."""
    return _seated


@pytest.fixture
def seat(bench: Bench) -> Iterator[Seat]:
    """A client without a name."""
    with _seated(bench.url) as opened:
        yield opened


def _certificate(folder: Path, *, days: int, uri: str) -> str:
    """A client's certificate; the last two parts of asyncua's security string."""
    key = rsa.generate_private_key(65537, 2048)
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "client")])
    ends = datetime.now(UTC) + timedelta(days=days)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(ends - timedelta(days=20))
        .not_valid_after(ends)
        .add_extension(x509.SubjectAlternativeName([x509.UniformResourceIdentifier(uri)]), False)
        .sign(key, hashes.SHA256())
    )
    (folder / "client.der").write_bytes(made.public_bytes(Encoding.DER))
    (folder / "client.pem").write_bytes(
        key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    )
    return f"{folder}/client.der,{folder}/client.pem"


@pytest.fixture(scope="session")
def client_certificate(tmp_path_factory: pytest.TempPathFactory) -> str:
    """A good certificate of a client and its key."""
    folder = tmp_path_factory.mktemp("client")
    return _certificate(folder, days=10, uri="urn:test:client")


@pytest.fixture(scope="session")
def strange_certificate(tmp_path_factory: pytest.TempPathFactory) -> str:
    """One that is another application's."""
    folder = tmp_path_factory.mktemp("strange")
    return _certificate(folder, days=10, uri="urn:somebody:else")


@pytest.fixture(scope="session")
def expired_certificate(tmp_path_factory: pytest.TempPathFactory) -> str:
    """One that ran out yesterday."""
    folder = tmp_path_factory.mktemp("expired")
    return _certificate(folder, days=-1, uri="urn:test:client")
