"""A lock between processes, on a byte of a file; the system frees it if its holder dies."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager

if sys.platform == "win32":
    import msvcrt

    @contextmanager
    def locked(file: int) -> Iterator[None]:
        """Hold the lock of an open file."""
        os.lseek(file, 0, os.SEEK_SET)
        msvcrt.locking(file, msvcrt.LK_LOCK, 1)
        try:
            yield
        finally:
            os.lseek(file, 0, os.SEEK_SET)
            msvcrt.locking(file, msvcrt.LK_UNLCK, 1)

else:
    import fcntl

    @contextmanager
    def locked(file: int) -> Iterator[None]:
        """Hold the lock of an open file."""
        fcntl.lockf(file, fcntl.LOCK_EX, 1)
        try:
            yield
        finally:
            fcntl.lockf(file, fcntl.LOCK_UN, 1)
