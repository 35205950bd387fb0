"""From the text of a part program to its steps; every block that cannot be is refused by its line.

Within a block the order is that of RS274/NGC (NISTIR 6556, table 8): comment, feed mode, F, S, T,
M6, spindle, coolant, dwell, plane, units, length offset, work offset, distance mode, return mode,
speed limit, motion, stop. All paths are absolute machine coordinates; there are no jumps, so a
program is read once, before it runs, as a control reads a program into its memory.
"""

from __future__ import annotations

from dataclasses import replace

from trainlab.core.message import Text
from trainlab.core.problem import Position, Problem, ProblemsFound
from trainlab.plants.cnc.nc import problems as say
from trainlab.plants.cnc.nc.block import Block, read_block
from trainlab.plants.cnc.nc.codes import Group
from trainlab.plants.cnc.nc.cut_comment import BadCut, is_cut, read_cut
from trainlab.plants.cnc.nc.machine import Machine
from trainlab.plants.cnc.nc.modal import INCH_MM, starting
from trainlab.plants.cnc.nc.motions import Motions
from trainlab.plants.cnc.nc.steps import Dwell, FeedMode, Function, FunctionKind, PartProgram, Step
from trainlab.plants.cnc.nc.words import MOST_STEPS, Word, read_lines, too_long

LONGEST_DWELL_S = 3600.0
LARGEST_SURFACE_SPEED_M_MIN = 5000.0
_FOOT_M = 0.3048

PAUSE = Text("a time P in seconds", "以秒为单位的时间 P")
SPEED = Text("a spindle speed S", "主轴转速 S")
TOOL = Text("a tool T", "刀号 T")
LENGTH = Text("a tool, by H or by M6 before it", "刀具（用 H 给出，或先用 M6 换刀）")


def compile_program(text: str, file: str, machine: Machine) -> PartProgram:
    """The steps of a program; ProblemsFound with all that is wrong with it."""
    interpreter = _Interpreter(machine)
    last = Position(file, 1, 1)
    for line in read_lines(text, file, interpreter.problems):
        last = line.position
        if interpreter.ended:
            break
        interpreter.take(read_block(line, interpreter.problems))
        if len(interpreter.steps) > MOST_STEPS:
            interpreter.problems.append(too_long(line.position))
            break
    if not interpreter.ended and not interpreter.problems:
        interpreter.problems.append(say.NO_END.at(last))
    if interpreter.problems:
        raise ProblemsFound(interpreter.problems)
    return PartProgram(file, interpreter.number, tuple(interpreter.steps))


class _Interpreter:
    """The modal state, and the steps so far."""

    def __init__(self, machine: Machine) -> None:
        self.machine = machine
        self.modal = starting(machine)
        self.steps: list[Step] = []
        self.problems: list[Problem] = []
        self.number = 0
        self.ended = False
        self.motions = Motions(machine, self.modal, self.steps, self.problems)

    def take(self, block: Block | None) -> None:
        """Add the steps of one block; after a faulty one the place of the tool is not known."""
        if block is None:
            self.motions.lost = True
            return
        before = len(self.problems)
        self._comments(block)
        self._feed_and_spindle(block)
        self._tool(block)
        self._functions(block)
        self._modes(block)
        if len(self.problems) == before:
            self.motions.take(block)
        self._stop(block)
        if len(self.problems) > before:
            self.motions.lost = True

    def _comments(self, block: Block) -> None:
        if (number := block.value("O")) is not None:
            self.number = int(number)
        for comment in block.comments:
            if not is_cut(comment.text):
                continue
            try:
                self.modal.cut = read_cut(comment.text)
            except BadCut as bad:
                self.problems.append(say.CUT.at(comment.position, reason=bad.reason))

    def _feed_and_spindle(self, block: Block) -> None:
        modal = self.modal
        unit = INCH_MM if self._inches(block) else 1.0
        if (code := block.code(Group.FEED_MODE)) is not None and code != modal.feed_mode.value:
            modal.feed_mode = FeedMode(code)
            modal.feed = None
        if (word := block.words.get("F")) and self._within(word, 0.0, 1e5):
            if modal.feed_mode is FeedMode.PER_MINUTE:
                most = self.machine.largest_feed_mm_s
                modal.feed = min(word.value * unit / 60.0, most)
            elif modal.feed_mode is FeedMode.PER_REVOLUTION:
                modal.feed = word.value * unit
        self._speed(block)

    def _inches(self, block: Block) -> bool:
        """The units of this block: G20 and G21 hold for the block in which they stand."""
        code = block.code(Group.UNITS)
        return self.modal.inches if code is None else code == 20

    def _speed(self, block: Block) -> None:
        """S, which is a limit in a block with G50 or G92, with the modes that change its unit."""
        modal = self.modal
        most = self.machine.largest_speed_rpm
        word = block.words.get("S")
        other = block.g.get(Group.NON_MODAL)
        if other is not None and other.value in (50, 92):
            if word is None:
                self._missing(other, SPEED)
            elif self._within(word, 0.0, most):
                modal.spindle = replace(modal.spindle, limit_rpm=word.value)
            return
        mode = block.g.get(Group.SPINDLE_MODE)
        surface = modal.spindle.constant_surface if mode is None else mode.value == 96
        if word is None:
            if mode is not None and surface != modal.spindle.constant_surface:
                self._missing(mode, SPEED)
            return
        if not self._within(word, 0.0, LARGEST_SURFACE_SPEED_M_MIN if surface else most):
            return
        speed = word.value * (_FOOT_M if surface and self._inches(block) else 1.0)
        modal.spindle = replace(modal.spindle, speed=speed, constant_surface=surface)
        self._order(block, FunctionKind.S, round(word.value))

    def _tool(self, block: Block) -> None:
        modal = self.modal
        if word := block.words.get("T"):
            if word.value not in self.machine.tools:
                numbers = sorted(self.machine.tools) or [0]
                self.problems.append(
                    say.RANGE.at(word.position, word=word, low=numbers[0], high=numbers[-1])
                )
                return
            modal.selected_tool = int(word.value)
            self._order(block, FunctionKind.T, modal.selected_tool)
        if change := block.m.get(Group.TOOL_CHANGE):
            if not modal.selected_tool:
                self._missing(change, TOOL)
            modal.tool = modal.selected_tool
            modal.cut = None
            modal.spindle = replace(modal.spindle, direction=0)
            self._order(block, FunctionKind.M, 6)

    def _functions(self, block: Block) -> None:
        modal = self.modal
        if word := block.m.get(Group.SPINDLE):
            direction = {3: 1, 4: -1, 5: 0}[int(word.value)]
            if direction and not modal.spindle.speed:
                self._missing(word, SPEED)
            modal.spindle = replace(modal.spindle, direction=direction)
            self._order(block, FunctionKind.M, int(word.value))
        if word := block.m.get(Group.COOLANT):
            self._order(block, FunctionKind.M, int(word.value))
        if (word := block.g.get(Group.NON_MODAL)) and word.value == 4:
            pause = block.words.get("P")
            if pause is None:
                self._missing(word, PAUSE)
            elif self._within(pause, 0.0, LONGEST_DWELL_S) and pause.value > 0.0:
                self.steps.append(Dwell(block.line, pause.value))

    def _modes(self, block: Block) -> None:
        modal = self.modal
        if (code := block.code(Group.PLANE)) is not None:
            modal.plane = code
        modal.inches = self._inches(block)
        if word := block.g.get(Group.LENGTH):
            self._length(word, block.words.get("H"))
        if (code := block.code(Group.WORK_OFFSET)) is not None:
            modal.work_offset = code
        if (code := block.code(Group.DISTANCE)) is not None:
            modal.incremental = code == 91
        if (code := block.code(Group.RETURN)) is not None:
            modal.return_to_initial = code == 98

    def _length(self, word: Word, number: Word | None) -> None:
        modal = self.modal
        if word.value == 49:
            modal.length_offset_mm = 0.0
            return
        wanted = modal.tool if number is None else number.value
        tool = self.machine.tools.get(int(wanted)) if wanted == int(wanted) else None
        if tool is not None:
            modal.length_offset_mm = tool.length_mm
        elif number is None:
            self._missing(word, LENGTH)
        else:
            numbers = sorted(self.machine.tools) or [0]
            self.problems.append(
                say.RANGE.at(number.position, word=number, low=numbers[0], high=numbers[-1])
            )

    def _stop(self, block: Block) -> None:
        if (code := block.code(Group.STOP)) is None:
            return
        self._order(block, FunctionKind.M, code)
        self.ended = code in (2, 30)

    def _order(self, block: Block, kind: FunctionKind, code: int) -> None:
        self.steps.append(Function(block.line, kind, code, self.modal.spindle))

    def _within(self, word: Word, low: float, high: float) -> bool:
        if low <= word.value <= high:
            return True
        self.problems.append(
            say.RANGE.at(word.position, word=word, low=f"{low:g}", high=f"{high:g}")
        )
        return False

    def _missing(self, word: Word, wanted: Text) -> None:
        self.problems.append(say.MISSING.at(word.position, code=word, wanted=wanted))
