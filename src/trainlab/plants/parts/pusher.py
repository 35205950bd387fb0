"""A pusher beside a line: a plate on a rod with a finite stroke that sweeps boxes off sideways.

    out    a box that the plate touches (`touch` of the stroke) with its centre within `reach_m` of the
           plate's is gripped and swept off at the end of the stroke; one that the plate touches
           beyond that is crushed against the guide, and stays jammed
    while the plate is across, it stands in the way of what the belt brings: a blade at its near edge

The rod is driven out while its valve is on, and goes back when it is not: a Stroke at a steady speed, or a
Cylinder (parts/cylinder.py).
"""

from __future__ import annotations

from collections.abc import Callable
from enum import Enum
from typing import Protocol

from trainlab.plants.parts.agenda import NEVER
from trainlab.plants.parts.box import Box, Hold
from trainlab.plants.parts.line import Line
from trainlab.plants.parts.photo_eye import Stopper

TOUCH = 0.25  # of the stroke, if nothing else is said
LETS_GO = 0.01  # of the stroke, behind the touch, so that a plate that turns at once does both


class Swept(Enum):
    """What became of a box that a pusher touched."""

    OFF = "off"
    CRUSHED = "crushed"


class Rod(Protocol):
    """What moves the plate; positions are 0 (back) to 1 (out)."""

    @property
    def driven(self) -> bool: ...

    def drive(self, now_s: float, outwards: bool) -> None: ...

    def stick(self, now_s: float, stuck: bool) -> None: ...

    def change_times(self, now_s: float, out_s: float, back_s: float) -> None: ...

    def position(self, now_s: float) -> float: ...

    def reach_s(self, position: float) -> float: ...


class Pusher:
    """A plate of `width_m` around `centre_m` of a line. `blade` has to be among the line's points.

    `tell(box, what, now_s)` is called when a box has been swept off (and is no longer on the line) or
    is crushed. `due_s`, `happen`: see parts/agenda.py.
    """

    __slots__ = (
        "_across",
        "_at_end",
        "_gripped",
        "_line",
        "_reach_m",
        "_tell",
        "_touch",
        "blade",
        "centre_m",
        "due_s",
        "stroke",
        "strokes",
        "width_m",
    )

    def __init__(
        self,
        centre_m: float,
        width_m: float,
        reach_m: float,
        stroke: Rod,
        tell: Callable[[Box, Swept, float], None],
        touch: float = TOUCH,
    ) -> None:
        self.centre_m = centre_m
        self.width_m = width_m
        self.stroke = stroke
        self.strokes = 0
        self.blade = Stopper(centre_m - 0.5 * width_m)
        self.due_s = NEVER
        self._reach_m = reach_m
        self._tell = tell
        self._touch = touch
        self._across = False
        self._at_end = False
        self._gripped: list[Box] = []
        self._line: Line | None = None

    def stand_beside(self, line: Line) -> None:
        """The line that it sweeps boxes off."""
        self._line = line

    def drive(self, now_s: float, out: bool) -> None:
        """Switch its valve."""
        if out != self.stroke.driven:
            self.strokes += out
            self.stroke.drive(now_s, out)
            self._at_end = False
            self._find_due()

    def stick(self, now_s: float, stuck: bool) -> None:
        """Seize the rod where it is, or free it."""
        self.stroke.stick(now_s, stuck)
        self._find_due()

    def change_times(self, now_s: float, out_s: float, back_s: float) -> None:
        """From now on, its strokes take other times."""
        self.stroke.change_times(now_s, out_s, back_s)
        self._find_due()

    def look_again(self, now_s: float) -> None:
        """Its rod is on another course than it was."""
        self._find_due()

    def happen(self, now_s: float) -> None:
        """The plate comes to the boxes, leaves them, or is at the end of its stroke."""
        assert self._line is not None
        if self.stroke.driven:
            if self._across:
                self._sweep(self._line, now_s)
            else:
                self._touch_boxes(self._line, now_s)
        elif self._across:
            self._across = False
            self._line.open(self.blade, now_s)
            for box in self._gripped:
                self._line.release(box, now_s)
            self._gripped.clear()
        self._find_due()

    def pushed(self, box: Box, now_s: float) -> float:
        """How far it has moved a box sideways, as a share of its stroke."""
        return max(0.0, self.stroke.position(now_s) - self._touch) if box in self._gripped else 0.0

    def forget(self, box: Box) -> None:
        """Somebody took the box away."""
        if box in self._gripped:
            self._gripped.remove(box)

    def _find_due(self) -> None:
        stroke = self.stroke
        if self._at_end:
            self.due_s = NEVER
        elif stroke.driven:
            self.due_s = stroke.reach_s(1.0 if self._across else self._touch)
        else:
            self.due_s = stroke.reach_s(self._touch - LETS_GO) if self._across else NEVER

    def _touch_boxes(self, line: Line, now_s: float) -> None:
        self._across = True
        low_m = self.centre_m - 0.5 * self.width_m
        high_m = self.centre_m + 0.5 * self.width_m
        for box in tuple(line.boxes):
            lead_m = box.lead_at(now_s)
            rear_m = lead_m - box.length_m
            if rear_m >= high_m or lead_m <= low_m:
                continue
            off_m = 0.5 * (lead_m + rear_m) - self.centre_m
            if -self._reach_m <= off_m <= self._reach_m:
                line.hold(box, Hold.GRIPPED, now_s)
                self._gripped.append(box)
            elif box.hold is not Hold.JAMMED:
                line.hold(box, Hold.JAMMED, now_s)
                self._tell(box, Swept.CRUSHED, now_s)
        line.close(self.blade, now_s)

    def _sweep(self, line: Line, now_s: float) -> None:
        self._at_end = True
        for box in tuple(self._gripped):
            line.remove(box, now_s)
            self._tell(box, Swept.OFF, now_s)
        self._gripped.clear()
