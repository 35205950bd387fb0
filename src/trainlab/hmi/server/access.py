"""Who is at a page: on this computer's own address the instructor, elsewhere whoever has a token or is
a user with a password; where there are users, on this computer too.

Either is taken once, for a session in a cookie (HttpOnly, SameSite=Strict). A command must come from
our own page: it carries a header that no other site can send, and its Origin is ours. Hosts are
compared, so that no name of a stranger's can be pointed here.
"""

from __future__ import annotations

import hmac
import secrets
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from starlette.requests import HTTPConnection

from trainlab.exchange.rights import OBSERVER, ROLES, Right
from trainlab.exchange.users import UserEntry
from trainlab.hmi.server.logins import Logins, TooMany

COOKIE = "trainlab"
HEADER = "x-trainlab"
ALL_STATIONS = -1
MOST_SESSIONS, MOST_SESSIONS_OF_ONE = 1000, 60
COMMANDS_PER_S, COMMANDS_AT_ONCE = 50.0, 100.0
WRONG_PER_S, WRONG_AT_ONCE = 0.2, 10.0
MOST_HOSTS = 1000
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
        return self.role if self.is_at(station) else OBSERVER

    def is_at(self, station: int) -> bool:
        """Whether a station is his, or all are: programs are for nobody else."""
        return self.station in (ALL_STATIONS, station)

    def rights_at(self, station: int) -> Right:
        """What he may do at a station."""
        return ROLES[self.role_at(station)]


class Access:
    """The door. `tokens` are a token, a role and a station each; without any, and without users, it is
    open, and everybody is instructor."""

    def __init__(
        self, tokens: Sequence[tuple[str, str, int]], users: Mapping[str, UserEntry], host: str
    ) -> None:
        self._tokens = list(tokens)
        self._logins = Logins(users)
        self._host = host.strip("[]")
        self._sessions: dict[str, Person] = {}
        self._wrong: dict[str, Bucket] = {}  # tokens, by the host that sent them
        self._anyone = Person("page", "instructor")

    @property
    def open(self) -> bool:
        """Whether nobody has to say who he is."""
        return not (self._tokens or self._logins.users)

    @property
    def asks_for(self) -> Sequence[str]:
        """What opens the door: "user" with a password, "token"."""
        ways = {"user": self._logins.users, "token": self._tokens}
        return [way for way, some in ways.items() if some]

    def person(self, request: HTTPConnection) -> Person | None:
        """Who sends a request; None for a stranger."""
        if not self._our_host(request.headers.get("host", "")):
            return None
        if self.open:
            return self._anyone
        return self._sessions.get(request.cookies.get(COOKIE, ""))

    def ours(self, request: HTTPConnection) -> bool:
        """Whether a command comes from our own page."""
        origin = request.headers.get("origin")
        host = request.headers.get("host", "")
        same = origin is None or origin.partition("://")[2] == host
        return same and request.headers.get(HEADER) == "1"

    async def log_in(self, host: str, name: str, password: str) -> tuple[str, Person] | None:
        """A session for a user; None if there is none such, TooMany if too many log in now."""
        entry = await self._logins.entry(host, name, password)
        if entry is None:
            return None
        station = ALL_STATIONS if entry.station is None else entry.station - 1
        return self._session_of(Person(name, entry.role, station))

    def enter(self, host: str, token: str) -> tuple[str, Person] | None:
        """A session for a token; None if there is no such token, TooMany if many were wrong.

        Wrong ones are counted for each host; a right one always opens, for a whole class may be behind
        one address, and nobody guesses 96 random bits (hmi/serve.py).
        """
        found = None
        for number, (known, role, station) in enumerate(self._tokens):
            if hmac.compare_digest(known.encode(), token.encode()):
                found = Person(f"{role} {number + 1}", role, station)
        if found is not None:
            return self._session_of(found)
        if host not in self._wrong and len(self._wrong) >= MOST_HOSTS:
            self._wrong.pop(next(iter(self._wrong)))
        if not self._wrong.setdefault(host, Bucket(WRONG_PER_S, WRONG_AT_ONCE)).take():
            raise TooMany
        return None

    def leave(self, request: HTTPConnection) -> None:
        """A session is over."""
        self._sessions.pop(request.cookies.get(COOKIE, ""), None)

    def _session_of(self, person: Person) -> tuple[str, Person]:
        own = [session for session, each in self._sessions.items() if each == person]
        if own:
            person = self._sessions[
                own[0]
            ]  # whose limits of rate are his at all his pages together
        if len(own) >= MOST_SESSIONS_OF_ONE:
            self._sessions.pop(own[0])
        elif len(self._sessions) >= MOST_SESSIONS:
            self._sessions.pop(next(iter(self._sessions)))
        session = secrets.token_urlsafe(24)
        self._sessions[session] = person
        return session, person

    def _our_host(self, host: str) -> bool:
        if not self.open:
            return True
        try:
            name = urlsplit(f"//{host}").hostname or ""
        except ValueError:  # "[": no address
            return False
        return name in _LOCAL or name == self._host
