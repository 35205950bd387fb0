"""The Modbus/TCP server link, as the catalog holds it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from trainlab import __version__
from trainlab.core.image import IOImage
from trainlab.core.link import Link
from trainlab.core.message import Text
from trainlab.core.observer import Event
from trainlab.core.tag import Tag
from trainlab.fieldbus.addresses import address_book
from trainlab.fieldbus.endpoint import cannot_listen, format_endpoint, parse_endpoint
from trainlab.fieldbus.exchange import BenchSide
from trainlab.fieldbus.field_link import FieldLink
from trainlab.fieldbus.modbus.identity import Identity
from trainlab.fieldbus.modbus.tables import WordOrder
from trainlab.fieldbus.server_process import ServerProcess

SERVER_MODULE = "trainlab.fieldbus.modbus.server"


@dataclass(frozen=True, slots=True)
class ModbusSetup:
    """All that the server's process must know."""

    host: str
    port: int
    tags: tuple[Tag, ...]
    memory: Path
    block_bytes: int
    identity: Identity
    word_order: WordOrder


class ModbusLink:
    """Serves a station's tags to Modbus/TCP clients, whatever unit id they ask for."""

    name = "modbus"
    about = Text(
        "Modbus/TCP server: the station's tags as coils, discrete inputs and registers.",
        "Modbus/TCP 服务器：工位变量映射为线圈、离散量输入和寄存器。",
    )

    def __init__(self, word_order: WordOrder = "high first") -> None:
        self.word_order = word_order

    def open(
        self,
        endpoint: str,
        image: IOImage,
        note: Callable[[Event], None],
        stale_after_ns: int = 500_000_000,
    ) -> Link:
        """Serve `image` at HOST:PORT; ProblemsFound if that cannot be done (port taken, ...).

        AddressClash if the addresses of the tags cannot stand on one network together.
        """
        host, port = parse_endpoint(endpoint)
        tags = (*image.inputs, *image.outputs)
        address_book(tags)
        exchange = BenchSide(image.block)
        setup = ModbusSetup(
            host, port, tags, exchange.path, len(image.block), _identity(), self.word_order
        )
        try:
            process = ServerProcess(SERVER_MODULE, setup)
        except BaseException:
            exchange.close()
            raise
        exchange.unname()
        report = process.report
        if "error" in report:
            process.stop()
            exchange.close()
            raise cannot_listen(endpoint, int(report["error"]), str(report["reason"]))
        listening = format_endpoint(host, int(report["port"]))
        return FieldLink(self.name, listening, exchange, process, note, stale_after_ns)


def _identity() -> Identity:
    return {
        0: "trainlab",
        1: "TL-RIO",
        2: __version__,
        4: "trainlab remote I/O",
        5: "Modbus/TCP server",
    }
