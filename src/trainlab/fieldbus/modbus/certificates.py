"""Certificates for Modbus/TCP Security: `python -m trainlab.fieldbus.modbus.certificates DIR ...`.

    DIR ca [NAME]                      DIR/ca.crt and ca.key: whoever has this key lets clients in
    DIR server [HOST]                  DIR/server.crt and server.key, signed by that CA
    DIR client NAME [--role ROLE]      DIR/NAME.crt and NAME.key, signed by that CA
    --days N                           how long it is valid, else five years
    --replace                          even where there is such a file

All are PEM files. The role stands in the client's certificate as a UTF8String under the OID
1.3.6.1.4.1.50316.802.1 (MB-TCP-Security v2.1, 8.4); without --role there is none.
"""

from __future__ import annotations

import argparse
import ipaddress
import socket
import sys
from collections.abc import Callable, Sequence
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

from trainlab.core.message import Text, environment_language
from trainlab.exchange.rights import ROLES
from trainlab.fieldbus.files import put_file

ROLE_OID = x509.ObjectIdentifier("1.3.6.1.4.1.50316.802.1")
VALID = timedelta(days=5 * 365)
# Clocks differ a little.
BACKDATED = timedelta(hours=1)
_UTF8_STRING = 0x0C
LONGEST_ROLE = 0x7F  # bytes whose number takes one byte (X.690, 8.1.3.4)
LONGEST_DAYS = 100 * 365
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


def new_ca(name: str, valid: timedelta = VALID) -> Issued:
    """A CA of its own."""
    key = _new_key()
    usage = _usage(signs_certificates=True)
    builder = (
        _builder(name, key, valid)
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


ABOUT = Text(
    "Make the certificates that Modbus over TLS needs: a CA first, then one for the server and one for each client.",
    "生成 Modbus TLS 所需的证书：先生成 CA，再为服务器和每个客户端生成证书。",
)
FOLDER = Text("the folder of the files; of the CA, too", "文件所在的文件夹（也是 CA 的文件夹）")
CA = Text(
    "a CA: ca.crt, ca.key. Whoever has its key lets clients in",
    "CA：ca.crt、ca.key。持有其私钥者可签发客户端证书",
)
CA_NAME = Text("what it is called", "CA 的名称")
SERVER = Text("the server's: server.crt, server.key", "服务器证书：server.crt、server.key")
HOSTS = Text(
    "its names and addresses; those of this computer if left out", "服务器的名称和地址；缺省为本机"
)
CLIENT = Text("a client's: NAME.crt, NAME.key", "客户端证书：NAME.crt、NAME.key")
CLIENT_NAME = Text("what the station calls it", "客户端的名称")
ROLE = Text("what it may do; without, it reads", "客户端的权限；缺省只读")
DAYS = Text("how many days it is valid (else %(default)s)", "有效天数（默认 %(default)s）")
REPLACE = Text("even if there is one already", "覆盖已有的文件")
THERE = Text(
    "{file} is there already; --replace makes another one in its place",
    "{file} 已存在；如需覆盖请使用 --replace",
)
NO_NAME = Text("no name for a client: {name}", "不能作为客户端名称：{name}")
NO_CA = Text(
    "{why}; is there a CA in {folder}? (DIR ca)", "{why}；{folder} 中有 CA 吗？（目录 ca）"
)


def _parser(say: Callable[[Text], str]) -> argparse.ArgumentParser:
    program = "python -m trainlab.fieldbus.modbus.certificates"
    parser = argparse.ArgumentParser(prog=program, description=say(ABOUT))
    parser.add_argument("folder", metavar="DIR", type=Path, help=say(FOLDER))
    kinds = parser.add_subparsers(dest="kind", required=True)
    ca = kinds.add_parser("ca", help=say(CA), description=say(CA))
    ca.add_argument("name", nargs="?", default="trainlab CA", help=say(CA_NAME))
    server = kinds.add_parser("server", help=say(SERVER), description=say(SERVER))
    server.add_argument("host", nargs="*", help=say(HOSTS))
    client = kinds.add_parser("client", help=say(CLIENT), description=say(CLIENT))
    client.add_argument("name", help=say(CLIENT_NAME))
    client.add_argument("--role", choices=ROLES, help=say(ROLE))
    for kind in (ca, server, client):
        kind.add_argument("--days", type=_days, default=VALID.days, help=say(DAYS))
        kind.add_argument("--replace", action="store_true", help=say(REPLACE))
    return parser


def _days(written: str) -> int:
    days = int(written)
    if not 1 <= days <= LONGEST_DAYS:
        raise ValueError(written)
    return days


def main() -> None:
    """Make what was asked for, in the language of the environment."""
    language = environment_language()
    parser = _parser(lambda text: text.within(language))
    asked = parser.parse_args()
    folder: Path = asked.folder
    made = asked.name if asked.kind == "client" else asked.kind
    if asked.kind == "client" and (made in ("ca", "server") or Path(made).name != made):
        parser.error(NO_NAME.fill(name=made).render(language))
    for file in (folder / f"{made}.key", folder / f"{made}.crt"):
        if file.exists() and not asked.replace:
            parser.error(THERE.fill(file=file).render(language))
    valid = timedelta(days=asked.days)
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        if asked.kind == "ca":
            issued = new_ca(asked.name, valid)
        elif asked.kind == "server":
            hosts = asked.host or [socket.gethostname(), "localhost", "127.0.0.1", "::1"]
            issued = new_server(hosts, read_signer(folder), valid)
        else:
            issued = new_client(made, asked.role, read_signer(folder), valid)
        issued.keep(folder, made)
    except (OSError, ValueError) as error:
        parser.error(NO_CA.fill(why=error, folder=folder).render(language))
    sys.stdout.write(f"{folder / made}.crt\n{folder / made}.key\n")


if __name__ == "__main__":
    main()
