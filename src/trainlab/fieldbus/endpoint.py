"""HOST:PORT as a person writes it, and what can be wrong with it."""

from __future__ import annotations

import errno
import re

from trainlab.core.message import Text
from trainlab.core.problem import Position, ProblemKind, ProblemsFound

MAX_PORT = 65535

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

_ENDPOINT = re.compile(
    r"(?:\[(?P<v6>[0-9A-Fa-f:.]+(?:%\w+)?)\]|(?P<host>[^\s:\[\]/]+)):(?P<port>\d{1,5})"
)


def parse_endpoint(endpoint: str) -> tuple[str, int]:
    """Host and port of "127.0.0.1:1502" or "[::1]:1502"; ProblemsFound if it is no such thing."""
    match = _ENDPOINT.fullmatch(endpoint.strip(), 0)
    if match is None or not match["port"].isascii() or int(match["port"]) > MAX_PORT:
        raise ProblemsFound([BAD_ENDPOINT.at(Position(endpoint), endpoint=endpoint)])
    return match["v6"] or match["host"], int(match["port"])


def format_endpoint(host: str, port: int) -> str:
    """HOST:PORT, with the brackets that an IPv6 address needs."""
    return f"[{host}]:{port}" if ":" in host else f"{host}:{port}"


def cannot_listen(endpoint: str, error: int, reason: str) -> ProblemsFound:
    """What the system's refusal to listen at an endpoint means to the person who chose it."""
    host, port = parse_endpoint(endpoint)
    kinds = {
        errno.EADDRINUSE: PORT_TAKEN,
        errno.EACCES: PORT_FORBIDDEN,
        errno.EPERM: PORT_FORBIDDEN,
    }
    kind = kinds.get(error, NO_SUCH_ADDRESS)
    return ProblemsFound([kind.at(Position(endpoint), host=host, port=port, reason=reason)])
