"""A press that is over before the plant has looked is a press all the same."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest
from pymodbus.client import ModbusTcpClient

from trainlab.core.image import IOImage
from trainlab.core.observer import Event
from trainlab.exchange.endpoint import read_endpoint
from trainlab.scenario.load import load_scenario
from trainlab.session.station_wire import StationWire, WireOptions

pytestmark = pytest.mark.wire

SCENARIO = Path(__file__).parents[2] / "scenarios/tank/level_hold.yaml"
DEADLINE_S = 15.0


class Seen:
    """What the controller was shown of the start button, scan by scan."""

    def __init__(self) -> None:
        self.values: list[float] = []

    def observe(self, now_ns: int, image: IOImage, facts: Sequence[float]) -> None:
        names = [tag.name for tag in image.inputs]
        self.values.append(image.input_values()[names.index("start_button")])

    def note(self, event: Event) -> None:
        """Not asked for."""


def ticked(station: StationWire, done: Callable[[], bool]) -> None:
    deadline = time.monotonic() + DEADLINE_S
    now_ns = 0
    while not done():
        assert time.monotonic() < deadline
        station.bench.tick(now_ns)
        now_ns += station.scenario.tick_ns
        time.sleep(0.001)


def test_a_press_within_one_tick_is_seen_for_one_scan() -> None:
    seen = Seen()
    options = WireOptions({"modbus": [read_endpoint("127.0.0.1:0")]})
    station = StationWire(load_scenario(SCENARIO), 1, options, lambda _: None, (seen,))
    try:
        names = [control.name for control in station.scenario.plant.controls if control.on_or_off]
        coil = 4096 + names.index("start")
        port = int(station.links[0].endpoint.rpartition(":")[2])
        with ModbusTcpClient("127.0.0.1", port=port) as client:
            assert not client.write_coil(coil, True).isError()
            assert not client.write_coil(coil, False).isError()
        ticked(station, lambda: 1.0 in seen.values and seen.values[-1] == 0.0)
    finally:
        station.close()
    assert seen.values.count(1.0) == 1
