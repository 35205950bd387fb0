"""A loading robot that exchanges finished workpieces for raw ones, with a handshake at each step.

    away --request--> enters --part in the chuck--> asks to unclamp --acknowledged--> takes it
         --acknowledge off--> places a raw one --> asks to clamp --acknowledged, then off--> leaves
         --> complete until the request is off

It is in the zone from its first movement to its last. It trusts its answers: an acknowledgement
without an open chuck, or a door that moves, is a crash, and then it stands until somebody clears it.
It has no time-outs of its own: those are the PLC's. Raw workpieces come one by one.
"""

from __future__ import annotations

from enum import IntEnum

NEVER = float("inf")
HANDLING_S = 1.0
_INSTANT_S = 1e-9


class Phase(IntEnum):
    """What the robot is doing."""

    AWAY = 0
    ENTERING = 1
    ASKS_UNCLAMP = 2
    TAKING = 3
    TAKEN = 4
    PLACING = 5
    ASKS_CLAMP = 6
    CLAMPED = 7
    LEAVING = 8
    COMPLETE = 9
    CRASHED = 10


_TIMED = (Phase.ENTERING, Phase.TAKING, Phase.PLACING, Phase.LEAVING)
_OUTSIDE = (Phase.AWAY, Phase.COMPLETE)


class Loader:
    """The robot and its store of raw workpieces; `due_s` is when something of it next changes.

    After `advance` the owner reads `ended`, the timed phase that has just ended, and says with `took`
    or `placed` what came of it.
    """

    __slots__ = (
        "_acknowledged",
        "_interval_s",
        "_left_s",
        "_move_s",
        "_next_raw_s",
        "_requested",
        "_stopped",
        "ended",
        "fed",
        "phase",
        "powered",
        "raw",
    )

    def __init__(self, stock: int, interval_s: float, move_s: float) -> None:
        self.raw = stock
        self.fed = stock
        self._interval_s = interval_s
        self._next_raw_s = interval_s if interval_s > 0.0 else NEVER
        self._move_s = move_s
        self._left_s = NEVER
        self._requested = False
        self._acknowledged = False
        self._stopped = False
        self.powered = True
        self.phase = Phase.AWAY
        self.ended: Phase | None = None

    @property
    def in_zone(self) -> bool:
        """Whether it is within the machine, or on its way in or out."""
        return self.phase not in _OUTSIDE

    @property
    def moving(self) -> bool:
        """Whether it moves now."""
        return self.phase in _TIMED and self.powered and not self._stopped

    @property
    def due_s(self) -> float:
        """Seconds until a workpiece arrives or a phase ends."""
        return min(self._next_raw_s, self._left_s) if self.moving else self._next_raw_s

    def command(self, requested: bool, acknowledged: bool) -> None:
        """What the PLC tells it."""
        self._requested = requested
        self._acknowledged = acknowledged
        self._follow()

    def stop(self, stopped: bool) -> None:
        """Let it stand where it is, or go on."""
        self._stopped = stopped

    def crash(self) -> None:
        """It has hit something."""
        self.phase = Phase.CRASHED
        self._left_s = NEVER

    def clear(self) -> None:
        """Somebody moves it out by hand."""
        if self.phase is Phase.CRASHED:
            self.phase = Phase.AWAY
            self._follow()

    def advance(self, dt_s: float) -> None:
        """Let `dt_s` seconds pass, at most `due_s`."""
        self._next_raw_s -= dt_s
        if self._next_raw_s <= _INSTANT_S:
            self.raw += 1
            self.fed += 1
            self._next_raw_s += self._interval_s
            self._follow()
        if not self.moving:
            return
        self._left_s -= dt_s
        if self._left_s <= _INSTANT_S:
            self.ended = self.phase
            self._left_s = NEVER

    def go_on(self, part_in_chuck: bool) -> None:
        """The phase that has ended is followed by the next; the owner has done what it came to."""
        ended, self.ended = self.ended, None
        if ended is Phase.ENTERING:
            if part_in_chuck:
                self.phase = Phase.ASKS_UNCLAMP
            else:
                self._place_or_leave()
        elif ended is Phase.TAKING:
            self.phase = Phase.TAKEN
        elif ended is Phase.PLACING:
            self.raw -= 1
            self.phase = Phase.ASKS_CLAMP
        elif ended is Phase.LEAVING:
            self.phase = Phase.COMPLETE
        self._follow()

    def _follow(self) -> None:
        """Go on where the PLC's signals allow it."""
        phase = self.phase
        if phase is Phase.COMPLETE and not self._requested:
            self.phase = Phase.AWAY
        elif phase is Phase.AWAY and self._requested and self.powered:
            self._begin(Phase.ENTERING, self._move_s)
        elif phase is Phase.ASKS_UNCLAMP and self._acknowledged:
            self._begin(Phase.TAKING, HANDLING_S)
        elif phase is Phase.TAKEN and not self._acknowledged:
            self._place_or_leave()
        elif phase is Phase.ASKS_CLAMP and self._acknowledged:
            self.phase = Phase.CLAMPED
        elif phase is Phase.CLAMPED and not self._acknowledged:
            self._begin(Phase.LEAVING, self._move_s)

    def _place_or_leave(self) -> None:
        if self.raw > 0:
            self._begin(Phase.PLACING, HANDLING_S)
        else:
            self._begin(Phase.LEAVING, self._move_s)

    def _begin(self, phase: Phase, time_s: float) -> None:
        self.phase = phase
        self._left_s = time_s
