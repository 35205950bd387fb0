"""Certificates for Modbus/TCP Security: `python -m trainlab.fieldbus.modbus.certificates DIR ...`.

    DIR ca [NAME]                      DIR/ca.crt and ca.key: whoever has this key lets clients in
    DIR server [HOST]                  DIR/server.crt and server.key, signed by that CA
    DIR client NAME [--role ROLE]      DIR/NAME.crt and NAME.key, signed by that CA

All are PEM files. The role stands in the client's certificate as a UTF8String under the OID
1.3.6.1.4.1.50316.802.1 (MB-TCP-Security v2.1, 8.4); without --role there is none.
"""

from __future__ import annotations

import argparse
import ipaddress
import socket
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    load_pem_private_key,
)
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

from trainlab.fieldbus.files import put_file
from trainlab.fieldbus.rights import ROLES

ROLE_OID = x509.ObjectIdentifier("1.3.6.1.4.1.50316.802.1")
VALID = timedelta(days=5 * 365)
# Clocks differ a little.
BACKDATED = timedelta(hours=1)
_UTF8_STRING = 0x0C
LONGEST_ROLE = 0x7F  # bytes whose number takes one byte (X.690, 8.1.3.4)
LONGEST_NAME = 64  # of a common name (X.520, ub-common-name)


@dataclass(frozen=True, slots=True)
class Issued:
    """A certificate and its key; that of a CA signs others."""

    certificate: x509.Certificate
    key: ec.EllipticCurvePrivateKey

    def keep(self, folder: Path, name: str) -> None:
        """Put both into a folder as NAME.crt and NAME.key; OSError."""
        pem = self.key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
        put_file(folder / f"{name}.key", pem, 0o600)
        put_file(folder / f"{name}.crt", self.certificate.public_bytes(Encoding.PEM), 0o644)


def new_ca(name: str) -> Issued:
    """A CA of its own."""
    key = _new_key()
    usage = _usage(signs_certificates=True)
    builder = (
        _builder(name, key, VALID)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .add_extension(usage, critical=True)
    )
    return Issued(builder.issuer_name(_named(name)).sign(key, hashes.SHA256()), key)


def new_server(hosts: Sequence[str], signer: Issued | None, valid: timedelta = VALID) -> Issued:
    """A server's certificate for these host names and addresses; signed by itself without signer."""
    names = x509.SubjectAlternativeName([_host(each) for each in hosts])
    return _end_entity(hosts[0], ExtendedKeyUsageOID.SERVER_AUTH, names, signer, valid)


def new_client(name: str, role: str | None, signer: Issued, valid: timedelta = VALID) -> Issued:
    """A client's certificate, with a role or none."""
    more = None if role is None else x509.UnrecognizedExtension(ROLE_OID, _utf8_string(role))
    return _end_entity(name, ExtendedKeyUsageOID.CLIENT_AUTH, more, signer, valid)


@dataclass(frozen=True, slots=True)
class Holder:
    """Who a certificate is for; `role` is None if it has none that can be read."""

    name: str
    role: str | None


def holder_of(der: bytes) -> Holder:
    """Who this certificate is for; nobody in particular if it is too odd to be read."""
    try:
        certificate = x509.load_der_x509_certificate(der)
        names = certificate.subject.get_attributes_for_oid(NameOID.COMMON_NAME)
    except ValueError:
        return Holder("", None)
    name = "".join(filter(str.isprintable, str(names[0].value) if names else ""))
    return Holder(name[:LONGEST_NAME], _role(certificate))


def _role(certificate: x509.Certificate) -> str | None:
    try:
        value = certificate.extensions.get_extension_for_oid(ROLE_OID).value
    except (
        x509.ExtensionNotFound,
        x509.DuplicateExtension,
        x509.UnsupportedGeneralNameType,
        ValueError,
    ):
        return None
    assert isinstance(value, x509.UnrecognizedExtension)
    head, text = value.value[:2], value.value[2:]
    if len(text) > LONGEST_ROLE or head != bytes((_UTF8_STRING, len(text))):
        return None
    try:
        return text.decode()
    except UnicodeDecodeError:
        return None


def read_signer(folder: Path) -> Issued:
    """The CA of a folder; OSError or ValueError."""
    certificate = x509.load_pem_x509_certificate((folder / "ca.crt").read_bytes())
    key = load_pem_private_key((folder / "ca.key").read_bytes(), None)
    if not isinstance(key, ec.EllipticCurvePrivateKey):
        raise ValueError("ca.key")
    return Issued(certificate, key)


def _end_entity(
    name: str,
    purpose: x509.ObjectIdentifier,
    more: x509.ExtensionType | None,
    signer: Issued | None,
    valid: timedelta,
) -> Issued:
    key = _new_key()
    builder = (
        _builder(name, key, valid)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(_usage(signs_certificates=False), critical=True)
        .add_extension(x509.ExtendedKeyUsage([purpose]), critical=False)
    )
    if more is not None:
        builder = builder.add_extension(more, critical=False)
    if signer is None:
        return Issued(builder.issuer_name(_named(name)).sign(key, hashes.SHA256()), key)
    identifier = x509.AuthorityKeyIdentifier.from_issuer_public_key(signer.key.public_key())
    builder = builder.add_extension(identifier, critical=False)
    issued = builder.issuer_name(signer.certificate.subject).sign(signer.key, hashes.SHA256())
    return Issued(issued, key)


def _builder(
    name: str, key: ec.EllipticCurvePrivateKey, valid: timedelta
) -> x509.CertificateBuilder:
    now = datetime.now(UTC)
    # One that has run out is what a test of refusal needs.
    begin = min(now, now + valid) - BACKDATED
    identifier = x509.SubjectKeyIdentifier.from_public_key(key.public_key())
    return (
        x509.CertificateBuilder()
        .subject_name(_named(name))
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(begin)
        .not_valid_after(now + valid)
        .add_extension(identifier, critical=False)
    )


def _new_key() -> ec.EllipticCurvePrivateKey:
    return ec.generate_private_key(ec.SECP256R1())


def _named(name: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])


def _usage(*, signs_certificates: bool) -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=not signs_certificates,
        key_cert_sign=signs_certificates,
        crl_sign=signs_certificates,
        content_commitment=False,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        encipher_only=False,
        decipher_only=False,
    )


def _host(name: str) -> x509.GeneralName:
    try:
        return x509.IPAddress(ipaddress.ip_address(name))
    except ValueError:
        return x509.DNSName(name)


def _utf8_string(text: str) -> bytes:
    data = text.encode()
    return bytes((_UTF8_STRING, len(data))) + data


def main() -> None:
    """Make what was asked for."""
    parser = argparse.ArgumentParser(prog="python -m trainlab.fieldbus.modbus.certificates")
    parser.add_argument("folder", type=Path)
    kinds = parser.add_subparsers(dest="kind", required=True)
    kinds.add_parser("ca").add_argument("name", nargs="?", default="trainlab CA")
    kinds.add_parser("server").add_argument("host", nargs="*")
    client = kinds.add_parser("client")
    client.add_argument("name")
    client.add_argument("--role", choices=ROLES)
    asked = parser.parse_args()
    folder: Path = asked.folder
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        if asked.kind == "ca":
            if (folder / "ca.key").exists():
                parser.error(f"{folder / 'ca.key'} is there already")
            new_ca(asked.name).keep(folder, made := "ca")
        elif asked.kind == "server":
            hosts = asked.host or [socket.gethostname(), "localhost", "127.0.0.1", "::1"]
            new_server(hosts, read_signer(folder)).keep(folder, made := "server")
        else:
            if asked.name in ("ca", "server") or Path(asked.name).name != asked.name:
                parser.error(f"no name for a client: {asked.name}")
            new_client(asked.name, asked.role, read_signer(folder)).keep(folder, made := asked.name)
    except (OSError, ValueError) as error:
        parser.error(f"{error}; is there a CA in {folder}? (DIR ca)")
    sys.stdout.write(f"{folder / made}.crt\n{folder / made}.key\n")


if __name__ == "__main__":
    main()
