"""The tick: order of phases, ties, faults that end, controllers that stop."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import ClassVar

import pytest

from trainlab.bench.bench import Bench
from trainlab.bench.drive import drive
from trainlab.bench.pacer import VirtualPacer, WallPacer
from trainlab.bench.stimulus import (
    BeginParameterFault,
    BeginWireFault,
    Change,
    EndFault,
    Operate,
    Stimulus,
)
from trainlab.core.controller import ControllerStopped
from trainlab.core.image import IOImage
from trainlab.core.message import Text
from trainlab.core.observer import Event
from trainlab.core.problem import Position, ProblemKind
from trainlab.core.seeds import Seed
from trainlab.core.spec import Control, ControlKind, Fact, Parameter, PlantDescription
from trainlab.core.tag import DataType, Direction, Tag
from trainlab.trace.digest import Digest, rows_digest
from trainlab.trace.recorder import Recorder

TICK_NS = 10_000_000
NAME = Text("x", "某")
GONE = ProblemKind("TL4001", NAME, NAME)


class Bucket:
    """A plant of one state: what the output says flows in, times the gain."""

    description: ClassVar[PlantDescription] = PlantDescription(
        name="bucket",
        title=NAME,
        lesson=NAME,
        tags=(
            Tag("button", DataType.BOOL, Direction.INPUT, "%IX0.0", NAME),
            Tag("level", DataType.INT, Direction.INPUT, "%IW64", NAME),
            Tag("feed", DataType.INT, Direction.OUTPUT, "%QW64", NAME, fail_safe=-1),
        ),
        facts=(Fact("content", NAME), Fact("gain_now", NAME)),
        parameters=(Parameter("gain", NAME, 1.0, 0.0, 9.0, changeable=True, faultable=True),),
        controls=(Control("button", ControlKind.BUTTON, NAME),),
    )

    def __init__(self, parameters: Mapping[str, float], seed: Seed) -> None:
        self.gain = parameters["gain"]
        self.button = 0.0
        self.content = 0.0

    def operate(self, control: str, value: float) -> None:
        self.button = value

    def change(self, parameter: str, value: float) -> None:
        self.gain = value

    def sense(self, inputs: list[float]) -> None:
        inputs[:] = (self.button != 0, int(self.content))

    def report(self, facts: list[float]) -> None:
        facts[:] = (self.content, self.gain)

    def step(self, outputs: Sequence[float], dt_s: float) -> None:
        self.content += outputs[0] * self.gain


class Feeder:
    """Feeds one a scan while the button is pressed; stops for good at a moment, if asked."""

    def __init__(self, stops_at_ns: int | None = None) -> None:
        self.stops_at_ns = stops_at_ns
        self.scans: list[int] = []

    def scan(self, image: IOImage, now_ns: int) -> None:
        if now_ns == self.stops_at_ns:
            raise ControllerStopped(GONE.at(Position("p.st", 1, 1)))
        self.scans.append(now_ns)
        image.command((1 if image.input_values()[0] else 0,))


class Plus:
    """A wire that adds."""

    reported = False

    def __init__(self, by: int) -> None:
        self.by = by

    def bend(self, value: float, now_ns: int) -> float:
        return value + self.by


class Run:
    """Ten ticks, or as many as asked, of the bucket."""

    def __init__(
        self,
        *stimuli: Stimulus,
        ticks: int = 10,
        scan_ns: int = TICK_NS,
        controller: Feeder | None = None,
        pacer: WallPacer | None = None,
    ) -> None:
        self.image = IOImage(Bucket.description.tags)
        self.plant = Bucket({"gain": 1.0}, Seed(1))
        self.recorder, self.digest = Recorder(2), Digest(2)
        self.rows: list[tuple[tuple[float, ...], tuple[float, ...], tuple[float, ...]]] = []
        self.controller = controller or Feeder()
        self.bench = Bench(
            self.plant,
            self.image,
            self.controller,
            tick_ns=TICK_NS,
            scan_ns=scan_ns,
            parameters={"gain": 1.0},
            stimuli=stimuli,
            observers=(self.recorder, self.digest, self),
        )
        drive(self.bench.tick, pacer or VirtualPacer(), tick_ns=TICK_NS, ticks=ticks)

    def observe(self, now_ns: int, image: IOImage, facts: Sequence[float]) -> None:
        self.rows.append((image.input_values(), image.commanded(), tuple(facts)))

    def note(self, event: Event) -> None:
        """The recorder keeps them."""


PRESS = Stimulus(3 * TICK_NS, Operate("button", 1.0), "press")


def test_a_button_shows_and_is_answered_in_its_own_tick_and_the_plant_moves_in_the_next() -> None:
    rows = Run(PRESS).rows
    assert [row[0][0] for row in rows] == [False] * 3 + [True] * 7
    assert [row[1][0] for row in rows] == [0] * 3 + [1] * 7
    assert [row[2][0] for row in rows] == [0, 0, 0, 0, 1, 2, 3, 4, 5, 6]


def test_the_controller_scans_on_its_own_grid_and_outputs_hold_between() -> None:
    run = Run(PRESS, scan_ns=4 * TICK_NS)
    assert run.controller.scans == [0, 4 * TICK_NS, 8 * TICK_NS]
    assert [row[1][0] for row in run.rows] == [0] * 4 + [1] * 6


def test_a_scan_that_is_no_multiple_of_the_tick_is_refused() -> None:
    with pytest.raises(ValueError, match="multiple"):
        Run(scan_ns=TICK_NS + 1)


def test_stimuli_that_tie_apply_in_the_order_given() -> None:
    both = [Stimulus(TICK_NS, Change("gain", gain)) for gain in (5.0, 2.0)]
    assert Run(*both).plant.gain == 2.0
    assert Run(*reversed(both)).plant.gain == 5.0


def test_a_parameter_fault_gives_back_what_it_took() -> None:
    run = Run(
        Stimulus(1 * TICK_NS, BeginParameterFault("a", "gain", 7.0)),
        Stimulus(2 * TICK_NS, BeginParameterFault("b", "gain", 0.0)),
        Stimulus(3 * TICK_NS, Change("gain", 3.0)),
        Stimulus(4 * TICK_NS, EndFault("b")),
        Stimulus(5 * TICK_NS, EndFault("a")),
    )
    assert [row[2][1] for row in run.rows][:7] == [1, 7, 0, 0, 7, 3, 3]


def test_a_faulty_wire_bends_its_own_tag_in_its_window_only() -> None:
    run = Run(
        Stimulus(2 * TICK_NS, BeginWireFault("in", "level", Plus(100))),
        Stimulus(4 * TICK_NS, EndFault("in")),
        Stimulus(5 * TICK_NS, BeginWireFault("out", "feed", Plus(10))),
    )
    assert [row[0][1] for row in run.rows] == [0, 0, 100, 100, 0, 0, 10, 20, 30, 40]
    assert [row[1][0] for row in run.rows] == [0] * 10


def test_what_the_plant_gets_of_an_output_is_what_arrives_past_its_faults() -> None:
    run = Run(Stimulus(5 * TICK_NS, BeginWireFault("out", "feed", Plus(10))))
    assert list(run.bench.actuated) == [10]
    assert list(Run().bench.actuated) == [0]


def test_a_run_is_bit_equal_until_its_fault_begins() -> None:
    sound = Run(PRESS).recorder.rows
    faulty = Run(PRESS, Stimulus(6 * TICK_NS, BeginWireFault("f", "level", Plus(1)))).recorder.rows
    size = len(sound) // 10
    assert faulty[: 6 * size] == sound[: 6 * size]
    assert faulty[6 * size :] != sound[6 * size :]


def test_when_the_controller_stops_outputs_fail_safe_and_the_plant_runs_on() -> None:
    run = Run(PRESS, controller=Feeder(stops_at_ns=5 * TICK_NS))
    assert [row[1][0] for row in run.rows] == [0, 0, 0, 1, 1, -1, -1, -1, -1, -1]
    assert run.plant.content == 2 - 5
    assert run.bench.stopped is not None
    assert [event.kind for event in run.recorder.events] == ["operate", "controller_stopped"]


def test_the_digest_of_an_observer_is_that_of_the_recorded_rows() -> None:
    run = Run(PRESS)
    assert run.digest.hexdigest() == rows_digest(run.recorder.rows)


def test_the_wall_pacer_skips_no_tick_and_changes_no_bit() -> None:
    paced = Run(PRESS, ticks=200, pacer=WallPacer(TICK_NS, speed=100.0))
    assert len(paced.rows) == 200
    assert paced.recorder.rows == Run(PRESS, ticks=200).recorder.rows


def test_drive_ends_early_when_told() -> None:
    seen: list[int] = []
    ran = drive(seen.append, VirtualPacer(), tick_ns=5, ticks=10, until=lambda: len(seen) == 3)
    assert (ran, seen) == (3, [0, 5, 10])
