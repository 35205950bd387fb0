"""The cycle of a client link: inputs to the PLC, outputs from it, and patience when it is gone."""

from __future__ import annotations

import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum
from random import Random

from trainlab.core.duration import NS_PER_S
from trainlab.core.message import Text
from trainlab.exchange.records import Span
from trainlab.exchange.server_side import Client, Outcome, ServerSide
from trainlab.exchange.setup import StationSetup
from trainlab.exchange.telling import CONNECTED, LOST, RESTARTED, STOPPED
from trainlab.fieldbus.clients.plc import Lost, Plc

FIRST_DELAY_S = 0.5
LONGEST_DELAY_S = 10.0
# So that stations whose PLC was switched off do not all knock at once.
JITTER = 0.2
# All inputs are written so often, so that a PLC that forgot them unseen does not stay without.
REFRESH_NS = NS_PER_S


@dataclass(frozen=True, slots=True)
class PollSetup:
    """What every client's process must know: the station, its own name, how often, how patient."""

    station: StationSetup
    name: str
    cycle_ns: int
    timeout_s: float


class Backoff:
    """How long to wait before the next attempt: 0.5 s, doubled up to 10 s, each a little off."""

    __slots__ = ("_delay_s", "_random")

    def __init__(self, name: str) -> None:
        self._random = Random(name)
        self.reset()

    def reset(self) -> None:
        """It went well: be quick again."""
        self._delay_s = FIRST_DELAY_S

    def next_s(self) -> float:
        """Seconds to wait now."""
        delay_s = self._delay_s
        self._delay_s = min(2 * delay_s, LONGEST_DELAY_S)
        return delay_s * self._random.uniform(1 - JITTER, 1 + JITTER)


class Silence(Enum):
    """A trouble of which the reason does not matter: nobody is there."""

    SILENT = "silent"


class Poller:
    """Polls one PLC for one station until told to stop.

    The PLC is a client of the station like any other: its first scan takes the seat if that is free.
    Without the seat it goes on as an observer; it asks again when the seat is free, or when its
    outputs change, as a client that writes would.
    """

    def __init__(
        self, side: ServerSide, plc: Plc, setup: PollSetup, stopping: threading.Event
    ) -> None:
        self._side = side
        self._plc = plc
        self._name = setup.name
        self._cycle_ns = setup.cycle_ns
        self._stopping = stopping
        self._image_bytes = side.setup.layout.image_bytes
        self._trouble: Text | Silence | None = None
        self._backoff = Backoff(setup.name)

    def run(self) -> None:
        """Connect, poll, and connect again."""
        while not self._side.status.ticks:  # before the first tick there are no inputs to show
            if self._stopping.wait(self._cycle_ns / NS_PER_S):
                return
            self._side.refresh()
        while not self._stopping.is_set():
            try:
                self._plc.connect()
                self._converse()
            except Lost as gone:
                self._lost(gone)
            finally:
                self._plc.close()
            self._stopping.wait(self._backoff.next_s())

    def _lost(self, gone: Lost) -> None:
        # An answer that is cut off and a port that is closed are one trouble, told once.
        trouble = Silence.SILENT if gone.silent else gone.reason
        if trouble != self._trouble:
            self._trouble = trouble
            self._side.tell(LOST, self._name, gone.reason)

    def _converse(self) -> None:
        # Nobody is told of a PLC before one whole cycle went well: a wrong address shows in the first.
        client = _Controller(self._side, self._name)
        due = refresh_due = time.monotonic_ns()
        try:
            while not self._stopping.is_set():
                self._side.refresh()
                everything = time.monotonic_ns() >= refresh_due
                self._plc.put(self._side.block[: self._image_bytes], everything)
                if everything:
                    refresh_due = time.monotonic_ns() + REFRESH_NS
                scan = self._plc.scan()
                if not client.entered:
                    client.enter()
                    self._trouble = None
                    self._backoff.reset()
                if scan.restarted:
                    self._side.tell(RESTARTED, self._name)
                client.heed(scan.spans, scan.stopped)
                due = max(due + self._cycle_ns, time.monotonic_ns())
                self._stopping.wait((due - time.monotonic_ns()) / NS_PER_S)
        finally:
            client.leave()


class _Controller:
    """The PLC as a client of the station, for as long as one connection lasts."""

    __slots__ = ("_client", "_name", "_side", "_stopped", "_wanted")

    def __init__(self, side: ServerSide, name: str) -> None:
        self._side = side
        self._name = name
        self._client: Client | None = None
        self._stopped: Text | None = None
        self._wanted: Sequence[Span] | None = None

    @property
    def entered(self) -> bool:
        return self._client is not None

    def enter(self) -> None:
        self._client = self._side.enter(self._name)
        self._side.tell(CONNECTED, self._name)

    def leave(self) -> None:
        if self._client is not None:
            self._client.leave()

    def heed(self, spans: Sequence[Span], stopped: Text | None) -> None:
        assert self._client is not None
        if stopped is not None:
            if stopped != self._stopped:
                self._side.tell(STOPPED, self._name, stopped)
            self._stopped = stopped
            return
        self._stopped = None
        if self._client.has_seat or not self._side.seat_taken or spans != self._wanted:
            outcome = self._client.write(spans)
            if outcome is not Outcome.BUSY:
                self._wanted = spans
        self._client.hear()
