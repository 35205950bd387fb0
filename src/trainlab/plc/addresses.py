"""Directly represented variables, %I %Q %M (IEC 61131-3:2013 Table 16), and the memory of %M.

The standard leaves open how the sizes overlap. As in CODESYS, they share one area and each counts
in its own size: %MW1 is %MB2 and %MB3 (the low byte first), %MD1 is %MW2 and %MW3, and %MX5.3 is bit
3 of %MB5. So programs in which each address stands for itself work as they do elsewhere.
"""

from __future__ import annotations

import re

from trainlab.plc.typed import Variable

_ADDRESS = re.compile(r"%([IQM])([XBWDL]?)(\d+(?:\.\d+)*)", re.IGNORECASE)
_BYTES = {"X": 1, "B": 1, "W": 2, "D": 4, "L": 8}


def canonical_address(text: str) -> str:
    """An address in one spelling: %i0.0 is %IX0.0; "" if it is none (it has a * or is broken)."""
    match = _ADDRESS.fullmatch(text)
    if match is None or len(text) > 40:
        return ""
    numbers = ".".join(str(int(number)) for number in match[3].split("."))
    return f"%{match[1].upper()}{match[2].upper() or 'X'}{numbers}"


def is_marker(address: str) -> bool:
    """Whether a canonical address is one of %M."""
    return address.startswith("%M")


def marker_offset(address: str) -> int:
    """The first byte of a canonical %M address; of several numbers, the first counts."""
    number = int(address[3:].partition(".")[0])
    return number * _BYTES[address[2]]


def marker_bit(address: str) -> tuple[int, int] | None:
    """Byte and bit of %MXbyte.bit; None for other sizes. %MX12 is bit 4 of byte 1."""
    if address[2] != "X":
        return None
    byte, _, bit = address[3:].partition(".")
    return (int(byte), int(bit)) if bit else divmod(int(byte), 8)


def markers(variables: list[Variable]) -> list[Variable]:
    """Those of the variables that are located in %M."""
    return [variable for variable in variables if is_marker(variable.address)]
