"""Who a client's certificate is for, and what role is in it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.serialization import Encoding

from trainlab.fieldbus.modbus.certificates import Holder, Issued, holder_of, new_ca, new_client

ROLE_OID = x509.ObjectIdentifier("1.3.6.1.4.1.50316.802.1")


@pytest.fixture(scope="module")
def ca() -> Issued:
    return new_ca("lab")


def der(issued: Issued) -> bytes:
    return issued.certificate.public_bytes(Encoding.DER)


def with_extension(ca: Issued, value: bytes) -> bytes:
    """A certificate with any bytes where the role should be."""
    now = datetime.now(UTC)
    builder = (
        x509.CertificateBuilder()
        .subject_name(ca.certificate.subject)
        .issuer_name(ca.certificate.subject)
        .public_key(ca.key.public_key())
        .serial_number(1)
        .not_valid_before(now)
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.UnrecognizedExtension(ROLE_OID, value), critical=False)
    )
    return builder.sign(ca.key, hashes.SHA256()).public_bytes(Encoding.DER)


def test_the_role_is_a_utf8_string_under_the_oid_of_the_specification(ca: Issued) -> None:
    """MB-TCP-Security v2.1, 8.4; X.690, 8.23: tag 0C, length, text."""
    made = new_client("plc1", "operator", ca)
    value = made.certificate.extensions.get_extension_for_oid(ROLE_OID).value
    assert value == x509.UnrecognizedExtension(ROLE_OID, b"\x0c\x08operator")
    assert holder_of(der(made)) == Holder("plc1", "operator")


def test_a_certificate_without_a_role_has_none(ca: Issued) -> None:
    assert holder_of(der(new_client("plc1", None, ca))) == Holder("plc1", None)


def test_a_role_in_any_script_is_read(ca: Issued) -> None:
    assert holder_of(with_extension(ca, b"\x0c\x06" + "教师".encode())) == Holder("lab", "教师")


@pytest.mark.parametrize(
    "value",
    [b"\x00", b"\x0c", b"\x0c\x09operator", b"\x0c\x07operator", b"\x13\x08operator",
     b"operator", b"\x0c\x01\xff", b"\x0c\x81\x80" + 128 * b"x"],
)  # fmt: skip
def test_what_is_no_such_string_is_no_role(ca: Issued, value: bytes) -> None:
    assert holder_of(with_extension(ca, value)).role is None


def test_what_is_no_certificate_is_nobodys() -> None:
    assert holder_of(b"\x30\x00") == Holder("", None)


def test_a_name_has_nothing_that_a_terminal_would_obey(ca: Issued) -> None:
    assert holder_of(der(new_client("plc\x1b[2J1", "observer", ca))).name == "plc[2J1"
