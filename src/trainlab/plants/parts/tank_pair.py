"""A tank that drains through a hole in its bottom into another one, which drains likewise.

    A_u dh_u/dt = q_u - a_u sqrt(2 g h_u)
    A_l dh_l/dt = q_l + a_u sqrt(2 g h_u) - a_l sqrt(2 g h_l)

Torricelli's law twice; what runs over the rim of the upper one falls into the lower one, and over
the rim of that it is lost. Runge-Kutta of third order with inflows that are held over a step
(P. Bogacki, L. F. Shampine, "A 3(2) pair of Runge-Kutta formulas", Appl. Math. Lett. 2 (1989)
321-325): its last stage is the next step's first. The state is the volume, so that what came in is
what went out plus what stands in the tanks.
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
        "_lower_out_m3_s",
        "_upper_area",
        "_upper_full",
        "_upper_hole",
        "_upper_out_m3_s",
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
        self._upper_out_m3_s = self._lower_out_m3_s = 0.0
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
        self._upper_out_m3_s = self._upper_hole * sqrt(self.upper_m)

    def change_lower_hole(self, area_m2: float) -> None:
        """The area of the hole in the bottom of the lower tank."""
        self._lower_hole = area_m2 * _ROOT_2G
        self._lower_out_m3_s = self._lower_hole * sqrt(self.lower_m)

    def fill(self, upper_m3_s: float, lower_m3_s: float, dt_s: float) -> None:
        """Let `dt_s` seconds pass with these two inflows."""
        upper_hole, lower_hole = self._upper_hole, self._lower_hole
        upper_area, lower_area = self._upper_area, self._lower_area
        upper_out = self._upper_out_m3_s
        half_s = 0.5 * dt_s
        h = self.upper_m + half_s * (upper_m3_s - upper_out) / upper_area
        fell = dt_s * upper_hole * sqrt(h) if h > 0.0 else 0.0
        h = self.lower_m + half_s * (lower_m3_s + upper_out - self._lower_out_m3_s) / lower_area
        out = dt_s * lower_hole * sqrt(h) if h > 0.0 else 0.0

        into, side = upper_m3_s * dt_s, lower_m3_s * dt_s
        after = self.upper_m3 + into - fell
        if after < 0.0:
            fell += after
            after = 0.0
        elif after > self._upper_full:
            fell += after - self._upper_full
            after = self._upper_full
        self.upper_m3 = after
        h = self.upper_m = after / upper_area
        self._upper_out_m3_s = upper_hole * sqrt(h)

        after = self.lower_m3 + side + fell - out
        if after < 0.0:
            out += after
            after = 0.0
        elif after > self._lower_full:
            self.overflow_m3 += after - self._lower_full
            after = self._lower_full
        self.lower_m3 = after
        h = self.lower_m = after / lower_area
        self._lower_out_m3_s = lower_hole * sqrt(h)
        self.inlet_m3 += into + side
        self.outlet_m3 += out
