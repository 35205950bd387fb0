"""The Modbus server link, as the catalog holds it: what the endpoint says, by transport."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from pathlib import Path
from types import MappingProxyType
from typing import cast

from trainlab import __version__
from trainlab.core.message import Text
from trainlab.core.problem import Position, ProblemsFound
from trainlab.exchange.addresses import address_book
from trainlab.exchange.endpoint import Endpoint
from trainlab.exchange.link import Link
from trainlab.exchange.setup import StationSetup
from trainlab.fieldbus.files import state_folder
from trainlab.fieldbus.modbus.problems import (
    CERT_WITHOUT_KEY,
    NO_CLIENTS_CA,
    SERIAL_PROBLEMS,
    TLS_PROBLEMS,
)
from trainlab.fieldbus.modbus.serial_port import BAUD_RATES, PARITIES, STOP_BITS, Parity, SerialPort
from trainlab.fieldbus.modbus.setup import (
    FIRST_UNIT,
    LAST_UNIT,
    SerialSetup,
    Served,
    SocketSetup,
    TlsSetup,
)
from trainlab.fieldbus.modbus.tables import WordOrder
from trainlab.fieldbus.seats import seat_by_host
from trainlab.fieldbus.server_link import ServerLink

WORD_ORDERS = {"high_first": "high first", "low_first": "low first"}
# scheme -> options, and what 43/14 says that it is
TRANSPORTS: Mapping[str, tuple[tuple[str, ...], str]] = MappingProxyType(
    {
        "": (("word_order", "seat"), "Modbus/TCP server"),
        "tcp": (("word_order", "seat"), "Modbus/TCP server"),
        "udp": (("word_order", "seat"), "Modbus/UDP server"),
        "rtu+tcp": (("word_order", "seat", "unit"), "Modbus RTU over TCP server"),
        "rtu": (("word_order", "unit", "baud", "parity", "stop"), "Modbus RTU server"),
        "tls": (("word_order", "seat", "cert", "key", "ca"), "Modbus/TCP Security server"),
    }
)
_PACKAGE = "trainlab.fieldbus.modbus"


class ModbusLink:
    """Serves stations to Modbus clients: HOST:PORT, udp://, rtu+tcp://, tls://HOST:PORT, rtu:DEVICE.

    Options of the endpoint: `word_order` of 32-bit values, high_first or low_first; `seat`, whether
    each connection is a client of its own, or all of one host together; on RTU `unit`, the unit id
    of the first station, and `baud`, `parity`, `stop` of a serial line; with TLS `cert`, `key` and
    `ca`, files.
    """

    name = "modbus"
    title = Text("Modbus server", "Modbus 服务器")
    about = Text(
        "Modbus server: the station's tags as coils, discrete inputs and registers. TCP at HOST:PORT, UDP at udp://HOST:PORT, RTU at rtu:DEVICE or rtu+tcp://HOST:PORT, TLS at tls://HOST:PORT?ca=FILE.",
        "Modbus 服务器：工位变量映射为线圈、离散量输入和寄存器。TCP：主机:端口；UDP：udp://主机:端口；RTU：rtu:串口设备 或 rtu+tcp://主机:端口；TLS：tls://主机:端口?ca=文件。",
    )
    usual_endpoint = "127.0.0.1:1502"

    def open(self, endpoint: Endpoint, stations: Sequence[StationSetup]) -> Link:
        """Serve these stations there; ProblemsFound if that cannot be done.

        AddressClash if the addresses of a station's tags cannot stand on one network together.
        """
        options, title = TRANSPORTS.get(endpoint.scheme, ((), ""))
        # Serial ports are opened as POSIX has it.
        schemes = [each for each in TRANSPORTS if each != "rtu" or os.name == "posix"]
        endpoint.check(schemes, options)
        word_order = WORD_ORDERS[endpoint.choice("word_order", tuple(WORD_ORDERS))]
        for station in stations:
            address_book(station.tags)
        identity = {
            0: "trainlab",
            1: "TL-RIO",
            2: __version__,
            4: "trainlab remote I/O",
            5: title,
        }
        served = Served(
            tuple(stations), identity, cast(WordOrder, word_order), seat_by_host(endpoint)
        )
        match endpoint.scheme:
            case "rtu":
                return self._serial(endpoint, served)
            case "tls":
                return self._secured(endpoint, served)
        module = {"udp": "udp_server", "rtu+tcp": "rtu_tcp_server"}.get(endpoint.scheme, "server")
        setup = SocketSetup(served, endpoint.host, endpoint.port, _first_unit(endpoint, served))
        return ServerLink(self.name, endpoint, f"{_PACKAGE}.{module}", setup)

    def _serial(self, endpoint: Endpoint, served: Served) -> Link:
        port = SerialPort(
            endpoint.path,
            int(endpoint.choice("baud", [str(rate) for rate in BAUD_RATES])),
            cast(Parity, endpoint.choice("parity", PARITIES)),
            int(endpoint.choice("stop", [str(bits) for bits in STOP_BITS])),
        )
        setup = SerialSetup(served, port, _first_unit(endpoint, served))
        module = f"{_PACKAGE}.serial_server"
        return ServerLink(self.name, endpoint, module, setup, problems=SERIAL_PROBLEMS)

    def _secured(self, endpoint: Endpoint, served: Served) -> Link:
        options = endpoint.options
        if "ca" not in options:
            raise ProblemsFound([NO_CLIENTS_CA.at(Position(endpoint.text))])
        if ("cert" in options) != ("key" in options):
            raise ProblemsFound([CERT_WITHOUT_KEY.at(Position(endpoint.text))])
        own = None if "cert" in options else state_folder("modbus")
        setup = TlsSetup(
            served,
            endpoint.host,
            endpoint.port,
            Path(options["cert"]).absolute() if own is None else own / "server.crt",
            Path(options["key"]).absolute() if own is None else own / "server.key",
            Path(options["ca"]).absolute(),
            own,
        )
        module = f"{_PACKAGE}.tls_server"
        return ServerLink(self.name, endpoint, module, setup, guarded=True, problems=TLS_PROBLEMS)


def _first_unit(endpoint: Endpoint, served: Served) -> int:
    """The unit id of the first station on RTU; the others follow it."""
    last = LAST_UNIT - max(len(served.stations) - 1, 0)
    written = endpoint.options.get("unit", str(FIRST_UNIT))
    number = int(written) if written.isascii() and written.isdigit() else 0
    if not FIRST_UNIT <= number <= last:
        raise endpoint.bad_option("unit", f"{FIRST_UNIT}..{last}")
    return number
