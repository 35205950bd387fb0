"""The S7 server link, as the catalog holds it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from trainlab.core.message import Text
from trainlab.exchange.addresses import places
from trainlab.exchange.endpoint import Endpoint
from trainlab.exchange.link import Link
from trainlab.exchange.setup import StationSetup
from trainlab.fieldbus.seats import seat_by_host
from trainlab.fieldbus.server_link import ServerLink

SERVER_MODULE = "trainlab.fieldbus.s7.server"


@dataclass(frozen=True, slots=True)
class S7Setup:
    """All that the server's process must know."""

    host: str
    port: int
    station: StationSetup
    seat_by_host: bool


class S7Link:
    """Serves a station to S7 clients (PUT/GET, HMIs), whatever rack and slot they ask for.

    Option of the endpoint: `seat`, as `fieldbus.seats` has it.
    """

    name = "s7"
    title = Text("S7 server (ISO-on-TCP)", "S7 服务器（ISO-on-TCP）")
    about = Text(
        "S7 server (ISO-on-TCP): the station's tags as I, Q and M areas and as data blocks.",
        "S7 服务器（ISO-on-TCP）：工位变量映射为 I、Q、M 区和数据块。",
    )
    usual_endpoint = "127.0.0.1:1102"

    def open(self, endpoint: Endpoint, stations: Sequence[StationSetup]) -> Link:
        """Serve the station at HOST:PORT; ProblemsFound if that cannot be done.

        AddressClash if the addresses of its tags cannot stand in one CPU together.
        """
        endpoint.check(("", "tcp"), ("seat",))
        (station,) = stations
        places(station.tags)
        setup = S7Setup(endpoint.host, endpoint.port, station, seat_by_host(endpoint))
        return ServerLink(self.name, endpoint, SERVER_MODULE, setup)
