"""Three upright tanks whose bottoms are joined in a row: left - middle - right.

    A dh_l/dt = q_l - q_lm - o_l     q_lm = c_lm sgn(h_l - h_m) sqrt(|h_l - h_m|)
    A dh_m/dt = q_lm - q_mr - o_m    q_mr = c_mr sgn(h_m - h_r) sqrt(|h_m - h_r|)
    A dh_r/dt = q_r + q_mr - o_r     o = c sqrt(h), an outlet of each tank

Torricelli's law for each opening, c = a sqrt(2 g) with its effective area a. The midpoint rule, of
second order, with inflows that are held over a step: a single tank that drains freely falls as a
square of time, for which it is exact. What flows at a step's end is told, and begins the next one.
The state is the volume, so that what came in is what went out plus what stands in the tanks.
"""

from __future__ import annotations

from math import sqrt

from trainlab.plants.parts.pump import GRAVITY_M_S2

_ROOT_2G = sqrt(2.0 * GRAVITY_M_S2)


def through(area_m2: float) -> float:
    """The c of q = c sqrt(h), in m2.5/s, of an opening of that effective area."""
    return area_m2 * _ROOT_2G


class TankChain:
    """The three tanks: volumes in m3 and levels in m, what flows now in m3/s."""

    __slots__ = (
        "_area_m2",
        "_full_m3",
        "_left_link",
        "_left_outlet",
        "_middle_outlet",
        "_right_link",
        "_right_outlet",
        "left_m",
        "left_m3",
        "left_out_m3_s",
        "left_to_middle_m3_s",
        "middle_m",
        "middle_m3",
        "middle_out_m3_s",
        "middle_to_right_m3_s",
        "overflow_m3",
        "right_m",
        "right_m3",
        "right_out_m3_s",
    )

    def __init__(
        self, area_m2: float, height_m: float, left_m: float, middle_m: float, right_m: float
    ) -> None:
        self._area_m2 = area_m2
        self._full_m3 = area_m2 * height_m
        self.left_m, self.middle_m, self.right_m = (
            min(level, height_m) for level in (left_m, middle_m, right_m)
        )
        self.left_m3, self.middle_m3, self.right_m3 = (
            area_m2 * level for level in (self.left_m, self.middle_m, self.right_m)
        )
        self.overflow_m3 = 0.0
        self.open_links(0.0, 0.0)
        self.open_outlets(0.0, 0.0, 0.0)

    def open_links(self, left: float, right: float) -> None:
        """The c of what joins the left tank, and the right one, to the middle."""
        self._left_link, self._right_link = left, right
        d = self.left_m - self.middle_m
        self.left_to_middle_m3_s = left * (sqrt(d) if d >= 0.0 else -sqrt(-d))
        d = self.middle_m - self.right_m
        self.middle_to_right_m3_s = right * (sqrt(d) if d >= 0.0 else -sqrt(-d))

    def open_outlets(self, left: float, middle: float, right: float) -> None:
        """The c of each tank's outlet."""
        self._left_outlet, self._middle_outlet, self._right_outlet = left, middle, right
        self.left_out_m3_s = left * sqrt(self.left_m)
        self.middle_out_m3_s = middle * sqrt(self.middle_m)
        self.right_out_m3_s = right * sqrt(self.right_m)

    def fill(self, left_m3_s: float, right_m3_s: float, dt_s: float) -> tuple[float, float, float]:
        """Let `dt_s` seconds pass with inflows into the left and the right tank.

        Returns what left the tanks by their outlets meanwhile, from the left to the right, in m3.
        """
        area = self._area_m2
        left_link, right_link = self._left_link, self._right_link
        left_outlet, middle_outlet, right_outlet = (
            self._left_outlet, self._middle_outlet, self._right_outlet,
        )  # fmt: skip
        p, q = self.left_to_middle_m3_s, self.middle_to_right_m3_s

        half = 0.5 * dt_s / area
        a = self.left_m + half * (left_m3_s - p - self.left_out_m3_s)
        b = self.middle_m + half * (p - q - self.middle_out_m3_s)
        c = self.right_m + half * (right_m3_s + q - self.right_out_m3_s)
        a, b, c = a if a > 0.0 else 0.0, b if b > 0.0 else 0.0, c if c > 0.0 else 0.0
        d = a - b
        first = dt_s * left_link * (sqrt(d) if d >= 0.0 else -sqrt(-d))
        d = b - c
        second = dt_s * right_link * (sqrt(d) if d >= 0.0 else -sqrt(-d))
        out_l = dt_s * left_outlet * sqrt(a) if left_outlet else 0.0
        out_m = dt_s * middle_outlet * sqrt(b) if middle_outlet else 0.0
        out_r = dt_s * right_outlet * sqrt(c) if right_outlet else 0.0

        in_l = self.left_m3 + left_m3_s * dt_s
        in_r = self.right_m3 + right_m3_s * dt_s
        after_l = in_l - first - out_l
        after_m = self.middle_m3 + first - second - out_m
        after_r = in_r + second - out_r
        full = self._full_m3
        if not (0.0 <= after_l <= full and 0.0 <= after_m <= full and 0.0 <= after_r <= full):
            has = (in_l, self.middle_m3, in_r)
            first, second, out_l, out_m, out_r = _rationed(has, first, second, out_l, out_m, out_r)
            after_l = self._within(in_l - first - out_l)
            after_m = self._within(self.middle_m3 + first - second - out_m)
            after_r = self._within(in_r + second - out_r)
        self.left_m3, self.middle_m3, self.right_m3 = after_l, after_m, after_r
        a, b, c = self.left_m, self.middle_m, self.right_m = (
            after_l / area, after_m / area, after_r / area,
        )  # fmt: skip
        d = a - b
        self.left_to_middle_m3_s = left_link * (sqrt(d) if d >= 0.0 else -sqrt(-d))
        d = b - c
        self.middle_to_right_m3_s = right_link * (sqrt(d) if d >= 0.0 else -sqrt(-d))
        self.left_out_m3_s = left_outlet * sqrt(a) if left_outlet else 0.0
        self.middle_out_m3_s = middle_outlet * sqrt(b) if middle_outlet else 0.0
        self.right_out_m3_s = right_outlet * sqrt(c) if right_outlet else 0.0
        return out_l, out_m, out_r

    def _within(self, volume_m3: float) -> float:
        """What stands in a tank that spills when it is full."""
        if volume_m3 > self._full_m3:
            self.overflow_m3 += volume_m3 - self._full_m3
            return self._full_m3
        return max(volume_m3, 0.0)  # below by rounding


def _rationed(
    has_m3: tuple[float, float, float],
    first: float,
    second: float,
    out_l: float,
    out_m: float,
    out_r: float,
) -> tuple[float, float, float, float, float]:
    """What goes through the links and outlets, no more from a tank than it has and gets."""
    left, middle, right = has_m3
    for _ in range(2):  # an outer tank gets less after the middle one has given less
        part = _part(left - min(first, 0.0), max(first, 0.0) + out_l)
        first, out_l = max(first, 0.0) * part + min(first, 0.0), out_l * part
        part = _part(right + max(second, 0.0), -min(second, 0.0) + out_r)
        second, out_r = min(second, 0.0) * part + max(second, 0.0), out_r * part
        gets = max(first, 0.0) - min(second, 0.0)
        part = _part(middle + gets, max(second, 0.0) - min(first, 0.0) + out_m)
        first = max(first, 0.0) + min(first, 0.0) * part
        second = min(second, 0.0) + max(second, 0.0) * part
        out_m *= part
    return first, second, out_l, out_m, out_r


def _part(has: float, wanted: float) -> float:
    """The part of what is wanted that can be had."""
    return has / wanted if wanted > has else 1.0
