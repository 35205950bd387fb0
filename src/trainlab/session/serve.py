"""A station on the wall clock for a controller on a wire, graded or for practice."""

from __future__ import annotations

import gc
from collections.abc import Callable
from dataclasses import dataclass

from trainlab.bench.drive import drive
from trainlab.bench.pacer import WallPacer
from trainlab.core import catalog
from trainlab.core.duration import format_duration
from trainlab.core.link import Link, LinkType
from trainlab.core.message import Text
from trainlab.core.observer import Event
from trainlab.core.problem import Position, ProblemKind, ProblemsFound
from trainlab.scenario.build import build
from trainlab.scenario.scenario import Scenario
from trainlab.session.grade import Graded, judge, origin_of
from trainlab.session.run import bench_of, run_to_the_end
from trainlab.trace.recorder import Recorder

FOREVER = 1 << 62

NO_CONTROLLER = ProblemKind(
    "TL0002",
    Text("no controller wrote an output within {wait}", "{wait} 内没有控制器写过输出"),
    Text(
        "connect a controller to {endpoint} and let it write a coil or a holding register",
        "请把控制器连接到 {endpoint}，并写入线圈或保持寄存器",
    ),
)


@dataclass(frozen=True, slots=True)
class ServeOptions:
    """How a station is served: link and endpoint, seed, speed against the wall clock, patience."""

    link: str
    endpoint: str
    seed: int | None = None
    speed: float = 1.0
    wait_ns: int = 60_000_000_000


def practise(scenario: Scenario, options: ServeOptions, announce: Callable[[Link], None]) -> None:
    """Run the station until the process is told to stop.

    The plant rests until a controller has written an output; then the timeline plays once, and the
    plant goes on after it.
    """
    with _Wire(scenario, options, None) as wire:
        announce(wire.link)
        _wait(wire, scenario, options, FOREVER)
        pacer = WallPacer(scenario.tick_ns, options.speed)
        drive(wire.bench.tick, pacer, tick_ns=scenario.tick_ns, ticks=FOREVER)


def grade_wired(
    scenario: Scenario, options: ServeOptions, announce: Callable[[Link], None]
) -> Graded:
    """The verdict on what a wired controller does; ProblemsFound if none comes in time.

    The graded run begins when a controller has written its first output.
    """
    recorder = Recorder(len(scenario.plant.facts))
    with _Wire(scenario, options, recorder) as wire:
        announce(wire.link)
        if not _wait(wire, scenario, options, -(-options.wait_ns // scenario.tick_ns)):
            raise ProblemsFound(
                [
                    NO_CONTROLLER.at(
                        Position(wire.link.endpoint),
                        wait=format_duration(options.wait_ns),
                        endpoint=wire.link.endpoint,
                    )
                ]
            )
        recorder.events.clear()
        pacer = WallPacer(scenario.tick_ns, options.speed)
        end = run_to_the_end(scenario, wire.bench, pacer)
        program = f"{options.link}://{wire.link.endpoint}"
        origin = origin_of(scenario, wire.seed, program, "")
        return judge(scenario, wire.station, recorder, end, origin, pacer.overruns)


class _Wire:
    """A built station with its link open; leaving it closes the link."""

    def __init__(
        self, scenario: Scenario, options: ServeOptions, recorder: Recorder | None
    ) -> None:
        self.seed = scenario.seed if options.seed is None else options.seed
        self.station = build(scenario, self.seed)
        link_type: LinkType = catalog.load("links", options.link)()
        note: Callable[[Event], None] = recorder.note if recorder else _ignore
        self.link = link_type.open(options.endpoint, self.station.image, note)
        observers = (recorder,) if recorder else ()
        self.bench = bench_of(scenario, self.station, self.link, observers)

    def __enter__(self) -> _Wire:
        gc.collect()
        gc.freeze()  # what is loaded by now stays; no later collection walks it within a tick
        return self

    def __exit__(self, *_: object) -> None:
        gc.unfreeze()
        self.link.close()


def _ignore(event: Event) -> None:
    """Nobody keeps the events of a practice."""


def _wait(wire: _Wire, scenario: Scenario, options: ServeOptions, ticks: int) -> bool:
    """Let the plant rest until the controller is ready; False if it was not within `ticks`."""
    pacer = WallPacer(scenario.tick_ns)
    drive(
        wire.bench.standby,
        pacer,
        tick_ns=scenario.tick_ns,
        ticks=ticks,
        until=lambda: wire.link.controller_ready,
    )
    return wire.link.controller_ready
