"""The bench's end of every link of a station: a controller on a wire, as the bench sees it."""

from __future__ import annotations

import json
import struct
from collections import deque
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

from trainlab.core.alarm import AlarmSpec
from trainlab.core.image import IOImage
from trainlab.core.message import Text
from trainlab.core.observer import Event
from trainlab.core.spec import Control
from trainlab.exchange.alarm_list import DEEDS, AlarmList
from trainlab.exchange.bench_side import BenchSide
from trainlab.exchange.figures import WireFigures
from trainlab.exchange.records import Record, RecordKind, unpacked_spans
from trainlab.exchange.server_side import HELD, NOBODY, PORT_SHIFT
from trainlab.exchange.setup import STALE_AFTER_NS, StationSetup
from trainlab.exchange.station_block import BlockLayout, Phase, Status, packed_owner
from trainlab.exchange.telling import RESTARTED
from trainlab.exchange.writers import FAIL_SAFE, Writers

# Requests that wait for the next tick; more than these are passed over.
MAX_REQUESTS = 256
# Clients that have had the seat, of which the name is known; the latest ones.
MAX_NAMES = 4096


@dataclass(frozen=True, slots=True)
class Port:
    """One link of a station: its name, and after how long a silence its controller is gone."""

    name: str
    stale_after_ns: int = STALE_AFTER_NS


class Wire:
    """A station's links together, as one controller; its scan touches memory and nothing else.

    Of the clients that are connected, one at most owns the outputs. Events that it tells of:
    `controller_ready` (an output was written for the first time), `seat_taken`, `seat_left` and
    `write_refused` (the client's name; its number is the value), `link_stale` (an owner was not heard
    for too long, or left and nobody came: the outputs went to fail-safe), `link_back`; those of its
    alarms (alarm_list.py); and what client links tell of their PLCs (telling.py). A controller that
    was gone so and writes again is `restarted`, for no PLC starts within the time of a stale link; so
    is one whose link says so.
    """

    def __init__(
        self,
        image: IOImage,
        controls: Sequence[Control],
        ports: Sequence[Port],
        tell: Callable[[Event], None],
        *,
        takeover: bool = False,
        alarms: Sequence[AlarmSpec] = (),
    ) -> None:
        self.ready = False
        self.restarted = False
        self.stale = False
        self.writer = NOBODY
        self.status = Status()
        self.figures = WireFigures()
        self.writers = Writers(image)
        self.overruns: Callable[[], int] = int
        self.requests: deque[Mapping[str, object]] = deque(maxlen=MAX_REQUESTS)
        self.broken_wires: Callable[[], frozenset[str]] = frozenset
        self._ports = tuple(ports)
        self._tell = tell
        self._takeover = takeover
        self._tags = (*image.inputs, *image.outputs)
        self._controls = tuple(controls)
        self._positions = {control.name: control.initial for control in controls}
        self._broken: frozenset[str] = frozenset()
        self.alarms = AlarmList(
            alarms, image, tell, lambda tag: tag in self._broken, lambda: self.stale
        )
        self._layout = BlockLayout(
            len(image.block), len(self._tags), len(controls), len(self.alarms.specs)
        )
        self._block = bytearray(self._layout.size)
        self._names: dict[int, str] = {}
        self._owner = NOBODY
        self._owner_port = 0
        self._last_owner = ""
        self._heard = 0
        self.heard_at_ns = 0
        self._block[: len(image.block)] = image.block
        self._block[self._layout.status_at :] = self.status.pack()
        self._beside_image()
        self.alarms.pack_into(self._block, self._layout.alarms_at)
        self._side = BenchSide(self._block, len(self._ports))

    def setup(self, port: int, name: str, title: Text) -> StationSetup:
        """What the server process of one port must know."""
        return StationSetup(
            name,
            title,
            self._tags,
            self._controls,
            self._side.path,
            self._layout,
            port,
            len(self._ports),
            self._takeover,
            self._ports[port].stale_after_ns,
            self.alarms.specs,
        )

    def close_panel(self) -> None:
        """From the next scan on, the timeline alone operates the controls."""
        self.status = replace(self.status, panel_open=False)

    def opened(self) -> None:
        """All servers have opened the memory: nobody else needs its name."""
        self._side.unname()

    def restart(self, image: IOImage) -> None:
        """The station begins anew, with another image: a controller has to write first, the controls
        are as at first."""
        self.ready = False
        self.restarted = False
        self.stale = False
        self.requests.clear()
        self.writers.set_all(FAIL_SAFE, 0)
        self.alarms.watch(image)
        self._positions = {control.name: control.initial for control in self._controls}
        self._beside_image()

    def hold_seat(self) -> None:
        """Nobody on the wire may write from now on: the outputs are somebody's on this computer."""
        self.ready, self.stale = False, False
        self._side.hold_seat(HELD)

    def free_seat(self) -> None:
        """The first client that writes has the outputs again."""
        self._side.free_seat()

    def begin(self, phase: Phase, begin_utc_ns: int, speed: float) -> None:
        """Another phase begins, with the clock at 0; what was measured so far no longer counts."""
        self.heard_at_ns = 0
        self.figures = WireFigures()
        self.writers.clock_begins()
        self.alarms.begin_anew()
        self.status = replace(self.status, phase=phase, begin_utc_ns=begin_utc_ns, speed=speed)

    def keep_time(self, begin_utc_ns: int, speed: float) -> None:
        """The run goes on at another pace, its clock where it was."""
        self.status = replace(self.status, begin_utc_ns=begin_utc_ns, speed=speed)

    def scan(self, image: IOImage, now_ns: int) -> None:
        """Take the writes that have arrived, watch over the controller, publish the station."""
        heard = self._side.heard(self._owner_port)
        records = self._side.drain()
        self.writer = NOBODY
        if records:
            self._take(records, image, now_ns)
        if self._side.owner in (NOBODY, HELD):
            self._left(now_ns)
        if heard != self._heard or self.writer:
            self._heard = heard
            self._alive(now_ns)
        elif self.ready and not self.stale and self._overdue(now_ns):
            self._lost(image, now_ns)
        self.figures.scanned(now_ns - self.heard_at_ns)
        self.alarms.scan(now_ns)
        self._publish(image, now_ns)

    def observe(self, now_ns: int, image: IOImage, facts: Sequence[float]) -> None:
        """Nothing to do: the scan has published the tick."""

    def note(self, event: Event) -> None:
        """Follow how the controls stand and which wires are broken."""
        if event.kind == "operate":
            self._positions[event.name] = event.value
            self._beside_image()
        elif event.kind in ("fault_begin", "fault_end"):
            self._beside_image()

    @property
    def positions(self) -> Mapping[str, float]:
        """How the operator's devices stand."""
        return self._positions

    @property
    def connections(self) -> int:
        """How many clients are connected now."""
        return self._side.connections

    @property
    def owner(self) -> str:
        """The name of the client that owns the outputs; empty for nobody."""
        return self.name_of(self._owner)

    def name_of(self, client: int) -> str:
        """What a client that has had the seat is called."""
        return self._names.get(client, "")

    def close(self) -> None:
        """Give the memory back; calling it again does nothing."""
        self._side.close()

    def _take(self, records: Sequence[Record], image: IOImage, now_ns: int) -> None:
        block = image.block
        image_bytes = len(block)
        for kind, client, at_ns, body in records:
            if kind == RecordKind.WRITE:
                who = self.name_of(client)
                for number, (offset, data) in enumerate(unpacked_spans(body)):
                    if not number:
                        self.figures.written(client, offset, at_ns)
                    if offset + len(data) <= image_bytes:
                        block[offset : offset + len(data)] = data
                        self.writers.wrote(who, now_ns, offset, len(data))
                self.writer = client
            elif kind == RecordKind.SEAT:
                self._seated(client, body[1:].decode(), bool(body[0]), now_ns)
            elif kind == RecordKind.REFUSED:
                self._tell(Event(now_ns, "write_refused", body.decode(), client & 0xFFFFFFFF))
            elif kind == RecordKind.TOLD:
                told = _told(json.loads(body), now_ns)
                self.restarted = self.restarted or told.kind == RESTARTED
                self._tell(told)
            else:
                request = json.loads(body)
                if request.get("do") in DEEDS:
                    self.alarms.heed(request, now_ns)
                else:
                    self.requests.append(request)
        if self.writer and not self.ready:
            self.ready = True
            self._tell(Event(now_ns, "controller_ready", self.name_of(self.writer)))

    def _seated(self, client: int, name: str, takeover: bool, now_ns: int) -> None:
        """A client has taken the outputs; whoever had them before and was not robbed has left."""
        if not takeover:
            self._left(now_ns)
        self._names.pop(client, None)
        self._names[client] = name
        if len(self._names) > MAX_NAMES:
            del self._names[next(iter(self._names))]
        what = "seat_takeover" if takeover else "seat_taken"
        self._tell(Event(now_ns, what, name, client & 0xFFFFFFFF))
        self._owner = client
        self._last_owner = name
        self._show_owner()
        self._owner_port = (client >> PORT_SHIFT) - 1
        self._heard = self._side.heard(self._owner_port)

    def _left(self, now_ns: int) -> None:
        if self._owner != NOBODY:
            self._tell(Event(now_ns, "seat_left", self.owner, self._owner & 0xFFFFFFFF))
            self._owner = NOBODY
            self._show_owner()

    def _show_owner(self) -> None:
        """Let all links see whose the outputs are."""
        at = self._layout.owner_at
        self._block[at : self._layout.status_at] = packed_owner(self.owner)

    def _alive(self, now_ns: int) -> None:
        self.heard_at_ns = now_ns
        if self.stale:
            self.stale = False
            self.restarted = True
            self._tell(Event(now_ns, "link_back", self.owner))

    def _overdue(self, now_ns: int) -> bool:
        return now_ns - self.heard_at_ns >= self._ports[self._owner_port].stale_after_ns

    def _lost(self, image: IOImage, now_ns: int) -> None:
        self.stale = True
        image.command(image.fail_safe())
        self.writers.set_all(FAIL_SAFE, now_ns)
        self._tell(Event(now_ns, "link_stale", self.owner or self._last_owner))
        self._side.free_seat()

    def _beside_image(self) -> None:
        """Put qualities and controls into the block."""
        layout = self._layout
        self._broken = broken = self.broken_wires()
        qualities = bytes(tag.name in broken for tag in self._tags)
        self._block[layout.quality_at : layout.quality_at + layout.tags] = qualities
        positions = self._positions.values()
        struct.pack_into(f"={layout.controls}d", self._block, layout.controls_at, *positions)

    def _publish(self, image: IOImage, now_ns: int) -> None:
        before = self.status
        self.status = Status(
            before.phase,
            now_ns,
            before.begin_utc_ns,
            before.speed,
            before.ticks + 1,
            self.overruns(),
            self.stale,
            before.panel_open,
        )
        self._block[: len(image.block)] = image.block
        if self.alarms.dirty:
            self.alarms.pack_into(self._block, self._layout.alarms_at)
        self._block[self._layout.status_at :] = self.status.pack()
        self._side.publish(self._block)


def _told(said: Mapping[str, str], now_ns: int) -> Event:
    reason = Text(said["en"], said["zh"]) if "en" in said else None
    return Event(now_ns, said["what"], said["name"], reason=reason)
