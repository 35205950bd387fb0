"""Modbus and S7 over raw sockets: as little of a client as can be, so that the load is the server's.

Knows nothing of trainlab. Only the standard library, so that a process of it starts fast.
"""

from __future__ import annotations

import socket
import struct
from typing import NamedTuple

_COTP_CONNECT = bytes.fromhex("0300001611e00000000100c1020100c2020102c0010a")
_S7_SETUP = bytes.fromhex("0300001902f08032010000000000080000f0000001000101e0")
_DATA_BLOCK, _INPUTS, _OUTPUTS = 0x84, 0x81, 0x82


class Asked(NamedTuple):
    """A request, how long a good answer to it is, and where its data begin."""

    request: bytes
    size: int
    data_at: int


def connect(protocol: str, port: int) -> socket.socket:
    """A client of a server on this computer."""
    client = socket.create_connection(("127.0.0.1", port))
    client.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    if protocol == "s7":
        for hello in (_COTP_CONNECT, _S7_SETUP):
            client.sendall(hello)
            length = client.recv(4, socket.MSG_WAITALL)
            client.recv(int.from_bytes(length[2:], "big") - 4, socket.MSG_WAITALL)
    return client


def ask(client: socket.socket, asked: Asked) -> bytes:
    """The data of the answer; ValueError where it is not a good one."""
    client.sendall(asked.request)
    return receive(client, asked)


def receive(client: socket.socket, asked: Asked) -> bytes:
    """The data of an answer that is on its way."""
    answer = client.recv(asked.size, socket.MSG_WAITALL)
    if len(answer) != asked.size:
        raise ValueError("the server has hung up")
    return answer[asked.data_at :]


def read_registers(function: int, first: int, count: int) -> Asked:
    """FC 3 or 4."""
    return Asked(_modbus(struct.pack(">BHH", function, first, count)), 9 + 2 * count, 9)


def write_coil(number: int, on: bool) -> Asked:
    """FC 5."""
    return Asked(_modbus(struct.pack(">BHH", 5, number, 0xFF00 * on)), 12, 7)


def read_block(block: int, count: int) -> Asked:
    """Bytes from the begin of a data block."""
    return _read_item(_item(2, count, block, _DATA_BLOCK, 0), count)


def read_input_bytes(first: int, count: int) -> Asked:
    """Bytes of the I area."""
    return _read_item(_item(2, count, 0, _INPUTS, 8 * first), count)


def write_output_bit(bit: int, on: bool) -> Asked:
    """A bit of the Q area."""
    data = struct.pack(">BBHB", 0, 3, 1, on)
    return Asked(_job(b"\x05\x01" + _item(1, 1, 0, _OUTPUTS, bit), data), 22, 21)


def _modbus(pdu: bytes) -> bytes:
    return struct.pack(">HHHB", 1, 0, len(pdu) + 1, 1) + pdu


def _item(kind: int, count: int, block: int, area: int, bit: int) -> bytes:
    return b"\x12\x0a\x10" + struct.pack(">BHHB", kind, count, block, area) + bit.to_bytes(3, "big")


def _read_item(item: bytes, count: int) -> Asked:
    return Asked(_job(b"\x04\x01" + item), 25 + count, 25)


def _job(parameters: bytes, data: bytes = b"") -> bytes:
    job = struct.pack(">BBHHHH", 0x32, 1, 0, 1, len(parameters), len(data)) + parameters + data
    return b"\x03\x00" + (len(job) + 7).to_bytes(2, "big") + b"\x02\xf0\x80" + job
