"""The memory of a program put between pages that nobody may touch.

What reads or writes outside of the program's own block ends the process at once, where otherwise
it might go unseen.
"""

from __future__ import annotations

import ctypes
import mmap

from trainlab.plc.runtime import SoftPlc

_PAGE = mmap.PAGESIZE
_NOBODY = 0  # PROT_NONE
_libc = ctypes.CDLL(None, use_errno=True)


def fenced(plc: SoftPlc) -> None:
    """Moves the block of a program to where its last byte is followed by a forbidden page, and its
    first, by less than a page, preceded by one."""
    size = len(plc._memory)
    # What the block holds is aligned to 8 bytes, so it may end up to 7 bytes before the page.
    space = -(-size // 8) * 8
    pages = -(-space // _PAGE) * _PAGE
    area = mmap.mmap(-1, pages + 2 * _PAGE)
    start = ctypes.addressof(ctypes.c_char.from_buffer(area))
    for forbidden in (start, start + _PAGE + pages):
        done = _libc.mprotect(ctypes.c_void_p(forbidden), ctypes.c_size_t(_PAGE), _NOBODY)
        assert done == 0, ctypes.get_errno()
    at = _PAGE + pages - space
    block = (ctypes.c_char * size).from_buffer(area, at)
    block[:] = bytes(plc._memory)
    plc._held = (area, block, plc._held[1])
    plc._memory = memoryview(block).cast("B")
    plc._memory_at = ctypes.c_void_p(ctypes.addressof(block))
