"""Who is at a page: on this computer's own address the instructor, elsewhere whoever has a token.

A token is taken once, for a session in a cookie (HttpOnly, SameSite=Strict). A command must come from
our own page: it carries a header that no other site can send, and its Origin is ours. Hosts are
compared, so that no name of a stranger's can be pointed here.
"""

from __future__ import annotations

import hmac
import secrets
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from starlette.requests import HTTPConnection

from trainlab.exchange.rights import ROLES, Right

COOKIE = "trainlab"
HEADER = "x-trainlab"
ALL_STATIONS = -1
OBSERVER = "observer"
MOST_SESSIONS = 1000
COMMANDS_PER_S, COMMANDS_AT_ONCE = 50.0, 100.0
ENTRIES_PER_S, ENTRIES_AT_ONCE = 0.2, 10.0
_LOCAL = ("127.0.0.1", "localhost", "::1")


@dataclass(slots=True)
class Bucket:
    """So many at once, and so many a second."""

    rate: float
    most: float
    left: float = field(default=-1.0)
    at_s: float = 0.0

    def take(self) -> bool:
        """Whether one more is within it."""
        now_s = time.monotonic()
        if self.left < 0.0:
            self.left = self.most
        else:
            self.left = min(self.most, self.left + (now_s - self.at_s) * self.rate)
        self.at_s = now_s
        if self.left < 1.0:
            return False
        self.left -= 1.0
        return True


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody at a page; `station` is the one that he may act on."""

    name: str
    role: str
    station: int = ALL_STATIONS
    bucket: Bucket = field(
        default_factory=lambda: Bucket(COMMANDS_PER_S, COMMANDS_AT_ONCE), compare=False
    )

    def role_at(self, station: int) -> str:
        """His role at a station: that of an observer at another's."""
        return self.role if self.station in (ALL_STATIONS, station) else OBSERVER

    def rights_at(self, station: int) -> Right:
        """What he may do at a station."""
        return ROLES[self.role_at(station)]


class Access:
    """The door. `tokens` are a token, a role and a station each; without any, everybody is instructor."""

    def __init__(self, tokens: Sequence[tuple[str, str, int]], host: str) -> None:
        self._tokens = list(tokens)
        self._host = host.strip("[]")
        self._sessions: dict[str, Person] = {}
        self._entries = Bucket(ENTRIES_PER_S, ENTRIES_AT_ONCE)
        self._anyone = Person("page", "instructor")

    def person(self, request: HTTPConnection) -> Person | None:
        """Who sends a request; None for a stranger."""
        if not self._our_host(request.headers.get("host", "")):
            return None
        if not self._tokens:
            return self._anyone
        return self._sessions.get(request.cookies.get(COOKIE, ""))

    def ours(self, request: HTTPConnection) -> bool:
        """Whether a command comes from our own page."""
        origin = request.headers.get("origin")
        host = request.headers.get("host", "")
        same = origin is None or urlsplit(origin).netloc == host
        return same and request.headers.get(HEADER) == "1"

    def enter(self, token: str) -> str | None:
        """A session for a token; None if there is no such token, or too many were tried."""
        if not self._entries.take():
            return None
        found = None
        for number, (known, role, station) in enumerate(self._tokens):
            if hmac.compare_digest(known.encode(), token.encode()):
                found = Person(f"{role} {number + 1}", role, station)
        if found is None:
            return None
        if len(self._sessions) >= MOST_SESSIONS:
            self._sessions.pop(next(iter(self._sessions)))
        session = secrets.token_urlsafe(24)
        self._sessions[session] = found
        return session

    def _our_host(self, host: str) -> bool:
        if self._tokens:
            return True
        name = urlsplit(f"//{host}").hostname or ""
        return name in _LOCAL or name == self._host
