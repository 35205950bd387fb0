"""Passwords: compared in threads, so that nobody waits for a stranger's log-in, and slower and
slower for a host that keeps on guessing one user's.

One comparison takes some 50 ms of a core (users.py); hashlib leaves the interpreter to others meanwhile.
"""

from __future__ import annotations

import asyncio
import struct
import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass

from asyncua import ua
from asyncua.common.utils import ServiceError
from asyncua.crypto import uacrypto
from asyncua.crypto.permission_rules import User, UserRole
from asyncua.server.internal_server import InternalServer

from trainlab.exchange.rights import ANONYMOUS, NOTHING, Right
from trainlab.exchange.users import NOBODY, UserEntry

THREADS = 2
# Of one host, for one user: so many wrong passwords are free, each further one makes the next wait twice as long.
FREE_FAILURES = 5
FIRST_DELAY_S = 0.25
LONGEST_DELAY_S = 4.0  # less than a client has to log in
FORGOTTEN_AFTER_S = 60.0
# Of one host, and of all: so many log-ins at a time, the others are refused at once.
MOST_OF_A_HOST = 8
MOST = 32
DECRYPT = {
    "http://www.w3.org/2001/04/xmlenc#rsa-1_5": uacrypto.decrypt_rsa15,
    "http://www.w3.org/2001/04/xmlenc#rsa-oaep": uacrypto.decrypt_rsa_oaep,
    "http://opcfoundation.org/UA/security/rsa-oaep-sha2-256": uacrypto.decrypt_rsa_oaep_sha256,
}


@dataclass(slots=True)
class _Guesser:
    failures: int = 0
    failed_at_s: float = 0.0


class Logins:
    """Compares passwords for one server; `clock` counts seconds.

    Failures are counted for a host and a user together: of the hosts in a class-room many may be
    behind one address, and one who guesses shall not keep the others out.
    """

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._guessers: dict[tuple[str, str], _Guesser] = {}
        self._of_host: Counter[str] = Counter()
        self._threads = ThreadPoolExecutor(THREADS, "log-in")

    async def compare(self, host: str, user: str, matches: Callable[[], bool]) -> bool:
        """What `matches` says, called in a thread, after what they have to wait; ServiceError."""
        with self._place(host):
            await asyncio.sleep(self.delay_s(host, user))
            loop = asyncio.get_running_loop()
            matched = await loop.run_in_executor(self._threads, matches)
            if not matched:
                self._forget()
                guesser = self._guessers.setdefault((host, user), _Guesser())
                guesser.failures += 1
                guesser.failed_at_s = self._clock()
        return matched

    def delay_s(self, host: str, user: str) -> float:
        """How long that user has to wait now at that host."""
        guesser = self._guessers.get((host, user))
        if guesser is None or self._clock() - guesser.failed_at_s > FORGOTTEN_AFTER_S:
            return 0.0
        beyond = guesser.failures - FREE_FAILURES
        if beyond < 0:
            return 0.0
        return min(FIRST_DELAY_S * 2.0 ** min(beyond, 10), LONGEST_DELAY_S)

    def _forget(self) -> None:
        now_s = self._clock()
        for who, guesser in list(self._guessers.items()):
            if now_s - guesser.failed_at_s > FORGOTTEN_AFTER_S:
                del self._guessers[who]

    @contextmanager
    def _place(self, host: str) -> Iterator[None]:
        if self._of_host[host] >= MOST_OF_A_HOST or self._of_host.total() >= MOST:
            raise ServiceError(ua.StatusCodes.BadTooManyOperations)
        self._of_host[host] += 1
        try:
            yield
        finally:
            self._of_host[host] -= 1
            if not self._of_host[host]:
                del self._of_host[host]


@dataclass
class StationUser(User):
    """Somebody who is logged in, as asyncua wants it, with what he may do to a station."""

    rights: Right = NOTHING


class Users:
    """asyncua's user manager: who may log in. Passwords are compared beforehand (`check`).

    `proven` is whom the session that logs in now has shown to be.
    """

    def __init__(self, entries: Mapping[str, UserEntry], anonymous: bool) -> None:
        self.proven: StationUser | None = None
        self._entries = entries
        self._anonymous = anonymous
        self._logins = Logins()

    async def check(self, host: str, name: str, password: str) -> StationUser | None:
        """The user of that name and password; None for nobody. ServiceError in a flood of them."""
        entry = self._entries.get(name)
        kept = entry.hash if entry else NOBODY
        known = name if entry else ""  # whoever tries names waits as one user
        matches = await self._logins.compare(host, known, lambda: kept.matches(password))
        return StationUser(UserRole.User, name, entry.rights) if entry and matches else None

    def get_user(
        self,
        iserver: InternalServer,
        username: str | None = None,
        password: str | None = None,
        certificate: object = None,
    ) -> StationUser | None:
        """The user that logs in so; None for nobody."""
        if username is None:
            return StationUser(UserRole.User, "", ANONYMOUS) if self._anonymous else None
        return self.proven


def password_of(token: ua.UserNameIdentityToken, key: object, nonce: bytes) -> str:
    """The password in a token (OPC 10000-4, 7.40.2.2); ServiceError where it is no such thing.

    The secret ends with the nonce of this session: one that was overheard is good for no other.
    """
    secret = token.Password or b""
    if token.EncryptionAlgorithm:
        decrypt = DECRYPT.get(token.EncryptionAlgorithm)
        if decrypt is None:
            raise ServiceError(ua.StatusCodes.BadIdentityTokenInvalid)
        try:
            plain = decrypt(key, secret)
            size = struct.unpack_from("<I", plain)[0]
        except (ValueError, struct.error) as error:
            raise ServiceError(ua.StatusCodes.BadIdentityTokenInvalid) from error
        secret, end = plain[4 : 4 + size - len(nonce)], plain[4 + size - len(nonce) : 4 + size]
        if size < len(nonce) or end != nonce:
            raise ServiceError(ua.StatusCodes.BadIdentityTokenInvalid)
    try:
        return str(secret, "utf-8") if isinstance(secret, bytes) else str(secret)
    except UnicodeDecodeError:
        raise ServiceError(ua.StatusCodes.BadIdentityTokenInvalid) from None
