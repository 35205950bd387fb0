"""The Modbus/TCP server link, as the catalog holds it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import cast

from trainlab import __version__
from trainlab.core.message import Text
from trainlab.exchange.addresses import address_book
from trainlab.exchange.endpoint import Endpoint
from trainlab.exchange.link import Link
from trainlab.exchange.setup import StationSetup
from trainlab.fieldbus.modbus.identity import Identity
from trainlab.fieldbus.modbus.tables import WordOrder
from trainlab.fieldbus.server_link import ServerLink

SERVER_MODULE = "trainlab.fieldbus.modbus.server"
WORD_ORDERS = {"high_first": "high first", "low_first": "low first"}
SEATS = ("connection", "host")


@dataclass(frozen=True, slots=True)
class ModbusSetup:
    """All that the server's process must know."""

    host: str
    port: int
    stations: tuple[StationSetup, ...]
    identity: Identity
    word_order: WordOrder
    seat_by_host: bool


class ModbusLink:
    """Serves stations to Modbus/TCP clients.

    Options of the endpoint: `word_order` of 32-bit values, high_first or low_first; `seat`, whether
    each connection is a client of its own, or all of one host together.
    """

    name = "modbus"
    title = Text("Modbus/TCP server", "Modbus/TCP 服务器")
    about = Text(
        "Modbus/TCP server: the station's tags as coils, discrete inputs and registers.",
        "Modbus/TCP 服务器：工位变量映射为线圈、离散量输入和寄存器。",
    )
    usual_endpoint = "127.0.0.1:1502"

    def open(self, endpoint: Endpoint, stations: Sequence[StationSetup]) -> Link:
        """Serve these stations at HOST:PORT; ProblemsFound if that cannot be done.

        AddressClash if the addresses of a station's tags cannot stand on one network together.
        """
        endpoint.check(("", "tcp"), ("word_order", "seat"))
        word_order = WORD_ORDERS[endpoint.choice("word_order", tuple(WORD_ORDERS))]
        by_host = endpoint.choice("seat", SEATS) == "host"
        for station in stations:
            address_book(station.tags)
        setup = ModbusSetup(
            endpoint.host,
            endpoint.port,
            tuple(stations),
            _identity(),
            cast(WordOrder, word_order),
            by_host,
        )
        return ServerLink(self.name, endpoint, SERVER_MODULE, setup)


def _identity() -> Identity:
    return {
        0: "trainlab",
        1: "TL-RIO",
        2: __version__,
        4: "trainlab remote I/O",
        5: "Modbus/TCP server",
    }
