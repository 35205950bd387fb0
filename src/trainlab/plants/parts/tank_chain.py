"""Three upright tanks whose bottoms are joined in a row: left - middle - right.

    A dh_l/dt = q_l - q_lm - o_l     q_lm = c_lm sgn(h_l - h_m) sqrt(|h_l - h_m|)
    A dh_m/dt = q_lm - q_mr - o_m    q_mr = c_mr sgn(h_m - h_r) sqrt(|h_m - h_r|)
    A dh_r/dt = q_r + q_mr - o_r     o = c sqrt(h), an outlet of each tank

Torricelli's law for each opening, c = a sqrt(2 g) with its effective area a. RK4 with inflows that
are held over a step. The state is the volume, so that what came in is what went out plus what
stands in the tanks.
"""

from __future__ import annotations

from math import sqrt

from trainlab.plants.parts.pump import GRAVITY_M_S2

_ROOT_2G = sqrt(2.0 * GRAVITY_M_S2)


def through(area_m2: float) -> float:
    """The c of q = c sqrt(h), in m2.5/s, of an opening of that effective area."""
    return area_m2 * _ROOT_2G


class TankChain:
    """The three tanks: volumes and levels, and what flowed, in m3.

    The c of each opening (`left_link`, `right_link`, `left_outlet` ...) may be set at any time.
    """

    __slots__ = (
        "_area_m2",
        "_full_m3",
        "left_link",
        "left_m",
        "left_m3",
        "left_out_m3",
        "left_outlet",
        "middle_m",
        "middle_m3",
        "middle_out_m3",
        "middle_outlet",
        "overflow_m3",
        "right_link",
        "right_m",
        "right_m3",
        "right_out_m3",
        "right_outlet",
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
        self.left_link = self.right_link = 0.0
        self.left_outlet = self.middle_outlet = self.right_outlet = 0.0
        self.left_out_m3 = self.middle_out_m3 = self.right_out_m3 = 0.0
        self.overflow_m3 = 0.0

    def flows(self, left: float, middle: float, right: float) -> tuple[float, ...]:
        """Both links, then the three outlets, in m3/s at those levels."""
        high = left - middle
        low = middle - right
        return (
            self.left_link * (sqrt(high) if high >= 0.0 else -sqrt(-high)),
            self.right_link * (sqrt(low) if low >= 0.0 else -sqrt(-low)),
            self.left_outlet * sqrt(left),
            self.middle_outlet * sqrt(middle),
            self.right_outlet * sqrt(right),
        )

    def fill(self, left_m3_s: float, right_m3_s: float, dt_s: float) -> None:
        """Let `dt_s` seconds pass with inflows into the left and the right tank."""
        area = self._area_m2
        left_link, right_link = self.left_link, self.right_link
        left_outlet, middle_outlet, right_outlet = (
            self.left_outlet, self.middle_outlet, self.right_outlet,
        )  # fmt: skip
        left, middle, right = self.left_m, self.middle_m, self.right_m
        half = 0.5 * dt_s / area
        d = left - middle
        p1 = left_link * (sqrt(d) if d >= 0.0 else -sqrt(-d))
        d = middle - right
        q1 = right_link * (sqrt(d) if d >= 0.0 else -sqrt(-d))
        l1 = left_outlet * sqrt(left) if left_outlet else 0.0
        m1 = middle_outlet * sqrt(middle) if middle_outlet else 0.0
        r1 = right_outlet * sqrt(right) if right_outlet else 0.0
        a = left + half * (left_m3_s - p1 - l1)
        b = middle + half * (p1 - q1 - m1)
        c = right + half * (right_m3_s + q1 - r1)
        a, b, c = a if a > 0.0 else 0.0, b if b > 0.0 else 0.0, c if c > 0.0 else 0.0
        d = a - b
        p2 = left_link * (sqrt(d) if d >= 0.0 else -sqrt(-d))
        d = b - c
        q2 = right_link * (sqrt(d) if d >= 0.0 else -sqrt(-d))
        l2 = left_outlet * sqrt(a) if left_outlet else 0.0
        m2 = middle_outlet * sqrt(b) if middle_outlet else 0.0
        r2 = right_outlet * sqrt(c) if right_outlet else 0.0
        a = left + half * (left_m3_s - p2 - l2)
        b = middle + half * (p2 - q2 - m2)
        c = right + half * (right_m3_s + q2 - r2)
        a, b, c = a if a > 0.0 else 0.0, b if b > 0.0 else 0.0, c if c > 0.0 else 0.0
        d = a - b
        p3 = left_link * (sqrt(d) if d >= 0.0 else -sqrt(-d))
        d = b - c
        q3 = right_link * (sqrt(d) if d >= 0.0 else -sqrt(-d))
        l3 = left_outlet * sqrt(a) if left_outlet else 0.0
        m3 = middle_outlet * sqrt(b) if middle_outlet else 0.0
        r3 = right_outlet * sqrt(c) if right_outlet else 0.0
        whole = half + half
        a = left + whole * (left_m3_s - p3 - l3)
        b = middle + whole * (p3 - q3 - m3)
        c = right + whole * (right_m3_s + q3 - r3)
        a, b, c = a if a > 0.0 else 0.0, b if b > 0.0 else 0.0, c if c > 0.0 else 0.0
        d = a - b
        p4 = left_link * (sqrt(d) if d >= 0.0 else -sqrt(-d))
        d = b - c
        q4 = right_link * (sqrt(d) if d >= 0.0 else -sqrt(-d))
        l4 = left_outlet * sqrt(a) if left_outlet else 0.0
        m4 = middle_outlet * sqrt(b) if middle_outlet else 0.0
        r4 = right_outlet * sqrt(c) if right_outlet else 0.0
        sixth = dt_s / 6.0
        first = sixth * (p1 + 2.0 * (p2 + p3) + p4)
        second = sixth * (q1 + 2.0 * (q2 + q3) + q4)
        self.left_m3, out_l = self._within(
            self.left_m3 + left_m3_s * dt_s - first, sixth * (l1 + 2.0 * (l2 + l3) + l4)
        )
        self.middle_m3, out_m = self._within(
            self.middle_m3 + first - second, sixth * (m1 + 2.0 * (m2 + m3) + m4)
        )
        self.right_m3, out_r = self._within(
            self.right_m3 + right_m3_s * dt_s + second, sixth * (r1 + 2.0 * (r2 + r3) + r4)
        )
        self.left_m = self.left_m3 / area if self.left_m3 > 0.0 else 0.0
        self.middle_m = self.middle_m3 / area if self.middle_m3 > 0.0 else 0.0
        self.right_m = self.right_m3 / area if self.right_m3 > 0.0 else 0.0
        self.left_out_m3 += out_l
        self.middle_out_m3 += out_m
        self.right_out_m3 += out_r

    def _within(self, volume_m3: float, out_m3: float) -> tuple[float, float]:
        """What stands in a tank and what left it; nothing leaves an empty one, a full one spills.

        What the links took too much in the last step of an emptying tank, less than a drop, it
        owes until something flows in.
        """
        after = volume_m3 - out_m3
        if after < 0.0:
            return (0.0, out_m3 + after) if volume_m3 > 0.0 else (volume_m3, 0.0)
        if after > self._full_m3:
            self.overflow_m3 += after - self._full_m3
            return self._full_m3, out_m3
        return after, out_m3
