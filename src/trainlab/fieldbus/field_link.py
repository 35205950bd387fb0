"""The bench's end of every link: a controller on a wire, as the bench sees it."""

from __future__ import annotations

from collections.abc import Callable

from trainlab.core.image import IOImage
from trainlab.core.observer import Event
from trainlab.fieldbus.exchange import BenchSide
from trainlab.fieldbus.server_process import ServerProcess


class FieldLink:
    """A running endpoint behind shared memory; its scan touches memory and nothing else."""

    __slots__ = (
        "_exchange",
        "_heard",
        "_heard_at_ns",
        "_name",
        "_note",
        "_process",
        "_ready",
        "_stale",
        "_stale_after_ns",
        "endpoint",
    )

    def __init__(
        self,
        name: str,
        endpoint: str,
        exchange: BenchSide,
        process: ServerProcess,
        note: Callable[[Event], None],
        stale_after_ns: int,
    ) -> None:
        self.endpoint = endpoint
        self._name = name
        self._exchange = exchange
        self._process = process
        self._note = note
        self._stale_after_ns = stale_after_ns
        self._heard = 0
        self._heard_at_ns = 0
        self._ready = False
        self._stale = False

    def scan(self, image: IOImage, now_ns: int) -> None:
        """Take the writes that have arrived, watch over the controller, publish the image."""
        heard = self._exchange.heard
        writes = self._exchange.drain(image.block)
        if writes and not self._ready:
            self._ready = True
            self._note(Event(now_ns, "controller_ready", self._name))
        if now_ns < self._heard_at_ns:
            self._heard_at_ns = now_ns  # a run begins: its clock starts at 0 again
        if writes or heard != self._heard:
            self._heard = heard
            self._heard_at_ns = now_ns
            if self._stale:
                self._stale = False
                self._note(Event(now_ns, "link_back", self._name))
        elif self._ready and not self._stale and self._overdue(now_ns):
            self._stale = True
            image.command(image.fail_safe())
            self._note(Event(now_ns, "link_stale", self._name))
        self._exchange.publish(image.block)

    def _overdue(self, now_ns: int) -> bool:
        return now_ns - self._heard_at_ns >= self._stale_after_ns

    @property
    def controller_ready(self) -> bool:
        """Whether a controller has written an output since the link was opened."""
        return self._ready

    @property
    def connections(self) -> int:
        """How many clients are connected now."""
        return self._exchange.connections

    @property
    def server_pid(self) -> int:
        """The process id of the server."""
        return self._process.pid

    def close(self) -> None:
        """Stop listening and end its process; calling it again does nothing."""
        self._process.stop()
        self._exchange.close()
