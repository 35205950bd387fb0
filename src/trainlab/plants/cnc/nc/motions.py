"""The motions of a block: rapids, feeds, arcs, cycles, G28 and G53, in machine coordinates."""

from __future__ import annotations

from trainlab.core.message import Text
from trainlab.core.problem import Problem
from trainlab.plants.cnc.nc import problems as say
from trainlab.plants.cnc.nc.arcs import (
    NO_CENTRE,
    OUT_OF_PLANE,
    TWO_CENTRES,
    BadArc,
    arc_by_centre,
    arc_by_radius,
    farthest,
)
from trainlab.plants.cnc.nc.block import Block
from trainlab.plants.cnc.nc.codes import AXES, CYCLES, Group
from trainlab.plants.cnc.nc.cycles import strokes
from trainlab.plants.cnc.nc.machine import Machine, Point
from trainlab.plants.cnc.nc.modal import CycleWords, Modal
from trainlab.plants.cnc.nc.paths import PLANE_AXES, Arc, Path, Straight
from trainlab.plants.cnc.nc.steps import Dwell, Feed, FeedMode, Move, Step
from trainlab.plants.cnc.nc.words import MOST_STEPS, Word

_OFFSETS = "IJK"
FEED = Text("a feed F above 0", "大于 0 的进给 F")
RETRACT = Text("a level R to begin at", "起始平面 R")
BOTTOM = Text("the depth of the hole ({axis})", "孔深（{axis}）")
PECK = Text("the depth of a peck Q", "每次钻深 Q")
PAUSE = Text("a dwell P in seconds", "以秒为单位的暂停时间 P")
MACHINE_ZERO = Text("it needs G90 and G0 or G1", "须在 G90 方式下与 G0 或 G1 同用")
INVERSE = Text(
    "cycles have no time of their own (G93 is on)", "循环不能使用反比时间进给（G93 有效）"
)
BELOW = Text("the depth of the hole is above R", "孔底高于 R 平面")


class Motions:
    """Turns the motion words of blocks into moves, from where the tool is."""

    def __init__(
        self, machine: Machine, modal: Modal, steps: list[Step], problems: list[Problem]
    ) -> None:
        self._machine = machine
        self._modal = modal
        self._steps = steps
        self._problems = problems
        self.lost = False  # where the tool is, after a faulty block

    def take(self, block: Block) -> None:
        """Add the moves of one block."""
        modal = self._modal
        if (code := block.code(Group.MOTION)) is not None:
            if code in CYCLES and code != modal.motion:
                modal.cycle = CycleWords(initial_mm=modal.place[PLANE_AXES[modal.plane][2]])
            modal.motion = code
        other = block.g.get(Group.NON_MODAL)
        self._refuse_idle_words(block)
        if other is not None and other.value == 28:
            self._home(block)
        elif other is not None and other.value == 53 and modal.motion not in (0, 1):
            self._problems.append(say.NOT_NOW.at(other.position, code=other, reason=MACHINE_ZERO))
        elif modal.motion in CYCLES:
            if block.axis_word or block.code(Group.MOTION) is not None:
                self._cycle(block)
        elif modal.motion == 80:
            self._refuse_axes(block)
        elif modal.motion in (2, 3):
            if block.axis_word or any(letter in block.words for letter in "IJKR"):
                self._arc(block)
        elif block.axis_word is not None:
            self._straight(block, other)

    def _refuse_idle_words(self, block: Block) -> None:
        """Words that nothing in the block takes: a slip, which no control should pass over."""
        modal = self._modal
        taken = set("FNOSTXYZ")
        if modal.motion in (2, 3):
            taken |= set("IJKR")
        elif modal.motion in CYCLES:
            taken |= set("RPQ")
        if block.code(Group.NON_MODAL) == 4:
            taken.add("P")
        if block.code(Group.LENGTH) == 43:
            taken.add("H")
        for letter, word in block.words.items():
            if letter not in taken:
                self._problems.append(say.AXIS_WORDS.at(word.position, letter=word))

    def _refuse_axes(self, block: Block) -> None:
        if (word := block.axis_word) is not None:
            self._problems.append(say.AXIS_WORDS.at(word.position, letter=word))

    def _straight(self, block: Block, other: Word | None) -> None:
        in_machine = other is not None and other.value == 53
        if in_machine and other is not None and self._modal.incremental:
            self._problems.append(say.NOT_NOW.at(other.position, code=other, reason=MACHINE_ZERO))
            return
        end = self._target(block, in_machine)
        feed = None
        if self._modal.motion == 1 and (feed := self._feed(block)) is None:
            return
        self._go(block, Straight(self._modal.place, end), feed)

    def _home(self, block: Block) -> None:
        """G28: by the place given to the reference point, with the axes named, or all of them."""
        named = [axis for axis in range(3) if AXES[axis] in block.words]
        if named:
            self._go(
                block, Straight(self._modal.place, self._target(block, in_machine=False)), None
            )
        place = list(self._modal.place)
        for axis in named or range(3):
            place[axis] = self._machine.home_mm[axis]
        self._go(block, Straight(self._modal.place, (place[0], place[1], place[2])), None)

    def _arc(self, block: Block) -> None:
        modal = self._modal
        word = block.g.get(Group.MOTION) or block.axis_word or next(iter(block.words.values()))
        feed = self._feed(block)
        end = self._target(block, in_machine=False)
        p, q, n = PLANE_AXES[modal.plane]
        if _OFFSETS[n] in block.words:
            out = block.words[_OFFSETS[n]]
            reason = OUT_OF_PLANE.fill(letter=out.letter, plane=modal.plane)
            self._problems.append(say.ARC.at(out.position, reason=reason))
            return
        centre = _OFFSETS[p] in block.words or _OFFSETS[q] in block.words
        radius = block.value("R")
        if centre == (radius is not None):
            reason = (TWO_CENTRES if centre else NO_CENTRE).fill()
            self._problems.append(say.ARC.at(word.position, reason=reason))
            return
        if feed is None or self.lost:
            modal.place = end
            return
        unit = modal.unit_mm
        clockwise = modal.motion == 2
        try:
            if radius is not None:
                arc = arc_by_radius(modal.place, end, modal.plane, clockwise, radius * unit)
            else:
                offsets = tuple((block.value(_OFFSETS[axis]) or 0.0) * unit for axis in (p, q))
                arc = arc_by_centre(
                    modal.place, end, modal.plane, clockwise, (offsets[0], offsets[1])
                )
        except BadArc as bad:
            self._problems.append(say.ARC.at(word.position, reason=bad.reason))
            return
        self._go(block, arc, feed)

    def _cycle(self, block: Block) -> None:
        modal = self._modal
        n = PLANE_AXES[modal.plane][2]
        words = modal.cycle
        code = block.g.get(Group.MOTION) or block.axis_word
        assert code is not None  # _cycle is called for such blocks only
        if modal.feed_mode is FeedMode.INVERSE_TIME:
            self._problems.append(say.NOT_NOW.at(code.position, code=code, reason=INVERSE))
            return
        feed = self._feed(block)
        self._read_cycle(block, n)
        missing = [
            wanted
            for wanted, have in (
                (RETRACT, words.retract is not None),
                (BOTTOM.fill(axis=AXES[n]), words.bottom is not None),
                (PECK, modal.motion not in (73, 83) or words.peck_mm is not None),
                (PAUSE, modal.motion != 82 or words.dwell_s is not None),
            )
            if not have
        ]
        for wanted in missing:
            self._problems.append(say.MISSING.at(code.position, code=code, wanted=wanted))
        if missing or feed is None or words.retract is None or words.bottom is None:
            return
        zero = modal.place[n] if modal.incremental else modal.zero(self._machine, n)
        retract = zero + words.retract
        bottom = (retract if modal.incremental else zero) + words.bottom
        if bottom > retract:
            self._problems.append(say.NOT_NOW.at(code.position, code=code, reason=BELOW))
            return
        out = max(words.initial_mm, retract) if modal.return_to_initial else retract
        if modal.place[n] < retract:
            self._along(block, n, retract, None)
        hole = list(self._target(block, in_machine=False))
        hole[n] = modal.place[n]
        self._go(block, Straight(modal.place, (hole[0], hole[1], hole[2])), None)
        self._along(block, n, retract, None)
        peck = words.peck_mm or 0.0
        for stroke in strokes(modal.motion, retract, bottom, out, peck, words.dwell_s or 0.0):
            if stroke.dwell_s:
                self._steps.append(Dwell(block.line, stroke.dwell_s))
            else:
                self._along(block, n, stroke.level_mm, None if stroke.rapid else feed)
            if len(self._steps) > MOST_STEPS:
                return

    def _read_cycle(self, block: Block, n: int) -> None:
        """Take the words of this block into those that stay."""
        words = self._modal.cycle
        unit = self._modal.scale(self._machine, n)
        if (retract := block.value("R")) is not None:
            words.retract = retract * self._modal.unit_mm
        if (bottom := block.value(AXES[n])) is not None:
            words.bottom = bottom * unit
        for letter in "PQ":
            word = block.words.get(letter)
            if word is None:
                continue
            low = 0.001 if letter == "Q" else 0.0
            if not low <= word.value <= 3600.0:
                self._problems.append(say.RANGE.at(word.position, word=word, low=low, high=3600))
            elif letter == "Q":
                words.peck_mm = word.value * self._modal.unit_mm
            else:
                words.dwell_s = word.value

    def _along(self, block: Block, axis: int, level_mm: float, feed: Feed | None) -> None:
        place = list(self._modal.place)
        place[axis] = level_mm
        self._go(block, Straight(self._modal.place, (place[0], place[1], place[2])), feed)

    def _target(self, block: Block, in_machine: bool) -> Point:
        """Where the axis words of a block lead, in machine coordinates."""
        modal = self._modal
        place = list(modal.place)
        for axis, letter in enumerate(AXES):
            if (value := block.value(letter)) is None:
                continue
            way = value * modal.scale(self._machine, axis)
            if modal.incremental:
                place[axis] += way
            else:
                place[axis] = way if in_machine else way + modal.zero(self._machine, axis)
        return place[0], place[1], place[2]

    def _feed(self, block: Block) -> Feed | None:
        """The feed of a cutting block, None (with a diagnostic) where there is none."""
        value = block.value("F")
        feed = self._modal.feed_of(None if value is None else value / 60.0)
        if feed is None:
            word = block.g.get(Group.MOTION) or block.axis_word or next(iter(block.words.values()))
            self._problems.append(say.MISSING.at(word.position, code=word, wanted=FEED))
        return feed

    def _go(self, block: Block, path: Path, feed: Feed | None) -> None:
        """Add one move, if it stays within the travel; the tool then is at its end."""
        modal = self._modal
        modal.place = path.end
        places = (path.end, *farthest(path)) if isinstance(path, Arc) else (path.end,)
        if not self.lost and not all(self._reaches(block, place) for place in places):
            return
        if path.length_mm > 0.0:
            cut = modal.cut if feed else None
            self._steps.append(Move(block.line, path, feed, modal.spindle, modal.tool, cut))

    def _reaches(self, block: Block, place: Point) -> bool:
        low, high = self._machine.low_mm, self._machine.high_mm
        for axis, letter in enumerate(AXES):
            if not low[axis] - 1e-9 <= place[axis] <= high[axis] + 1e-9:
                word = block.words.get(letter)
                self._problems.append(
                    say.TRAVEL.at(
                        word.position if word else block.position,
                        axis=letter,
                        place=f"{place[axis]:.3f}",
                        low=f"{low[axis]:g}",
                        high=f"{high[axis]:g}",
                    )
                )
                return False
        return True
