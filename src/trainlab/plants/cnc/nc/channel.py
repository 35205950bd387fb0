"""The NC channel: runs a part program in time, with the PLC's consent.

Execution states have the words of MTConnect (ANSI/MTC1.4, data item EXECUTION):

    READY --start--> ACTIVE --M30--> PROGRAM_COMPLETED --start--> ACTIVE
    ACTIVE: an M, S or T function is WAIT until the PLC has finished it; feed release taken away is
    FEED_HOLD, while the axes brake and rest; single block is INTERRUPTED after each line; M0 PROGRAM_STOPPED,
    M1 OPTIONAL_STOP while the switch is on; start goes on from each of them at the same point.
    Power off or reset in mid-program is STOPPED; reset makes that READY, with the program rewound.

The handshake of a function has four edges: strobe on, finish on, strobe off, finish off. The next
step begins with the last. A hold stops the path, never the spindle.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum

from trainlab.plants.cnc.nc.machine import Machine, Point
from trainlab.plants.cnc.nc.planner import NEVER, PathMotion
from trainlab.plants.cnc.nc.steps import (
    Dwell,
    Function,
    FunctionKind,
    Move,
    PartProgram,
    SpindleOrder,
)


class Execution(IntEnum):
    """MTConnect's words for what a controller does with its program; the numbers are ours."""

    READY = 0
    ACTIVE = 1
    INTERRUPTED = 2
    FEED_HOLD = 3
    STOPPED = 4
    OPTIONAL_STOP = 5
    PROGRAM_STOPPED = 6
    PROGRAM_COMPLETED = 7
    WAIT = 8


_GOES_ON = (
    Execution.INTERRUPTED,
    Execution.FEED_HOLD,
    Execution.OPTIONAL_STOP,
    Execution.PROGRAM_STOPPED,
)
_OVER = (Execution.READY, Execution.PROGRAM_COMPLETED)


@dataclass(slots=True)
class ChannelInputs:
    """What PLC and panel tell the channel; levels, but for `start` and `reset`, whose edges count.

    Overrides are shares, 1 as programmed. `in_range` is the spindle's: a move at feed does not begin
    while a turning spindle is not at the speed that the program wants.
    """

    start: bool = False
    reset: bool = False
    release: bool = False
    finish: bool = False
    single_block: bool = False
    optional_stop: bool = False
    in_range: bool = True
    feed_override: float = 1.0
    rapid_override: float = 1.0


class Channel:
    """The program's progress, the place of the tool, and the function that waits for the PLC.

    The owner splits its step at `due_s`, and calls `command` after it has changed the inputs.
    """

    __slots__ = (
        "_dwell_left_s",
        "_finish_seen",
        "_machine",
        "_next",
        "_reset",
        "_start",
        "completed",
        "execution",
        "inputs",
        "line",
        "motion",
        "place",
        "program",
        "spindle",
        "strobe",
        "tool",
    )

    def __init__(self, machine: Machine, program: PartProgram) -> None:
        self._machine = machine
        self.program = program
        self.inputs = ChannelInputs()
        self.execution = Execution.READY
        self.place: Point = machine.home_mm
        self.spindle = SpindleOrder(limit_rpm=machine.largest_speed_rpm)
        self.tool = 0  # that the program's offsets are for
        self.line = 0
        self.motion: PathMotion | None = None
        self.strobe: Function | None = None
        self.completed = 0  # programs that reached their end
        self._next = 0
        self._finish_seen = False
        self._dwell_left_s = 0.0
        self._start = False
        self._reset = False

    @property
    def running(self) -> bool:
        """Whether a program is under way, held or not."""
        return self.execution not in (*_OVER, Execution.STOPPED)

    @property
    def demand_rpm(self) -> float:
        """The spindle speed that the program wants where the tool is now."""
        return self.spindle.demand_rpm(self.place[0])

    @property
    def speed_mm_s(self) -> float:
        """The speed along the path."""
        return self.motion.speed_mm_s if self.motion is not None else 0.0

    @property
    def moving(self) -> bool:
        """Whether the axes move or are about to."""
        return self.motion is not None and self.motion.due_s < NEVER

    @property
    def cutting(self) -> Move | None:
        """The move at feed that is under way, whether it cuts or goes through air."""
        motion = self.motion
        return motion.move if motion is not None and not motion.move.rapid else None

    def load(self, program: PartProgram) -> bool:
        """Take another program, from its beginning; False while one is under way."""
        if self.running:
            return False
        self.program = program
        self._rewind()
        self.execution = Execution.READY
        return True

    def command(self) -> None:
        """Act on the inputs as they are now."""
        inputs = self.inputs
        started = inputs.start and not self._start
        was_reset = inputs.reset and not self._reset
        self._start, self._reset = inputs.start, inputs.reset
        if was_reset:
            self.stop()
            self._rewind()
            self.execution = Execution.READY
            return
        if started and inputs.release:
            self._go_on()
        self._shake_hands()
        if not inputs.release and self.execution is Execution.ACTIVE:
            self.execution = Execution.FEED_HOLD
        self.follow()

    def follow(self) -> None:
        """Let the motion under way follow the inputs that are levels."""
        if self.motion is not None:
            self.motion.override(self._factor(self.motion.move))

    def stop(self) -> None:
        """Take away power: the axes stand, the program is broken off."""
        self.motion = None
        self.strobe = None
        self._finish_seen = False
        self._dwell_left_s = 0.0
        if self.running:
            self.execution = Execution.STOPPED

    @property
    def due_s(self) -> float:
        """Seconds until something happens by itself."""
        if self.motion is not None:
            return self.motion.due_s
        if self._dwell_left_s > 0.0 and self.execution is Execution.ACTIVE:
            return self._dwell_left_s
        return NEVER

    def advance(self, dt_s: float) -> None:
        """Let `dt_s` seconds pass, at most `due_s`."""
        motion = self.motion
        if motion is not None:
            motion.advance(dt_s)
            self.place = motion.place
            if motion.finished:
                self.motion = None
                self._step_done()
        elif self._dwell_left_s > 0.0 and self.execution is Execution.ACTIVE:
            self._dwell_left_s -= dt_s
            if self._dwell_left_s <= 1e-9:
                self._dwell_left_s = 0.0
                self._step_done()

    def _go_on(self) -> None:
        if self.execution in _OVER:
            self._rewind()
            self.execution = Execution.ACTIVE
            self._begin_step()
        elif self.execution in _GOES_ON:
            self.execution = Execution.ACTIVE
            if self.motion is None and self._dwell_left_s == 0.0:
                self._begin_step()

    def _rewind(self) -> None:
        self._next = 0
        self.line = 0

    def _begin_step(self) -> None:
        """Begin the next step; what takes no time is done at once."""
        step = self.program.steps[self._next]
        self.line = step.line
        if isinstance(step, Function):
            self.spindle = step.spindle
            self.strobe = step
            self._finish_seen = False
            self.execution = Execution.WAIT
        elif isinstance(step, Dwell):
            self._dwell_left_s = step.seconds
        else:
            self.spindle = step.spindle
            self.tool = step.tool
            self.motion = PathMotion(step, self._machine, self._factor(step))

    def _step_done(self) -> None:
        steps = self.program.steps
        done = steps[self._next]
        self._next += 1
        stops = self._stop_after(done)
        if stops is None:
            self._begin_step()
        else:
            self.execution = stops

    def _stop_after(self, done: Move | Dwell | Function) -> Execution | None:
        """The state in which the program stops after a step, None where it goes on."""
        inputs = self.inputs
        if isinstance(done, Function) and done.kind is FunctionKind.M:
            if done.code in (2, 30):
                self.completed += 1
                return Execution.PROGRAM_COMPLETED
            if done.code == 0:
                return Execution.PROGRAM_STOPPED
            if done.code == 1 and inputs.optional_stop:
                return Execution.OPTIONAL_STOP
        if not inputs.release:
            return Execution.FEED_HOLD
        if inputs.single_block and self.program.steps[self._next].line != done.line:
            return Execution.INTERRUPTED
        return None

    def _shake_hands(self) -> None:
        if self.strobe is None and not self._finish_seen:
            return
        finish = self.inputs.finish
        if self.strobe is not None and finish:
            self.strobe = None
            self._finish_seen = True
        elif self.strobe is None and not finish:
            self._finish_seen = False
            if self.execution is Execution.WAIT:
                self.execution = Execution.ACTIVE
                self._step_done()

    def _factor(self, move: Move) -> float:
        inputs = self.inputs
        if not inputs.release or self.execution is not Execution.ACTIVE:
            return 0.0
        if move.rapid:
            return inputs.rapid_override
        begun = self.motion is not None and self.motion.way_mm > 0.0
        if not begun and move.spindle.direction and not inputs.in_range:
            return 0.0
        return inputs.feed_override
