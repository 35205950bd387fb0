"""What happens to a box on a line next, and whom the line tells of it."""

from __future__ import annotations

from collections.abc import Sequence
from enum import IntEnum
from typing import Protocol

from trainlab.plants.parts.box import Box


class Crossing(IntEnum):
    """The kinds of event of a box; see parts/line.py."""

    NONE = 0
    LEAD = 1
    TRAIL = 2
    JOINT = 3
    CONTACT = 4


class Point(Protocol):
    """What a box passes: it tells it that it is there, and stands in its way while `closed`."""

    @property
    def place_m(self) -> float: ...

    @property
    def closed(self) -> bool: ...

    def enter(self, box: Box, now_s: float) -> None: ...

    def leave(self, box: Box, now_s: float) -> None: ...


class LineEvents:
    """What a line tells the plant that it is part of; a plant overrides what it wants to know."""

    def left(self, box: Box, now_s: float) -> None:
        """The box has gone over the end of the line and is no longer on it."""

    def fell_back(self, box: Box, now_s: float) -> None:
        """Likewise over its begin, in reverse."""

    def met(self, box: Box, ahead: Box, speed_m_s: float, now_s: float) -> None:
        """The box and the one ahead ran into one another with that speed."""

    def stopped(self, box: Box, stopper: Point, speed_m_s: float, now_s: float) -> None:
        """The box ran into a closed stopper with that speed."""

    def pinned(self, box: Box, stopper: Point, now_s: float) -> None:
        """A stopper closed under the box, which stands until it opens."""


def next_forward(box: Box, places: Sequence[float], gap_m: float) -> tuple[Crossing, float]:
    """The next event of a box that is carried forward, and where its leading edge is then."""
    assert box.belt is not None
    length_m = box.length_m
    event, lead_m = Crossing.JOINT, box.belt.end_m + 0.5 * length_m
    index = box.trail_index
    if index < len(places) and places[index] + length_m < lead_m:
        event, lead_m = Crossing.TRAIL, places[index] + length_m
    index = box.lead_index
    if index < len(places) and places[index] <= lead_m:
        event, lead_m = Crossing.LEAD, places[index]
    ahead = box.ahead
    if ahead is not None and ahead.carrier is None:
        contact_m = ahead.lead_m - ahead.length_m - gap_m
        if contact_m <= lead_m:
            event, lead_m = Crossing.CONTACT, contact_m
    return event, lead_m


def next_backward(box: Box, places: Sequence[float], gap_m: float) -> tuple[Crossing, float]:
    """Likewise of one that is carried backward."""
    assert box.belt is not None
    length_m = box.length_m
    event, lead_m = Crossing.JOINT, box.belt.start_m + 0.5 * length_m
    index = box.lead_index
    if index and places[index - 1] > lead_m:
        event, lead_m = Crossing.LEAD, places[index - 1]
    index = box.trail_index
    if index and places[index - 1] + length_m >= lead_m:
        event, lead_m = Crossing.TRAIL, places[index - 1] + length_m
    behind = box.behind
    if behind is not None and behind.carrier is None:
        contact_m = behind.lead_m + length_m + gap_m
        if contact_m >= lead_m:
            event, lead_m = Crossing.CONTACT, contact_m
    return event, lead_m
