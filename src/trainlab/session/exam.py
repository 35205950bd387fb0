"""A graded run on the wall clock: of a controller on a wire, or of a program in the seat."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from trainlab.bench.drive import drive
from trainlab.bench.pacer import VirtualPacer, WallPacer
from trainlab.core.controller import SoftController
from trainlab.core.duration import format_duration
from trainlab.core.message import Text
from trainlab.core.observer import Event, Observer
from trainlab.core.problem import Position, Problem, ProblemKind, ProblemsFound
from trainlab.exchange.alarm_list import DEEDS
from trainlab.exchange.link import Link
from trainlab.scenario.scenario import Scenario
from trainlab.session.compiling import Compiling
from trainlab.session.fairness import unfair_on_the_wire
from trainlab.session.grade import Graded, ProgramRan, judge, judge_program, origin_of
from trainlab.session.later import Later
from trainlab.session.lines import with_lines
from trainlab.session.link_columns import LinkColumns
from trainlab.session.live import Pace
from trainlab.session.program_signals import ProgramSignals, none_on_a_wire
from trainlab.session.run import RunEnd, over_link, program_image
from trainlab.session.seat import Seat
from trainlab.session.serve import Announcer, LinkWatch, ServeOptions, announce, run_begins
from trainlab.session.station_wire import StationWire
from trainlab.trace.panel import panel_positions
from trainlab.trace.recorder import Recorder

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
# What a page may ask of a graded run beside alarms, where its panel is open (fairness.py: what disqualifies).
OF_AN_OPEN_PANEL = frozenset({"operate", "fault", "end_fault", "cancel", "force", "release"})


class Exam:
    """One graded run, and how it stands, for whoever looks on (as a LiveStation tells it).

    With a `program` that is in the seat, and who is on the wire reads; without, the first client that
    writes is graded. ProblemsFound if the program is wrong.
    """

    def __init__(
        self,
        scenario: Scenario,
        options: ServeOptions,
        announcer: Announcer,
        *,
        observers: Sequence[Observer] = (),
        program: Path | None = None,
    ) -> None:
        self.scenario = scenario
        self.seed = scenario.seed if options.seed is None else options.seed
        self.speed = options.speed
        self.builds = 0
        self.now_ns = 0
        self.pace = Pace.STANDBY
        self.later = Later()
        self.compiling = Compiling(program)
        self.compiled = self.compiling.first()
        self._options, self._announcer = options, announcer
        self._look: Callable[[], None] = lambda: None
        self._asked_to_run = False
        self._takeovers: list[Event] = []
        self._graded_as = ""
        self._recorder = Recorder(len(scenario.plant.facts))
        self._pacer = WallPacer(scenario.tick_ns)
        self.served = StationWire(
            scenario,
            self.seed,
            options.wire,
            self._tell,
            (self._recorder, *observers),
            (lambda served: Seat(served.wire, self._tell)) if self.compiled else None,
        )
        seat = self.served.controller
        self.seat = seat if isinstance(seat, Seat) else Seat(self.served.wire, self._tell)
        self.program: SoftController | None = None
        if self.compiled is not None:
            self._image = program_image(scenario, self.served.station)
            try:
                self.program = self.compiled.controller(self._image, covering=True)
            except ProblemsFound:
                self.served.close()
                raise
            self.served.wire.hold_seat()

    @property
    def owner(self) -> str:
        """Who commands the outputs: "program", a client's name, or "" for nobody."""
        return "program" if self.program else self.served.wire.owner

    @property
    def over(self) -> bool:
        """Whether the scenario's time is over."""
        return self.now_ns >= self.scenario.ticks * self.scenario.tick_ns

    @property
    def overruns(self) -> int:
        """Ticks that ran late by a tick or more."""
        return self._pacer.overruns

    @property
    def disqualified(self) -> Sequence[Problem]:
        """What has been done from outside until now that takes the points of this run."""
        desk, now_ns = self.served.desk, self.now_ns
        begun = [(name, min(at_ns, now_ns)) for name, at_ns in desk.begun]
        forced = [(tag, min(at_ns, now_ns)) for tag, at_ns in desk.ever_forced]
        return unfair_on_the_wire(self._takeovers, begun, forced, self._graded_as)

    def ask(self, request: Mapping[str, Any]) -> None:
        """Do what somebody at a page asks, if an exam allows it; a program begins with "run"."""
        what = request.get("do")
        if what == "run":
            self._asked_to_run = True
        elif what in DEEDS:
            self.served.wire.alarms.heed(request, self.now_ns)
        elif what not in OF_AN_OPEN_PANEL or not self._options.wire.panel_open:
            return
        elif what == "cancel":
            self.later.cancel(request.get("of"))
        elif not self.later.takes(request, self.now_ns):
            self.served.wire.requests.append(request)

    def grade(self, look: Callable[[], None] = lambda: None) -> Graded:
        """Run it to its verdict; the links are closed then. `look` is called after every tick, of the plant
        at rest too.

        ProblemsFound if no controller comes in time, or is not restarted in time where that is asked, or
        if too many ticks overran; ServerDied if a server did not last.
        """
        self._look = look
        with self.served as served:
            announce(served, self._announcer)
            watch = LinkWatch([*served.links, *served.clients])
            self._await_begin(watch)
            self._announcer.begins()
            panel = panel_positions(self.scenario.plant, self._recorder.events)
            self._recorder.events.clear()
            self._takeovers.clear()
            for done in (served.desk.begun, served.desk.ever_forced):
                done[:] = [(name, 0) for name, _ in done]  # at rest there was no time yet
            run = self._run_wired if self.program is None else self._run_program
            graded = run(watch, panel)
        verdict = graded.verdict
        self._graded_as = verdict.origin.program
        disqualified = (*verdict.disqualified, *self.disqualified)
        return replace(graded, verdict=replace(verdict, disqualified=disqualified))

    def _tell(self, event: Event) -> None:
        if event.kind == "seat_takeover":
            self._takeovers.append(event)
        self._recorder.note(event)
        self._announcer.event(event)

    def _await_begin(self, watch: LinkWatch) -> None:
        """Let the plant rest until the run may begin."""
        wire = self.served.wire
        if self.program is not None:
            self._stand_by(lambda: self._asked_to_run, watch)
            return
        self._stand_by(lambda: wire.ready, watch)
        if not wire.ready:
            links = [*self.served.links, *self.served.clients]
            raise _nobody_came(links, self._options.wait_ns)
        if not self._options.restart or wire.restarted:
            return
        name = wire.owner
        self._announcer.restart(name)
        self._stand_by(lambda: wire.restarted, watch)
        if not wire.restarted:
            where, wait = Position(self.scenario.file), format_duration(self._options.wait_ns)
            raise ProblemsFound([NOT_RESTARTED.at(where, wait=wait, name=name)])

    def _stand_by(self, until: Callable[[], bool], watch: LinkWatch) -> None:
        """At rest on the wall clock until that is so, or the time to wait is over."""
        patience = -(-self._options.wait_ns // self.scenario.tick_ns)
        self.served.stand_by(patience, lambda: until() or watch.dead(), self._look)
        watch.check()

    def _run_wired(self, watch: LinkWatch, panel: Mapping[str, float]) -> Graded:
        columns = LinkColumns(self.served.wire)
        self.served.look_on(columns)
        ran = self._run(watch)
        bench, pacer = self.served.bench, self._pacer
        if pacer.overruns > self._options.overrun_share * ran:
            raise _too_late(self.scenario, pacer.overruns, ran, self._options.overrun_share)
        program = ", ".join(dict.fromkeys(columns.writers)) or self.served.wire.owner
        return judge(
            self.scenario,
            self.served.station,
            self._recorder,
            RunEnd(ran, bench.stopped, bench.stopped_at_ns),
            origin_of(self.scenario, self.seed, program, ""),
            overruns=pacer.overruns,
            station_columns=columns.columns(),
            wire=columns.report(pacer),
            panel=panel,
            absent=none_on_a_wire(self.scenario.program),
        )

    def _run_program(self, watch: LinkWatch, panel: Mapping[str, float]) -> Graded:
        """What `trainlab grade` gives: the same ticks, by the wall clock."""
        scenario, path = self.scenario, self.compiling.path
        assert self.compiled is not None
        assert self.program is not None
        assert path is not None
        signals = ProgramSignals(scenario.program, self.program, str(path))
        self.served.look_on(signals.watch)
        seated = over_link(scenario, self.program, self._image, self.seed)
        self.seat.take(seated, self.program)
        ran = self._run(watch)
        graded = judge_program(
            scenario,
            self.served.station,
            self._recorder,
            RunEnd(ran, self.seat.stopped, self.seat.stopped_at_ns),
            ProgramRan(self.compiled, path, self.program, signals),
            self.seed,
            overruns=self._pacer.overruns,
            panel=panel,
        )
        return with_lines(scenario, self.compiled, graded, VirtualPacer())

    def _run(self, watch: LinkWatch) -> int:
        """The scenario's time; how many ticks ran."""
        tick_ns = self.scenario.tick_ns
        self._pacer = run_begins(self.served, self.speed)
        self.pace = Pace.RUNNING

        def tick(now_ns: int) -> None:
            self.served.wire.requests.extend(self.later.due(now_ns))
            self.served.bench.tick(now_ns)
            self.now_ns = now_ns + tick_ns
            self._look()

        ran = drive(tick, self._pacer, tick_ns=tick_ns, ticks=self.scenario.ticks, until=watch.dead)
        watch.check()
        return ran


def grade_wired(scenario: Scenario, options: ServeOptions, announcer: Announcer) -> Graded:
    """The verdict on what a wired controller does; fails as Exam.grade does."""
    return Exam(scenario, options, announcer).grade()


def _nobody_came(links: Sequence[Link], wait_ns: int) -> ProblemsFound:
    places = ", ".join(link.endpoint for link in links)
    return ProblemsFound(
        [NO_CONTROLLER.at(Position(places), wait=format_duration(wait_ns), endpoint=places)]
    )


def _too_late(scenario: Scenario, overruns: int, ticks: int, share: float) -> ProblemsFound:
    most = int(share * ticks)
    where = Position(scenario.file)
    return ProblemsFound([TOO_LATE.at(where, count=overruns, ticks=ticks, most=most)])
