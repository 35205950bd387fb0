"""A robot with one gripper that tends a machine: jobs, named places, and a handshake at each step.

    load    home -> bar --blank there--> picks -> door --enter--> chuck, asks to clamp --ack-->
            opens its gripper -> door -> home, complete
    unload  home -> door --enter--> chuck, grips; asks to unclamp --ack--> takes -> door -> outfeed,
            places -> home, complete
    recover from anywhere: out of the machine, what it holds into the reject chute, home

A job is a request that stays on until the robot is complete and is then taken away. It moves only while
its request is on, it is released, and its drives have power; else it stands where it is and keeps what
it holds. Losing power (emergency stop, gate) or hitting something is a fault until reset. It looks at
nothing but its signals: what it is told to enter, it enters. It has no time-outs: those are the PLC's.
"""

from __future__ import annotations

from enum import IntEnum

from trainlab.plants.cnc.machining import Workpiece

NEVER = float("inf")
HANDLING_S = 0.8
SLOWEST = 0.01  # share of its speed below which it stands
_INSTANT_S = 1e-9


class Phase(IntEnum):
    """What the robot is doing."""

    HOME = 0
    TO_BAR = 1
    AT_BAR = 2
    PICKING = 3
    TO_DOOR = 4
    AT_DOOR = 5
    ENTERING = 6
    GRIPPING = 7
    ASKS_UNCLAMP = 8
    TAKING = 9
    ASKS_CLAMP = 10
    RELEASING = 11
    LEAVING = 12
    TO_OUTFEED = 13
    PLACING = 14
    RETURNING = 15
    COMPLETE = 16
    RETREATING = 17
    CLEARING = 18


class Job(IntEnum):
    """What it was asked for."""

    NONE = 0
    LOAD = 1
    UNLOAD = 2
    RECOVER = 3


_HANDLING = (Phase.PICKING, Phase.GRIPPING, Phase.TAKING, Phase.RELEASING, Phase.PLACING)
_TIMED = (
    *_HANDLING,
    Phase.TO_BAR,
    Phase.TO_DOOR,
    Phase.ENTERING,
    Phase.LEAVING,
    Phase.TO_OUTFEED,
    Phase.RETURNING,
    Phase.RETREATING,
    Phase.CLEARING,
)
_AT_BAR = (Phase.TO_BAR, Phase.AT_BAR, Phase.PICKING)
_IN_MACHINE = (
    Phase.ENTERING,
    Phase.GRIPPING,
    Phase.ASKS_UNCLAMP,
    Phase.TAKING,
    Phase.ASKS_CLAMP,
    Phase.RELEASING,
    Phase.LEAVING,
    Phase.RETREATING,
)
_AT_HOME = (Phase.HOME, Phase.COMPLETE)
# where each phase ends on the robot's way: bar 0, home 0.3, outfeed 0.5, door 0.7, chuck 1
_BAR, _HOME, _OUTFEED, _DOOR, _CHUCK = 0.0, 0.3, 0.5, 0.7, 1.0
_TOWARD: dict[Phase, float] = {
    Phase.TO_BAR: _BAR,
    Phase.TO_DOOR: _DOOR,
    Phase.ENTERING: _CHUCK,
    Phase.LEAVING: _DOOR,
    Phase.TO_OUTFEED: _OUTFEED,
    Phase.RETURNING: _HOME,
    Phase.RETREATING: _DOOR,
    Phase.CLEARING: _HOME,
}
# by phase, because a look into a dict of enumerations costs more than all else here
_ENDS_AT = tuple(_TOWARD.get(phase) for phase in Phase)
_TAKES_TIME = tuple(phase in _TIMED for phase in Phase)


class Robot:
    """The arm and what it holds; `due_s` is when a phase ends.

    After `advance` the owner reads `ended`, the phase that has just ended, does what it came to,
    and calls `go_on`.
    """

    __slots__ = (
        "_acknowledged",
        "_enter",
        "_from",
        "_left_s",
        "_move_s",
        "_reset",
        "_stopped",
        "_whole_s",
        "crashed",
        "ended",
        "fault",
        "held",
        "job",
        "phase",
        "powered",
        "released",
        "speed",
        "wanted",
    )

    def __init__(self, move_s: float) -> None:
        self._move_s = move_s
        self._left_s = NEVER  # at full speed
        self._whole_s = 1.0
        self._from = _HOME
        self.speed = 0.0
        self._enter = False
        self._acknowledged = False
        self._reset = False
        self._stopped = False
        self.wanted = Job.NONE
        self.job = Job.NONE
        self.phase = Phase.HOME
        self.held: Workpiece | None = None
        self.powered = True
        self.released = False
        self.fault = False
        self.crashed = False
        self.ended: Phase | None = None

    @property
    def at_home(self) -> bool:
        """Whether it stands in its place of rest."""
        return self.phase in _AT_HOME

    @property
    def at_bar(self) -> bool:
        """Whether it is at the bar's end, or on its way there."""
        return self.phase in _AT_BAR

    @property
    def in_machine(self) -> bool:
        """Whether it is within the machine, or on its way in or out."""
        return self.phase in _IN_MACHINE

    @property
    def able(self) -> bool:
        """Whether its controller lets it move and answer."""
        return self.powered and self.released and not (self.fault or self._stopped)

    @property
    def moving(self) -> bool:
        """Whether it moves now."""
        return (
            _TAKES_TIME[self.phase]
            and self.able
            and self.wanted is self.job
            and self.speed >= SLOWEST
            and self._left_s != NEVER
        )

    @property
    def due_s(self) -> float:
        """Seconds until its phase ends."""
        return self._left_s / self.speed if self.moving else NEVER

    @property
    def travel(self) -> float:
        """Where it is on its way: bar 0, home 0.3, outfeed 0.5, door 0.7, chuck 1."""
        toward = _ENDS_AT[self.phase]
        if toward is None or self._left_s == NEVER:
            return self._from
        return toward + (self._from - toward) * self._left_s / self._whole_s

    def command(
        self, job: Job, released: bool, enter: bool, acknowledged: bool, reset: bool, speed: float
    ) -> None:
        """What the PLC tells it; `speed` is a share of its own, 0..1."""
        self.wanted = job
        self.released = released
        self._enter = enter
        self._acknowledged = acknowledged
        self.speed = speed
        if reset and not self._reset and self.powered and not self.crashed:
            self.fault = False
        self._reset = reset

    def power(self, on: bool) -> None:
        """Give its drives power or take it away."""
        self.powered = on
        if not on:
            self.fault = True

    def stop(self, stopped: bool) -> None:
        """Let its controller hang, or go on."""
        self._stopped = stopped

    def change_time(self, move_s: float) -> None:
        """Give a way between two places another time, in s; one under way keeps its own."""
        self._move_s = move_s

    def crash(self) -> None:
        """It has hit something."""
        self.crashed = self.fault = True
        self.ended = None

    def clear(self) -> None:
        """Somebody moves it home by hand; its fault stays until it is reset."""
        self.crashed = False
        self.fault = True
        self.job = Job.NONE
        self._rest(Phase.HOME, _HOME)

    def advance(self, dt_s: float) -> None:
        """Let `dt_s` seconds pass, at most `due_s`."""
        if not self.moving:
            return
        self._left_s -= dt_s * self.speed
        if self._left_s <= _INSTANT_S:
            self.ended = self.phase
            reached = _ENDS_AT[self.phase]
            self._from = self._from if reached is None else reached
            self._left_s = NEVER

    def go_on(self, found: bool) -> None:
        """The phase that has ended is followed by the next; `found` is a part in the chuck."""
        ended, self.ended = self.ended, None
        if ended is Phase.TO_BAR:
            self._rest(Phase.AT_BAR, _BAR)
        elif ended is Phase.PICKING:
            self._begin(Phase.TO_DOOR)
        elif ended is Phase.TO_DOOR:
            self._rest(Phase.AT_DOOR, _DOOR)
        elif ended is Phase.ENTERING:
            if self.job is Job.LOAD:
                self._rest(Phase.ASKS_CLAMP, _CHUCK)
            else:
                self._begin(Phase.GRIPPING)
        elif ended is Phase.GRIPPING and found:
            self._rest(Phase.ASKS_UNCLAMP, _CHUCK)
        elif ended in (Phase.GRIPPING, Phase.TAKING, Phase.RELEASING):
            self._begin(Phase.LEAVING)
        elif ended is Phase.LEAVING:
            self._begin(Phase.TO_OUTFEED if self.job is Job.UNLOAD else Phase.RETURNING)
        elif ended is Phase.TO_OUTFEED:
            self._begin(Phase.PLACING)
        elif ended is Phase.PLACING:
            self._begin(Phase.RETURNING)
        elif ended is Phase.RETURNING:
            self._rest(Phase.COMPLETE, _HOME)
        elif ended is Phase.RETREATING:
            self._begin(Phase.CLEARING)
        elif ended is Phase.CLEARING:
            self.job = Job.NONE
            self._rest(Phase.HOME, _HOME)

    def follow(self, blank_there: bool) -> None:
        """Go on where the PLC's signals, and a blank at the bar, allow it."""
        if not self.able:
            return
        phase, wanted = self.phase, self.wanted
        if phase is Phase.COMPLETE and wanted is not self.job:
            self.job = Job.NONE
            self._rest(Phase.HOME, _HOME)
            phase = Phase.HOME
        if phase is Phase.HOME:
            if wanted is Job.LOAD:
                self._set_off(wanted, Phase.TO_BAR)
            elif wanted is Job.UNLOAD:
                self._set_off(wanted, Phase.TO_DOOR)
        elif wanted is Job.RECOVER and self.job is not Job.RECOVER:
            self._from = self.travel
            self._set_off(wanted, Phase.RETREATING if self.in_machine else Phase.CLEARING)
        elif wanted is not self.job:
            return
        elif phase is Phase.AT_BAR and blank_there:
            self._begin(Phase.PICKING)
        elif phase is Phase.AT_DOOR and self._enter:
            self._begin(Phase.ENTERING)
        elif phase is Phase.ASKS_CLAMP and self._acknowledged:
            self._begin(Phase.RELEASING)
        elif phase is Phase.ASKS_UNCLAMP and self._acknowledged:
            self._begin(Phase.TAKING)

    def _set_off(self, job: Job, phase: Phase) -> None:
        self.job = job
        self._begin(phase)

    def _begin(self, phase: Phase) -> None:
        self.phase = phase
        self._left_s = self._whole_s = HANDLING_S if phase in _HANDLING else self._move_s

    def _rest(self, phase: Phase, place: float) -> None:
        self.phase = phase
        self._from = place
        self._left_s = NEVER
