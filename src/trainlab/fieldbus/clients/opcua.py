"""The OPC UA client, as the catalog holds it: polls a PLC that is an OPC UA server."""

from __future__ import annotations

import os
import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from trainlab.core.message import Text
from trainlab.core.problem import Position, ProblemKind, ProblemsFound
from trainlab.exchange.endpoint import Endpoint, format_endpoint
from trainlab.exchange.link import Link
from trainlab.exchange.setup import StationSetup
from trainlab.fieldbus.clients.cycle import PollSetup
from trainlab.fieldbus.clients.link import poll_setup, start
from trainlab.fieldbus.files import state_folder
from trainlab.fieldbus.opcua.link import PKI_UNUSABLE

CLIENT_MODULE = "trainlab.fieldbus.clients.opcua_plc"
USUAL_PORT = 4840
OPTIONS = ("nodes", "user", "password_file", "security", "pki", "cycle")
# Signed and encrypted, all but None.
SECURITY = ("None", "Basic256Sha256", "Aes128Sha256RsaOaep", "Aes256Sha256RsaPss")
PASSWORD_VARIABLE = "TRAINLAB_OPCUA_PASSWORD"
NODE = re.compile(r"(ns=\d+;)?[sigb]=.+")
PLACE = "{tag}"

NO_PASSWORD = ProblemKind(
    "TL5055",
    Text("no password for user '{user}': {reason}", "用户“{user}”没有密码：{reason}"),
    Text(
        "name a file that holds it with &password_file=FILE, or put it into the variable "
        + PASSWORD_VARIABLE,
        "请用 &password_file=文件 指定密码文件，或设置环境变量 " + PASSWORD_VARIABLE,
    ),
)


@dataclass(frozen=True, slots=True)
class OpcUaPollSetup:
    """All that the client's process must know. Without a template, nodes are looked for by name."""

    poll: PollSetup
    url: str
    template: str
    user: str
    password: str
    security: str
    pki: Path


class OpcUaClient:
    """Polls a PLC at opcua://HOST[:4840][/PATH], or opc.tcp://.

    Options of the URL: `nodes`, the NodeId of a tag with {tag} in it; `user`, and `password_file` or
    the variable TRAINLAB_OPCUA_PASSWORD; `security`, a policy; `pki`, the folder of the client's
    certificate; `cycle`.
    """

    name = "opcua"
    title = Text("OPC UA client", "OPC UA 客户端")
    about = Text(
        "OPC UA client: polls a PLC that is an OPC UA server, such as an S7-1500 or CODESYS.",
        "OPC UA 客户端：轮询作为 OPC UA 服务器的 PLC，例如 S7-1500 或 CODESYS。",
    )
    usual_endpoint = "opcua://192.168.0.1:4840"
    schemes = ("opcua", "opc.tcp")

    def open(self, endpoint: Endpoint, stations: Sequence[StationSetup]) -> Link:
        """Begin to poll; ProblemsFound for a wrong URL, no password, a folder of no use."""
        (station,) = stations
        endpoint.check(self.schemes, OPTIONS)
        template = endpoint.options.get("nodes", "")
        if "nodes" in endpoint.options and not (PLACE in template and NODE.fullmatch(template)):
            raise endpoint.bad_option("nodes", 'ns=3;s="{tag}"')
        poll = poll_setup(endpoint, USUAL_PORT, station)
        pki = Path(endpoint.options["pki"]) if "pki" in endpoint.options else state_folder("opcua")
        host = format_endpoint(endpoint.host, endpoint.port or USUAL_PORT)
        setup = OpcUaPollSetup(
            poll,
            f"opc.tcp://{host}/{endpoint.path}",
            template,
            endpoint.options.get("user", ""),
            _password(endpoint),
            endpoint.choice("security", SECURITY),
            pki.absolute(),
        )
        return start(self.name, endpoint, CLIENT_MODULE, setup, poll.name, {"pki": PKI_UNUSABLE})


def _password(endpoint: Endpoint) -> str:
    user, file = endpoint.options.get("user", ""), endpoint.options.get("password_file")
    if not user:
        return ""
    if file is None:
        password = os.environ.get(PASSWORD_VARIABLE)
        if password is None:
            raise _no_password(endpoint, user, PASSWORD_VARIABLE)
        return password
    try:
        return Path(file).read_text(encoding="utf-8").rstrip("\r\n")
    except OSError as error:
        raise _no_password(endpoint, user, f"{file}: {error.strerror}") from None
    except UnicodeDecodeError:
        raise _no_password(endpoint, user, f"{file}: UTF-8") from None


def _no_password(endpoint: Endpoint, user: str, reason: str) -> ProblemsFound:
    return ProblemsFound([NO_PASSWORD.at(Position(endpoint.text), user=user, reason=reason)])
