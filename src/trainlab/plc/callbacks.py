"""What native code asks of Python: values as text and text as values.

Only programs that convert to or from STRING call back; a call takes a few microseconds.
"""

from __future__ import annotations

import ctypes
import struct
from collections.abc import Callable, Mapping
from functools import cache
from typing import Any

from trainlab.plc.text_literals import packed, unpacked
from trainlab.plc.types import ELEMENTARY, Elementary
from trainlab.plc.written_values import read, written

WRITE, READ = "trainlab_write_text", "trainlab_read_text"
_TYPES: tuple[Elementary, ...] = tuple(ELEMENTARY.values())
_WRITE_TYPE: Callable[[Any], Any] = ctypes.CFUNCTYPE(
    None, ctypes.c_int32, ctypes.c_int64, ctypes.c_void_p, ctypes.c_int32, ctypes.c_int32
)
_READ_TYPE: Callable[[Any], Any] = ctypes.CFUNCTYPE(
    ctypes.c_int64, ctypes.c_int32, ctypes.c_void_p, ctypes.c_int32
)


def number_of(type_: Elementary) -> int:
    """How native code names a type."""
    return _TYPES.index(type_)


@cache
def callbacks() -> Mapping[str, Any]:
    """The functions by the symbols that native code calls them by; they live as long as the process."""
    return {WRITE: _WRITE_TYPE(_write), READ: _READ_TYPE(_read)}


def _write(number: int, bits: int, target: int, most: int, wide: int) -> None:
    type_ = _TYPES[number]
    content = packed(written(type_, _value(type_, bits)), bool(wide), most)
    ctypes.memmove(target, content, len(content))


def _read(number: int, source: int, wide: int) -> int:
    type_ = _TYPES[number]
    length = int.from_bytes(ctypes.string_at(source, 2), "little")
    memory = ctypes.string_at(source, 2 + (2 * length if wide else length))
    return _bits(type_, read(type_, unpacked(memory, 0, bool(wide))))


def _value(type_: Elementary, bits: int) -> bool | int | float:
    if type_.is_real:
        value: float = struct.unpack("=d", struct.pack("=q", bits))[0]
        return value
    return bits if type_.is_signed else bits & ((1 << type_.bits) - 1)


def _bits(type_: Elementary, value: bool | int | float) -> int:
    if type_.is_real:
        bits: int = struct.unpack("=q", struct.pack("=d", float(value)))[0]
        return bits
    return int(value) - (1 << 64) if int(value) >> 63 == 1 else int(value)
