"""A tank that drains through a hole in its bottom into another one, which drains likewise.

    A_u dh_u/dt = q_u - a_u sqrt(2 g h_u)
    A_l dh_l/dt = q_l + a_u sqrt(2 g h_u) - a_l sqrt(2 g h_l)

Torricelli's law twice; what runs over the rim of the upper one falls into the lower one, and over
the rim of that it is lost. RK4 with inflows that are held over a step. The state is the volume, so
that what came in is what went out plus what stands in the tanks.
"""

from __future__ import annotations

from math import sqrt

from trainlab.plants.parts.pump import GRAVITY_M_S2

_ROOT_2G = sqrt(2.0 * GRAVITY_M_S2)


class TankPair:
    """Two tanks one above the other: areas and holes in m2, volumes in m3."""

    __slots__ = (
        "_lower_area",
        "_lower_full",
        "_lower_hole",
        "_upper_area",
        "_upper_full",
        "_upper_hole",
        "inlet_m3",
        "lower_m",
        "lower_m3",
        "outlet_m3",
        "overflow_m3",
        "upper_m",
        "upper_m3",
    )

    def __init__(
        self, upper_m2: float, lower_m2: float, height_m: float, upper_m: float, lower_m: float
    ) -> None:
        self._upper_area = upper_m2
        self._lower_area = lower_m2
        self._upper_full = upper_m2 * height_m
        self._lower_full = lower_m2 * height_m
        self._upper_hole = self._lower_hole = 0.0
        self.upper_m = min(upper_m, height_m)
        self.lower_m = min(lower_m, height_m)
        self.upper_m3 = upper_m2 * self.upper_m
        self.lower_m3 = lower_m2 * self.lower_m
        self.inlet_m3 = 0.0
        self.outlet_m3 = 0.0
        self.overflow_m3 = 0.0

    def change_upper_hole(self, area_m2: float) -> None:
        """The area of the hole in the bottom of the upper tank."""
        self._upper_hole = area_m2 * _ROOT_2G

    def change_lower_hole(self, area_m2: float) -> None:
        """The area of the hole in the bottom of the lower tank."""
        self._lower_hole = area_m2 * _ROOT_2G

    def fill(self, upper_m3_s: float, lower_m3_s: float, dt_s: float) -> None:
        """Let `dt_s` seconds pass with these two inflows."""
        upper_hole = self._upper_hole
        lower_hole = self._lower_hole
        u0 = self.upper_m
        l0 = self.lower_m
        half_u = 0.5 * dt_s / self._upper_area
        half_l = 0.5 * dt_s / self._lower_area

        u1 = upper_hole * sqrt(u0)
        l1 = lower_hole * sqrt(l0)
        h = u0 + half_u * (upper_m3_s - u1)
        u2 = upper_hole * sqrt(h) if h > 0.0 else 0.0
        h = l0 + half_l * (lower_m3_s + u1 - l1)
        l2 = lower_hole * sqrt(h) if h > 0.0 else 0.0
        h = u0 + half_u * (upper_m3_s - u2)
        u3 = upper_hole * sqrt(h) if h > 0.0 else 0.0
        h = l0 + half_l * (lower_m3_s + u2 - l2)
        l3 = lower_hole * sqrt(h) if h > 0.0 else 0.0
        h = u0 + 2.0 * half_u * (upper_m3_s - u3)
        u4 = upper_hole * sqrt(h) if h > 0.0 else 0.0
        h = l0 + 2.0 * half_l * (lower_m3_s + u3 - l3)
        l4 = lower_hole * sqrt(h) if h > 0.0 else 0.0

        sixth = dt_s / 6.0
        into = upper_m3_s * dt_s
        fell = sixth * (u1 + 2.0 * (u2 + u3) + u4)
        after = self.upper_m3 + into - fell
        if after < 0.0:
            fell += after
            after = 0.0
        elif after > self._upper_full:
            fell += after - self._upper_full
            after = self._upper_full
        self.upper_m3 = after
        self.upper_m = after / self._upper_area

        side = lower_m3_s * dt_s
        out = sixth * (l1 + 2.0 * (l2 + l3) + l4)
        after = self.lower_m3 + side + fell - out
        if after < 0.0:
            out += after
            after = 0.0
        elif after > self._lower_full:
            self.overflow_m3 += after - self._lower_full
            after = self._lower_full
        self.lower_m3 = after
        self.lower_m = after / self._lower_area
        self.inlet_m3 += into + side
        self.outlet_m3 += out
