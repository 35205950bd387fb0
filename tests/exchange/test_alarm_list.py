"""Alarms of a station: watched on the bench, seen and worked through the shared memory."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from trainlab.core.alarm import AlarmKind, AlarmSpec, station_alarms
from trainlab.core.image import IOImage
from trainlab.core.message import Text
from trainlab.core.observer import Event
from trainlab.core.tag import DataType, Direction, Scale, Signal, Tag
from trainlab.exchange.server_side import Client, ServerSide
from trainlab.exchange.station_block import Phase
from trainlab.exchange.wire import Port, Wire

TICK_NS = 10_000_000
TEXT = Text("Alarm", "报警")
TAGS = (
    Tag("door", DataType.BOOL, Direction.INPUT, "%IX0.0", TEXT, fail_safe=True),
    Tag(
        "level",
        DataType.INT,
        Direction.INPUT,
        "%IW64",
        TEXT,
        unit="m",
        high=0.5,
        scale=Scale(0.0, 0.5),
        signal=Signal.CURRENT_4_20_MA,
        fail_safe=13824,
    ),
    Tag(
        "flow",
        DataType.INT,
        Direction.INPUT,
        "%IW66",
        TEXT,
        scale=Scale(0.0, 100.0),
        signal=Signal.CURRENT_4_20_MA,
    ),
)
ALARMS = (
    AlarmSpec("high", TEXT, "level", AlarmKind.HIGH, 500, limit=0.4, deadband=0.02),
    AlarmSpec("low", TEXT, "level", AlarmKind.LOW, 300, limit=0.1, on_delay_s=0.05),
    AlarmSpec("open", TEXT, "door", AlarmKind.OFF_NORMAL, 600, off_delay_s=0.03, confirm=True),
    AlarmSpec("failed", TEXT, "level", AlarmKind.FAILURE, 700),
)


class Station:
    """A wire whose alarms one client sees."""

    def __init__(self) -> None:
        self.image = IOImage(TAGS)
        self.events: list[Event] = []
        self.broken: frozenset[str] = frozenset()
        specs = station_alarms(TAGS, ALARMS)
        self.names = [spec.name for spec in specs]
        ports = [Port("test", 5 * TICK_NS)]
        self.wire = Wire(self.image, (), ports, self.events.append, alarms=specs)
        self.wire.broken_wires = lambda: self.broken
        self.side = ServerSide(self.wire.setup(0, "station", TEXT))
        self.client: Client = self.side.enter("ada")
        self.now_ns = -TICK_NS

    def tick(self, count: int = 1, **inputs: float) -> None:
        before = zip(self.image.inputs, self.image.input_values(), strict=True)
        self.image.latch_inputs([inputs.get(tag.name, value) for tag, value in before])
        for _ in range(count):
            self.now_ns += TICK_NS
            self.wire.scan(self.image, self.now_ns)
        self.side.refresh()

    def level(self, metres: float, count: int = 1) -> None:
        self.tick(count, level=round(metres / 0.5 * 27648))

    def break_wires(self, *tags: str) -> None:
        self.broken = frozenset(tags)
        self.wire.note(Event(0, "fault_begin", "wire"))

    @property
    def active(self) -> set[str]:
        return {n for k, n in enumerate(self.names) if self.side.alarm(k).active}

    @property
    def told(self) -> list[tuple[str, str]]:
        told = [(event.kind, event.name) for event in self.events]
        self.events.clear()
        return told


@pytest.fixture
def station() -> Iterator[Station]:
    station = Station()
    station.tick()
    yield station
    station.side.close()
    station.wire.close()


def test_a_station_has_its_plants_alarms_and_those_of_any_station(station: Station) -> None:
    assert station.names == ["high", "low", "open", "failed", "wire_flow", "link_stale"]
    assert station.active == set()


def test_a_limit_has_a_deadband(station: Station) -> None:
    seen = []
    for metres in (0.399, 0.401, 0.39, 0.381, 0.379, 0.39):
        station.level(metres)
        seen.append(station.active == {"high"})

    assert seen == [False, True, True, True, False, False]
    assert station.told == [("alarm_active", "high"), ("alarm_clear", "high")]


def test_delays_count_from_when_the_condition_came_or_went(station: Station) -> None:
    station.level(0.05, 5)
    assert station.active == set()
    station.level(0.2)
    station.level(0.05, 5)
    assert station.active == set()
    station.tick()
    assert station.active == {"low"}

    station.level(0.3)
    station.tick(door=False)
    assert station.active == {"open"}
    station.tick(3, door=True)
    assert station.active == {"open"}
    station.tick()
    assert station.active == set()


@pytest.mark.parametrize(
    ("raw", "fails"),
    [(32767, True), (-32768, True), (29376, True), (29375, False), (-692, True), (-691, False)],
)
def test_a_current_outside_of_ne43_is_a_failure_and_no_high_level(
    station: Station, raw: int, fails: bool
) -> None:
    station.tick(8, level=raw)

    assert ("failed" in station.active) is fails
    assert bool(station.active & {"high", "low"}) is not fails


def test_broken_wires_and_silence_are_alarms(station: Station) -> None:
    station.break_wires("flow", "level")
    station.tick()
    assert station.active == {"wire_flow", "failed"}

    station.wire.ready = True
    station.tick(6)
    assert station.active == {"wire_flow", "failed", "link_stale"}


def test_a_client_works_an_alarm_and_all_see_it(station: Station) -> None:
    station.tick(door=False)
    event = station.side.alarm(2).change
    end = station.client.work_alarm(
        {"do": "acknowledge", "alarm": "open", "event": event, "comment": "看到了"}
    )
    assert end is not None
    assert not station.side.heeded(end)
    station.tick()

    assert station.side.heeded(end)
    state = station.side.alarm(2)
    assert (state.acked, state.confirmed, state.by, state.comment) == (True, False, "ada", "看到了")
    station.client.work_alarm({"do": "confirm", "alarm": "open"})
    station.client.work_alarm({"do": "shelve", "alarm": "open", "seconds": 0.02})
    station.tick()
    assert station.side.alarm(2).shelved
    station.tick(2)
    assert not station.side.alarm(2).shelved
    assert [kind for kind, name in station.told if name == "open"] == [
        "alarm_active",
        "alarm_acknowledged",
        "alarm_confirmed",
        "alarm_shelved",
        "alarm_unshelved",
    ]
    assert not station.wire.requests


@pytest.mark.parametrize(
    "request_",
    [
        {"do": "acknowledge", "alarm": "nothing"},
        {"do": "acknowledge", "alarm": "open", "event": "1"},
        {"do": "acknowledge", "alarm": "open", "event": 99},
        {"do": "shelve", "alarm": "open", "seconds": float("nan")},
        {"do": "shelve", "alarm": "open", "seconds": 1e308},
        {"do": "shelve", "alarm": "open", "seconds": 10**400},
        {"do": "shelve", "alarm": "open", "seconds": -(10**400)},
        {"do": "shelve", "alarm": "open"},
        {"do": "enable", "alarm": "open"},
    ],
)
def test_what_cannot_be_done_is_passed_over(station: Station, request_: dict[str, object]) -> None:
    station.tick(door=False)
    before = station.wire.alarms.states
    station.client.work_alarm(request_)
    station.tick()

    assert station.wire.alarms.states == before


def test_a_comment_that_is_no_text_does_not_end_the_bench(station: Station) -> None:
    station.tick(door=False)
    request = {"do": "comment", "alarm": "open", "comment": "lone \ud800 surrogate", "asked_by": ""}
    assert station.wire.alarms.heed(request, station.now_ns)
    station.tick()

    assert station.side.alarm(2).comment == "lone ? surrogate"


def test_a_run_begins_with_every_alarm_as_at_first(station: Station) -> None:
    station.tick(door=False)
    station.client.work_alarm({"do": "disable", "alarm": "high"})
    station.tick(door=True)
    before = [station.side.alarm(number).change for number in range(len(station.names))]
    station.wire.begin(Phase.RUNNING, 1, 1.0)
    station.now_ns = -TICK_NS
    station.tick()

    now = [station.side.alarm(number) for number in range(len(station.names))]
    assert not any(state.retain or not state.enabled for state in now)
    assert all(state.change > old for state, old in zip(now, before, strict=True))
