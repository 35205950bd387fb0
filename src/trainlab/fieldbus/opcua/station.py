"""One station as the clients of an OPC UA server see it; no word of the library in here."""

from __future__ import annotations

import struct
from datetime import UTC, datetime, timedelta

from trainlab.core.image import IOImage, Slot
from trainlab.core.message import Text
from trainlab.core.spec import Control
from trainlab.core.tag import DataType, Direction, Signal, Tag
from trainlab.exchange.server_side import Client, ServerSide
from trainlab.exchange.setup import StationSetup
from trainlab.exchange.station_block import Status
from trainlab.fieldbus.opcua.alarms import AlarmView
from trainlab.fieldbus.opcua.points import (
    CONTROL_TYPES,
    PHASES,
    TAG_TYPES,
    Damage,
    Point,
    Reader,
    Value,
    ValueType,
)

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
        self._image = IOImage(setup.tags)
        self._tags = setup.tags
        self._version = -1
        self._status = Status()
        self._broken = b""
        self._positions: tuple[float, ...] = ()
        self._rest_began = _EPOCH
        self.refresh()
        self.points = self._points()
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
        """Who owns the outputs, as far as this server knows; empty for nobody."""
        if not self.side.seat_taken:
            return ""
        return next((client.name for client in self.clients if client.has_seat), "another link")

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

    def _points(self) -> tuple[Point, ...]:
        slots = self._image.slots
        tags = [self._tag(slots[tag.name], number) for number, tag in enumerate(self._tags)]
        scaled = [
            self._engineering(slots[tag.name], number)
            for number, tag in enumerate(self._tags)
            if tag.scale
        ]
        panel = [self._control(c, number) for number, c in enumerate(self.controls.values())]
        return (*tags, *scaled, *panel, *self._state())

    def _tag(self, slot: Slot, number: int) -> Point:
        tag = slot.tag
        is_output = tag.direction is Direction.OUTPUT
        analogue = tag.type is not DataType.BOOL
        ends = (tag.low, tag.high)
        if tag.scale:
            ends = tag.scale.raw(tag.low), tag.scale.raw(tag.high)
        return Point(
            "Outputs" if is_output else "Inputs",
            tag.name,
            tag.text,
            _about(tag),
            TAG_TYPES[tag.type],
            self._reader(slot, number),
            "" if tag.scale else tag.unit,
            (min(ends), max(ends)) if analogue else None,
            slot if is_output else None,
        )

    def _engineering(self, slot: Slot, number: int) -> Point:
        tag = slot.tag
        raw = self._reader(slot, number)

        def read() -> Value | Damage:
            value = raw()
            return value if isinstance(value, Damage | str) else tag.engineering(value)

        span = (tag.low, tag.high)
        about = _about(tag)
        return Point(
            "Engineering", tag.name, tag.text, about, ValueType.DOUBLE, read, tag.unit, span
        )

    def _reader(self, slot: Slot, number: int) -> Reader:
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

    def _control(self, control: Control, number: int) -> Point:
        kind = CONTROL_TYPES[control.kind]
        make = {ValueType.BOOLEAN: bool, ValueType.INT16: int, ValueType.DOUBLE: float}[kind]
        span = None if kind is ValueType.BOOLEAN else (control.low, control.high)
        return Point(
            "Panel",
            control.name,
            control.text,
            control.text,
            kind,
            lambda: make(self._positions[number]) if self._status.ticks else Damage.NO_TICK,
            control.unit,
            span,
            control=control,
        )

    def _state(self) -> tuple[Point, ...]:
        def point(
            name: str,
            title: Text,
            kind: ValueType,
            read: Reader,
            unit: str = "",
            names: tuple[Text, ...] = (),
        ) -> Point:
            return Point("Status", name, title, title, kind, read, unit, names=names)

        uint32 = 0xFFFFFFFF
        return (
            point(
                "Phase",
                Text("Phase", "阶段"),
                ValueType.UINT32,
                lambda: int(self._status.phase),
                names=PHASES,
            ),
            point(
                "Time",
                Text("Plant time", "装置时间"),
                ValueType.DOUBLE,
                lambda: self._status.now_ns / 1e9,
                "s",
            ),
            point(
                "Controller",
                Text("Owner of the outputs", "输出控制权所有者"),
                ValueType.STRING,
                lambda: self.owner,
            ),
            point(
                "LinkStale",
                Text("The controller was not heard for too long", "控制器失联"),
                ValueType.BOOLEAN,
                lambda: self._status.stale,
            ),
            point(
                "Overruns",
                Text("Ticks that came too late", "延迟的节拍数"),
                ValueType.UINT32,
                lambda: self._status.overruns & uint32,
            ),
            point(
                "Ticks",
                Text("Ticks", "节拍数"),
                ValueType.UINT64,
                lambda: self._status.ticks,
            ),
            point(
                "PanelOpen",
                Text("Clients may work the panel", "客户端可操作面板"),
                ValueType.BOOLEAN,
                lambda: self._status.panel_open,
            ),
        )


def _about(tag: Tag) -> Text:
    """What to know of a tag beside its title."""
    parts = [tag.address, tag.reference, tag.signal.value if tag.signal is not Signal.NONE else ""]
    if tag.scale:
        scale = tag.scale
        ends = f"{scale.raw_low:g}..{scale.raw_high:g} = {scale.low:g}..{scale.high:g} {tag.unit}"
        parts.append(ends.rstrip())
    more = ", ".join(filter(None, parts))
    return Text(f"{tag.text.en} ({more})", f"{tag.text.zh}（{more}）")
