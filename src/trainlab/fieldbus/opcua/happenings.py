"""What happens at a station, seen from one look at it to the next."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum

from trainlab.core.message import Text
from trainlab.exchange.station_block import Phase
from trainlab.fieldbus.opcua.station import StationView


class Kind(Enum):
    """Event types of the specification (OPC 10000-5, 6.4), by their names there."""

    BASE = "BaseEventType"
    SYSTEM = "SystemEventType"
    DEVICE_FAILURE = "DeviceFailureEventType"


@dataclass(frozen=True, slots=True)
class Happening:
    """One event: of a tag, or of the station as a whole; the severity is from 1 to 1000."""

    kind: Kind
    severity: int
    text: Text
    tag: str = ""


PHASES = {
    Phase.STANDBY: Text("The station stands by", "工位待机"),
    Phase.RUNNING: Text("The run has begun", "运行开始"),
    Phase.ENDED: Text("The run is over", "运行结束"),
}
LOST = Text("The controller was not heard for too long", "控制器失联")
BACK = Text("The controller is heard again", "控制器恢复通信")
BROKEN = Text("The wire of {tag} is broken", "{tag} 断线")
WHOLE = Text("The wire of {tag} is whole again", "{tag} 线路恢复")
TAKEN = Text("{owner} owns the outputs", "{owner} 取得输出控制权")
FREE = Text("Nobody owns the outputs", "输出控制权已释放")


class Watch:
    """Remembers how a station was at the last look."""

    def __init__(self, station: StationView) -> None:
        self._station = station
        self._phase = station.status.phase
        self._stale = station.status.stale
        self._broken = station.broken_wires
        self._owner = station.owner

    def look(self) -> Iterator[Happening]:
        """What has happened since the last look."""
        station = self._station
        status = station.status
        phase, self._phase = self._phase, status.phase
        if status.phase != phase:
            yield Happening(Kind.BASE, 100, PHASES[status.phase])
        stale, self._stale = self._stale, status.stale
        if status.stale != stale:
            severity, text = (800, LOST) if status.stale else (300, BACK)
            yield Happening(Kind.SYSTEM, severity, text)
        owner, self._owner = self._owner, station.owner
        if self._owner != owner:
            yield Happening(
                Kind.SYSTEM, 200, _filled(TAKEN, owner=self._owner) if self._owner else FREE
            )
        broken, self._broken = self._broken, station.broken_wires
        for tag in sorted(self._broken - broken):
            yield Happening(Kind.DEVICE_FAILURE, 600, _filled(BROKEN, tag=tag), tag)
        for tag in sorted(broken - self._broken):
            yield Happening(Kind.DEVICE_FAILURE, 300, _filled(WHOLE, tag=tag), tag)


def _filled(text: Text, **values: object) -> Text:
    message = text.fill(**values)
    return Text(message.render("en"), message.render("zh-CN"))
