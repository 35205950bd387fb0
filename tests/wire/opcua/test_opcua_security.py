"""Who gets in: channels, certificates, users, and what the server keeps of itself."""

from __future__ import annotations

import socket
import stat
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from asyncua import ua

from trainlab.core.problem import ProblemsFound
from trainlab.exchange.endpoint import read_endpoint
from trainlab.exchange.users import read_users, user_line
from trainlab.fieldbus.opcua import OpcUaLink

pytestmark = pytest.mark.wire
Until = Callable[[Callable[[], object], str], None]


def codes(endpoint: str) -> list[str]:
    """The diagnostics of an endpoint that cannot be opened."""
    with pytest.raises(ProblemsFound) as found:
        OpcUaLink().open(read_endpoint(endpoint), [])
    return [problem.kind.code for problem in found.value.problems]


@pytest.mark.parametrize(
    "policy",
    [
        "Basic256Sha256,Sign",
        "Basic256Sha256,SignAndEncrypt",
        "Aes128Sha256RsaOaep,SignAndEncrypt",
        "Aes256Sha256RsaPss,SignAndEncrypt",
    ],
)
def test_a_user_reads_and_writes_over_a_secured_channel(
    bench: Any, seated: Any, client_certificate: str, policy: str
) -> None:
    with seated(bench.url, "plc", security=f"{policy},{client_certificate}") as seat:
        seat["Outputs.valve"].write_value(ua.Variant(1, ua.VariantType.Int16))

        assert seat["Outputs.valve"].read_value() == 1
        assert seat["Status.Controller"].read_value().startswith("opcua plc 127.0.0.1:")


@pytest.mark.parametrize(
    ("user", "password"),
    [("plc", "wrong"), ("plc", "ada" * 2), ("mallory", "mallory"), ("ada", "")],
)
def test_a_wrong_name_or_password_is_refused(
    bench: Any, seated: Any, user: str, password: str
) -> None:
    with (
        pytest.raises((ua.uaerrors.BadUserAccessDenied, ua.uaerrors.BadIdentityTokenRejected)),
        seated(bench.url, user, password or " "),
    ):
        pass
    assert bench.link.alive


def test_a_password_in_clear_is_not_looked_at(bench: Any, new_client: Any) -> None:
    with new_client(bench.url) as client:
        client.set_user("plc")
        client.set_password("plcplc")
        client.aio_obj._encrypt_password = lambda password, _: (password.encode(), None)

        with pytest.raises(ua.uaerrors.BadIdentityTokenRejected):
            client.connect()


def test_a_certificate_that_has_run_out_or_is_anothers_is_refused(
    bench: Any, seated: Any, expired_certificate: str, strange_certificate: str
) -> None:
    policy = "Basic256Sha256,SignAndEncrypt"
    with (
        pytest.raises(ua.uaerrors.BadCertificateTimeInvalid),
        seated(bench.url, "plc", security=f"{policy},{expired_certificate}"),
    ):
        pass
    with (
        pytest.raises(ua.uaerrors.BadCertificateUriInvalid),
        seated(bench.url, "plc", security=f"{policy},{strange_certificate}"),
    ):
        pass
    with seated(bench.url) as seat:
        assert seat["Status.Phase"].read_value() == 1


def test_a_malformed_certificate_does_no_harm(bench: Any, seated: Any) -> None:
    policy = b"http://opcfoundation.org/UA/SecurityPolicy#Basic256Sha256"
    header = b"".join(
        len(p).to_bytes(4, "little") + p for p in (policy, b"no certificate", b"x" * 20)
    )
    body = bytes(4) + header + bytes(200)
    chunk = b"OPNF" + (8 + len(body)).to_bytes(4, "little") + body
    host, port = "127.0.0.1", int(bench.url.rpartition(":")[2])
    with socket.create_connection((host, port), timeout=10) as wire:
        wire.sendall(chunk)

    with seated(bench.url) as seat:
        assert seat["Status.Phase"].read_value() == 1
    assert bench.link.alive


def test_the_private_key_is_for_its_owner_alone_and_stays(
    pki: Path, open_bench: Any, bench: Any
) -> None:
    key, certificate = (pki / name for name in ("server.pem", "server.der"))
    kept = key.read_bytes(), certificate.read_bytes()

    assert stat.S_IMODE(key.stat().st_mode) == 0o600
    assert stat.S_IMODE(pki.stat().st_mode) == 0o700
    with open_bench(""):
        assert (key.read_bytes(), certificate.read_bytes()) == kept


def test_without_anonymous_and_insecure_only_users_on_secured_channels_enter(
    open_bench: Any, seated: Any, new_client: Any, users_file: Path, client_certificate: str
) -> None:
    strict = f"&users={users_file}&anonymous=no&insecure=no"
    security = f"Basic256Sha256,SignAndEncrypt,{client_certificate}"
    with open_bench(strict) as bench:
        with new_client(bench.url) as client:
            endpoints = client.connect_and_get_server_endpoints()
        with seated(bench.url, "eve", security=security) as seat:
            assert seat["Status.Phase"].read_value() == 1
        with pytest.raises(ua.UaError), seated(bench.url, "", security=security):
            pass
        with pytest.raises((ua.UaError, OSError, TimeoutError)), seated(bench.url):
            pass

    policies = {endpoint.SecurityPolicyUri.rpartition("#")[2] for endpoint in endpoints}
    assert policies == {"Basic256Sha256", "Aes128_Sha256_RsaOaep", "Aes256_Sha256_RsaPss"}


def test_an_endpoint_for_all_needs_users_or_a_word(tmp_path: Path) -> None:
    assert codes("opc.tcp://0.0.0.0:0") == ["TL5023"]


def test_a_port_that_is_taken_is_a_diagnostic(bench: Any, pki: Path) -> None:
    assert codes(f"{bench.url}?pki={pki}") == ["TL5002"]


def test_a_folder_for_the_certificate_that_cannot_be_is_a_diagnostic(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("no folder", encoding="utf-8")
    damaged = tmp_path / "damaged"
    damaged.mkdir()
    (damaged / "server.pem").write_text("no key", encoding="utf-8")

    assert codes(f"opc.tcp://127.0.0.1:0?pki={tmp_path}/file") == ["TL5024"]
    assert codes(f"opc.tcp://127.0.0.1:0?pki={damaged}") == ["TL5024"]


def test_all_that_is_wrong_with_a_users_file_is_said(tmp_path: Path) -> None:
    good = user_line("ada", "instructor", "secret")
    bad = [
        "# comment",
        good,
        good,
        "ada",
        "bob:teacher:" + good.split(":")[2],
        "bob:operator:secret",
        "bob:operator:scrypt$16384$8$1$AAAA$AAAA",
        "bob:operator:scrypt$1073741824$8$1$" + "$".join(good.split("$")[-2:]),
        "bob:operator:scrypt$x$8$1$" + "$".join(good.split("$")[-2:]),
    ]
    path = tmp_path / "users.txt"
    path.write_text("\n".join(bad), encoding="utf-8")

    with pytest.raises(ProblemsFound) as found:
        read_users(path)

    assert [(p.kind.code, p.position.line) for p in found.value.problems] == [
        ("TL5022", line) for line in range(3, 10)
    ]
    assert codes(f"opc.tcp://127.0.0.1:0?users={tmp_path}/none") == ["TL5021"]


def test_a_password_is_kept_as_a_salted_hash(tmp_path: Path) -> None:
    first, second = (user_line("ada", "instructor", "密码") for _ in range(2))
    path = tmp_path / "users.txt"
    path.write_text(first, encoding="utf-8")
    entry = read_users(path)["ada"]

    assert first != second
    assert "密码" not in first
    assert entry.hash.matches("密码")
    assert not entry.hash.matches("密")
    for name, role in (("a:b", "operator"), ("", "operator"), ("#a", "operator"), ("a", "king")):
        with suppress(ValueError):
            user_line(name, role, "x")
            pytest.fail(f"{name}:{role}")
