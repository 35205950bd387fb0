"""What the pages are told of one station: every tick as a row, and now and then how it stands."""

from __future__ import annotations

import pickle
from collections.abc import Callable, Sequence
from functools import partial
from math import nan
from typing import Any, Protocol

from trainlab.core.controller import Program, SoftController
from trainlab.core.duration import NS_PER_S
from trainlab.core.image import IOImage
from trainlab.core.message import LANGUAGES, Text
from trainlab.core.observer import Event
from trainlab.core.plant import HasItems
from trainlab.core.problem import Problem
from trainlab.exchange.writers import FAIL_SAFE, HAND, Writer
from trainlab.hmi.frames import LINK, TICK, Kind, ProgramEvidence, signal_packer
from trainlab.hmi.pages import Pages
from trainlab.scenario.scenario import Scenario
from trainlab.session.compiling import Compiling
from trainlab.session.grade import source_evidence
from trainlab.session.later import Later
from trainlab.session.live import Pace
from trainlab.session.program_signals import absent_of, none_on_a_wire
from trainlab.session.seat import Seat
from trainlab.session.station_wire import StationWire
from trainlab.trace.digest import fact_packer

STATUS_EVERY_NS = 50_000_000
IDLE_EVERY_NS = 500_000_000  # while nobody looks
PROGRAM_EVERY_NS = 500_000_000
MOST_VARIABLES = 2000
LATELY_NS = NS_PER_S  # a writer that has written since then goes on writing


class Shown(Protocol):
    """What is shown of a station, whether people run it (LiveStation) or it is graded (Exam)."""

    scenario: Scenario
    served: StationWire
    compiling: Compiling
    pace: Pace
    speed: float
    now_ns: int
    builds: int
    later: Later

    @property
    def seat(self) -> Seat:
        """Who sits at the outputs."""

    @property
    def program(self) -> SoftController | None:
        """The program in the seat, if there is one."""

    @property
    def compiled(self) -> Program | None:
        """What it was compiled to."""

    @property
    def owner(self) -> str:
        """Who commands the outputs."""

    @property
    def over(self) -> bool:
        """Whether the scenario's time is over."""

    @property
    def disqualified(self) -> Sequence[Problem]:
        """What has been done that takes the points of a graded run."""

    @property
    def overruns(self) -> int:
        """Ticks that ran late by a tick or more."""


class Feed:
    """An observer of one station that tells the pages; `look` is called once a tick of the wall clock."""

    def __init__(self, number: int, scenario: Scenario) -> None:
        self.number = number
        self._waiting: list[tuple[int, dict[str, Any]]] = []  # with the build that it is of
        self._pack_facts = fact_packer(len(scenario.plant.facts)).pack
        self._pack_signals = signal_packer(scenario).pack
        self._usual = {each.name: each.default for each in scenario.plant.parameters}
        self._signals = scenario.program
        self._wanted = bool(scenario.program or scenario.rubric.of_source)
        self._last_ns = (scenario.ticks - 1) * scenario.tick_ns
        self._read_of: SoftController | None = None
        self._readings: Sequence[Callable[[], float]] = [lambda: nan] * len(scenario.program)
        self._final: ProgramEvidence | None = None  # that of the scenario's last tick
        self._told_evidence: object = None
        self._rows = bytearray()
        self._first_ns = 0
        self._next_status_ns = 0
        self._next_program_ns = 0
        self._build = -1
        self._sources: object = None
        self.live: Shown | None = None
        self.watched = 0
        self._stands: dict[str, Any] = {}

    def observe(self, now_ns: int, image: IOImage, facts: Sequence[float]) -> None:
        """Keep this tick's row until the next `look`."""
        if not self._rows:
            self._first_ns = now_ns
        self._rows += image.block
        self._rows += self._pack_facts(*facts)
        wire = self.live.served.wire if self.live else None
        age_s = (now_ns - wire.heard_at_ns) / NS_PER_S if wire and wire.ready else 0.0
        self._rows += LINK.pack(
            (wire.writer & 0xFFFFFFFF) if wire else 0, age_s, bool(wire and wire.stale)
        )
        if self._signals and self.live:
            if self.live.program is not self._read_of:
                self._read_from(self.live.program)
            self._rows += self._pack_signals(*(read() for read in self._readings))
        if now_ns == self._last_ns and self._wanted and self.live:
            self._final = self._evidence(self.live)

    def note(self, event: Event) -> None:
        """Keep an event until the next `look`."""
        resting = self.live is not None and self.live.pace is Pace.STANDBY
        build = self.live.builds if self.live else 0
        self._waiting.append((build, as_json(event) | {"rest": resting}))

    def look(self, pages: Pages, live: Shown, wall_ns: int) -> None:
        """Tell the pages what has happened since."""
        if live.builds != self._build:
            self._build = live.builds
            self._rows.clear()
            self._final, self._told_evidence = None, None
            pages.tell_json(Kind.BUILT, self.number, {"build": live.builds})
        for build, event in self._waiting:
            if build == self._build:
                pages.tell_json(Kind.EVENT, self.number, event)
        self._waiting.clear()
        done = live.served.desk.done
        while done:
            at_ns, request = done.popleft()
            at_s = min(at_ns, live.now_ns) / NS_PER_S  # at rest the bench's time is not the plant's
            pages.tell_json(Kind.DEED, self.number, {"t": at_s, "request": request})
        if wall_ns >= self._next_status_ns:
            self._next_status_ns = wall_ns + (STATUS_EVERY_NS if self.watched else IDLE_EVERY_NS)
            if self._final is not None:
                self._tell_evidence(pages, self._final)
            if self._rows:
                first = TICK.pack(self._first_ns // live.scenario.tick_ns)
                pages.tell(Kind.ROWS, self.number, first + self._rows)
                self._rows.clear()
            self._stands = self._status(live)
            pages.tell_json(Kind.STATUS, self.number, self._stands)
        if wall_ns >= self._next_program_ns:
            self._next_program_ns = wall_ns + PROGRAM_EVERY_NS
            if self._wanted and self._final is None:
                self._tell_evidence(pages, self._evidence(live))
            self._tell_program(pages, live)

    def refuse(self, pages: Pages, problems: Sequence[Problem]) -> None:
        """Tell the pages why a graded run, whose station is closed, has no verdict."""
        self._stands = self._stands | {"refused": [_in_both(each) for each in problems]}
        self.stand(pages)

    def stand(self, pages: Pages) -> None:
        """Tell the pages again how a run stands that is over: that the bench is still there."""
        pages.tell_json(Kind.STATUS, self.number, self._stands)

    def _read_from(self, program: SoftController | None) -> None:
        """The variables that the sheet makes signals of are those of this program from now on."""
        self._read_of = program
        absent = absent_of(self._signals, program) if program else {}
        self._readings = [
            partial(_number, program, each.path)
            if program and each.name not in absent
            else lambda: nan
            for each in self._signals
        ]

    def _evidence(self, live: Shown) -> ProgramEvidence:
        program, compiled = live.program, live.compiled
        if program is None or compiled is None:
            return ProgramEvidence(none_on_a_wire(self._signals), None)
        return ProgramEvidence(
            absent_of(self._signals, program), source_evidence(compiled, program)
        )

    def _tell_evidence(self, pages: Pages, evidence: ProgramEvidence) -> None:
        if evidence != self._told_evidence:
            self._told_evidence = evidence
            pages.tell(Kind.EVIDENCE, self.number, pickle.dumps(evidence))

    def _status(self, live: Shown) -> dict[str, Any]:
        served = live.served
        wire, station, seat = served.wire, served.station, live.seat
        image = station.image
        forced, commanded = served.desk.forced, image.commanded()
        names = [tag.name for tag in (*image.inputs, *image.outputs)]
        facts = [0.0] * len(live.scenario.plant.facts)
        station.plant.report(facts)
        values = dict(zip(names, (*image.input_values(), *commanded), strict=True)) | forced
        values |= {
            fact.name: value for fact, value in zip(live.scenario.plant.facts, facts, strict=True)
        }
        plant = station.plant
        return {
            "t": live.now_ns / NS_PER_S,
            "phase": live.pace.value,
            "over": live.over,
            "disqualified": [
                {language: each.message(language) for language in LANGUAGES}
                for each in live.disqualified
            ],
            "speed": live.speed,
            "seat": live.owner,
            "seated": seat.seated is not None,
            "stopped": seat.stopped and _in_both(seat.stopped),
            "stopped_at": seat.stopped_at_ns / NS_PER_S,
            "stale": wire.stale,
            "link_age": (live.now_ns - wire.heard_at_ns) / NS_PER_S if wire.ready else None,
            "clients": wire.connections,
            "overruns": live.overruns,
            "values": values,
            "arrives": {
                tag.name: arrives
                for tag, sent, arrives in zip(
                    image.outputs, commanded, served.bench.actuated, strict=True
                )
                if arrives != sent and tag.name not in forced
            },
            "controls": wire.positions,
            "alarms": {
                spec.name: [s.active, s.acked, s.confirmed, s.shelved, s.enabled, s.change]
                for spec, s in zip(wire.alarms.specs, wire.alarms.states, strict=True)
            },
            "forced": forced,
            "forced_by": {
                tag: [by, at_ns / NS_PER_S] for tag, (by, at_ns) in served.desk.forced_by.items()
            },
            "writers": {
                name: _told(writer, live.now_ns) for name, writer in seat.writers().items()
            },
            "faults": [
                list(fault)
                for fault in served.bench.active_faults
                if not fault[0].startswith("force/")
            ],
            "own": {
                fault_id: [request, at_ns / NS_PER_S]
                for fault_id, (request, at_ns) in served.desk.own.items()
            },
            "later": [[at_ns / NS_PER_S, request] for at_ns, request in live.later.waiting],
            "parameters": {
                name: value
                for name, value in served.bench.parameters.items()
                if value != self._usual.get(name)
            },
            "broken": sorted(served.bench.broken_wires),
            "items": [
                [i.number, i.x, i.y, i.width, i.height, i.kind, i.colour] for i in plant.items()
            ]
            if isinstance(plant, HasItems)
            else [],
        }

    def _tell_program(self, pages: Pages, live: Shown) -> None:
        compiling, program = live.compiling, live.program
        told: dict[str, Any] = {}
        if compiling.answers:  # one at a time, so that each page hears its own
            number, problems = compiling.answers.popleft()
            told |= {"answers": number, "problems": [_in_both(problem) for problem in problems]}
        if compiling.sources is not self._sources:
            self._sources = compiling.sources
            told |= {"sources": compiling.sources, "builds": compiling.builds}
        if self.watched and program is not None:
            variables = list(program.variables().items())[:MOST_VARIABLES]
            told["variables"] = dict(variables)
            told["covered"] = [
                [point.position.file.replace("\\", "/").rpartition("/")[2], point.position.line]
                for point in program.coverage()
                if point.hit and not point.arm
            ]
        if told:
            pages.tell_json(Kind.PROGRAM, self.number, told)


def as_json(event: Event) -> dict[str, Any]:
    """An event as plain data."""
    return {
        "t": event.now_ns / NS_PER_S,
        "kind": event.kind,
        "name": event.name,
        "value": event.value,
        "label": event.label,
        "reason": event.reason and _both(event.reason),
    }


def _told(writer: Writer, now_ns: int) -> list[Any]:
    """Who, by whose hand, and when; None for who goes on writing, so that nothing changes by it."""
    goes_on = writer.who not in (HAND, FAIL_SAFE) and now_ns - writer.at_ns < LATELY_NS
    return [writer.who, writer.by, None if goes_on else writer.at_ns / NS_PER_S]


def _both(text: Text) -> dict[str, str]:
    return {language: text.within(language) for language in LANGUAGES}


def _in_both(problem: Any) -> dict[str, Any]:
    return {language: problem.as_json(language) for language in LANGUAGES}


def _number(program: SoftController, path: str) -> float:
    value = program.read(path)
    return float(value) if isinstance(value, bool | int | float) else nan
