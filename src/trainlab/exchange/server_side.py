"""A server process's end of a station's shared memory, and the seats of its clients.

The outputs have one owner at a time. The first client that writes takes the seat; another one is
refused until the owner leaves or falls silent (the bench then frees the seat), or takes over where
the station allows that. The seat is a word that all server processes of the station see; it is
taken and given back under a lock, so that two of them never have it at once.
"""

from __future__ import annotations

import json
import os
import time
from collections import deque
from collections.abc import Mapping, Sequence
from enum import Enum
from struct import pack, unpack, unpack_from
from zlib import crc32

from trainlab.core.message import Text
from trainlab.core.spec import Control, ControlKind
from trainlab.exchange.alarm_record import ALARM_BYTES, unpacked
from trainlab.exchange.alarm_state import AlarmState
from trainlab.exchange.lock import locked
from trainlab.exchange.memory import (
    CONNECTIONS,
    HEAD,
    HEARD,
    PUBLISHED,
    RING_BYTES,
    SEAT,
    SLOTS,
    TAILS,
    StationMemory,
    port_word,
    ring_write,
)
from trainlab.exchange.records import RecordKind, Span, framed, packed_spans
from trainlab.exchange.setup import StationSetup
from trainlab.exchange.station_block import Status, unpacked_owner

NOBODY = 0
HELD = 1 << 62  # the bench keeps the outputs for whom it runs itself, against every client
PORT_SHIFT = 32
# So many publications after a device was operated, it is seen where it stands: one scan drains the
# request, the next tick heeds it, or the one after it if the device has just been moved; and one
# publication may have been under way.
HEEDED_AFTER = 4


class Outcome(Enum):
    """What became of a client's wish."""

    TAKEN = "taken"
    BUSY = "busy"  # the bench takes nothing now: ask again
    REFUSED = "refused"  # the outputs, or the panel, are another's


class ServerSide:
    """The station as the clients of one server process see it, their own writes included.

    A client reads back what any client of this process wrote, before the bench has drained it;
    from then on, it reads what the bench published. So it is with the operator's devices. `block`
    begins with the image; `version` counts what changes.
    """

    __slots__ = (
        "_clients",
        "_connections",
        "_drained",
        "_file",
        "_hands",
        "_memory",
        "_owed",
        "_pending",
        "_seen",
        "block",
        "setup",
        "version",
    )

    def __init__(self, setup: StationSetup) -> None:
        self.setup = setup
        try:
            self._file = os.open(setup.memory, os.O_RDWR | getattr(os, "O_BINARY", 0))
        except (
            FileNotFoundError
        ):  # the bench has ended meanwhile: nobody is left to serve or to tell
            raise SystemExit from None
        self._memory = StationMemory(self._file, setup.layout.size, setup.ports)
        self.block = bytearray(setup.layout.size)
        self.version = 0
        self._seen = 0
        self._drained = 0
        self._clients = 0
        self._connections = 0
        self._pending: deque[tuple[int, Sequence[Span]]] = deque()
        self._hands: dict[int, tuple[float, int]] = {}
        self._owed: list[tuple[int, str, str]] = []
        self.refresh()

    def refresh(self) -> bool:
        """Take the newest published block; whether anything is new."""
        memory = self._memory
        if self._owed:
            self._pay()
        sequence = memory.words[PUBLISHED]
        if sequence == self._seen:
            return False
        copy = bytes(memory.slots[sequence % SLOTS])
        size, port = memory.slot.size, self.setup.port
        *_, crc = memory.slot.unpack_from(copy)
        block = copy[size:]
        if crc32(block, crc32(copy[: 8 * self.setup.ports])) != crc:
            return False
        drained = unpack_from("=Q", copy, 8 * port)[0]
        self._seen = sequence
        self._drained = drained
        self.block[:] = block
        while self._pending and self._pending[0][0] <= drained:
            self._pending.popleft()
        for _, spans in self._pending:
            self._apply(spans)
        self.version += 1
        return True

    def enter(self, name: str) -> Client:
        """A client has come; `name` is what a person knows it by."""
        self._clients += 1
        self._connected(1)
        return Client(self, (self.setup.port + 1) << PORT_SHIFT | self._clients, name)

    @property
    def status(self) -> Status:
        """How the station is getting on."""
        return Status.unpack(self.block[self.setup.layout.status_at :])

    @property
    def seat_taken(self) -> bool:
        """Whether some client, of whatever server, owns the outputs."""
        return bool(self._memory.words[SEAT] != NOBODY)

    @property
    def owner(self) -> str:
        """The name of the client that owns the outputs, as the bench has published it."""
        layout = self.setup.layout
        return unpacked_owner(self.block[layout.owner_at : layout.status_at])

    @property
    def controls(self) -> tuple[float, ...]:
        """How the operator's devices stand, or are about to: clients may just have moved them."""
        layout = self.setup.layout
        positions: tuple[float, ...] = unpack_from(
            f"={layout.controls}d", self.block, layout.controls_at
        )
        if not self._hands:
            return positions
        self._hands = {number: hand for number, hand in self._hands.items() if self._seen < hand[1]}
        moved = {number: position for number, (position, _) in self._hands.items()}
        return tuple(moved.get(number, each) for number, each in enumerate(positions))

    @property
    def broken_wires(self) -> bytes:
        """A byte a tag: 1 where its wire is known to be broken."""
        layout = self.setup.layout
        return bytes(self.block[layout.quality_at : layout.quality_at + layout.tags])

    def alarm(self, number: int) -> AlarmState:
        """How an alarm stands, by its number."""
        return unpacked(self.block, self.setup.layout.alarms_at + number * ALARM_BYTES)

    def heeded(self, end: int) -> bool:
        """Whether the bench has taken the record that ends there, and published what it made of it."""
        return self._drained >= end

    def tell(self, what: str, name: str, reason: Text | None = None) -> None:
        """Let the bench note an event of that kind and name; lost where the ring is full."""
        said = {"what": what, "name": name}
        if reason is not None:
            said |= {"en": reason.en, "zh": reason.zh}
        self._send(RecordKind.TOLD, NOBODY, json.dumps(said).encode())

    def close(self) -> None:
        """Let go of the memory."""
        self._memory.close()
        os.close(self._file)

    def release(self, client: int, name: str, control: str) -> None:
        """Let go of a button, now or as soon as the bench takes it."""
        self._owed.append((client, name, control))
        self._pay()

    def _pay(self) -> None:
        while self._owed:
            client, name, control = self._owed[0]
            asked = {"do": "operate", "control": control, "value": 0.0, "asked_by": name}
            if self._send(RecordKind.REQUEST, client, json.dumps(asked).encode()) is None:
                return
            del self._owed[0]

    def _connected(self, change: int) -> None:
        self._connections += change
        self._memory.words[port_word(self.setup.port, CONNECTIONS)] = self._connections

    def _apply(self, spans: Sequence[Span]) -> None:
        for offset, data in spans:
            self.block[offset : offset + len(data)] = data

    def _send(self, kind: RecordKind, client: int, body: bytes) -> int | None:
        """Put a record into the ring; where it ends, or None if there is no room."""
        record = framed(kind, client, time.monotonic_ns(), body)
        words, port = self._memory.words, self.setup.port
        head = words[port_word(port, HEAD)]
        end = head + len(record)
        if end - words[TAILS + port] > RING_BYTES:
            return None
        ring_write(self._memory.rings[port], head, record)
        words[port_word(port, HEAD)] = end
        return end


class Client:
    """One client of a server process; what it may do depends on who has the seat."""

    __slots__ = ("_held", "_number", "_side", "_told", "name")

    def __init__(self, side: ServerSide, number: int, name: str) -> None:
        self.name = name
        self._side = side
        self._number = number
        self._told = False
        self._held: set[int] = set()

    @property
    def has_seat(self) -> bool:
        """Whether it owns the outputs."""
        return self._side._memory.words[SEAT] == self._number

    def hear(self) -> None:
        """It has asked something and got its answer; the owner of the outputs is thereby alive."""
        if self.has_seat:
            self._side._memory.words[port_word(self._side.setup.port, HEARD)] += 1

    def write(self, spans: Sequence[Span]) -> Outcome:
        """Command the outputs, all of these bytes or none."""
        if not spans:
            return Outcome.TAKEN
        if not self.has_seat and not self._take_seat():
            return Outcome.REFUSED
        side = self._side
        end = side._send(RecordKind.WRITE, self._number, packed_spans(spans))
        if end is None:
            return Outcome.BUSY
        side._pending.append((end, spans))
        side._apply(spans)
        side.version += 1
        return Outcome.TAKEN

    def ask(self, request: Mapping[str, object]) -> Outcome:
        """Ask something of the station: {"do": "operate", "control": ..., "value": ...}."""
        if not self._side.status.panel_open:
            return Outcome.REFUSED
        return Outcome.BUSY if self._request(request) is None else Outcome.TAKEN

    def work_alarm(self, request: Mapping[str, object]) -> int | None:
        """Ask something of an alarm (alarm_list.py), whoever may work the panel.

        Where the request ends in the ring, for `heeded`; None where the bench takes nothing now.
        """
        return self._request(request)

    def operate(self, number: int, position: float) -> Outcome:
        """Bring an operator's device, by its number among the controls, to a position.

        Positions count as exactly as a REAL tells them, as networks send them. What stands so already
        is left alone, so that a client may write a whole panel again and again.
        """
        side = self._side
        control = side.setup.controls[number]
        for limit in (control.low, control.high):
            if _real(limit) == position:
                position = limit
        if not control.low <= position <= control.high:  # NaN is neither
            return Outcome.REFUSED
        if control.kind is ControlKind.SELECTOR and position % 1:
            return Outcome.REFUSED
        if _real(side.controls[number]) == _real(position):
            self._holds(number, control, position)
            return Outcome.TAKEN
        outcome = self.ask({"do": "operate", "control": control.name, "value": position})
        if outcome is Outcome.TAKEN:
            side._hands[number] = position, side._seen + HEEDED_AFTER
            side.version += 1
            self._holds(number, control, position)
        return outcome

    def let_go(self) -> None:
        """The buttons that it holds spring back, as they do when a hand is taken away."""
        side = self._side
        for number in sorted(self._held):
            side.release(self._number, self.name, side.setup.controls[number].name)
            side._hands[number] = 0.0, side._seen + HEEDED_AFTER
            side.version += 1
        self._held.clear()

    def leave(self) -> None:
        """It is gone: its buttons spring back, and the outputs are free if it had them."""
        side = self._side
        self.let_go()
        if self.has_seat:
            with locked(side._file):
                if self.has_seat:
                    side._memory.words[SEAT] = NOBODY
        side._connected(-1)

    def _request(self, request: Mapping[str, object]) -> int | None:
        body = json.dumps({**request, "asked_by": self.name}).encode()
        return self._side._send(RecordKind.REQUEST, self._number, body)

    def _holds(self, number: int, control: Control, position: float) -> None:
        if control.kind is ControlKind.BUTTON and position:
            self._held.add(number)
        else:
            self._held.discard(number)

    def _take_seat(self) -> bool:
        side = self._side
        words = side._memory.words
        name = self.name.encode()
        with locked(side._file):
            taken = words[SEAT] != NOBODY
            if not taken or (side.setup.takeover and words[SEAT] != HELD):
                words[SEAT] = self._number
                side._send(RecordKind.SEAT, self._number, bytes([taken]) + name)
                self._told = False
                return True
        if not self._told:
            self._told = side._send(RecordKind.REFUSED, self._number, name) is not None
        return False


def _real(value: float) -> float:
    """A number as a REAL holds it."""
    rounded: float = unpack("=f", pack("=f", value))[0]
    return rounded
