"""What clients may do, by role, where a protocol knows who they are (OPC UA, Modbus with TLS, pages)."""

from __future__ import annotations

from enum import Flag, auto


class Right(Flag):
    """One thing that a client may do besides reading."""

    COMMAND = auto()  # write outputs, as a PLC does; at a page: say who drives, and at what pace
    OPERATE = auto()  # work the panel, as an operator does
    INSTRUCT = auto()  # inject faults, reset the station


NOTHING = Right(0)
OBSERVER = "observer"
ROLES = {
    OBSERVER: NOTHING,
    "controller": Right.COMMAND,
    "operator": Right.OPERATE,
    "student": Right.COMMAND | Right.OPERATE,
    "instructor": Right.COMMAND | Right.OPERATE | Right.INSTRUCT,
}
# What any client of plain Modbus or S7 may do too.
ANONYMOUS = Right.COMMAND | Right.OPERATE
