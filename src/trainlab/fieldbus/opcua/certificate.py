"""The certificate and key of a server or a client, made at the first start and kept in a folder.

server.pem    the private key, for this user alone (client.pem: the client's)
server.der    a self-signed certificate over it; made anew before it expires, or where the host has
              another name or the server listens at an address that is not in it
"""

from __future__ import annotations

import socket
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address
from pathlib import Path

from asyncua.crypto.cert_gen import (
    dump_private_key_as_pem,
    generate_private_key,
    generate_self_signed_app_certificate,
)
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, load_pem_private_key
from cryptography.x509.oid import ExtendedKeyUsageOID

from trainlab.fieldbus.files import put_file

USES = {"server": ExtendedKeyUsageOID.SERVER_AUTH, "client": ExtendedKeyUsageOID.CLIENT_AUTH}
VALID_DAYS = 5 * 365
ANY = ("0.0.0.0", "::")
RENEWED_BEFORE = timedelta(days=30)


class Unusable(Exception):
    """The folder or what is in it cannot be used; says why."""


@dataclass(frozen=True, slots=True)
class Identity:
    """Who the server or the client is."""

    uri: str
    certificate: bytes
    key: bytes


def identity(folder: Path, role: str = "server", at: str = "") -> Identity:
    """The certificate (DER) and key (PEM) of a role in a folder, made if there are none; Unusable.

    `at` is the address or name that a server listens at.
    """
    host = socket.gethostname()
    uri = f"urn:{host}:trainlab"
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        key_pem = _key_file(folder / f"{role}.pem")
        key = load_pem_private_key(key_pem, None)
        if not isinstance(key, RSAPrivateKey):
            raise Unusable(f"{role}.pem: RSA")
        place = folder / f"{role}.der"
        der = place.read_bytes() if place.exists() else b""
        wanted = [_host(at)] if at and at not in ANY else []
        if not (der and _still_good(der, key, uri, wanted)):
            hosts = [x509.DNSName(host), x509.DNSName("localhost")]
            addresses = [_host(each) for each in ("127.0.0.1", "::1", *_addresses(host))]
            names: list[x509.GeneralName] = [x509.UniformResourceIdentifier(uri)]
            names += dict.fromkeys([*hosts, *wanted, *addresses])
            made = generate_self_signed_app_certificate(
                key,
                f"trainlab@{host}",
                {"organizationName": "trainlab"},
                names,
                [USES[role]],
                VALID_DAYS,
            )
            der = made.public_bytes(Encoding.DER)
            put_file(place, der, 0o644)
    except OSError as error:
        raise Unusable(error.strerror or str(error)) from error
    except (ValueError, TypeError) as error:
        raise Unusable(str(error)) from error
    return Identity(uri, der, key_pem)


def _key_file(place: Path) -> bytes:
    if not place.exists():
        put_file(place, dump_private_key_as_pem(generate_private_key()), 0o600, keep=True)
    return place.read_bytes()


def _host(name: str) -> x509.GeneralName:
    try:
        return x509.IPAddress(ip_address(name.partition("%")[0]))
    except ValueError:
        return x509.DNSName(name.encode("idna").decode())


def _addresses(host: str) -> Iterable[str]:
    """The addresses that this computer's own name stands for; none where nobody knows it."""
    try:
        found = socket.getaddrinfo(host, None, type=socket.SOCK_STREAM)
    except OSError:
        return ()
    return dict.fromkeys(str(place[0]) for *_, place in found)


def _still_good(
    der: bytes, key: RSAPrivateKey, uri: str, wanted: Sequence[x509.GeneralName]
) -> bool:
    certificate = x509.load_der_x509_certificate(der)
    names = certificate.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    return (
        certificate.public_key() == key.public_key()
        and certificate.not_valid_after_utc - RENEWED_BEFORE > datetime.now(UTC)
        and all(each in names for each in wanted)
        and uri in names.get_values_for_type(x509.UniformResourceIdentifier)
    )
