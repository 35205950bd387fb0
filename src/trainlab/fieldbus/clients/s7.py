"""The S7 client, as the catalog holds it: polls a CPU by PUT/GET, or a LOGO!."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from trainlab.core.message import Text
from trainlab.exchange.client_url import bad_url
from trainlab.exchange.endpoint import Endpoint
from trainlab.exchange.link import Link
from trainlab.exchange.setup import StationSetup
from trainlab.fieldbus.clients.cycle import PollSetup
from trainlab.fieldbus.clients.link import poll_setup, start
from trainlab.fieldbus.clients.s7_map import S7Map, s7_map

CLIENT_MODULE = "trainlab.fieldbus.clients.s7_plc"
USUAL_PORT = 102
OPTIONS = ("profile", "inputs", "outputs", "local_tsap", "remote_tsap", "cycle")
TSAP = re.compile(r"(?P<high>[0-9A-Fa-f]{2})\.(?P<low>[0-9A-Fa-f]{2})")
RACK_AND_SLOT = re.compile(r"(?P<rack>[0-7])/(?P<slot>[12]?\d|3[01])")
# By profile, where the URL says nothing: what is called in the CPU by rack and slot, in a LOGO! as
# the example of its manual sets up the connection.
TSAPS = {"cpu": ("01.00", ""), "logo": ("01.00", "02.00")}
# Connection type PG, as python-snap7 and HMIs use it.
TO_CPU = 0x0100


@dataclass(frozen=True, slots=True)
class S7PollSetup:
    """All that the client's process must know."""

    poll: PollSetup
    host: str
    port: int
    local_tsap: int
    remote_tsap: int
    map: S7Map


class S7Client:
    """Polls a CPU at s7://HOST[:102]/RACK/SLOT.

    Options of the URL: `inputs` and `outputs` (I, Q, M, DB1, DB1:100), `profile` (cpu, logo),
    `local_tsap` and `remote_tsap` (02.00) in place of rack and slot, `cycle`.
    """

    name = "s7"
    title = Text("S7 client (PUT/GET)", "S7 客户端（PUT/GET）")
    about = Text(
        "S7 client (PUT/GET): polls an S7-300/400/1200/1500, PLCSIM Advanced or LOGO!.",
        "S7 客户端（PUT/GET）：轮询 S7-300/400/1200/1500、PLCSIM Advanced 或 LOGO!。",
    )
    usual_endpoint = "s7://192.168.0.1/0/1"
    schemes = ("s7",)

    def open(self, endpoint: Endpoint, stations: Sequence[StationSetup]) -> Link:
        """Begin to poll; ProblemsFound for a wrong URL, AddressClash as for the server."""
        (station,) = stations
        endpoint.check(self.schemes, OPTIONS)
        map_ = s7_map(endpoint, station.tags)
        local, remote = TSAPS[endpoint.choice("profile", tuple(TSAPS))]
        remote_tsap = _tsap(endpoint, "remote_tsap", remote)
        if remote_tsap is None or endpoint.path:
            match = RACK_AND_SLOT.fullmatch(endpoint.path)
            if match is None:
                raise bad_url(endpoint.text, self.usual_endpoint)
            remote_tsap = remote_tsap or TO_CPU | int(match["rack"]) << 5 | int(match["slot"])
        setup = S7PollSetup(
            poll_setup(endpoint, USUAL_PORT, station),
            endpoint.host,
            endpoint.port or USUAL_PORT,
            _tsap(endpoint, "local_tsap", local) or TO_CPU,
            remote_tsap,
            map_,
        )
        return start(self.name, endpoint, CLIENT_MODULE, setup, setup.poll.name)


def _tsap(endpoint: Endpoint, option: str, usual: str) -> int | None:
    written = endpoint.options.get(option, usual)
    if not written:
        return None
    match = TSAP.fullmatch(written)
    if match is None:
        raise endpoint.bad_option(option, "02.00")
    return int(match["high"], 16) << 8 | int(match["low"], 16)
