"""Modbus/TCP framing: the MBAP header (MODBUS Messaging on TCP/IP Implementation Guide V1.0b, 3.1.3).

transaction id (2)   protocol id (2), always 0   length (2) of what follows   unit id (1)   PDU
"""

from __future__ import annotations

import struct
from dataclasses import dataclass

from trainlab.fieldbus.pipeline import BrokenStream

_HEADER = struct.Struct(">HHHB")
_PREFIX_BYTES = 6  # up to and with the length
MIN_LENGTH = 2  # unit id and function code
MAX_LENGTH = 254  # unit id and a PDU of 253 bytes


@dataclass(frozen=True, slots=True)
class Frame:
    """One request as it came."""

    transaction: int
    unit: int
    pdu: bytes

    def answer(self, pdu: bytes) -> bytes:
        """The bytes of the answer to it."""
        return _HEADER.pack(self.transaction, 0, len(pdu) + 1, self.unit) + pdu


def take_frame(stream: bytes, at: int) -> tuple[Frame, int] | None:
    """The frame that begins at `at` and where the next begins; None if it is not there in full.

    BrokenStream as soon as a protocol id other than 0 or an impossible length can be seen.
    """
    if len(stream) - at < _PREFIX_BYTES:
        return None
    if stream[at + 2] or stream[at + 3]:
        raise BrokenStream
    length = stream[at + 4] << 8 | stream[at + 5]
    if not MIN_LENGTH <= length <= MAX_LENGTH:
        raise BrokenStream
    end = at + _PREFIX_BYTES + length
    if len(stream) < end:
        return None
    transaction, _, _, unit = _HEADER.unpack_from(stream, at)
    return Frame(transaction, unit, stream[at + _HEADER.size : end]), end
