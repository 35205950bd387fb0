"""A station on the wall clock for a controller on a wire, for practice; what a graded one needs, too."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from trainlab.bench.drive import drive
from trainlab.bench.pacer import WallPacer
from trainlab.core.message import Text
from trainlab.core.observer import Event
from trainlab.core.problem import Position, Problem, ProblemKind
from trainlab.exchange.link import Link
from trainlab.exchange.station_block import Phase
from trainlab.grading.rubric import seen_ids
from trainlab.scenario.scenario import Scenario
from trainlab.session.station_wire import StationWire, WireOptions

FOREVER = 1 << 62

SOURCE_NOT_SEEN = ProblemKind(
    "TL2013",
    Text(
        "the source of a wired controller is not seen, so that these checks earn nothing: {checks}",
        "外接控制器的源程序不可见，因此以下检查项不得分：{checks}",
    ),
    Text(
        "grade the program with `trainlab grade`, or give wired controllers a sheet without these checks",
        "请用 `trainlab grade` 给程序评分，或为外接控制器准备不含这些检查项的场景",
    ),
    severity="warning",
)


class ServerDied(Exception):
    """A process of a link of the station has ended by itself: a fault of trainlab, not of a controller."""


@dataclass(frozen=True, slots=True)
class Announcer:
    """Who is told how a served station gets on, as it happens."""

    listening: Callable[[Link], None]
    waiting: Callable[[], None]
    restart: Callable[[str], None]
    begins: Callable[[], None]
    event: Callable[[Event], None]
    polling: Callable[[Link], None] = lambda _: None
    anew: Callable[[], None] = lambda: None


@dataclass(frozen=True, slots=True)
class ServeOptions:
    """How a station is served: its wire, seed, speed against the wall clock, patience.

    A graded run begins when a controller has written an output; with `restart`, when it was then gone
    and has written again; that of a program in the seat when somebody lets it run, or after `wait_ns`.
    One of a wired controller in which more than `overrun_share` of the ticks overran decides nothing.
    """

    wire: WireOptions = field(default_factory=lambda: WireOptions({}))
    seed: int | None = None
    speed: float = 1.0
    wait_ns: int = 60_000_000_000
    restart: bool = False
    overrun_share: float = 0.01


def source_warnings(scenario: Scenario) -> tuple[Problem, ...]:
    """What a rubric asks that no wired controller can show."""
    ids = ", ".join(seen_ids(scenario.rubric.checks)[each.id] for each in scenario.rubric.of_source)
    return (SOURCE_NOT_SEEN.at(Position(scenario.file), checks=ids),) if ids else ()


def practise(scenario: Scenario, options: ServeOptions, announcer: Announcer) -> None:
    """Run the station until the process is told to stop.

    The plant rests until a controller has written an output; then the timeline plays once, and the
    plant goes on after it. It begins anew when somebody resets the station.
    """
    seed = scenario.seed if options.seed is None else options.seed
    with StationWire(scenario, seed, options.wire, announcer.event) as served:
        announce(served, announcer)
        watch = LinkWatch([*served.links, *served.clients])
        while True:
            served.stand_by(FOREVER, lambda: served.wire.ready or watch.dead())
            announcer.begins()
            _run(served, options.speed, lambda: served.desk.reset_asked or watch.dead())
            watch.check()
            served.restart()
            announcer.anew()
            announcer.waiting()


def announce(served: StationWire, announcer: Announcer) -> None:
    """Say where the links of a station are."""
    for link in served.links:
        announcer.listening(link)
    for link in served.clients:
        announcer.polling(link)
    announcer.waiting()


def _run(served: StationWire, speed: float, until: Callable[[], bool]) -> None:
    """Drive the bench from time 0 by the wall clock."""
    pacer = run_begins(served, speed)
    drive(served.bench.tick, pacer, tick_ns=served.scenario.tick_ns, ticks=FOREVER, until=until)


def run_begins(served: StationWire, speed: float) -> WallPacer:
    """What paces a run that begins now, of which the links are told."""
    pacer = WallPacer(served.scenario.tick_ns, speed)
    pacer.start(0)
    served.wire.overruns = lambda: pacer.overruns
    served.wire.begin(Phase.RUNNING, pacer.utc_ns, speed)
    return pacer


class LinkWatch:
    """Sees that the servers are still there; asks the system now and then only."""

    ASK_EVERY = 64

    def __init__(self, links: list[Link]) -> None:
        self._links = links
        self._calls = 0

    def dead(self) -> bool:
        """Whether one has ended, as far as it is known yet."""
        self._calls += 1
        return self._calls % self.ASK_EVERY == 0 and not all(link.alive for link in self._links)

    def check(self) -> None:
        """ServerDied if one has ended."""
        for link in self._links:
            if not link.alive:
                raise ServerDied(link.endpoint)
