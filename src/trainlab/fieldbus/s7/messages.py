"""What an S7 server answers to one message: bytes in, bytes out.

The protocol has no public specification. The structures are those that the Wireshark dissector
s7comm and the library Snap7 describe (both read, neither copied); tests hold them to clients of
independent make.

    32 kind 00 00 reference(2) parameters(2) data(2) [error class, error code]   the header
    kind: 1 a job, 2 an acknowledgement, 3 one with data, 7 user data
"""

from __future__ import annotations

import struct
from dataclasses import dataclass

from trainlab.exchange.server_side import Client
from trainlab.fieldbus.s7.areas import Areas
from trainlab.fieldbus.s7.status_lists import LARGEST_PDU
from trainlab.fieldbus.s7.system import user_data
from trainlab.fieldbus.s7.variables import OK, read_variables, write_variables

PROTOCOL = 0x32
JOB, ACKNOWLEDGE, ACKNOWLEDGE_DATA, USER_DATA = 1, 2, 3, 7
SETUP, READ, WRITE = 0xF0, 0x04, 0x05
NOT_AVAILABLE = (0x81, 0x04)  # the function is not available in this CPU
MALFORMED = (0x85, 0x00)
SMALLEST_PDU = 240
MOST_JOBS = 8  # that a client may have under way at once

_HEADER = struct.Struct(">BBHHHH")


class Malformed(Exception):
    """A message is not built as its header says."""


@dataclass(slots=True)
class Conversation:
    """One client's S7 connection with one station."""

    areas: Areas
    client: Client
    pdu_bytes: int = SMALLEST_PDU


def respond(message: bytes, talk: Conversation) -> bytes:
    """The answer to one message; empty for what deserves none."""
    if len(message) < _HEADER.size or message[0] != PROTOCOL:
        return b""
    _, kind, _, reference, parameter_bytes, data_bytes = _HEADER.unpack_from(message)
    body = message[_HEADER.size :]
    parameters, data = body[:parameter_bytes], body[parameter_bytes:]
    if len(data) != data_bytes or not parameters:
        return _answer(reference, b"", b"", MALFORMED) if kind == JOB else b""
    if kind == USER_DATA:
        parameters, data = user_data(parameters, data, talk.areas.blocks)
        if not any(parameters[-2:]):
            talk.client.hear()
        return _HEADER.pack(PROTOCOL, USER_DATA, 0, reference, len(parameters), len(data)) + (
            parameters + data
        )
    if kind != JOB:
        return b""
    try:
        return _job(reference, parameters, data, talk)
    except (struct.error, IndexError, Malformed):
        return _answer(reference, parameters[:1], b"", MALFORMED)


def _job(reference: int, parameters: bytes, data: bytes, talk: Conversation) -> bytes:
    function = parameters[0]
    if function == SETUP:
        calling, called, wanted = struct.unpack_from(">HHH", parameters, 2)
        talk.pdu_bytes = min(max(wanted, SMALLEST_PDU), LARGEST_PDU)
        calling, called = (min(max(jobs, 1), MOST_JOBS) for jobs in (calling, called))
        agreed = struct.pack(">BBHHH", SETUP, 0, calling, called, talk.pdu_bytes)
        return _answer(reference, agreed, b"")
    if parameters == bytes((READ,)):  # how python-snap7 3 asks for the state of a CPU
        return _answer(reference, bytes((READ, 0)), b"")
    if function == READ:
        talk.areas.update()
        parts = read_variables(parameters, talk.areas)
        answer = b"".join(parts)
        if len(answer) + _HEADER.size + 4 > talk.pdu_bytes:
            return _answer(reference, parameters[:2], b"", MALFORMED)
        if any(part[0] == OK for part in parts):
            talk.client.hear()
        return _answer(reference, parameters[:2], answer)
    if function == WRITE:
        talk.areas.update()
        codes = write_variables(parameters, data, talk.areas, talk.client)
        if OK in codes:
            talk.client.hear()
        return _answer(reference, parameters[:2], codes)
    # Snap7 takes a stop as done where its function comes back, whatever the error says.
    return _answer(reference, b"\x00", b"", NOT_AVAILABLE)


def _answer(
    reference: int, parameters: bytes, data: bytes, error: tuple[int, int] = (0, 0)
) -> bytes:
    header = _HEADER.pack(PROTOCOL, ACKNOWLEDGE_DATA, 0, reference, len(parameters), len(data))
    return header + bytes(error) + parameters + data
