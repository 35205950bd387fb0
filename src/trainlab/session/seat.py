"""Who sits at the controls of a station that people run: a program, a hand, or whoever is on the wire."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from trainlab.core.controller import Controller, ControllerStopped, SoftController
from trainlab.core.image import IOImage
from trainlab.core.observer import Event
from trainlab.core.problem import Problem
from trainlab.exchange.wire import Wire


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
        self._tell = tell

    def take(self, controller: Controller, program: SoftController | None = None) -> None:
        """Sit down; whoever had the outputs loses them. `program` is the one behind the controller."""
        self.seated, self.program, self.stopped = controller, program, None
        self.wire.hold_seat()

    def leave(self, image: IOImage) -> None:
        """Stand up: outputs to fail-safe, and the wire may have the seat."""
        self.seated, self.program, self.stopped = None, None, None
        image.command(image.fail_safe())
        self.wire.free_seat()

    def scan(self, image: IOImage, now_ns: int) -> None:
        """One cycle of whoever sits here, then the wire's."""
        if self.seated is not None and self.stopped is None:
            try:
                self.seated.scan(image, now_ns)
            except ControllerStopped as stop:
                self.stopped, self.stopped_at_ns = stop.problem, now_ns
                image.command(image.fail_safe())
                self._tell(Event(now_ns, "controller_stopped", stop.problem.kind.code))
        self.wire.scan(image, now_ns)
