"""The bench's end of the pages' process: started, fed without ever waiting, listened to."""

from __future__ import annotations

import json
import os
from collections import deque
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from trainlab.exchange.endpoint import Endpoint, cannot_listen
from trainlab.exchange.server_process import ServerProcess
from trainlab.exchange.users import UserEntry
from trainlab.hmi.frames import Kind, Unframed, framed
from trainlab.hmi.rules import Rules

MAX_WAITING = 64 * 1024 * 1024  # of bytes that the pages have not taken; they are stuck, then
READ_BYTES = 65536


@dataclass(frozen=True, slots=True)
class PagesSetup:
    """What the process must know: where to listen, who may enter, what it shows.

    `places` are the links of each station, by name; `scenario` is the sheet's file,
    `judged` whether its timeline plays, so that its checks mean something.
    """

    host: str
    port: int
    scenario: str
    seed: int
    stations: int
    places: tuple[tuple[tuple[str, str], ...], ...]
    judged: bool
    tokens: tuple[tuple[str, str, int], ...]  # token, role, station (-1 for all)
    users: Mapping[str, UserEntry] = field(default_factory=dict)
    rules: Rules = field(default_factory=Rules)


class Pages:
    """The running process; ProblemsFound if it cannot listen."""

    def __init__(self, setup: PagesSetup, endpoint: Endpoint) -> None:
        self._process = ServerProcess("trainlab.hmi.server", setup)
        report = self._process.report
        if "error" in report:
            self._process.stop()
            raise cannot_listen(endpoint, int(report["error"]), str(report["reason"]))
        self.url = str(report["url"])
        self._in, self._out = self._process.pipes
        os.set_blocking(self._in, False)
        os.set_blocking(self._out, False)
        self._waiting: deque[bytes] = deque()
        self._bytes = 0
        self._frames = Unframed()

    @property
    def alive(self) -> bool:
        """Whether the process still runs."""
        return self._process.alive

    def tell(self, kind: Kind, station: int, body: bytes) -> None:
        """Send a frame as soon as the pages take it."""
        frame = framed(kind, station, body)
        if self._bytes + len(frame) <= MAX_WAITING:
            self._waiting.append(frame)
            self._bytes += len(frame)

    def tell_json(self, kind: Kind, station: int, body: object) -> None:
        """Likewise."""
        self.tell(kind, station, json.dumps(body, separators=(",", ":")).encode())

    def flush(self) -> None:
        """Hand over what the pipe takes now."""
        while self._waiting:
            frame = self._waiting[0]
            try:
                written = os.write(self._in, frame)
            except (BlockingIOError, BrokenPipeError):
                return
            self._bytes -= written
            if written == len(frame):
                self._waiting.popleft()
            else:
                self._waiting[0] = frame[written:]

    def asked(self) -> Iterator[tuple[int, Mapping[str, Any]]]:
        """What people have asked since, by station."""
        try:
            data = os.read(self._out, READ_BYTES)
        except BlockingIOError:
            return
        for _, station, body in self._frames.take(data):
            yield station, json.loads(body)

    def close(self) -> None:
        """End the process; calling it again does nothing."""
        self._process.stop()
