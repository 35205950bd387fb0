"""Where a link is, as a person writes it, and what can be wrong with it.

[SCHEME://]HOST:PORT[?OPTION=VALUE&...]      127.0.0.1:1502, udp://127.0.0.1:1502?stale=1s
SCHEME:PATH[?OPTION=VALUE&...]               rtu:/dev/ttyUSB0?baud=19200
"""

from __future__ import annotations

import errno
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from types import MappingProxyType
from urllib.parse import unquote

from trainlab.core.duration import parse_duration
from trainlab.core.message import Text
from trainlab.core.problem import Position, ProblemKind, ProblemsFound, did_you_mean

MAX_PORT = 65535
LONGEST_NAME = 253

BAD_ENDPOINT = ProblemKind(
    "TL5001",
    Text(
        "'{endpoint}' is not an address to listen at",
        "“{endpoint}”不是可以监听的地址",
    ),
    Text(
        "write HOST:PORT with a port from 0 to 65535, such as 127.0.0.1:1502, or [::1]:1502 for IPv6; port 0 lets the system choose",
        "请写成“主机:端口”，端口为 0 到 65535，例如 127.0.0.1:1502；IPv6 写成 [::1]:1502；端口 0 表示由系统选择",
    ),
)
PORT_TAKEN = ProblemKind(
    "TL5002",
    Text(
        "port {port} of {host} is already in use",
        "{host} 的端口 {port} 已被占用",
    ),
    Text(
        "end the program that listens there (perhaps another station), or choose another port; port 0 lets the system choose",
        "请结束正在监听该端口的程序（也许是另一个工位），或改用其他端口；端口 0 表示由系统选择",
    ),
)
PORT_FORBIDDEN = ProblemKind(
    "TL5003",
    Text(
        "this user may not listen at port {port} of {host}",
        "当前用户无权监听 {host} 的端口 {port}",
    ),
    Text(
        "ports below 1024 need special rights; choose a higher one, such as 1502 in place of 502",
        "小于 1024 的端口需要特殊权限；请改用更大的端口号，例如用 1502 代替 502",
    ),
)
NO_SUCH_ADDRESS = ProblemKind(
    "TL5004",
    Text(
        "cannot listen at {host}: {reason}",
        "无法在 {host} 上监听：{reason}",
    ),
    Text(
        "give an address of this computer: 127.0.0.1 for this computer alone, 0.0.0.0 for every network that it is on",
        "请使用本机的地址：127.0.0.1 仅供本机访问，0.0.0.0 表示本机所在的所有网络",
    ),
)

UNKNOWN_SCHEME = ProblemKind(
    "TL5005",
    Text("this link has no '{scheme}'{hint}", "该总线连接没有“{scheme}”{hint}"),
    Text("it can be reached by {schemes}", "可用的方式：{schemes}"),
)
UNKNOWN_OPTION = ProblemKind(
    "TL5006",
    Text("this link has no option '{option}'{hint}", "该总线连接没有选项“{option}”{hint}"),
    Text("its options are {options}", "可用的选项：{options}"),
)
BAD_OPTION = ProblemKind(
    "TL5007",
    Text("'{value}' is no value for '{option}'", "“{value}”不能作为“{option}”的值"),
    Text("write {wanted}", "请写 {wanted}"),
)

DURATION = Text("a duration with its unit, such as 500ms or 1s", "带单位的时间，例如 500ms 或 1s")

_LOOPBACK = re.compile(r"localhost|127(\.\d+){3}|::1", re.IGNORECASE)
_SCHEME = re.compile(r"(?P<scheme>[A-Za-z][A-Za-z.+]*):(?P<slashes>//)?(?=\D|\d[^?]*:\d)")
_ENDPOINT = re.compile(
    r"(?:\[(?P<v6>[0-9A-Fa-f:.]+(?:%\w+)?)\]|(?P<host>[^\s:\[\]/]+)):(?P<port>\d{1,5})"
)


@dataclass(frozen=True, slots=True)
class Endpoint:
    """Where a link is. Host and port, or a path where the scheme has that (a serial port)."""

    text: str
    scheme: str
    host: str
    port: int
    path: str
    options: Mapping[str, str]

    @property
    def on_loopback(self) -> bool:
        """Whether nothing but this computer reaches it."""
        return not self.host or _LOOPBACK.fullmatch(self.host) is not None

    def at_port(self, port: int) -> Endpoint:
        """The same place at another port."""
        return replace(self, port=port)

    @property
    def stale_after_ns(self) -> int | None:
        """After how long a silence its controller is gone; None where nothing is said."""
        written = self.options.get("stale")
        if written is None:
            return None
        try:
            stale_ns = parse_duration(written)
        except ValueError:
            stale_ns = 0
        if stale_ns <= 0:
            raise self.bad_option("stale", DURATION)
        return stale_ns

    def check(self, schemes: Sequence[str], options: Sequence[str]) -> None:
        """ProblemsFound unless its scheme and its options are among these; "stale" always is."""
        problems = []
        known = (*options, "stale")
        if self.scheme not in schemes:
            hint = did_you_mean(self.scheme, schemes)
            all_schemes = ", ".join(filter(None, schemes))
            problems.append(
                UNKNOWN_SCHEME.at(
                    Position(self.text), scheme=self.scheme, hint=hint, schemes=all_schemes
                )
            )
        for option in self.options:
            if option not in known:
                hint = did_you_mean(option, known)
                problems.append(
                    UNKNOWN_OPTION.at(
                        Position(self.text), option=option, hint=hint, options=", ".join(known)
                    )
                )
        if problems:
            raise ProblemsFound(problems)

    def choice(self, option: str, choices: Sequence[str]) -> str:
        """The value of an option that has these choices, the first where it is not given."""
        value = self.options.get(option, choices[0])
        if value not in choices:
            raise self.bad_option(option, " / ".join(choices))
        return value

    def bad_option(self, option: str, wanted: str | Text) -> ProblemsFound:
        """What to raise for a value that an option cannot have."""
        value = self.options[option]
        return ProblemsFound(
            [BAD_OPTION.at(Position(self.text), option=option, value=value, wanted=wanted)]
        )


def read_endpoint(text: str, serial: Sequence[str] = ("rtu",)) -> Endpoint:
    """What a person wrote; ProblemsFound if it is no such thing. `serial` schemes have a path."""
    place, _, query = text.strip().partition("?")
    options = {}
    for pair in filter(None, query.split("&")):
        option, _, value = pair.partition("=")
        options[option] = unquote(value)
    match = _SCHEME.match(place)
    scheme = match["scheme"] if match else ""
    if match and scheme in serial:
        path = place[match.end() :] if match["slashes"] else place[len(scheme) + 1 :]
        if not path:
            raise ProblemsFound([BAD_ENDPOINT.at(Position(text), endpoint=text)])
        return Endpoint(text, scheme, "", 0, path, MappingProxyType(options))
    if match and match["slashes"]:
        place = place[match.end() :].rstrip("/")
    else:
        scheme = ""
    try:
        host, port = parse_endpoint(place)
    except ProblemsFound:
        raise ProblemsFound([BAD_ENDPOINT.at(Position(text), endpoint=text)]) from None
    return Endpoint(text, scheme, host, port, "", MappingProxyType(options))


def parse_endpoint(endpoint: str) -> tuple[str, int]:
    """Host and port of "127.0.0.1:1502" or "[::1]:1502"; ProblemsFound if it is no such thing."""
    match = _ENDPOINT.fullmatch(endpoint.strip(), 0)
    if match is None or not match["port"].isascii() or int(match["port"]) > MAX_PORT:
        raise ProblemsFound([BAD_ENDPOINT.at(Position(endpoint), endpoint=endpoint)])
    if match["host"] and not _is_name(match["host"]):
        raise ProblemsFound([BAD_ENDPOINT.at(Position(endpoint), endpoint=endpoint)])
    return match["v6"] or match["host"], int(match["port"])


def _is_name(host: str) -> bool:
    """Whether the resolver can be asked for it: labels of 1 to 63 bytes (RFC 1035, 2.3.4; RFC 3490)."""
    try:
        return len(host.encode("idna")) <= LONGEST_NAME
    except UnicodeError:
        return False


def format_endpoint(host: str, port: int) -> str:
    """HOST:PORT, with the brackets that an IPv6 address needs."""
    return f"[{host}]:{port}" if ":" in host else f"{host}:{port}"


def cannot_listen(endpoint: Endpoint, error: int, reason: str) -> ProblemsFound:
    """What the system's refusal to listen at an endpoint means to the person who chose it."""
    host, port = endpoint.host, endpoint.port
    kinds = {
        errno.EADDRINUSE: PORT_TAKEN,
        errno.EACCES: PORT_FORBIDDEN,
        errno.EPERM: PORT_FORBIDDEN,
    }
    kind = kinds.get(error, NO_SUCH_ADDRESS)
    return ProblemsFound([kind.at(Position(endpoint.text), host=host, port=port, reason=reason)])
