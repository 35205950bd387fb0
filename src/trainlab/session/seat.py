"""Who sits at the controls of a station that people run: a program, a hand, or whoever is on the wire."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from trainlab.core.controller import Controller, ControllerStopped, SoftController
from trainlab.core.image import IOImage
from trainlab.core.observer import Event
from trainlab.core.problem import Problem
from trainlab.exchange.wire import Wire
from trainlab.exchange.writers import FAIL_SAFE, PROGRAM, Writer


class Hand:
    """A person as the controller: the outputs are what he has set, fail-safe at first."""

    def __init__(self, image: IOImage) -> None:
        self._places = {tag.name: place for place, tag in enumerate(image.outputs)}
        self._values = list(image.fail_safe())

    def set(self, values: Mapping[str, float]) -> None:
        """Command these outputs, in raw values; others stay. KeyError for what is no output."""
        for name, value in values.items():
            self._values[self._places[name]] = value

    def scan(self, image: IOImage, now_ns: int) -> None:
        """Command every output."""
        image.command(self._values)


class Seat:
    """The controller of a station's bench, with its wire beside it.

    `program` is the one that sits in it, if one does. While somebody sits in it, the clients of the wire read and are refused when they write. A program
    that cannot go on leaves the outputs at fail-safe and stays seated, as a CPU in STOP does: `stopped`
    says why.
    """

    def __init__(self, wire: Wire, tell: Callable[[Event], None]) -> None:
        self.wire = wire
        self.seated: Controller | None = None
        self.program: SoftController | None = None
        self.stopped: Problem | None = None
        self.stopped_at_ns = 0
        self._scanned_at_ns: int | None = None
        self._tell = tell

    def take(self, controller: Controller, program: SoftController | None = None) -> None:
        """Sit down; whoever had the outputs loses them. `program` is the one behind the controller."""
        self.seated, self.program, self.stopped = controller, program, None
        self._scanned_at_ns = None
        self.wire.hold_seat()

    def leave(self, image: IOImage, now_ns: int) -> None:
        """Stand up: outputs to fail-safe, and the wire may have the seat."""
        self.seated, self.program, self.stopped = None, None, None
        self.fail_safe(image, now_ns)
        self.wire.free_seat()

    def fail_safe(self, image: IOImage, now_ns: int) -> None:
        """The outputs are nobody's until somebody writes them."""
        image.command(image.fail_safe())
        self._scanned_at_ns = None
        self.wire.writers.set_all(FAIL_SAFE, now_ns)

    def writers(self) -> Mapping[str, Writer]:
        """Who wrote each output last; a program writes all of them in each of its scans."""
        if self.program is not None and self._scanned_at_ns is not None:
            self.wire.writers.set_all(PROGRAM, self._scanned_at_ns)
        return self.wire.writers.last()

    def scan(self, image: IOImage, now_ns: int) -> None:
        """One cycle of whoever sits here, then the wire's."""
        if self.seated is not None and self.stopped is None:
            try:
                self.seated.scan(image, now_ns)
                self._scanned_at_ns = now_ns
            except ControllerStopped as stop:
                self.stopped, self.stopped_at_ns = stop.problem, now_ns
                self.fail_safe(image, now_ns)
                self._tell(Event(now_ns, "controller_stopped", stop.problem.kind.code))
        self.wire.scan(image, now_ns)
