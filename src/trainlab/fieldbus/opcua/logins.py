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

from trainlab.exchange.guesses import Guesses
from trainlab.exchange.rights import ANONYMOUS, NOTHING, Right
from trainlab.exchange.users import NOBODY, UserEntry

THREADS = 2
# Of one host, and of all: so many log-ins at a time, the others are refused at once.
MOST_OF_A_HOST = 8
MOST = 32
DECRYPT = {
    "http://www.w3.org/2001/04/xmlenc#rsa-1_5": uacrypto.decrypt_rsa15,
    "http://www.w3.org/2001/04/xmlenc#rsa-oaep": uacrypto.decrypt_rsa_oaep,
    "http://opcfoundation.org/UA/security/rsa-oaep-sha2-256": uacrypto.decrypt_rsa_oaep_sha256,
}


class Logins:
    """Compares passwords for one server; `clock` counts seconds."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._guesses = Guesses(clock)
        self._of_host: Counter[str] = Counter()
        self._threads = ThreadPoolExecutor(THREADS, "log-in")

    async def compare(self, host: str, user: str, matches: Callable[[], bool]) -> bool:
        """What `matches` says, called in a thread, after what they have to wait; ServiceError."""
        with self._place(host):
            await asyncio.sleep(self.delay_s(host, user))
            loop = asyncio.get_running_loop()
            matched = await loop.run_in_executor(self._threads, matches)
            if not matched:
                self._guesses.failed(host, user)
        return matched

    def delay_s(self, host: str, user: str) -> float:
        """How long that user has to wait now at that host."""
        return self._guesses.delay_s(host, user)

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
