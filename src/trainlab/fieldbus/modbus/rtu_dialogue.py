"""RTU clients of a Modbus server: whom a frame concerns, and when a pause has ended one."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence

from trainlab.exchange.server_side import Client
from trainlab.fieldbus.modbus.pdu import WRITING
from trainlab.fieldbus.modbus.rtu import BROADCAST, MIN_FRAME, RtuFrame, take_rtu
from trainlab.fieldbus.modbus.units import Units, owns_outputs


class LineUnits:
    """The stations by their unit ids on a line: `first`, and those that follow it.

    What is not for them is not answered, since another station may be meant. A write to unit 0 is
    carried out by all and answered by none (V1.02, 2.1).
    """

    __slots__ = ("_units", "own")

    def __init__(self, units: Units, first: int) -> None:
        self._units = units
        self.own = range(first, first + len(units))

    def answer(self, frame: RtuFrame, clients: Sequence[Client]) -> bytes:
        """The whole answer to a request, empty where none is due."""
        if frame.unit in self.own:
            place = frame.unit - self.own.start
            return frame.answer(self._units.answer_at(place, frame.pdu, clients))
        if frame.unit == BROADCAST and frame.pdu[0] in WRITING:
            for place in range(len(self._units)):
                self._units.answer_at(place, frame.pdu, clients)
        return b""

    def enter(self, host: str, port: int) -> list[Client]:
        """A connection was made."""
        return self._units.enter(host, port)

    def enter_as(self, name: str) -> list[Client]:
        """A client of that name has come."""
        return self._units.enter_as(name)

    def leave(self, clients: Sequence[Client]) -> None:
        """A client is gone."""
        self._units.leave(clients)


class Pause:
    """Notices when what was begun before a silence can no longer be a frame."""

    __slots__ = ("_clock", "_held", "_pause_s", "_since")

    def __init__(self, pause_s: float, clock: Callable[[], float] = time.monotonic) -> None:
        self._pause_s = pause_s
        self._clock = clock
        self._held = 0
        self._since = 0.0

    def outlived(self, have: int) -> int:
        """How many of the bytes that are there now were left over before a silence."""
        if have > self._held > 0 and self._clock() - self._since > self._pause_s:
            return self._held
        return 0

    def hold(self, count: int) -> None:
        """So many bytes are there and do not make a frame yet."""
        if count != self._held:
            self._since = self._clock()
        self._held = count

    def forget(self) -> None:
        """All that was held has been used."""
        self._held = 0


class RtuDialogue:
    """One TCP client that sends RTU frames, one after another or many at once."""

    __slots__ = ("_clients", "_line", "_pause")

    def __init__(self, line: LineUnits, host: str, port: int, pause: Pause) -> None:
        self._line = line
        self._pause = pause
        self._clients = line.enter(host, port)

    def answer(self, received: bytes, at: int) -> tuple[bytes, int] | None:
        """The answer to the request at `at`, or none to nonsense, and where to go on."""
        begin = at or self._pause.outlived(len(received))
        taken = take_rtu(received, begin, self._line.own)
        if taken is None:
            self._pause.hold(len(received) - begin)
            return (b"", begin) if begin > at else None
        self._pause.forget()
        frame, following = taken
        return self._line.answer(frame, self._clients) if frame else b"", following

    def end(self) -> None:
        """The client is gone."""
        self._line.leave(self._clients)

    @property
    def owns_outputs(self) -> bool:
        """Whether the client owns the outputs of a station."""
        return owns_outputs(self._clients)


class SerialDialogue:
    """The master of a serial line; several of them could not be told apart, so the line is one client.

    Nobody answers late: a request after which more has come is another's turn already. A write to
    all stations is carried out whenever it came.
    """

    __slots__ = ("_clients", "_line", "_pause", "_received")

    def __init__(self, line: LineUnits, name: str, pause: Pause) -> None:
        self._line = line
        self._pause = pause
        self._received = b""
        self._clients = line.enter_as(name)

    def hear(self, data: bytes) -> bytes:
        """What to answer now that these bytes have come; empty if nothing."""
        received = self._received + data
        at = self._pause.outlived(len(received))
        answer = b""
        while (taken := take_rtu(received, at, self._line.own)) is not None:
            frame, at = taken
            self._pause.forget()
            if frame and (frame.unit == BROADCAST or len(received) - at < MIN_FRAME):
                answer = self._line.answer(frame, self._clients)
        self._received = received[at:]
        self._pause.hold(len(self._received))
        return answer

    def let_go(self) -> None:
        """The master is silent: it holds no button any more."""
        for client in self._clients:
            client.let_go()

    def end(self) -> None:
        """The line is gone."""
        self._line.leave(self._clients)
