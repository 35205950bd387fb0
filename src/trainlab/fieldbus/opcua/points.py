"""What an OPC UA server shows of a station, point by point; no word of the library in here.

Inputs, Outputs    the tags as the controller knows them (raw codes where they have a scale)
Engineering        the scaled tags in their units
Panel              the operator's devices
Status             how the station is getting on
"""

from __future__ import annotations

import struct
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import Enum

from trainlab.core.image import IOImage, Slot
from trainlab.core.message import Text
from trainlab.core.spec import Control, ControlKind
from trainlab.core.tag import DataType, Direction, Signal, Tag
from trainlab.exchange.records import Span
from trainlab.exchange.server_side import Client, ServerSide
from trainlab.exchange.setup import StationSetup
from trainlab.exchange.station_block import Status

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)

FOLDERS = {
    "Inputs": Text("Inputs", "输入"),
    "Outputs": Text("Outputs", "输出"),
    "Engineering": Text("Engineering values", "工程值"),
    "Panel": Text("Operator's panel", "操作面板"),
    "Status": Text("Status", "状态"),
}
PHASES = (Text("standby", "待机"), Text("running", "运行"), Text("ended", "结束"))


class ValueType(Enum):
    """The OPC UA built-in types that are used, by their names in the specification."""

    BOOLEAN = "Boolean"
    INT16 = "Int16"
    INT32 = "Int32"
    UINT32 = "UInt32"
    UINT64 = "UInt64"
    FLOAT = "Float"
    DOUBLE = "Double"
    STRING = "String"


class Damage(Enum):
    """Why a point has no value."""

    SENSOR = "sensor"  # an input's wire is broken
    DEVICE = "device"  # an output's is
    NO_TICK = "no tick"  # the bench has not published anything yet


TAG_TYPES = {
    DataType.BOOL: ValueType.BOOLEAN,
    DataType.INT: ValueType.INT16,
    DataType.DINT: ValueType.INT32,
    DataType.REAL: ValueType.FLOAT,
}
CONTROL_TYPES = {
    ControlKind.BUTTON: ValueType.BOOLEAN,
    ControlKind.MUSHROOM: ValueType.BOOLEAN,
    ControlKind.SELECTOR: ValueType.INT16,
    ControlKind.DIAL: ValueType.DOUBLE,
}

Value = bool | int | float | str
Reader = Callable[[], Value | Damage]


@dataclass(frozen=True, slots=True)
class Point:
    """One variable.

    `slot` is there for an output that may be written, `control` for a device of the panel; `span`
    for a number that runs between two others, in `unit`; `names` for a number that stands for words.
    """

    folder: str
    name: str
    title: Text
    about: Text
    type: ValueType
    read: Reader
    unit: str = ""
    span: tuple[float, float] | None = None
    slot: Slot | None = None
    control: Control | None = None
    names: tuple[Text, ...] = ()

    @property
    def writable(self) -> bool:
        """Whether some client may write it."""
        return self.slot is not None or self.control is not None

    def encode(self, value: Value) -> Span | None:
        """Where the value of an output goes, and its bytes; None where it cannot stand there."""
        assert self.slot is not None
        code = "=" + self.slot.tag.type.value
        try:
            data = struct.pack(code, value)
        except struct.error:
            return None
        if isinstance(value, float) and not abs(value) < float("inf"):  # NaN is not, either
            return None
        return self.slot.offset, data


class StationView:
    """One station as the clients of this server see it; `refresh` before a request is answered."""

    def __init__(self, setup: StationSetup, name: str) -> None:
        self.name = name
        self.title = setup.title
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
        self.refresh()
        self.points = self._points()

    def refresh(self) -> bool:
        """Take what the bench has published; whether anything has changed since the last call."""
        side = self.side
        side.refresh()
        if side.version == self._version:
            return False
        self._version = side.version
        self._status = status = side.status
        self._broken = side.broken_wires
        self._positions = side.controls
        self.time = (
            _EPOCH
            + timedelta(microseconds=(status.begin_utc_ns + status.now_ns / status.speed) / 1000)
            if status.begin_utc_ns
            else datetime.now(UTC)  # a station at rest has no beginning yet
        )
        return True

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
            name: str, title: Text, kind: ValueType, read: Reader, unit: str = "", **more: object
        ) -> Point:
            names = PHASES if more else ()
            return Point("Status", name, title, title, kind, read, unit, names=names)

        uint32 = 0xFFFFFFFF
        return (
            point(
                "Phase",
                Text("Phase", "阶段"),
                ValueType.UINT32,
                lambda: int(self._status.phase),
                named=True,
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
