"""TLS as Modbus/TCP Security wants it: 1.2 or newer, and a certificate of each side."""

from __future__ import annotations

import socket
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives.serialization import load_pem_private_key

from trainlab.exchange.server_process import Report
from trainlab.fieldbus.modbus.certificates import new_server
from trainlab.fieldbus.modbus.setup import TlsSetup

RENEWED_BEFORE = timedelta(days=30)


class Unusable(Exception):
    """A file cannot be used; the report for the bench says which and why."""

    def __init__(self, **report: str) -> None:
        self.report: Report = report


def secured_by(setup: TlsSetup) -> ssl.SSLContext:
    """TLS with these files; Unusable."""
    if setup.made is not None:
        with _reading(setup.made):
            _make(setup)
    _check_dates(setup.certificate)
    _check_dates(setup.ca)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    context.options |= ssl.OP_NO_RENEGOTIATION
    context.verify_mode = ssl.CERT_REQUIRED
    with _reading(setup.key):
        # A key with a password would be asked for it at the terminal.
        context.load_cert_chain(setup.certificate, setup.key, password="")
    with _reading(setup.ca):
        context.load_verify_locations(setup.ca)
    return context


def _make(setup: TlsSetup) -> None:
    """A certificate that the server has signed itself, if there is none or it is about to run out."""
    place = setup.certificate
    place.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    if place.exists() and setup.key.exists():
        kept = x509.load_pem_x509_certificate(place.read_bytes())
        key = load_pem_private_key(setup.key.read_bytes(), None)
        lasts = kept.not_valid_after_utc - RENEWED_BEFORE > datetime.now(UTC)
        # Two servers that start at once may leave the files of one and of the other.
        if lasts and kept.public_key() == key.public_key():
            return
    hosts = [socket.gethostname(), "localhost", "127.0.0.1", "::1"]
    new_server(hosts, None).keep(place.parent, place.stem)


def _check_dates(path: Path) -> None:
    """The first certificate of a file must still be valid."""
    with _reading(path):
        certificate = x509.load_pem_x509_certificate(path.read_bytes())
    until = certificate.not_valid_after_utc
    if until < datetime.now(UTC):
        raise Unusable(problem="expired", path=str(path), until=f"{until:%Y-%m-%d}")


@contextmanager
def _reading(path: Path) -> Iterator[None]:
    try:
        yield
    except ssl.SSLError as error:
        reason = (error.reason or str(error)).replace("_", " ").lower()
        raise Unusable(problem="certificate", path=str(path), reason=reason) from error
    except OSError as error:
        reason = error.strerror or str(error)
        raise Unusable(problem="certificate", path=str(path), reason=reason) from error
    except ValueError as error:
        reason = str(error).partition(".")[0]
        raise Unusable(problem="certificate", path=str(path), reason=reason) from error
