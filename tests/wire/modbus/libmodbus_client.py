"""libmodbus as a client, in a process of its own: operations as JSON in, their results as JSON out.

    [["tcp", HOST, PORT] or ["rtu", DEVICE, BAUD, PARITY, UNIT], [FUNCTION, ARGUMENT...], ...]

A result is a list of numbers that were read, or {"error": N}: an exception code of Modbus if N is
below 100, else errno. After libmodbus 3.1 (modbus.h): MODBUS_ENOBASE is 112345678.
"""

from __future__ import annotations

import ctypes
import json
import sys
from typing import Any

ENOBASE = 112345678
TIMEOUT_S = 5

_lib = ctypes.CDLL("libmodbus.so.5", use_errno=True)
_lib.modbus_new_tcp.restype = ctypes.c_void_p
_lib.modbus_new_rtu.restype = ctypes.c_void_p
Bits, Words = ctypes.c_uint8, ctypes.c_uint16


def opened(where: list[Any]) -> ctypes.c_void_p:
    """A connection."""
    if where[0] == "tcp":
        made = _lib.modbus_new_tcp(where[1].encode(), where[2])
        unit = 1
    else:
        _, device, baud, parity, unit = where
        made = _lib.modbus_new_rtu(device.encode(), baud, ctypes.c_char(parity.encode()), 8, 1)
    client = ctypes.c_void_p(made)
    _lib.modbus_set_slave(client, unit)
    _lib.modbus_set_response_timeout(client, TIMEOUT_S, 0)
    if _lib.modbus_connect(client) != 0:
        raise OSError(ctypes.get_errno(), "modbus_connect")
    return client


def asked(client: ctypes.c_void_p, function: str, *arguments: Any) -> Any:
    """What one function of libmodbus gives."""
    call = getattr(_lib, f"modbus_{function}")
    kind = Bits if "bits" in function else Words
    into: Any = []
    match function, arguments:
        case (
            ("read_bits" | "read_input_bits" | "read_registers" | "read_input_registers"),
            (
                at,
                count,
            ),
        ):
            into = (kind * count)()
            code = call(client, at, count, into)
        case (("write_bits" | "write_registers"), (at, values)):
            code = call(client, at, len(values), (kind * len(values))(*values))
        case "write_and_read_registers", (write_at, values, read_at, count):
            into = (kind * count)()
            given = (kind * len(values))(*values)
            code = call(client, write_at, len(values), given, read_at, count, into)
        case "report_slave_id", ():
            into = (ctypes.c_uint8 * 64)()
            code = call(client, len(into), into)
        case _:
            code = call(client, *arguments)
    if code < 0:
        number = ctypes.get_errno()
        return {"error": number - ENOBASE if 0 < number - ENOBASE < 100 else number}
    return list(into)


def main() -> None:
    """Do what the standard input says."""
    where, *operations = json.load(sys.stdin)
    client = opened(where)
    results = [asked(client, *operation) for operation in operations]
    _lib.modbus_close(client)
    _lib.modbus_free(client)
    json.dump(results, sys.stdout)


if __name__ == "__main__":
    main()
