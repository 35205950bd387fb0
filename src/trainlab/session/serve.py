"""A station on the wall clock for a controller on a wire, graded or for practice."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace

from trainlab.bench.drive import drive
from trainlab.bench.pacer import WallPacer
from trainlab.core.duration import format_duration
from trainlab.core.message import Text
from trainlab.core.observer import Event
from trainlab.core.problem import Position, Problem, ProblemKind, ProblemsFound
from trainlab.exchange.link import Link
from trainlab.exchange.station_block import Phase
from trainlab.grading.rubric import seen_ids
from trainlab.scenario.scenario import Scenario
from trainlab.session.fairness import unfair_on_the_wire
from trainlab.session.grade import Graded, judge, origin_of
from trainlab.session.link_columns import LinkColumns
from trainlab.session.program_signals import none_on_a_wire
from trainlab.session.run import RunEnd
from trainlab.session.station_wire import StationWire, WireOptions
from trainlab.trace.panel import panel_positions
from trainlab.trace.recorder import Recorder

FOREVER = 1 << 62

NO_CONTROLLER = ProblemKind(
    "TL0002",
    Text("no controller wrote an output within {wait}", "{wait} 内没有控制器写过输出"),
    Text(
        "connect a controller to {endpoint} and let it write an output",
        "请把控制器连接到 {endpoint}，并写一个输出",
    ),
)
NOT_RESTARTED = ProblemKind(
    "TL0006",
    Text(
        "the controller was not restarted within {wait}: {name}",
        "{wait} 内没有重新启动控制器：{name}",
    ),
    Text(
        "stop the controller until the station says that it is gone, then start it; or give it longer with --wait",
        "请停止控制器，直到工位提示失联，然后再启动；也可用 --wait 延长等待时间",
    ),
)
TOO_LATE = ProblemKind(
    "TL0005",
    Text(
        "{count} of {ticks} ticks ran late by a tick or more: this computer was too busy to judge the controller",
        "{ticks} 个节拍中有 {count} 个延迟达一个节拍以上：计算机过于繁忙，无法判断控制器的表现",
    ),
    Text(
        "end other programs and run the exam again; {most} late ticks would have been allowed",
        "请关闭其他程序后重新考核；最多允许 {most} 个节拍延迟",
    ),
)

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
    and has written again. One in which more than `overrun_share` of the ticks overran decides nothing.
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
        _announce(served, announcer)
        watch = _LinkWatch([*served.links, *served.clients])
        while True:
            served.stand_by(FOREVER, lambda: served.wire.ready or watch.dead())
            announcer.begins()
            _run(served, options.speed, FOREVER, lambda: served.desk.reset_asked or watch.dead())
            watch.check()
            served.restart()
            announcer.anew()
            announcer.waiting()


def grade_wired(scenario: Scenario, options: ServeOptions, announcer: Announcer) -> Graded:
    """The verdict on what a wired controller does.

    ProblemsFound if none comes in time, or is not restarted in time where that is asked, or if too
    many ticks overran; ServerDied if a server did not last.
    """
    seed = scenario.seed if options.seed is None else options.seed
    recorder = Recorder(len(scenario.plant.facts))

    def tell(event: Event) -> None:
        recorder.note(event)
        announcer.event(event)

    with StationWire(scenario, seed, options.wire, tell, (recorder,)) as served:
        _announce(served, announcer)
        watch = _LinkWatch([*served.links, *served.clients])
        _await_controller(served, options, watch, announcer)
        announcer.begins()
        panel = panel_positions(scenario.plant, recorder.events)
        recorder.events.clear()
        columns = LinkColumns(served.wire)
        served.look_on(columns)
        pacer, end = _run(served, options.speed, scenario.ticks, watch.dead)
        watch.check()
        if pacer.overruns > options.overrun_share * end.ticks:
            raise _too_late(scenario, pacer, end, options.overrun_share)
        program = ", ".join(dict.fromkeys(columns.writers)) or served.wire.owner
        graded = judge(
            scenario,
            served.station,
            recorder,
            end,
            origin_of(scenario, seed, program, ""),
            overruns=pacer.overruns,
            station_columns=columns.columns(),
            wire=columns.report(pacer),
            panel=panel,
            absent=none_on_a_wire(scenario.program),
        )
        unfair = unfair_on_the_wire(recorder.events, served.desk.begun, program)
        return replace(graded, verdict=replace(graded.verdict, disqualified=unfair))


def _announce(served: StationWire, announcer: Announcer) -> None:
    for link in served.links:
        announcer.listening(link)
    for link in served.clients:
        announcer.polling(link)
    announcer.waiting()


def _await_controller(
    served: StationWire, options: ServeOptions, watch: _LinkWatch, announcer: Announcer
) -> None:
    """Let the plant rest until the graded run may begin."""
    wire = served.wire
    patience = -(-options.wait_ns // served.scenario.tick_ns)
    served.stand_by(patience, lambda: wire.ready or watch.dead())
    watch.check()
    if not wire.ready:
        raise _nobody_came([*served.links, *served.clients], options.wait_ns)
    if not options.restart or wire.restarted:
        return
    name = wire.owner
    announcer.restart(name)
    served.stand_by(patience, lambda: wire.restarted or watch.dead())
    watch.check()
    if not wire.restarted:
        wait = format_duration(options.wait_ns)
        raise ProblemsFound(
            [NOT_RESTARTED.at(Position(served.scenario.file), wait=wait, name=name)]
        )


def _run(
    served: StationWire, speed: float, ticks: int, until: Callable[[], bool]
) -> tuple[WallPacer, RunEnd]:
    """Drive the bench from time 0 by the wall clock."""
    scenario, wire = served.scenario, served.wire
    pacer = WallPacer(scenario.tick_ns, speed)
    pacer.start(0)
    wire.overruns = lambda: pacer.overruns
    wire.begin(Phase.RUNNING, pacer.utc_ns, speed)
    ran = drive(served.bench.tick, pacer, tick_ns=scenario.tick_ns, ticks=ticks, until=until)
    return pacer, RunEnd(ran, served.bench.stopped, served.bench.stopped_at_ns)


class _LinkWatch:
    """Sees that the servers are still there; asks the system now and then only."""

    ASK_EVERY = 64

    def __init__(self, links: list[Link]) -> None:
        self._links = links
        self._calls = 0

    def dead(self) -> bool:
        self._calls += 1
        return self._calls % self.ASK_EVERY == 0 and not all(link.alive for link in self._links)

    def check(self) -> None:
        for link in self._links:
            if not link.alive:
                raise ServerDied(link.endpoint)


def _nobody_came(links: list[Link], wait_ns: int) -> ProblemsFound:
    places = ", ".join(link.endpoint for link in links)
    return ProblemsFound(
        [NO_CONTROLLER.at(Position(places), wait=format_duration(wait_ns), endpoint=places)]
    )


def _too_late(scenario: Scenario, pacer: WallPacer, end: RunEnd, share: float) -> ProblemsFound:
    most = int(share * end.ticks)
    return ProblemsFound(
        [TOO_LATE.at(Position(scenario.file), count=pacer.overruns, ticks=end.ticks, most=most)]
    )
