"""A line of belts laid end to end, the boxes on it, and what they pass: eyes, stoppers, marks.

Places are measured along the whole line from the begin of its first belt. A box is carried by the
belt under its centre. Each box has one next event, and that is a key in the travel of its carrier,
not in time: a change of speed invalidates nothing, and crossing times are exact whatever the tick.

    leading edge at a point    place                          eye enters, stopper stops
    trailing edge at a point   place + length                 eye leaves
    centre at a joint          end of the belt + length / 2   the next belt carries it, or it leaves
    contact                    rear of the standing box ahead - gap

Boxes never overlap: a box that comes to a standing one queues, one that comes to a slower one on the
next belt is held back to its speed (parts/seams.py) until that gets faster. Belts may run backwards.

Valid for boxes whose friction on the belt is enough to take them along at once, and which do not push
one another through a stopper.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from heapq import heappop, heappush
from typing import cast

from trainlab.plants.parts.agenda import NEVER
from trainlab.plants.parts.belt import Belt
from trainlab.plants.parts.box import Box, Hold
from trainlab.plants.parts.drive import Drive
from trainlab.plants.parts.line_events import (
    Crossing,
    LineEvents,
    Point,
    next_backward,
    next_forward,
)
from trainlab.plants.parts.photo_eye import Stopper
from trainlab.plants.parts.row import Row
from trainlab.plants.parts.seams import STILL_M_S, seam_s

_TOUCHED_M = 1e-9


class Line:
    """Belts, points and boxes. `due_s` is the moment of its next event; see parts/agenda.py."""

    __slots__ = (
        "_events",
        "_gap_m",
        "_next",
        "_places",
        "_seams",
        "_stamp",
        "belts",
        "boxes",
        "drives",
        "due_s",
        "points",
    )

    def __init__(
        self,
        belts: Sequence[Belt],
        points: Sequence[Point] = (),
        events: LineEvents | None = None,
        gap_m: float = 0.0,
    ) -> None:
        self.belts = tuple(belts)
        self.drives: tuple[Drive, ...] = tuple(dict.fromkeys(belt.drive for belt in belts))
        self.points = tuple(sorted(points, key=lambda point: point.place_m))
        self.boxes = Row()
        self.due_s = NEVER
        self._places = [point.place_m for point in self.points]
        self._events = events or LineEvents()
        self._gap_m = gap_m
        self._stamp = 0
        self._seams: list[Box] = []
        self._next: Belt | Drive | Box | None = None

    def command(
        self, drive: Drive, now_s: float, speed_m_s: float, brake_m_s2: float = 0.0
    ) -> None:
        """Let a drive go for that speed from now on (parts/drive.py)."""
        drive.command(now_s, speed_m_s, brake_m_s2)
        self._follow(drive, now_s)

    def seize(self, drive: Drive, now_s: float, seized: bool) -> None:
        """Block a drive, or free it."""
        if seized:
            drive.seize(now_s)
        else:
            drive.free(now_s)
        self._follow(drive, now_s)

    def change_slip(self, belt: Belt, now_s: float, slip: float) -> None:
        """From now on, that share of the drive's travel is lost."""
        belt.change_slip(now_s, slip)
        self._refresh(now_s, True)

    def lay(self, box: Box, lead_m: float, now_s: float) -> None:
        """Put a box on the line, its leading edge there. Its owner has seen to the room."""
        self.boxes.insert(box, lead_m, now_s)
        centre_m = lead_m - 0.5 * box.length_m
        belt = next((belt for belt in self.belts if centre_m < belt.end_m), self.belts[-1])
        belt.change_load(now_s, box.mass_kg)
        box.belt = belt
        box.lead_m = lead_m
        box.hold = Hold.FREE
        box.lead_index = bisect_right(self._places, lead_m)
        box.trail_index = bisect_right(self._places, lead_m - box.length_m)
        for point in self.points[box.trail_index : box.lead_index]:
            point.enter(box, now_s)
        self._carry(box, belt, 0, lead_m, now_s)
        self._refresh(now_s)

    def remove(self, box: Box, now_s: float) -> None:
        """Take a box off the line, wherever it is."""
        assert box.belt is not None
        box.lead_m = box.lead_at(now_s)
        box.carrier = None
        box.follows = 0
        for point in self.points[box.trail_index : box.lead_index]:
            point.leave(box, now_s)
        box.trail_index = box.lead_index
        ahead, behind = self.boxes.take(box)
        box.belt.change_load(now_s, -box.mass_kg)
        self._schedule(box)
        for neighbour in (ahead, behind):
            if neighbour is not None:
                if neighbour.follows or neighbour.hold is Hold.QUEUED:
                    self._ride(neighbour, now_s)
                else:
                    self._schedule(neighbour)
        self._refresh(now_s)

    def hold(self, box: Box, why: Hold, now_s: float) -> None:
        """Let a box stand where it is while its belt runs on."""
        self._stand(box, box.lead_at(now_s), why)
        self._refresh(now_s)

    def release(self, box: Box, now_s: float) -> None:
        """Let a box that was held ride again, and what queued behind it."""
        if box.hold is not Hold.FREE:
            self._ride(box, now_s)
            self._refresh(now_s)

    def close(self, stopper: Stopper, now_s: float) -> None:
        """Raise a blade; a box that stands over it is pinned."""
        if stopper.closed:
            return
        stopper.closed = True
        for box in tuple(stopper.across):
            if box.hold is not Hold.JAMMED:
                self._stand(box, box.lead_at(now_s), Hold.GRIPPED)
            self._events.pinned(box, stopper, now_s)
        self._refresh(now_s)

    def open(self, stopper: Stopper, now_s: float) -> None:
        """Lower a blade: what stood at it, or was pinned by it, rides again."""
        if not stopper.closed:
            return
        stopper.closed = False
        place_m = stopper.place_m
        for box in tuple(self.boxes):
            at_it = place_m in (box.lead_m, box.lead_m - box.length_m)
            pinned = box.hold is Hold.GRIPPED and box in stopper.across
            if pinned or (box.hold is Hold.STOPPED and at_it):
                self._ride(box, now_s)
        self._refresh(now_s)

    def happen(self, now_s: float) -> None:
        """The next event happens."""
        due = self._next
        if isinstance(due, Drive):
            due.happen(now_s)
            self._follow(due, now_s)
            return
        if isinstance(due, Belt):
            self._cross(cast(Box, heappop(due.entries)[2]), due, now_s)
        elif due is not None and due.follows:
            assert due.belt is not None
            self._carry(due, due.belt, 0, due.lead_at(now_s), now_s)
        elif due is not None:
            self._push(due, now_s)
        self._refresh(now_s)

    def _refresh(self, now_s: float, speeds_changed: bool = False) -> None:
        """What is next, and when."""
        due_s = NEVER
        self._next = None
        for drive in self.drives:
            if drive.due_s < due_s:
                due_s = drive.due_s
                self._next = drive
        for belt in self.belts:
            entries = belt.entries
            while entries and cast(Box, entries[0][2]).stamp != entries[0][1]:
                heappop(entries)
            if entries:
                key_m = entries[0][0]
                moment_s = belt.reach_s(key_m if belt.forward else -key_m)
                if moment_s < due_s:
                    due_s = moment_s
                    self._next = belt
        for box in self._seams:
            moment_s = box.seam_s
            if moment_s < 0.0 or speeds_changed:
                moment_s = box.seam_s = seam_s(box, self._gap_m, now_s)
            if moment_s < due_s:
                due_s = moment_s
                self._next = box
        self.due_s = due_s

    def _schedule(self, box: Box) -> None:
        """Find the next event of a box from how it and its neighbours stand."""
        carrier, ahead = box.carrier, box.ahead
        seam = box.follows != 0 or (
            carrier is not None
            and ahead is not None
            and ahead.carrier is not None
            and ahead.carrier is not carrier
        )
        if seam != box.seam:
            box.seam = seam
            (self._seams.append if seam else self._seams.remove)(box)
        box.seam_s = -1.0
        if carrier is None:
            box.stamp = 0
            return
        find = next_forward if carrier.forward else next_backward
        box.next_event, box.next_m = find(box, self._places, self._gap_m)
        self._stamp += 1
        box.stamp = self._stamp
        travel_m = box.next_m - box.offset_m
        heappush(carrier.entries, (travel_m if carrier.forward else -travel_m, self._stamp, box))

    def _follow(self, drive: Drive, now_s: float) -> None:
        """The drive has another course; where its direction is another one, all keys are new."""
        forward = drive.direction > 0
        for belt in self.belts:
            if belt.drive is drive and belt.forward != forward:
                belt.change_load(now_s, 0.0)
                belt.forward = forward
                belt.entries.clear()
                for box in self.boxes:
                    if box.belt is belt and box.hold in (Hold.STOPPED, Hold.QUEUED):
                        self._ride(box, now_s)
                    elif box.carrier is belt:
                        self._schedule(box)
        for box in self.boxes:
            if box.hold is Hold.BETWEEN:
                self._ride(box, now_s)
        self._refresh(now_s, True)

    def _carry(self, box: Box, carrier: Belt, follows: int, lead_m: float, now_s: float) -> None:
        """Let a belt carry a box from there; who leaned on the box is on its own belt again."""
        self._mount(box, carrier, follows, lead_m, now_s)
        behind, ahead = box.behind, box.ahead
        while behind is not None and (behind.follows == 1 or behind.hold is Hold.QUEUED):
            assert behind.belt is not None
            self._mount(behind, behind.belt, 0, behind.lead_at(now_s), now_s)
            self._schedule(behind)
            behind = behind.behind
        while ahead is not None and ahead.follows == -1:
            assert ahead.belt is not None
            self._mount(ahead, ahead.belt, 0, ahead.lead_at(now_s), now_s)
            self._schedule(ahead)
            ahead = ahead.ahead
        for one in (box, box.behind, behind, ahead):
            if one is not None:
                self._schedule(one)

    def _mount(self, box: Box, carrier: Belt, follows: int, lead_m: float, now_s: float) -> None:
        box.hold = Hold.FREE
        box.carrier = box.rode = carrier
        box.follows = follows
        box.offset_m = lead_m - carrier.travel_m(now_s)

    def _ride(self, box: Box, now_s: float) -> None:
        assert box.belt is not None
        self._carry(box, box.belt, 0, box.lead_at(now_s), now_s)

    def _stand(self, box: Box, lead_m: float, why: Hold) -> None:
        box.carrier = None
        box.follows = 0
        box.lead_m = lead_m
        box.hold = why
        for one in (box, box.behind, box.ahead):
            if one is not None:
                self._schedule(one)

    def _push(self, box: Box, now_s: float) -> None:
        """Two boxes on belts of different speeds have met: one leans on the other from now on."""
        ahead, carrier = box.ahead, box.carrier
        assert ahead is not None
        assert ahead.carrier is not None
        assert carrier is not None
        speed = carrier.speed_m_s(now_s)
        impact = speed - ahead.carrier.speed_m_s(now_s)
        if speed > STILL_M_S:
            lead_m = ahead.lead_at(now_s) - ahead.length_m - self._gap_m
            self._carry(box, ahead.carrier, 1, lead_m, now_s)
        else:
            lead_m = box.lead_at(now_s) + ahead.length_m + self._gap_m
            self._carry(ahead, carrier, -1, lead_m, now_s)
        self._events.met(box, ahead, impact, now_s)

    def _cross(self, box: Box, carrier: Belt, now_s: float) -> None:
        """The next event of a box is there."""
        event, lead_m, stamp = box.next_event, box.next_m, box.stamp
        forward = carrier.forward
        if event is Crossing.JOINT:
            self._change_belt(box, carrier, lead_m, now_s)
            return
        if event is Crossing.CONTACT:
            self._queue(box, carrier, lead_m, now_s)
            return
        leading = event is Crossing.LEAD
        index = (box.lead_index if leading else box.trail_index) - (0 if forward else 1)
        point = self.points[index]
        if point.closed and leading == forward:
            self._stand(box, lead_m, Hold.STOPPED)
            self._events.stopped(box, point, carrier.speed_m_s(now_s), now_s)
            return
        if leading:
            box.lead_index = index + 1 if forward else index
        else:
            box.trail_index = index + 1 if forward else index
        (point.enter if leading == forward else point.leave)(box, now_s)
        if box.stamp == stamp:
            self._schedule(box)

    def _queue(self, box: Box, carrier: Belt, lead_m: float, now_s: float) -> None:
        other = box.ahead if carrier.forward else box.behind
        assert other is not None
        impact = carrier.speed_m_s(now_s)
        apart = other.offset_m - box.offset_m if carrier.forward else box.offset_m - other.offset_m
        apart -= self._gap_m + (other.length_m if carrier.forward else box.length_m)
        self._stand(box, lead_m, Hold.QUEUED)
        if other.rode is not carrier or apart > _TOUCHED_M:  # they did not touch before it stood
            ahead, behind = (other, box) if carrier.forward else (box, other)
            self._events.met(behind, ahead, impact if impact > 0.0 else -impact, now_s)

    def _change_belt(self, box: Box, carrier: Belt, lead_m: float, now_s: float) -> None:
        belt = box.belt
        assert belt is not None
        index = self.belts.index(belt) + (1 if carrier.forward else -1)
        if not 0 <= index < len(self.belts):
            self.remove(box, now_s)
            box.lead_m = lead_m
            (self._events.left if carrier.forward else self._events.fell_back)(box, now_s)
            return
        after = self.belts[index]
        if after.forward != carrier.forward:
            self._stand(box, lead_m, Hold.BETWEEN)
            return
        belt.change_load(now_s, -box.mass_kg)
        box.belt = after
        after.change_load(now_s, box.mass_kg)
        if box.follows and carrier is not after:
            self._schedule(box)
        else:
            self._carry(box, after, 0, lead_m, now_s)
