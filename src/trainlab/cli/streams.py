"""The standard streams of the process, made so that a reader who leaves never decides a verdict."""

from __future__ import annotations

import io
import os
import sys
from typing import TextIO


class Outlet(io.RawIOBase):
    """What lies under a standard stream: takes everything, also when the reader has gone or the
    disk is full. `failure` is what went wrong first; the rest is thrown away."""

    def __init__(self, number: int) -> None:
        super().__init__()
        self.failure: OSError | None = None
        self._file = io.FileIO(number, "w", closefd=False)

    def writable(self) -> bool:
        """It is."""
        return True

    def fileno(self) -> int:
        """That of the stream itself."""
        return self._file.fileno()

    def isatty(self) -> bool:
        """Whether a person reads along."""
        return self._file.isatty()

    def write(self, content: object, /) -> int | None:
        """Pass it on while that goes well."""
        assert isinstance(content, bytes | bytearray | memoryview)
        if self.failure is None:
            try:
                return self._file.write(content)
            except OSError as error:
                self.failure = error
        return len(content)

    @property
    def incomplete(self) -> bool:
        """Whether something is missing that somebody still waits for: a reader who has left does not."""
        return self.failure is not None and not isinstance(self.failure, BrokenPipeError)


def guard_streams() -> Outlet | None:
    """Put outlets under stdout and stderr, nothing where they are closed; that of stdout."""
    sys.stdout, outlet = _guarded(sys.stdout)
    sys.stderr, _ = _guarded(sys.stderr)
    sys.stderr.reconfigure(line_buffering=True)
    return outlet


def _guarded(stream: TextIO | None) -> tuple[io.TextIOWrapper, Outlet | None]:
    if stream is None:
        return open(os.devnull, "w", encoding="utf-8"), None
    stream.flush()
    outlet = Outlet(stream.fileno())
    text = io.TextIOWrapper(
        io.BufferedWriter(outlet),
        encoding=stream.encoding,
        errors="backslashreplace",  # a terminal without Chinese
        line_buffering=outlet.isatty(),
    )
    return text, outlet
