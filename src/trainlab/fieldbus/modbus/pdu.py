"""What a Modbus server answers to one request: bytes in, bytes out.

After the MODBUS Application Protocol Specification V1.1b3 (Modbus Organization, 2012); the numbers
in brackets are its sections. Checks are made in the order of its state diagrams: the function is
served (exception 01), the quantities are allowed and the request is as long as they say (03), the
addresses exist (02), and the outputs are this client's to write and the bench can take it (06).
"""

from __future__ import annotations

import struct
from collections.abc import Callable, Mapping, Sequence
from typing import Protocol

from trainlab.exchange.records import Span
from trainlab.exchange.server_side import Outcome
from trainlab.fieldbus.modbus.identity import Identity, read_identification
from trainlab.fieldbus.modbus.tables import BitTable, RegisterTable, Tables

ILLEGAL_FUNCTION = 1
ILLEGAL_DATA_ADDRESS = 2
ILLEGAL_DATA_VALUE = 3
SERVER_DEVICE_BUSY = 6

MAX_READ_BITS = 0x7D0
MAX_WRITE_BITS = 0x7B0
MAX_READ_REGISTERS = 0x7D
MAX_WRITE_REGISTERS = 0x7B
MAX_EXCHANGED_REGISTERS = 0x79  # written by function 23

COIL_ON = 0xFF00
COIL_OFF = 0x0000

_TWO = struct.Struct(">HH")
_THREE = struct.Struct(">HHH")
_MULTIPLE = struct.Struct(">HHB")
_EXCHANGE = struct.Struct(">HHHHB")


class _Refused(Exception):
    def __init__(self, code: int) -> None:
        self.code = code


class Writer(Protocol):
    """The client whose request it is, as far as it writes."""

    def write(self, spans: Sequence[Span]) -> Outcome:
        """Command the outputs, all of these bytes or none."""


def respond(request: bytes, tables: Tables, identity: Identity, writer: Writer) -> bytes:
    """The answer to one request PDU of `writer`; a write has reached the process block by then."""
    function = request[0] if request else 0
    read, write = _READS.get(function), _WRITES.get(function)
    try:
        if read is not None:
            return read(request, tables)
        if write is not None:
            return write(request, tables, writer)
        if function == 43:
            return read_identification(request, identity)
        raise _Refused(ILLEGAL_FUNCTION)
    except _Refused as refused:
        return bytes((function | 0x80, refused.code))


def _read_coils(request: bytes, tables: Tables) -> bytes:  # 6.1
    return _read_bits(request, tables, tables.coils)


def _read_discrete_inputs(request: bytes, tables: Tables) -> bytes:  # 6.2
    return _read_bits(request, tables, tables.discrete_inputs)


def _read_bits(request: bytes, tables: Tables, table: BitTable) -> bytes:
    start, count = _fields(_TWO, request)
    _check_quantity(count, MAX_READ_BITS)
    _check_span(start, count, table.readable)
    tables.update()
    packed = table.read(start, count)
    return bytes((request[0], len(packed))) + packed


def _read_holding_registers(request: bytes, tables: Tables) -> bytes:  # 6.3
    return _read_registers(request, tables, tables.holding)


def _read_input_registers(request: bytes, tables: Tables) -> bytes:  # 6.4
    return _read_registers(request, tables, tables.input_registers)


def _read_registers(request: bytes, tables: Tables, table: RegisterTable) -> bytes:
    start, count = _fields(_TWO, request)
    _check_quantity(count, MAX_READ_REGISTERS)
    _check_span(start, count, table.readable)
    tables.update()
    return bytes((request[0], 2 * count)) + table.read(start, count)


def _write_single_coil(request: bytes, tables: Tables, writer: Writer) -> bytes:  # 6.5
    number, value = _fields(_TWO, request)
    if value not in (COIL_OFF, COIL_ON):
        raise _Refused(ILLEGAL_DATA_VALUE)
    _check_span(number, 1, tables.coils.span)
    _commit(writer, tables.coils.spans(number, 1, b"\x01" if value else b"\x00"))
    return request


def _write_single_register(request: bytes, tables: Tables, writer: Writer) -> bytes:  # 6.6
    number, _ = _fields(_TWO, request)
    _check_span(number, 1, tables.holding.span)
    _commit(writer, tables.holding.spans(number, request[3:]))
    return request


def _write_multiple_coils(request: bytes, tables: Tables, writer: Writer) -> bytes:  # 6.11
    start, count, size = _fields(_MULTIPLE, request, data=True)
    _check_quantity(count, MAX_WRITE_BITS)
    _check_data(request, _MULTIPLE, size, (count + 7) // 8)
    _check_span(start, count, tables.coils.span)
    _commit(writer, tables.coils.spans(start, count, request[1 + _MULTIPLE.size :]))
    return request[:5]


def _write_multiple_registers(request: bytes, tables: Tables, writer: Writer) -> bytes:  # 6.12
    start, count, size = _fields(_MULTIPLE, request, data=True)
    _check_quantity(count, MAX_WRITE_REGISTERS)
    _check_data(request, _MULTIPLE, size, 2 * count)
    _check_span(start, count, tables.holding.span)
    _commit(writer, tables.holding.spans(start, request[1 + _MULTIPLE.size :]))
    return request[:5]


def _mask_write_register(request: bytes, tables: Tables, writer: Writer) -> bytes:  # 6.16
    number, and_mask, or_mask = _fields(_THREE, request)
    _check_span(number, 1, tables.holding.span)
    tables.update()
    now = int.from_bytes(tables.holding.read(number, 1), "big")
    value = (now & and_mask) | (or_mask & ~and_mask & 0xFFFF)
    _commit(writer, tables.holding.spans(number, value.to_bytes(2, "big")))
    return request


def _read_write_multiple_registers(request: bytes, tables: Tables, writer: Writer) -> bytes:  # 6.17
    read_start, read_count, start, count, size = _fields(_EXCHANGE, request, data=True)
    _check_quantity(read_count, MAX_READ_REGISTERS)
    _check_quantity(count, MAX_EXCHANGED_REGISTERS)
    _check_data(request, _EXCHANGE, size, 2 * count)
    _check_span(read_start, read_count, tables.holding.readable)
    _check_span(start, count, tables.holding.span)
    _commit(writer, tables.holding.spans(start, request[1 + _EXCHANGE.size :]))
    tables.update()
    return bytes((request[0], 2 * read_count)) + tables.holding.read(read_start, read_count)


def _fields(layout: struct.Struct, request: bytes, data: bool = False) -> tuple[int, ...]:
    """The fixed fields after the function code; nothing may follow them unless they announce data."""
    extra = len(request) - 1 - layout.size
    if extra < 0 or (extra and not data):
        raise _Refused(ILLEGAL_DATA_VALUE)
    return layout.unpack_from(request, 1)


def _check_quantity(count: int, most: int) -> None:
    if not 1 <= count <= most:
        raise _Refused(ILLEGAL_DATA_VALUE)


def _check_data(request: bytes, layout: struct.Struct, announced: int, due: int) -> None:
    if announced != due or len(request) - 1 - layout.size != due:
        raise _Refused(ILLEGAL_DATA_VALUE)


def _check_span(start: int, count: int, span: int) -> None:
    if start + count > span:
        raise _Refused(ILLEGAL_DATA_ADDRESS)


def _commit(writer: Writer, spans: list[Span] | None) -> None:
    if spans is None:
        raise _Refused(ILLEGAL_DATA_ADDRESS)
    if writer.write(spans) is not Outcome.TAKEN:
        raise _Refused(SERVER_DEVICE_BUSY)


_READS: Mapping[int, Callable[[bytes, Tables], bytes]] = {
    1: _read_coils,
    2: _read_discrete_inputs,
    3: _read_holding_registers,
    4: _read_input_registers,
}
_WRITES: Mapping[int, Callable[[bytes, Tables, Writer], bytes]] = {
    5: _write_single_coil,
    6: _write_single_register,
    15: _write_multiple_coils,
    16: _write_multiple_registers,
    22: _mask_write_register,
    23: _read_write_multiple_registers,
}
WRITING = frozenset(_WRITES)
