"""The motion along one path in time: exact stop at its end, constant acceleration, overrides.

    speed up, cruise, brake: t = L/v + v/a  if L >= v^2/a,  else 2 sqrt(L/a)
    feed hold: rest after v/a, on a way of v^2/2a
    constant surface speed with feed per revolution: v = f n(r), n = min(limit, 1000 vc / (2 pi r))

A plan is a list of stretches of constant acceleration, made when the block begins and made anew,
from the way and the speed then reached, when an override changes or the feed is held. Between
such moments the place at any time is a closed form, so it does not depend on the tick. Where the
speed varies along the way (surface speed), it follows its limit through 256 knots, forward with
the acceleration and backward with the braking that are allowed, as look-ahead planners do
(e.g. Dong and Stori 2006); the time is then exact to about 1e-5 of itself.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from math import sqrt

from trainlab.plants.cnc.nc.machine import Machine, Point
from trainlab.plants.cnc.nc.paths import Straight
from trainlab.plants.cnc.nc.steps import FeedMode, Move

NEVER = float("inf")
KNOTS = 256
_SLOWEST_MM_S = 1e-6
_SAME_S = 1e-9  # what is left of a plan after its ticks are subtracted is rounding

SpeedLaw = Callable[[float], float]  # the speed in mm/s wanted after a way of so many mm


@dataclass(frozen=True, slots=True)
class Stretch:
    """A piece of the plan: from `way_mm` at `speed_mm_s`, for `time_s` at a constant acceleration."""

    time_s: float
    way_mm: float
    speed_mm_s: float
    acceleration_mm_s2: float


def block_time(length_mm: float, speed_mm_s: float, acceleration_mm_s2: float) -> float:
    """How long a path takes from rest to rest at a constant speed wanted, in s."""
    if length_mm * acceleration_mm_s2 >= speed_mm_s * speed_mm_s:
        return length_mm / speed_mm_s + speed_mm_s / acceleration_mm_s2
    return 2.0 * sqrt(length_mm / acceleration_mm_s2)


class PathMotion:
    """A move under way. `factor` is the override that counts for it, 0 while the feed is held."""

    __slots__ = (
        "_acceleration",
        "_at_s",
        "_factor",
        "_law",
        "_left",
        "_plan",
        "_stretch",
        "finished",
        "move",
        "speed_mm_s",
        "way_mm",
    )

    def __init__(self, move: Move, machine: Machine, factor: float) -> None:
        self.move = move
        self._acceleration = machine.acceleration_mm_s2
        self._law = speed_law(move, machine)
        self.way_mm = 0.0
        self.speed_mm_s = 0.0
        self.finished = False
        self._factor = factor
        self._plan: Sequence[Stretch] = ()
        self._left: Sequence[float] = (0.0,)
        self._stretch = 0
        self._at_s = 0.0  # how far into the stretch
        self._make_plan()

    @property
    def place(self) -> Point:
        """Where the tool is now, in machine coordinates."""
        return self.move.path.at(self.way_mm)

    @property
    def due_s(self) -> float:
        """Seconds until it rests, at the end of its path or held; infinite where it rests already."""
        if self._plan:
            return self._left[self._stretch] - self._at_s
        return 0.0 if self.finished else NEVER

    def override(self, factor: float) -> None:
        """Go on with another override, within what the acceleration allows."""
        if factor != self._factor and not self.finished:
            self._factor = factor
            self._make_plan()

    def advance(self, dt_s: float) -> None:
        """Let `dt_s` seconds pass, at most `due_s`."""
        plan = self._plan
        stretches = len(plan)
        at_s = self._at_s + dt_s
        while self._stretch < stretches and at_s >= plan[self._stretch].time_s:
            at_s -= plan[self._stretch].time_s
            self._stretch += 1
        if self._left[self._stretch] - at_s > _SAME_S:
            stretch = plan[self._stretch]
            self._at_s = at_s
            a, v = stretch.acceleration_mm_s2, stretch.speed_mm_s
            way = stretch.way_mm + at_s * (v + 0.5 * a * at_s)
            self.way_mm = min(way, self.move.path.length_mm)
            self.speed_mm_s = v + a * at_s
            return
        self.speed_mm_s = 0.0
        if self._arrives():
            self.way_mm = self.move.path.length_mm
            self.finished = True
        elif plan:
            last = plan[-1]
            way = last.way_mm + 0.5 * last.speed_mm_s * last.time_s
            self.way_mm = min(way, self.move.path.length_mm)
        self._follow(())

    def _follow(self, plan: Sequence[Stretch]) -> None:
        left = [0.0]
        for stretch in reversed(plan):
            left.append(left[-1] + stretch.time_s)
        self._plan = plan
        self._left = left[::-1]  # seconds from the beginning of each stretch to the plan's end
        self._stretch = 0
        self._at_s = 0.0

    def _arrives(self) -> bool:
        return self._factor > 0.0

    def _make_plan(self) -> None:
        way, speed, a = self.way_mm, self.speed_mm_s, self._acceleration
        left = self.move.path.length_mm - way
        if self._factor <= 0.0:
            self._follow(_braked(way, speed, a))
        elif isinstance(self._law, float):
            self._follow(
                _constant(way, speed, left, max(self._law * self._factor, _SLOWEST_MM_S), a)
            )
        else:
            self._follow(_varying(way, speed, left, self._law, self._factor, a))


def speed_law(move: Move, machine: Machine) -> float | SpeedLaw:
    """The speed that a move wants without an override: a constant in mm/s, or one by the way."""
    feed, length = move.feed, move.path.length_mm
    most = machine.largest_feed_mm_s
    if feed is None:
        return machine.rapid_mm_s
    if feed.mode is FeedMode.PER_MINUTE:
        return min(feed.value, most)
    if feed.mode is FeedMode.INVERSE_TIME:
        return min(feed.value * length, most)
    order, path, per_rev = move.spindle, move.path, feed.value
    start_x = path.start[0]
    if not order.constant_surface or (isinstance(path, Straight) and path.end[0] == start_x):
        return min(per_rev * order.demand_rpm(start_x) / 60.0, most)

    def at(way_mm: float) -> float:
        return min(per_rev * order.demand_rpm(path.at(way_mm)[0]) / 60.0, most)

    return at


def _braked(way: float, speed: float, a: float) -> list[Stretch]:
    return [Stretch(speed / a, way, speed, -a)] if speed > 0.0 else []


def _constant(way: float, speed: float, left: float, wanted: float, a: float) -> list[Stretch]:
    """Reach `wanted`, hold it, and brake so as to rest after `left` mm."""
    plan = []
    braking = 0.5 * speed * speed / a
    if speed > wanted:
        time_s = (speed - wanted) / a
        plan.append(Stretch(time_s, way, speed, -a))
        gone = 0.5 * (speed + wanted) * time_s
        peak = wanted
    else:
        highest = sqrt(a * max(left + braking, 0.0))
        peak = max(min(wanted, highest), speed)
        time_s = (peak - speed) / a
        if time_s > 0.0:
            plan.append(Stretch(time_s, way, speed, a))
        gone = 0.5 * (speed + peak) * time_s
    cruise = left - gone - 0.5 * peak * peak / a
    if cruise > 0.0:
        plan.append(Stretch(cruise / peak, way + gone, peak, 0.0))
        gone += cruise
    plan.append(Stretch(peak / a, way + gone, peak, -a))
    return plan


def _varying(
    way: float, speed: float, left: float, law: SpeedLaw, factor: float, a: float
) -> list[Stretch]:
    """Follow a speed that varies along the way, and rest after `left` mm."""
    end = way + left

    def wanted(at: float) -> float:
        return max(law(at) * factor, _SLOWEST_MM_S)

    first, last = wanted(way), wanted(end)
    reach = 0.5 * abs(first * first - speed * speed) / a
    rest = 0.5 * last * last / a
    if left <= 2.0 * (reach + rest):
        return _constant(way, speed, left, min(first, last), a)
    from_way, to_way = way + reach, end - rest
    step = (to_way - from_way) / KNOTS
    ways = [way, *(from_way + step * k for k in range(KNOTS)), to_way, end]
    limits = [speed, *(wanted(at) for at in ways[1:-1]), 0.0]
    for k in range(len(ways) - 2, 0, -1):
        gap = ways[k + 1] - ways[k]
        limits[k] = min(limits[k], sqrt(limits[k + 1] * limits[k + 1] + 2.0 * a * gap))
    plan = []
    for k in range(1, len(ways)):
        gap = ways[k] - ways[k - 1]
        before = limits[k - 1]
        limits[k] = min(limits[k], sqrt(before * before + 2.0 * a * gap))
        after = limits[k]
        if gap > 0.0:
            time_s = 2.0 * gap / (before + after)
            plan.append(Stretch(time_s, ways[k - 1], before, (after - before) / time_s))
    return plan
