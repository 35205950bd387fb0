"""Modbus/TCP Security: who gets in, and what its role allows it."""

from __future__ import annotations

import socket
import ssl
import stat
import struct
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack, suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from cryptography import x509

from trainlab.core.problem import ProblemsFound
from trainlab.exchange.endpoint import read_endpoint
from trainlab.fieldbus.modbus import ModbusLink

pytestmark = pytest.mark.wire
TIMEOUT_S = 15.0
SET_COIL, SET_REGISTER = "05 0000 ff00", "06 0020 0063"
PRESS, TURN = "05 1000 ff00", "10 1000 0002 04 3e80 0000"
WRITES = [SET_COIL, SET_REGISTER, "0f 0000 0001 01 01", "10 0020 0001 02 0001", "16 0020 0000 0001", "17 0020 0001 0020 0001 02 0001"]  # fmt: skip


class SecureClient:
    """Any bytes over TLS."""

    def __init__(self, station: Any, context: ssl.SSLContext) -> None:
        plain = socket.create_connection((station.host, station.port), timeout=TIMEOUT_S)
        try:
            self.socket = context.wrap_socket(plain, server_hostname=station.host)
        except BaseException:
            plain.close()
            raise

    def ask(self, pdu: str) -> str:
        data = bytes.fromhex(pdu)
        self.socket.sendall(struct.pack(">HHHB", 1, 0, len(data) + 1, 1) + data)
        head = self.receive(7)
        return self.receive(int.from_bytes(head[4:6], "big") - 1).hex()

    def receive(self, size: int) -> bytes:
        data = b""
        while len(data) < size:
            piece = self.socket.recv(size - len(data))
            if not piece:
                raise ConnectionResetError
            data += piece
        return data


@pytest.fixture
def station(open_modbus_station: Any, lab: Any) -> Iterator[Any]:
    with open_modbus_station(lab.endpoint) as opened:
        yield opened


@pytest.fixture
def connect(station: Any, lab: Any) -> Iterator[Callable[..., SecureClient]]:
    clients: list[SecureClient] = []

    def connected(name: str | None, change: Callable[[ssl.SSLContext], None] = id) -> SecureClient:
        context = lab.context(name)
        change(context)
        clients.append(SecureClient(station, context))
        return clients[-1]

    yield connected
    for client in clients:
        client.socket.close()


def problems(endpoint: str) -> list[str]:
    with pytest.raises(ProblemsFound) as found:
        ModbusLink().open(read_endpoint(endpoint), [])
    return [problem.kind.code for problem in found.value.problems]


@pytest.mark.parametrize(
    ("role", "commands", "operates"),
    [
        ("observer", False, False),
        ("nobody", False, False),
        ("controller", True, False),
        ("operator", False, True),
        ("instructor", True, True),
    ],
)
def test_a_role_allows_what_it_says_and_all_else_is_exception_01(
    station: Any, connect: Any, role: str, commands: bool, operates: bool
) -> None:
    client = connect(role)
    assert client.ask("04 0020 0001") == "04020000"
    for pdu in WRITES:
        refusal = f"{int(pdu[:2], 16) | 0x80:02x}01"
        assert (client.ask(pdu) != refusal) is commands
    for pdu in (PRESS, TURN):
        refusal = f"{int(pdu[:2], 16) | 0x80:02x}01"
        assert (client.ask(pdu) != refusal) is operates
    station.tick()
    assert station.outputs["q0"] is commands
    assert bool(station.wire.requests) is operates


def test_the_owner_of_the_seat_is_known_by_its_certificate(station: Any, connect: Any) -> None:
    connect("controller").ask(SET_COIL)
    station.tick()
    assert station.events[0].name.startswith("modbus controller 127.0.0.1:")


@pytest.mark.parametrize("version", [ssl.TLSVersion.TLSv1_2, ssl.TLSVersion.TLSv1_3])
def test_tls_1_2_and_1_3_are_spoken(connect: Any, version: ssl.TLSVersion) -> None:
    def only(context: ssl.SSLContext) -> None:
        context.minimum_version = context.maximum_version = version

    assert connect("instructor", only).ask(SET_COIL) == "050000ff00"


@pytest.mark.filterwarnings("ignore:ssl.TLSVersion.TLSv1_1 is deprecated:DeprecationWarning")
def test_tls_1_1_is_not(connect: Any) -> None:
    def old(context: ssl.SSLContext) -> None:
        context.minimum_version = context.maximum_version = ssl.TLSVersion.TLSv1_1
        context.set_ciphers("ALL:@SECLEVEL=0")

    with pytest.raises((ssl.SSLError, ConnectionError)):
        connect("instructor", old)


@pytest.mark.parametrize("who", [None, "late", "stranger", "unsigned"])
def test_without_a_valid_certificate_of_the_ca_nobody_gets_in(
    station: Any, connect: Any, who: str | None
) -> None:
    """In TLS 1.3 a client learns it with the first answer that it waits for."""
    with pytest.raises((ssl.SSLError, ConnectionError)):
        connect(who).ask(SET_COIL)
    assert connect("instructor").ask("01 0000 0001") == "010100"
    station.tick()
    assert set(station.kinds) <= {"client_refused"}


def test_a_client_that_knows_another_ca_refuses_the_server(station: Any, lab: Any) -> None:
    context = lab.context("instructor", server="unsigned")
    with pytest.raises(ssl.SSLCertVerificationError):
        SecureClient(station, context)


def test_modbus_in_the_clear_gets_no_answer(station: Any, connect_modbus: Any) -> None:
    client = connect_modbus(station)
    client.socket.sendall(client.frame(SET_COIL))
    answer = b""
    with suppress(ConnectionError):
        answer = client.receive(64)
    assert answer[:1] in (b"", b"\x15")  # the end, or an alert of TLS
    assert station.link.alive


def test_clients_that_never_shake_hands_do_not_keep_others_out(station: Any, connect: Any) -> None:
    with ExitStack() as silent:
        for _ in range(200):
            place = station.host, station.port
            silent.enter_context(socket.create_connection(place, timeout=TIMEOUT_S))
        assert connect("instructor").ask("01 0000 0001") == "010100"
        assert station.wire.connections == 1


def test_a_public_address_is_guarded(open_modbus_station: Any, lab: Any) -> None:
    with open_modbus_station(lab.endpoint.replace("127.0.0.1", "0.0.0.0")) as station:
        assert not station.link.open_to_all
    with open_modbus_station("0.0.0.0:0") as station:
        assert station.link.open_to_all


def test_a_certificate_of_the_servers_own_is_made_once_and_kept(
    open_modbus_station: Any, lab: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path))
    folder = tmp_path / "trainlab" / "modbus"
    kept = []
    for _ in range(2):
        with open_modbus_station(f"tls://127.0.0.1:0?ca={lab.folder / 'ca.crt'}") as station:
            context = lab.context("controller")
            context.load_verify_locations(folder / "server.crt")
            client = SecureClient(station, context)
            assert client.ask(SET_COIL) == "050000ff00"
            client.socket.close()
        kept.append((folder / "server.crt").read_bytes())
    assert kept[0] == kept[1]
    assert stat.S_IMODE((folder / "server.key").stat().st_mode) == 0o600


@pytest.mark.parametrize(
    ("options", "code"),
    [
        ("", "TL5031"),
        ("ca={lab}/ca.crt&cert={lab}/server.crt", "TL5032"),
        ("ca={lab}/no.crt&cert={lab}/server.crt&key={lab}/server.key", "TL5033"),
        ("ca={lab}/ca.key&cert={lab}/server.crt&key={lab}/server.key", "TL5033"),
        ("ca={lab}/ca.crt&cert={lab}/server.crt&key={lab}/nobody.key", "TL5033"),
        ("ca={lab}/ca.crt&cert={lab}/expired.crt&key={lab}/expired.key", "TL5034"),
        ("ca={lab}/expired.crt&cert={lab}/server.crt&key={lab}/server.key", "TL5034"),
        ("cafile=x", "TL5006"),
    ],
)
def test_what_is_wrong_with_the_files_is_a_problem_of_the_endpoint(
    lab: Any, options: str, code: str
) -> None:
    assert problems(f"tls://127.0.0.1:0?{options.format(lab=lab.folder)}") == [code]


def test_a_taken_port_is_too(station: Any, lab: Any) -> None:
    assert problems(lab.endpoint.replace(":0?", f":{station.port}?")) == ["TL5002"]


def make(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    module = "trainlab.fieldbus.modbus.certificates"
    return subprocess.run(
        [sys.executable, "-m", module, str(folder), *arguments],
        capture_output=True,
        text=True,
        check=False,
    )


def test_an_instructor_makes_the_certificates_of_a_lab(
    open_modbus_station: Any, lab: Any, tmp_path: Path
) -> None:
    asked = [("ca",), ("server", "127.0.0.1"), ("client", "plc1", "--role", "controller")]
    for arguments in asked:
        assert make(tmp_path, *arguments).returncode == 0
    endpoint = lab.endpoint.replace(str(lab.folder), str(tmp_path))
    with open_modbus_station(endpoint) as station:
        context = ssl.create_default_context(cafile=tmp_path / "ca.crt")
        context.load_cert_chain(tmp_path / "plc1.crt", tmp_path / "plc1.key")
        client = SecureClient(station, context)
        assert client.ask(SET_COIL) == "050000ff00"
        client.socket.close()


@pytest.mark.parametrize(
    "arguments", [("client", "plc1"), ("server",), ("client", "../plc1"), ("client", "ca")]
)
def test_what_cannot_be_made_is_said(tmp_path: Path, arguments: tuple[str, ...]) -> None:
    assert make(tmp_path, *arguments).returncode == 2
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("arguments", [("server", "127.0.0.1"), ("client", "plc1")])
def test_a_certificate_is_replaced_only_where_that_is_asked(
    tmp_path: Path, arguments: tuple[str, ...]
) -> None:
    make(tmp_path, "ca")
    first = make(tmp_path, *arguments).stdout.splitlines()[0]
    before = Path(first).read_bytes()
    assert make(tmp_path, *arguments).returncode == 2
    assert Path(first).read_bytes() == before
    assert make(tmp_path, *arguments, "--replace", "--days", "30").returncode == 0
    after = x509.load_pem_x509_certificate(Path(first).read_bytes())
    assert after.not_valid_after_utc - datetime.now(UTC) < timedelta(days=30)


def test_a_ca_is_not_overwritten(tmp_path: Path) -> None:
    make(tmp_path, "ca")
    before = (tmp_path / "ca.key").read_bytes()
    assert make(tmp_path, "ca").returncode == 2
    assert (tmp_path / "ca.key").read_bytes() == before


@pytest.mark.parametrize(
    ("who", "reason"),
    [
        (None, "it showed no certificate"),
        ("late", "its certificate has expired"),
        ("stranger", "its certificate is not of this CA"),
    ],
)
def test_whoever_is_not_let_in_is_told_of_once(
    station: Any, connect: Any, who: str | None, reason: str
) -> None:
    for _ in range(3):
        with pytest.raises((ssl.SSLError, ConnectionError)):
            connect(who).ask(SET_COIL)
    station.until(lambda: station.kinds, "it is told")
    connect("instructor").ask(SET_COIL)
    station.until(lambda: "controller_ready" in station.kinds, "a write has come")
    (told,) = [event for event in station.events if event.kind == "client_refused"]
    assert told.name == "modbus 127.0.0.1"
    assert told.reason.en == reason


def test_what_a_role_does_not_allow_is_told(station: Any, connect: Any) -> None:
    client = connect("operator")
    client.ask(SET_COIL)
    client.ask(SET_COIL)
    station.until(lambda: station.kinds, "it is told")
    (told,) = station.events
    assert (told.kind, told.name) == ("client_refused", "modbus operator 127.0.0.1")
    assert told.reason.en == "its role 'operator' does not write outputs"
