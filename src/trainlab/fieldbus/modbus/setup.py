"""What the processes of Modbus servers must know, by transport."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from trainlab.core.duration import NS_PER_S
from trainlab.exchange.setup import STALE_AFTER_NS, StationSetup
from trainlab.fieldbus.modbus.identity import Identity
from trainlab.fieldbus.modbus.serial_port import SerialPort
from trainlab.fieldbus.modbus.tables import WordOrder

# Unit ids that one station on a serial line can have (MODBUS over Serial Line V1.02, 2.2).
FIRST_UNIT, LAST_UNIT = 1, 247


@dataclass(frozen=True, slots=True)
class Served:
    """The stations, and how they show themselves."""

    stations: tuple[StationSetup, ...]
    identity: Identity
    word_order: WordOrder
    seat_by_host: bool

    @property
    def stale_s(self) -> float:
        """After how long a silence a client's hand is off the panel, where there is no connection."""
        times = [each.stale_after_ns for each in self.stations]
        return min(times, default=STALE_AFTER_NS) / NS_PER_S


@dataclass(frozen=True, slots=True)
class SocketSetup:
    """At HOST:PORT; the first station on RTU is `first_unit`."""

    served: Served
    host: str
    port: int
    first_unit: int = FIRST_UNIT


@dataclass(frozen=True, slots=True)
class SerialSetup:
    """On a serial line."""

    served: Served
    port: SerialPort
    first_unit: int


@dataclass(frozen=True, slots=True)
class TlsSetup:
    """At HOST:PORT, with the files of the server's certificate, its key, and its clients' CA (PEM).

    Where `made` is a folder, certificate and key are kept there, and made if they are not.
    """

    served: Served
    host: str
    port: int
    certificate: Path
    key: Path
    ca: Path
    made: Path | None
