"""Two boxes that ride on different belts: when the one runs into the other, and when they part.

The distance between them is piecewise quadratic in time, since the travel of either belt is; the
first root in each piece is taken in the stable form 2g / (-w + sqrt(w^2 - 2 c g)), with the distance
g, its rate w and its acceleration c. Rates below 1 nm/s are none: so a pair that has just parted
does not meet again at the same moment.
"""

from __future__ import annotations

from collections.abc import Iterator
from math import sqrt

from trainlab.plants.parts.agenda import NEVER
from trainlab.plants.parts.belt import Belt
from trainlab.plants.parts.box import Box

STILL_M_S = 1e-9
TOUCHING_M = 1e-12


def seam_s(box: Box, gap_m: float, now_s: float) -> float:
    """When a box meets the one ahead, which rides on another belt, or parts from whom it leans on."""
    own, carrier, ahead = box.belt, box.carrier, box.ahead
    assert own is not None
    assert carrier is not None
    if box.follows:
        return parting_s(own, carrier, box.follows, now_s)
    assert ahead is not None
    assert ahead.carrier is not None
    between_m = ahead.lead_at(now_s) - ahead.length_m - gap_m - box.lead_at(now_s)
    return meeting_s(carrier, ahead.carrier, between_m, now_s)


def meeting_s(back: Belt, front: Belt, gap_m: float, now_s: float) -> float:
    """When a gap of `gap_m` between a box on `back` and one ahead on `front` is closed."""
    back0 = back.travel_m(now_s)
    front0 = front.travel_m(now_s)
    for begin_s, end_s in _pieces(back, front, now_s):
        g = gap_m + (front.travel_m(begin_s) - front0) - (back.travel_m(begin_s) - back0)
        w = front.speed_m_s(begin_s) - back.speed_m_s(begin_s)
        c = front.slope_m_s2(begin_s) - back.slope_m_s2(begin_s)
        after_s = _first_root(g, w, c)
        if after_s <= end_s - begin_s:
            return begin_s + after_s
    return NEVER


def parting_s(own: Belt, carrier: Belt, sign: int, now_s: float) -> float:
    """When a box that pushes along a neighbour on `carrier` is left by it; `sign` 1 if that is ahead."""
    for begin_s, end_s in _pieces(own, carrier, now_s):
        rate = sign * (carrier.speed_m_s(begin_s) - own.speed_m_s(begin_s))
        if rate > 2.0 * STILL_M_S:
            return begin_s
        growth = sign * (carrier.slope_m_s2(begin_s) - own.slope_m_s2(begin_s))
        if growth > 0.0:
            after_s = (3.0 * STILL_M_S - rate) / growth
            if after_s <= end_s - begin_s:
                return begin_s + after_s
    return NEVER


def _pieces(one: Belt, other: Belt, now_s: float) -> Iterator[tuple[float, float]]:
    begin_s = now_s
    for end_s in sorted((one.drive.ramp_end_s, other.drive.ramp_end_s)):
        if end_s > begin_s:
            yield begin_s, end_s
            begin_s = end_s
    yield begin_s, NEVER


def _first_root(g: float, w: float, c: float) -> float:
    if g <= TOUCHING_M:
        if w < -STILL_M_S or (w <= STILL_M_S and c < 0.0):
            return 0.0
        return -2.0 * w / c if c < 0.0 else NEVER
    inside = w * w - 2.0 * c * g
    if inside < 0.0:
        return NEVER
    divisor = sqrt(inside) - w
    return 2.0 * g / divisor if divisor > 0.0 else NEVER
