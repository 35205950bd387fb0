"""A station that people run: started, paused, sped up, reset, its program changed under way."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from enum import Enum
from pathlib import Path
from typing import Any

from trainlab.bench.pacer import WallPacer
from trainlab.core.controller import Program, SoftController
from trainlab.core.image import IOImage
from trainlab.core.observer import Event, Observer
from trainlab.core.problem import Problem
from trainlab.core.tag import DataType, Direction
from trainlab.exchange.alarm_list import DEEDS
from trainlab.exchange.station_block import Phase
from trainlab.scenario.scenario import Scenario
from trainlab.session.compiling import Asked, Compiling
from trainlab.session.later import Later, in_words
from trainlab.session.run import over_link, program_image
from trainlab.session.seat import Hand, Seat
from trainlab.session.station_wire import StationWire, WireOptions

MIN_SPEED, MAX_SPEED = 0.1, 100.0


class Pace(Enum):
    """Whether the station's time goes on."""

    STANDBY = "standby"  # the plant rests until somebody commands its outputs
    RUNNING = "running"
    PAUSED = "paused"


class LiveStation:
    """One station on the wall clock under many hands; leaving it closes its links.

    `tick` is called every `scenario.tick_ns` of wall time, and lets as many ticks of the plant pass as
    its speed asks for. What people ask comes through `ask`, each a mapping with "do":

        run, pause, tick                       time goes on, stands still, goes on for one tick
        speed {"value": 0.1..100}              of plant time against wall time
        reset                                  the station as it was at first
        seat_hand, seat_program, leave_seat    who commands the outputs
        drive {"values": {TAG: RAW}}           while a hand is in the seat
        restart {"warm": BOOL}                 the program
        program {"text": TEXT, "file": NAME}   another text for the program; compiled beside the ticks,
                                               and refused where "base": BUILD is not that of the file
        cancel {"of": NUMBER}                  a request that waits for its moment
        and what Desk and the alarms take, with "after": SECONDS of plant time where it is for later

    A wired controller sets its own pace: only where a program or a hand is in the seat does time pause,
    or run faster. What makes no sense is passed over. `tell` hears every event of the wire and the seat, and
    every command, by who asked.
    """

    def __init__(
        self,
        scenario: Scenario,
        seed: int,
        options: WireOptions,
        pacer: WallPacer,
        *,
        tell: Callable[[Event], None] = lambda _: None,
        observers: Sequence[Observer] = (),
        program: Path | None = None,
    ) -> None:
        self.scenario, self.seed = scenario, seed
        self.pacer = pacer
        self.pace = Pace.STANDBY
        self.speed = 1.0
        self.now_ns = 0
        self.builds = 0
        self.later = Later()
        self._wall_ns = 0
        self._credit = 0.0
        self._single = False
        self._tell = tell
        self.compiling = Compiling(program, self._fits)
        self.compiled: Program | None = self.compiling.first()
        self.served = StationWire(scenario, seed, options, tell, observers, self._seat_of)
        if self.compiled is not None:
            self._take_program()

    def __enter__(self) -> LiveStation:
        self.served.__enter__()
        return self

    def __exit__(self, *details: object) -> None:
        self.served.__exit__(*details)
        self.compiling.close()

    @property
    def seat(self) -> Seat:
        """Who sits at the outputs."""
        seat = self.served.controller
        assert isinstance(seat, Seat)
        return seat

    @property
    def program(self) -> SoftController | None:
        """The program in the seat, if there is one."""
        return self.seat.program

    @property
    def owner(self) -> str:
        """Who commands the outputs: "program", "hand", a client's name, or "" for nobody."""
        if self.seat.seated is None:
            return self.served.wire.owner
        return "program" if self.program else "hand"

    @property
    def overruns(self) -> int:
        """Ticks that ran late by a tick or more."""
        return self.pacer.overruns

    @property
    def disqualified(self) -> Sequence[Problem]:
        """Nothing: practice has no points to take."""
        return ()

    @property
    def over(self) -> bool:
        """Whether the scenario's time is over."""
        return self.now_ns >= self.scenario.ticks * self.scenario.tick_ns

    def ask(self, request: Mapping[str, Any]) -> None:
        """Do what somebody asks, in the next tick or now."""
        what = request.get("do")
        if what in DEEDS:
            self.served.wire.alarms.heed(request, self.now_ns)
        elif what in ("run", "pause", "tick", "speed"):
            self._set_pace(str(what), request)
        elif what in ("seat_hand", "seat_program", "leave_seat"):
            self._change_seat(str(what), request)
        elif what == "drive":
            self._drive(request)
        elif what == "restart" and self.program:
            warm = bool(request.get("warm"))
            self.program.restart(warm=warm)
            self.seat.stopped = None
            self._say("warm_restart" if warm else "cold_restart", request)
        elif what == "program":
            self.compiling.begin(_asked(request))
        elif what == "reset":
            self.reset()
            self._tell(Event(0, "reset_asked", str(request.get("asked_by", ""))))
        elif what == "cancel":
            for each in self.later.cancel(request.get("of")):
                self._say("cancelled", request, in_words(each))
        elif self.later.takes(request, self.now_ns):
            if self.later.waits(request.get("number")):
                self._say("asked_for_later", request, in_words(request), float(request["after"]))
        else:
            self.served.wire.requests.append(request)

    def tick(self, wall_ns: int) -> None:
        """One tick of the wall clock, which `pacer` paces."""
        self._wall_ns = wall_ns
        compiled = self.compiling.ready(self.now_ns)
        if compiled is not None:
            self.compiled = compiled
            self._take_program()
            asked = self.compiling.loaded
            self._say("program_loaded", {"asked_by": asked.by}, asked.name)
        if self.pace is Pace.STANDBY:
            self.served.bench.standby(wall_ns)
            if self.served.desk.reset_asked:
                self.reset()
            elif self.seat.seated is None and self.served.wire.ready:
                self._begin()
        elif self.pace is Pace.PAUSED and not self._single:
            self.served.wire.scan(self.served.station.image, self.now_ns)
        else:
            self._advance()

    def reset(self) -> None:
        """The station as it was at first, at rest or paused; whoever sat in the seat sits there anew."""
        self.pace = Pace.STANDBY
        self.now_ns, self._credit, self._single = 0, 0.0, False
        self.later.waiting.clear()
        self.builds += 1
        before = self.seat.seated
        self.served.restart()
        self.served.wire.begin(Phase.STANDBY, 0, 1.0)
        if isinstance(before, Hand):
            self.seat.take(Hand(self.served.station.image))
            self._rest()
        elif before is not None:
            self._take_program()

    def _seat_of(self, served: StationWire) -> Seat:
        return Seat(served.wire, self._tell)

    def _fits(self, program: Program) -> None:
        """ProblemsFound if a program cannot be bound to the plant's tags."""
        program.controller(IOImage(self.scenario.plant.tags), covering=True)

    def _take_program(self) -> None:
        assert self.compiled is not None
        image = self.served.station.image
        self.seat.fail_safe(image, self.now_ns)
        own = program_image(self.scenario, self.served.station)
        program = self.compiled.controller(own, covering=True)
        self.seat.take(over_link(self.scenario, program, own, self.seed, self.now_ns), program)
        self._rest()

    def _rest(self) -> None:
        """Somebody on this computer has sat down: time waits for him to begin."""
        if self.pace is Pace.STANDBY:
            self._begin()
            self.pace = Pace.PAUSED

    def _begin(self) -> None:
        """Time goes on from where it is."""
        begin_utc_ns = self.pacer.utc_ns + self._wall_ns - round(self.now_ns / self.speed)
        if self.pace is Pace.STANDBY:
            self.served.wire.begin(Phase.RUNNING, begin_utc_ns, self.speed)
        else:
            self.served.wire.keep_time(begin_utc_ns, self.speed)
        self.pace = Pace.RUNNING

    def _advance(self) -> None:
        tick_ns = self.scenario.tick_ns
        self._credit += 1.0 if self._single or self.seat.seated is None else self.speed
        self._single = False
        while self._credit >= 1.0:
            self._credit -= 1.0
            self.served.wire.requests.extend(self.later.due(self.now_ns))
            self.served.bench.tick(self.now_ns)
            self.now_ns += tick_ns
            if self.served.desk.reset_asked:
                self.reset()
                return

    def _set_pace(self, what: str, request: Mapping[str, Any]) -> None:
        if self.seat.seated is None:
            return
        if what == "speed":
            value = request.get("value")
            if isinstance(value, int | float) and MIN_SPEED <= value <= MAX_SPEED:
                self.speed = float(value)
                if self.pace is Pace.RUNNING:
                    self._begin()
                self._say("speed_set", request, value=self.speed)
        elif what == "run":
            self._begin()
            self._say("time_runs", request)
        elif self.pace is not Pace.STANDBY:
            self.pace, self._single = Pace.PAUSED, what == "tick"
            self._say("time_paused" if what == "pause" else "time_ticks", request)

    def _change_seat(self, what: str, request: Mapping[str, Any]) -> None:
        image = self.served.station.image
        if what == "seat_hand":
            self.seat.writers()  # what the program has written stays its own
            hand = Hand(image)
            hand.set(dict(zip((tag.name for tag in image.outputs), image.commanded(), strict=True)))
            self.seat.take(hand)
            if self.pace is Pace.STANDBY:
                self._begin()
            self._say("hand_seated", request)
        elif what == "seat_program" and self.compiled is not None:
            self._take_program()
            self._say("program_seated", request)
        elif what == "leave_seat" and self.seat.seated is not None:
            self.seat.leave(image, self.now_ns)
            if self.pace is Pace.PAUSED:
                self._begin()
            self._say("seat_vacated", request)

    def _drive(self, request: Mapping[str, Any]) -> None:
        hand, values = self.seat.seated, request.get("values")
        if not isinstance(hand, Hand) or not isinstance(values, Mapping):
            return
        tags = {tag.name: tag for tag in self.scenario.plant.tags}
        sound = {
            name: float(value) if tags[name].type is DataType.REAL else int(value)
            for name, value in values.items()
            if name in tags
            and tags[name].direction is Direction.OUTPUT
            and isinstance(value, bool | int | float)
            and tags[name].holds(value)
        }
        hand.set(sound)
        for name, value in sound.items():
            self.served.wire.writers.driven(name, str(request.get("asked_by", "")), self.now_ns)
            self._say("driven", request, name, value)

    def _say(
        self, kind: str, request: Mapping[str, Any], name: str = "", value: float = 0.0
    ) -> None:
        """A command was heeded."""
        label = f"by {request.get('asked_by', '')}"
        self._tell(Event(self.now_ns, kind, name, float(value), label))


def _asked(request: Mapping[str, Any]) -> Asked:
    """A request for another text of the program."""
    base = request.get("base")
    return Asked(
        str(request.get("text", "")),
        str(request.get("file") or ""),
        request.get("number"),
        str(request.get("asked_by", "")),
        None if base is None else str(base),
    )
