"""The OPC UA server link, as the catalog holds it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from trainlab.core import catalog
from trainlab.core.message import Text
from trainlab.core.problem import Position, ProblemKind, ProblemsFound
from trainlab.exchange.endpoint import Endpoint
from trainlab.exchange.link import Link
from trainlab.exchange.setup import StationSetup
from trainlab.exchange.users import UserEntry, read_users
from trainlab.fieldbus.files import state_folder
from trainlab.fieldbus.opcua.nodesets import NoNodeset, nodesets
from trainlab.fieldbus.server_link import ServerLink

SERVER_MODULE = "trainlab.fieldbus.opcua.server"
OPTIONS = ("anonymous", "insecure", "users", "pki")

NOBODY_MAY_ENTER = ProblemKind(
    "TL5023",
    Text(
        "nobody could log in: it lets nobody in without a name, and it has no users",
        "无人可以登录：不允许匿名登录，也没有配置用户",
    ),
    Text(
        "add ?users=FILE, or ?anonymous=yes to let anybody in (the default on 127.0.0.1 alone)",
        "请添加 ?users=文件；若允许任何人登录，请添加 ?anonymous=yes（仅 127.0.0.1 默认允许）",
    ),
)
PKI_UNUSABLE = ProblemKind(
    "TL5024",
    Text(
        "cannot keep the certificate in {path}: {reason}",
        "无法在 {path} 中保存证书：{reason}",
    ),
    Text(
        "name another folder with ?pki=DIR, or mend or delete the files server.der and server.pem in it (client.der, client.pem with --client)",
        "请用 ?pki=目录 指定其他文件夹，或修复、删除其中的 server.der 和 server.pem（--client 时为 client.der 和 client.pem）",
    ),
)


NO_NODESET = ProblemKind(
    "TL5071",
    Text(
        "the plant's companion model '{model}' needs the nodeset {uri}, which is not installed",
        "被控对象的配套模型“{model}”需要节点集 {uri}，但尚未安装",
    ),
    Text(
        "install it: pip install 'trainlab[companion]'",
        "请安装：pip install 'trainlab[companion]'",
    ),
)


@dataclass(frozen=True, slots=True)
class OpcUaSetup:
    """All that the server's process must know."""

    host: str
    port: int
    stations: tuple[StationSetup, ...]
    users: Mapping[str, UserEntry]
    anonymous: bool
    insecure: bool
    pki: Path


class OpcUaLink:
    """Serves stations to OPC UA clients.

    Options of the endpoint: `anonymous` (yes, no: whether one may enter without a name), `insecure`
    (yes, no: whether also without signature and encryption), both yes on loopback and else no;
    `users`, a file of them (users.py); `pki`, the folder of the server's certificate and key.
    """

    name = "opcua"
    title = Text("OPC UA server", "OPC UA 服务器")
    about = Text(
        "OPC UA server: the station's tags, panel and state as variables, with methods.",
        "OPC UA 服务器：工位的变量、面板和状态映射为节点，并提供方法。",
    )
    usual_endpoint = "opc.tcp://127.0.0.1:4840"

    def open(self, endpoint: Endpoint, stations: Sequence[StationSetup]) -> Link:
        """Serve these stations at opc.tcp://HOST:PORT; ProblemsFound if that cannot be done."""
        endpoint.check(("opc.tcp", ""), OPTIONS)
        choices = ("yes", "no") if endpoint.on_loopback else ("no", "yes")
        anonymous = endpoint.choice("anonymous", choices) == "yes"
        insecure = endpoint.choice("insecure", choices) == "yes"
        users = read_users(Path(endpoint.options["users"])) if "users" in endpoint.options else {}
        if not (anonymous or users):
            raise ProblemsFound([NOBODY_MAY_ENTER.at(Position(endpoint.text))])
        _check_models(endpoint, stations)
        pki = Path(endpoint.options["pki"]) if "pki" in endpoint.options else state_folder("opcua")
        setup = OpcUaSetup(
            endpoint.host,
            endpoint.port,
            tuple(stations),
            {name: user.at([each.number for each in stations]) for name, user in users.items()},
            anonymous,
            insecure,
            pki.absolute(),
        )
        return ServerLink(
            self.name,
            endpoint,
            SERVER_MODULE,
            setup,
            guarded=not anonymous,
            problems={"pki": PKI_UNUSABLE},
        )


def _check_models(endpoint: Endpoint, stations: Sequence[StationSetup]) -> None:
    """ProblemsFound if a nodeset is missing that a station's companion model stands on."""
    for model in sorted({name for station in stations for name in station.opcua_models}):
        try:
            nodesets(catalog.load("opcua_models", model).namespaces)
        except NoNodeset as missing:
            problem = NO_NODESET.at(Position(endpoint.text), model=model, uri=missing.args[0])
            raise ProblemsFound([problem]) from None
