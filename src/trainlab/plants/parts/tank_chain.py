"""Three upright tanks whose bottoms are joined in a row: left - middle - right.

    A dh_l/dt = q_l - q_lm - o_l     q_lm = c_lm sgn(h_l - h_m) sqrt(|h_l - h_m|)
    A dh_m/dt = q_lm - q_mr - o_m    q_mr = c_mr sgn(h_m - h_r) sqrt(|h_m - h_r|)
    A dh_r/dt = q_r + q_mr - o_r     o = c sqrt(h), an outlet of each tank

Torricelli's law for each opening, c = a sqrt(2 g) with its effective area a. Runge-Kutta of third
order with inflows that are held over a step (P. Bogacki, L. F. Shampine, "A 3(2) pair of Runge-Kutta
formulas", Appl. Math. Lett. 2 (1989) 321-325): its last stage is the next step's first, and what
flows now. The state is the volume, so that what came in is what went out plus what stands in the
tanks.
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
        left, middle, right = self.left_m, self.middle_m, self.right_m
        p1, q1 = self.left_to_middle_m3_s, self.middle_to_right_m3_s
        l1, m1, r1 = self.left_out_m3_s, self.middle_out_m3_s, self.right_out_m3_s

        step = 0.5 * dt_s / area
        a = left + step * (left_m3_s - p1 - l1)
        b = middle + step * (p1 - q1 - m1)
        c = right + step * (right_m3_s + q1 - r1)
        a, b, c = a if a > 0.0 else 0.0, b if b > 0.0 else 0.0, c if c > 0.0 else 0.0
        d = a - b
        p2 = left_link * (sqrt(d) if d >= 0.0 else -sqrt(-d))
        d = b - c
        q2 = right_link * (sqrt(d) if d >= 0.0 else -sqrt(-d))
        l2 = left_outlet * sqrt(a) if left_outlet else 0.0
        m2 = middle_outlet * sqrt(b) if middle_outlet else 0.0
        r2 = right_outlet * sqrt(c) if right_outlet else 0.0

        step = 0.75 * dt_s / area
        a = left + step * (left_m3_s - p2 - l2)
        b = middle + step * (p2 - q2 - m2)
        c = right + step * (right_m3_s + q2 - r2)
        a, b, c = a if a > 0.0 else 0.0, b if b > 0.0 else 0.0, c if c > 0.0 else 0.0
        d = a - b
        p3 = left_link * (sqrt(d) if d >= 0.0 else -sqrt(-d))
        d = b - c
        q3 = right_link * (sqrt(d) if d >= 0.0 else -sqrt(-d))
        l3 = left_outlet * sqrt(a) if left_outlet else 0.0
        m3 = middle_outlet * sqrt(b) if middle_outlet else 0.0
        r3 = right_outlet * sqrt(c) if right_outlet else 0.0

        ninth = dt_s / 9.0
        first = ninth * (2.0 * p1 + 3.0 * p2 + 4.0 * p3)
        second = ninth * (2.0 * q1 + 3.0 * q2 + 4.0 * q3)
        out_l = ninth * (2.0 * l1 + 3.0 * l2 + 4.0 * l3)
        out_m = ninth * (2.0 * m1 + 3.0 * m2 + 4.0 * m3)
        out_r = ninth * (2.0 * r1 + 3.0 * r2 + 4.0 * r3)
        in_l = self.left_m3 + left_m3_s * dt_s - first
        in_m = self.middle_m3 + first - second
        in_r = self.right_m3 + right_m3_s * dt_s + second
        after_l, after_m, after_r = in_l - out_l, in_m - out_m, in_r - out_r
        full = self._full_m3
        if not (0.0 <= after_l <= full and 0.0 <= after_m <= full and 0.0 <= after_r <= full):
            after_l, out_l = self._within(in_l, out_l)
            after_m, out_m = self._within(in_m, out_m)
            after_r, out_r = self._within(in_r, out_r)
        self.left_m3, self.middle_m3, self.right_m3 = after_l, after_m, after_r
        a = self.left_m = after_l / area if after_l > 0.0 else 0.0
        b = self.middle_m = after_m / area if after_m > 0.0 else 0.0
        c = self.right_m = after_r / area if after_r > 0.0 else 0.0
        d = a - b
        self.left_to_middle_m3_s = left_link * (sqrt(d) if d >= 0.0 else -sqrt(-d))
        d = b - c
        self.middle_to_right_m3_s = right_link * (sqrt(d) if d >= 0.0 else -sqrt(-d))
        self.left_out_m3_s = left_outlet * sqrt(a) if left_outlet else 0.0
        self.middle_out_m3_s = middle_outlet * sqrt(b) if middle_outlet else 0.0
        self.right_out_m3_s = right_outlet * sqrt(c) if right_outlet else 0.0
        return out_l, out_m, out_r

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
