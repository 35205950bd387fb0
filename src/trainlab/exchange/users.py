"""The users of a server: a file with a line NAME:ROLE:HASH, or NAME:ROLE@STATION:HASH, for each.

STATION is the number, from 1 on, of the one station that the user has his role at; at others he is an
observer. A line is made by `trainlab users NAME ROLE`, which asks for the password. HASH is scrypt$N$R$P$SALT$KEY (RFC 7914), salt and key in
base64; empty lines and lines that begin with # are passed over.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
import os
from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from trainlab.core.message import Text
from trainlab.core.problem import Position, ProblemKind, ProblemsFound
from trainlab.exchange.rights import OBSERVER, ROLES, Right

N, R, P = 2**14, 8, 1
KEY_BYTES = 32
MAX_MEMORY = 64 * 1024 * 1024

NO_USERS_FILE = ProblemKind(
    "TL5021",
    Text("cannot read the users in {path}: {reason}", "无法读取用户文件 {path}：{reason}"),
    Text(
        "name a text file with a line NAME:ROLE:HASH for each user",
        "请指定一个文本文件，每个用户一行，格式为“用户名:角色:哈希”",
    ),
)
BAD_USER = ProblemKind(
    "TL5022",
    Text("this line is no user: {what}", "该行不是有效的用户：{what}"),
    Text(
        "write NAME:ROLE:HASH, or NAME:ROLE@STATION:HASH, with one of the roles {roles}; trainlab users NAME ROLE makes such a line",
        "请写成“用户名:角色:哈希”或“用户名:角色@工位:哈希”，角色为 {roles} 之一；可用 trainlab users 用户名 角色 生成该行",
    ),
)
FIELDS = Text("it has not three fields", "字段数不是三个")
TWICE = Text("'{name}' is there twice", "“{name}”重复")
NO_ROLE = Text("there is no role '{role}'", "没有角色“{role}”")
NO_STATION = Text("'{station}' is no number of a station", "“{station}”不是工位号")
NO_HASH = Text("its hash is damaged", "哈希已损坏")


@dataclass(frozen=True, slots=True)
class PasswordHash:
    """What is kept of a password."""

    n: int
    r: int
    p: int
    salt: bytes
    key: bytes

    def matches(self, password: str) -> bool:
        """Whether it is of this password; takes some 50 ms, so that guessing takes long."""
        return hmac.compare_digest(
            self.key, _key(password, self.salt, self.n, self.r, self.p, len(self.key))
        )

    def __str__(self) -> str:
        salt, key = (base64.b64encode(part).decode() for part in (self.salt, self.key))
        return f"scrypt${self.n}${self.r}${self.p}${salt}${key}"


@dataclass(frozen=True, slots=True)
class UserEntry:
    """One user."""

    role: str
    hash: PasswordHash
    station: int | None = None

    @property
    def rights(self) -> Right:
        """What he may do, at his station."""
        return ROLES[self.role]

    def at(self, stations: Collection[int]) -> UserEntry:
        """The same at a server of these stations: where his is another one, an observer."""
        stranger = self.station is not None and any(each != self.station for each in stations)
        return replace(self, role=OBSERVER) if stranger else self


# What an unknown user's password is compared with, so that it takes as long as a known one's.
NOBODY = PasswordHash(N, R, P, bytes(16), bytes(KEY_BYTES))


def hash_password(password: str) -> PasswordHash:
    """A new hash with a salt of its own."""
    salt = os.urandom(16)
    return PasswordHash(N, R, P, salt, _key(password, salt, N, R, P, KEY_BYTES))


def user_line(name: str, role: str, password: str, station: int | None = None) -> str:
    """A line of a users' file; ValueError for a name, role or station that cannot be."""
    if station is not None and station < 1:
        raise ValueError(station)
    if role not in ROLES:
        raise ValueError(role)
    if not name.strip() or ":" in name or name.startswith("#"):
        raise ValueError(name)
    at = "" if station is None else f"@{station}"
    return f"{name}:{role}{at}:{hash_password(password)}"


def read_users(path: Path) -> Mapping[str, UserEntry]:
    """The users of a file by name; ProblemsFound with all that is wrong with it."""
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        reason = getattr(error, "strerror", None) or "UTF-8"
        raise ProblemsFound(
            [NO_USERS_FILE.at(Position(str(path)), path=path, reason=reason)]
        ) from None
    users: dict[str, UserEntry] = {}
    problems = []
    for number, line in enumerate(lines, 1):
        if not line.strip() or line.startswith("#"):
            continue
        name, entry = _user(line)
        if isinstance(entry, UserEntry) and name not in users:
            users[name] = entry
            continue
        what = TWICE.fill(name=name) if isinstance(entry, UserEntry) else entry
        roles = ", ".join(ROLES)
        problems.append(BAD_USER.at(Position(str(path), number), what=what, roles=roles))
    if problems:
        raise ProblemsFound(problems)
    return users


def _user(line: str) -> tuple[str, UserEntry | object]:
    """Name and entry of a line, or what is wrong with it."""
    fields = [field.strip() for field in line.split(":")]
    if len(fields) != 3 or not fields[0]:
        return "", FIELDS
    name, place, written = fields
    role, at, number = place.partition("@")
    if role not in ROLES:
        return name, NO_ROLE.fill(role=role)
    if at and not (number.isascii() and number.isdecimal() and int(number)):
        return name, NO_STATION.fill(station=number)
    read = _hash(written)
    return name, UserEntry(role, read, int(number) if at else None) if read else NO_HASH


def _hash(written: str) -> PasswordHash | None:
    try:
        scheme, n, r, p, salt, key = written.split("$")
        read = PasswordHash(
            int(n),
            int(r),
            int(p),
            base64.b64decode(salt, validate=True),
            base64.b64decode(key, validate=True),
        )
    except (ValueError, binascii.Error):
        return None
    power_of_two = read.n > 1 and read.n & (read.n - 1) == 0
    sizes = 0 < read.r <= 32 and 0 < read.p <= 4 and 128 * read.n * read.r < MAX_MEMORY
    long_enough = len(read.salt) >= 8 and 16 <= len(read.key) <= 64
    return read if scheme == "scrypt" and power_of_two and sizes and long_enough else None


def _key(password: str, salt: bytes, n: int, r: int, p: int, size: int) -> bytes:
    data = password.encode()
    return hashlib.scrypt(data, salt=salt, n=n, r=r, p=p, maxmem=2 * MAX_MEMORY, dklen=size)
