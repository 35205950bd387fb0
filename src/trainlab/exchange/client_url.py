"""The URL of a PLC that trainlab polls, as a person writes it.

SCHEME://HOST[:PORT][/PATH][?OPTION=VALUE&...]      modbus://192.168.0.10/1?profile=openplc
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from types import MappingProxyType
from urllib.parse import unquote

from trainlab.core.duration import parse_duration
from trainlab.core.message import Text
from trainlab.core.problem import (
    Position,
    Problem,
    ProblemKind,
    ProblemsFound,
    did_you_mean,
)
from trainlab.exchange.endpoint import Endpoint, format_endpoint, parse_endpoint

USUAL_CYCLE_NS = 20_000_000

BAD_URL = ProblemKind(
    "TL5051",
    Text("'{url}' is not the address of a PLC", "“{url}”不是 PLC 的地址"),
    Text(
        "write SCHEME://HOST[:PORT]/PLACE, such as {usual}; a user or password never stands before the host",
        "请写成“协议://主机[:端口]/位置”，例如 {usual}；主机前不能写用户名或密码",
    ),
)
NO_SUCH_CLIENT = ProblemKind(
    "TL5052",
    Text("no PLC can be polled by '{scheme}'{hint}", "不能通过“{scheme}”轮询 PLC{hint}"),
    Text("it can be one of {schemes}", "可用的协议：{schemes}"),
)
USUAL = "modbus://192.168.0.10/1, s7://192.168.0.1/0/1, opcua://192.168.0.1:4840"

_URL = re.compile(
    r"(?P<scheme>[A-Za-z][A-Za-z0-9.+]*)://(?P<place>[^/?#@]+)(?P<path>/[^?#]*)?(?:\?(?P<query>[^#]*))?"
)
_WITH_PORT = re.compile(r".*(\]|[^:\]]):\d+")


def read_client_url(text: str) -> Endpoint:
    """What a person wrote; its port is 0 where none is given. ProblemsFound if it is no such thing."""
    match = _URL.fullmatch(text.strip())
    if match is None:
        raise bad_url(text)
    place, has_port = match["place"], _WITH_PORT.fullmatch(match["place"]) is not None
    try:
        host, port = parse_endpoint(place if has_port else f"{place}:0")
    except ProblemsFound:
        raise bad_url(text) from None
    if has_port and not port:
        raise bad_url(text)
    options = {}
    for pair in filter(None, (match["query"] or "").split("&")):
        option, _, value = pair.partition("=")
        options[option] = unquote(value)
    path = unquote(match["path"] or "").strip("/")
    return Endpoint(text, match["scheme"].lower(), host, port, path, MappingProxyType(options))


def bad_url(text: str, usual: str = USUAL) -> ProblemsFound:
    """What to raise for a URL that cannot be one; `usual` shows how it would look."""
    return ProblemsFound([BAD_URL.at(Position(text), url=text, usual=usual)])


def no_such_client(place: Endpoint, schemes: Sequence[str]) -> Problem:
    """What is wrong with a URL whose scheme is none of these."""
    hint = did_you_mean(place.scheme, schemes)
    known = ", ".join(f"{scheme}://" for scheme in schemes)
    return NO_SUCH_CLIENT.at(Position(place.text), scheme=place.scheme, hint=hint, schemes=known)


def plain_url(endpoint: Endpoint, port: int) -> str:
    """The URL without its options: what the client is called."""
    path = f"/{endpoint.path}" if endpoint.path else ""
    return f"{endpoint.scheme}://{format_endpoint(endpoint.host, endpoint.port or port)}{path}"


def cycle_of(endpoint: Endpoint, stale_after_ns: int) -> int:
    """How often to poll, in ns; ProblemsFound unless it can be heard twice before it is stale."""
    longest = stale_after_ns // 2
    written = endpoint.options.get("cycle")
    if written is None:
        return min(USUAL_CYCLE_NS, longest)
    try:
        cycle_ns = parse_duration(written)
    except ValueError:
        cycle_ns = 0
    if not 1_000_000 <= cycle_ns <= longest:
        raise endpoint.bad_option("cycle", f"1ms .. {longest // 1_000_000}ms")
    return cycle_ns
