"""Arcs from the words of a block: centre by I, J, K or by R, sweep by G2 or G3.

After RS274/NGC (NISTIR 6556, 3.5.3): the end of a centre arc is as far from the centre as its
start, within 0.002 mm; R above 0 turns up to 180 degrees, R below 0 more. An end that is the start
makes a whole turn, with I, J, K only. Clockwise is seen from the positive end of the third axis.
"""

from __future__ import annotations

from math import sqrt

from trainlab.core.message import Message, Text
from trainlab.plants.cnc.nc.machine import Point
from trainlab.plants.cnc.nc.paths import PLANE_AXES, Arc
from trainlab.plants.parts.trigonometry import TAU, arctangent

TOLERANCE_MM = 0.002
_SAME_RAD = 1e-9

NO_CENTRE = Text(
    "neither its centre (I, J, K) nor its radius (R) is given", "没有给出圆心（I、J、K）或半径（R）"
)
TWO_CENTRES = Text("both a centre and a radius are given", "同时给出了圆心和半径")
NO_RADIUS = Text("its centre is its start", "圆心与起点重合")
OFF_CIRCLE = Text(
    "its end is {end:.3f} mm from the centre, its start {start:.3f} mm",
    "终点距圆心 {end:.3f} mm，起点距圆心 {start:.3f} mm",
)
TOO_FAR = Text(
    "its end is {chord:.3f} mm away, and a radius of {radius:.3f} mm reaches {reach:.3f} mm",
    "终点相距 {chord:.3f} mm，而半径 {radius:.3f} mm 最多只能到达 {reach:.3f} mm",
)
WHOLE_TURN = Text("a whole turn needs I, J or K in place of R", "整圆须用 I、J、K 而不能用 R")
OUT_OF_PLANE = Text("{letter} is not in the plane of G{plane}", "{letter} 不在 G{plane} 平面内")


class BadArc(ValueError):
    """The words make no arc; `reason` says why."""

    def __init__(self, reason: Message) -> None:
        self.reason = reason
        super().__init__(reason.render("en"))


def arc_by_centre(
    start: Point, end: Point, plane: int, clockwise: bool, offsets: tuple[float, float]
) -> Arc:
    """The arc whose centre is `offsets` from its start, in the plane; BadArc where there is none."""
    p, q, _ = PLANE_AXES[plane]
    centre = (start[p] + offsets[0], start[q] + offsets[1])
    radius = sqrt(offsets[0] * offsets[0] + offsets[1] * offsets[1])
    if radius <= TOLERANCE_MM:
        raise BadArc(NO_RADIUS.fill())
    u, v = end[p] - centre[0], end[q] - centre[1]
    reached = sqrt(u * u + v * v)
    if abs(reached - radius) > TOLERANCE_MM:
        raise BadArc(OFF_CIRCLE.fill(end=reached, start=radius))
    begins = arctangent(-offsets[1], -offsets[0])
    sweep = arctangent(v, u) - begins
    if clockwise:
        sweep = sweep - TAU if sweep >= -_SAME_RAD else sweep
        sweep = sweep + TAU if sweep < -TAU - _SAME_RAD else sweep
    else:
        sweep = sweep + TAU if sweep <= _SAME_RAD else sweep
        sweep = sweep - TAU if sweep > TAU + _SAME_RAD else sweep
    return Arc(start, end, plane, centre, radius, begins, sweep)


def arc_by_radius(start: Point, end: Point, plane: int, clockwise: bool, radius: float) -> Arc:
    """The arc of that radius, the longer way round where it is negative; BadArc likewise."""
    p, q, _ = PLANE_AXES[plane]
    u, v = end[p] - start[p], end[q] - start[q]
    chord = sqrt(u * u + v * v)
    size = abs(radius)
    if chord <= TOLERANCE_MM:
        raise BadArc(WHOLE_TURN.fill())
    if chord > 2.0 * (size + TOLERANCE_MM):
        raise BadArc(TOO_FAR.fill(chord=chord, radius=size, reach=2.0 * size))
    square = size * size - 0.25 * chord * chord
    height = sqrt(square) if square > 0.0 else 0.0
    if clockwise != (radius > 0.0):
        height = -height  # the centre of a short clockwise arc lies to the right of its chord
    offsets = (0.5 * u + height * v / chord, 0.5 * v - height * u / chord)
    return arc_by_centre(start, end, plane, clockwise, offsets)


def farthest(arc: Arc) -> tuple[Point, ...]:
    """The places where it goes farthest along an axis: those at multiples of 90 degrees it passes."""
    quarter = TAU / 4.0
    ends = sorted((arc.angle, arc.angle + arc.sweep))
    first = int(ends[0] / quarter) - 1
    turns = (k * quarter for k in range(first, first + 8))
    return tuple(
        arc.at((angle - arc.angle) / arc.sweep * arc.length_mm)
        for angle in turns
        if ends[0] < angle < ends[1]
    )
