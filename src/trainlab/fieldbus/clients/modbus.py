"""The Modbus/TCP client, as the catalog holds it: polls a PLC that is a Modbus server."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from trainlab.core.message import Text
from trainlab.exchange.client_url import bad_url
from trainlab.exchange.endpoint import Endpoint
from trainlab.exchange.link import Link
from trainlab.exchange.setup import StationSetup
from trainlab.fieldbus.clients.cycle import PollSetup
from trainlab.fieldbus.clients.link import poll_setup, start
from trainlab.fieldbus.clients.modbus_map import GROUPS, ModbusMap, modbus_map

CLIENT_MODULE = "trainlab.fieldbus.clients.modbus_plc"
USUAL_PORT = 502
USUAL_UNIT = 1
MAX_UNIT = 255
OPTIONS = ("profile", *GROUPS, "word_order", "cycle")


@dataclass(frozen=True, slots=True)
class ModbusPollSetup:
    """All that the client's process must know."""

    poll: PollSetup
    host: str
    port: int
    unit: int
    map: ModbusMap


class ModbusClient:
    """Polls a PLC at modbus://HOST[:502]/UNIT.

    Options of the URL: `profile` (plain, openplc); where each group of tags begins: `inputs_bits`,
    `inputs_words`, `inputs_dwords`, `outputs_bits`, `outputs_words`, `outputs_dwords`; `word_order` of
    32-bit values, high_first or low_first; `cycle`.
    """

    name = "modbus"
    title = Text("Modbus/TCP client", "Modbus/TCP 客户端")
    about = Text(
        "Modbus/TCP client: polls a PLC that is a Modbus server, such as OpenPLC.",
        "Modbus/TCP 客户端：轮询作为 Modbus 服务器的 PLC，例如 OpenPLC。",
    )
    usual_endpoint = "modbus://192.168.0.10/1"
    schemes = ("modbus",)

    def open(self, endpoint: Endpoint, stations: Sequence[StationSetup]) -> Link:
        """Begin to poll; ProblemsFound for a wrong URL, AddressClash as for the server."""
        (station,) = stations
        endpoint.check(self.schemes, OPTIONS)
        unit = endpoint.path or str(USUAL_UNIT)
        if not (unit.isascii() and unit.isdigit() and int(unit) <= MAX_UNIT):
            raise bad_url(endpoint.text, self.usual_endpoint)
        low_first = endpoint.choice("word_order", ("high_first", "low_first")) == "low_first"
        setup = ModbusPollSetup(
            poll_setup(endpoint, USUAL_PORT, station),
            endpoint.host,
            endpoint.port or USUAL_PORT,
            int(unit),
            modbus_map(endpoint, station.tags, low_first),
        )
        return start(self.name, endpoint, CLIENT_MODULE, setup, setup.poll.name)
