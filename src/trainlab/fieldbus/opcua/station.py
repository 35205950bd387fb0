"""One station as the clients of an OPC UA server see it; no word of the library in here."""

from __future__ import annotations

import struct
from datetime import UTC, datetime, timedelta

from trainlab.core.image import Slot
from trainlab.core.spec import Control
from trainlab.core.tag import Direction
from trainlab.exchange.server_side import Client, ServerSide
from trainlab.exchange.setup import StationSetup
from trainlab.exchange.station_block import Status
from trainlab.fieldbus.opcua.alarms import AlarmView
from trainlab.fieldbus.opcua.points import (
    CONTROL_TYPES,
    Damage,
    Reader,
    Value,
    ValueType,
)
from trainlab.fieldbus.opcua.shown import points_of

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


class StationView:
    """One station as the clients of this server see it; `refresh` before a request is answered."""

    def __init__(self, setup: StationSetup, name: str) -> None:
        self.name = name
        self.title = setup.title
        self.opcua_models = setup.opcua_models
        self.controls = {control.name: control for control in setup.controls}
        self.tags = {tag.name: tag for tag in setup.tags}
        self.side = ServerSide(setup)
        self.clients: set[Client] = set()
        self.time = _EPOCH
        self._tags = setup.tags
        self._version = -1
        self._status = Status()
        self._broken = b""
        self._positions: tuple[float, ...] = ()
        self._rest_began = _EPOCH
        self.refresh()
        self.points = points_of(setup.tags, setup.controls, self)
        self.alarms = tuple(
            AlarmView(self.side, number, self.utc, lambda tag: tag in self.broken_wires)
            for number in range(len(setup.alarms))
        )

    def refresh(self) -> bool:
        """Take what the bench has published; whether anything has changed since the last call."""
        side = self.side
        side.refresh()
        if side.version == self._version:
            return False
        self._version = side.version
        before, self._status = self._status, side.status
        self._broken = side.broken_wires
        self._positions = side.controls
        at_ns = self._status.now_ns
        if self._rest_began == _EPOCH or before.begin_utc_ns or at_ns < before.now_ns:
            self._rest_began = datetime.now(UTC) - timedelta(microseconds=at_ns / 1000)
        self.time = self.utc(at_ns)
        return True

    def utc(self, at_ns: int) -> datetime:
        """The calendar's time of a moment of the plant, whatever the calendar does meanwhile.

        A station at rest has no beginning of its own: it counts from when this server first saw it so.
        """
        status = self._status
        if not status.begin_utc_ns:
            return self._rest_began + timedelta(microseconds=at_ns / 1000)
        return _EPOCH + timedelta(microseconds=(status.begin_utc_ns + at_ns / status.speed) / 1000)

    @property
    def status(self) -> Status:
        """How the station is getting on."""
        return self._status

    @property
    def broken_wires(self) -> frozenset[str]:
        """The tags whose wires are known to be broken."""
        return frozenset(
            tag.name for tag, broken in zip(self._tags, self._broken, strict=False) if broken
        )

    @property
    def owner(self) -> str:
        """Who owns the outputs, on whatever link; empty for nobody, or until the bench has told it."""
        if not self.side.seat_taken:
            return ""
        return next((client.name for client in self.clients if client.has_seat), self.side.owner)

    def enter(self, name: str) -> Client:
        """A client has come."""
        client = self.side.enter(name)
        self.clients.add(client)
        return client

    def leave(self, client: Client) -> None:
        """It is gone; calling it again does nothing."""
        if client in self.clients:
            self.clients.remove(client)
            client.leave()

    def of_tag(self, slot: Slot, number: int) -> Reader:
        """Reads a tag."""
        unpack = struct.Struct("=" + slot.tag.type.value).unpack_from
        block, offset = self.side.block, slot.offset
        damage = Damage.SENSOR if slot.tag.direction is Direction.INPUT else Damage.DEVICE

        def read() -> Value | Damage:
            if not self._status.ticks:
                return Damage.NO_TICK
            if self._broken[number]:
                return damage
            value: Value = unpack(block, offset)[0]
            return value

        return read

    def of_control(self, control: Control, number: int) -> Reader:
        """Reads an operator's device."""
        kind = CONTROL_TYPES[control.kind]
        make = {ValueType.BOOLEAN: bool, ValueType.INT16: int, ValueType.DOUBLE: float}[kind]
        return lambda: make(self._positions[number]) if self._status.ticks else Damage.NO_TICK

    def of_status(self, name: str) -> Reader:
        """Reads how the station is getting on."""
        readers: dict[str, Reader] = {
            "Phase": lambda: int(self._status.phase),
            "Time": lambda: self._status.now_ns / 1e9,
            "Controller": lambda: self.owner,
            "LinkStale": lambda: self._status.stale,
            "Overruns": lambda: self._status.overruns & 0xFFFFFFFF,
            "Ticks": lambda: self._status.ticks,
            "PanelOpen": lambda: self._status.panel_open,
        }
        return readers[name]
