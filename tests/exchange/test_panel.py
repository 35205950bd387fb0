"""The operator's devices in the hands of clients: both ends in one process, the test is the desk."""

import math
from collections.abc import Iterator

import pytest

from trainlab.core.image import IOImage
from trainlab.core.message import Text
from trainlab.core.observer import Event
from trainlab.core.spec import Control, ControlKind
from trainlab.exchange.server_side import HEEDED_AFTER, Outcome, ServerSide
from trainlab.exchange.wire import Port, Wire

TEXT = Text("Device", "设备")
START, MODE, SETPOINT = 0, 1, 2
CONTROLS = (
    Control("start", ControlKind.BUTTON, TEXT),
    Control("mode", ControlKind.SELECTOR, TEXT, high=2.0, initial=1.0),
    Control("setpoint", ControlKind.DIAL, TEXT, low=0.1, high=0.6, initial=0.3),
)


def real(value: float) -> float:
    """As a network sends it: 0.6 comes as 0.60000002384185791."""
    return {0.1: 0.10000000149011612, 0.6: 0.60000002384185791, 0.3: 0.30000001192092896}[value]


class Panel:
    """A wire with one client, and a desk that heeds in each tick what the scan before it took."""

    def __init__(self) -> None:
        self.image = IOImage(())
        self.wire = Wire(self.image, CONTROLS, [Port("test")], lambda event: None)
        self.side = ServerSide(self.wire.setup(0, "station", TEXT))
        self.client = self.side.enter("test")
        self.heeded: list[tuple[object, object]] = []

    def tick(self) -> None:
        while self.wire.requests:
            asked = self.wire.requests.popleft()
            self.heeded.append((asked["control"], asked["value"]))
            self.wire.note(Event(0, "operate", str(asked["control"]), float(str(asked["value"]))))
        self.wire.scan(self.image, 0)
        self.side.refresh()

    def close(self) -> None:
        self.side.close()
        self.wire.close()


@pytest.fixture
def panel() -> Iterator[Panel]:
    panel = Panel()
    panel.tick()
    yield panel
    panel.close()


def test_a_device_is_seen_where_it_was_moved_to_before_the_bench_has_heeded_it(panel):
    for position in (1.0, 0.0, 1.0):
        assert panel.client.operate(START, position) is Outcome.TAKEN
        assert panel.side.controls[START] == position
    for _ in range(2 * HEEDED_AFTER):
        panel.tick()
        assert panel.side.controls[START] == 1.0
    assert panel.heeded == [("start", 1.0), ("start", 0.0), ("start", 1.0)]


def test_what_stands_so_already_is_left_alone(panel):
    for _ in range(10):
        assert panel.client.operate(START, 0.0) is Outcome.TAKEN
        assert panel.client.operate(MODE, 1.0) is Outcome.TAKEN
        assert panel.client.operate(SETPOINT, real(0.3)) is Outcome.TAKEN
        panel.tick()
    assert panel.heeded == []


def test_what_another_hand_does_later_is_seen(panel):
    panel.client.operate(START, 1.0)
    for _ in range(HEEDED_AFTER):
        panel.tick()
    panel.wire.note(Event(0, "operate", "start", 0.0))
    panel.tick()
    assert panel.side.controls[START] == 0.0
    panel.client.operate(START, 1.0)
    panel.tick()
    panel.tick()
    assert panel.heeded == [("start", 1.0), ("start", 1.0)]


def test_a_dial_goes_to_its_ends_and_not_beyond(panel):
    for beyond in (0.61, 0.09, -0.0, math.inf, -math.inf, math.nan):
        assert panel.client.operate(SETPOINT, beyond) is Outcome.REFUSED
    assert panel.client.operate(SETPOINT, real(0.6)) is Outcome.TAKEN
    assert panel.client.operate(SETPOINT, real(0.1)) is Outcome.TAKEN
    panel.tick()
    panel.tick()
    assert panel.heeded == [("setpoint", 0.6), ("setpoint", 0.1)]


def test_a_selector_stands_at_whole_positions(panel):
    assert panel.client.operate(MODE, 1.5) is Outcome.REFUSED
    assert panel.client.operate(MODE, 3.0) is Outcome.REFUSED
    assert panel.client.operate(MODE, 2.0) is Outcome.TAKEN
    assert panel.side.controls == (0.0, 2.0, 0.3)
