"""An open tank with upright walls that drains through an orifice at its bottom.

    A dh/dt = q_in - c sqrt(h),   c = Kv / 3600 sqrt(g rho / 1e5 * 1000 / rho) = Kv / 36000 sqrt(g)

which is Torricelli's law for an orifice of area a = Kv / (3600 sqrt 200). A leak is a second
orifice at the bottom. RK4, with the inflow running straight over a step; without inflow the closed
form sqrt h1 = sqrt h0 - c t / (2 A), which is exact down to the moment that the tank is empty.
The state is the volume, so that what came in is what went out plus what stands in the tank.
"""

from __future__ import annotations

from math import sqrt

from trainlab.plants.parts.pump import GRAVITY_M_S2

MAX_STEP_S = 0.01


def orifice(kv_m3_h: float) -> float:
    """The c of q = c sqrt(h), in m2.5/s, of a hand valve of that Kv at the bottom of a tank."""
    return kv_m3_h / 36000.0 * sqrt(GRAVITY_M_S2)


class Vessel:
    """The tank: its volume and level, and the running totals of what left it, in m3."""

    __slots__ = (
        "_area_m2",
        "_capacity_m3",
        "_drain",
        "_leak",
        "_outlet",
        "inlet_m3",
        "leak_m3",
        "level_m",
        "outlet_m3",
        "overflow_m3",
        "volume_m3",
    )

    def __init__(self, area_m2: float, height_m: float, level_m: float, outlet_kv: float) -> None:
        self._area_m2 = area_m2
        self._capacity_m3 = area_m2 * height_m
        self.level_m = min(level_m, height_m)
        self.volume_m3 = area_m2 * self.level_m
        self.inlet_m3 = 0.0
        self.outlet_m3 = 0.0
        self.leak_m3 = 0.0
        self.overflow_m3 = 0.0
        self._leak = 0.0
        self.change_outlet(outlet_kv)

    def change_outlet(self, kv_m3_h: float) -> None:
        """Turn the hand valve at the bottom."""
        self._outlet = orifice(kv_m3_h)
        self._drain = self._outlet + self._leak

    def change_leak(self, kv_m3_h: float) -> None:
        """Open or plug the leak at the bottom."""
        self._leak = orifice(kv_m3_h)
        self._drain = self._outlet + self._leak

    @property
    def outflow_m3_s(self) -> float:
        """What runs through the hand valve now."""
        return self._outlet * sqrt(self.level_m)

    def fill(self, start_m3_s: float, end_m3_s: float, dt_s: float) -> None:
        """Let `dt_s` seconds pass, at most MAX_STEP_S, with an inflow that runs from start to end."""
        area = self._area_m2
        drain = self._drain
        level = self.level_m
        volume = self.volume_m3
        if start_m3_s == 0.0 and end_m3_s == 0.0:
            if level == 0.0 or drain == 0.0:
                return
            root = sqrt(level) - 0.5 * drain * dt_s / area
            after = area * (root * root) if root > 0.0 else 0.0
            out = max(volume - after, 0.0)
        else:
            s1 = sqrt(level)
            half = 0.5 * dt_s / area
            middle = 0.5 * (start_m3_s + end_m3_s)
            h = level + half * (start_m3_s - drain * s1)
            s2 = sqrt(h) if h > 0.0 else 0.0
            h = level + half * (middle - drain * s2)
            s3 = sqrt(h) if h > 0.0 else 0.0
            h = level + (half + half) * (middle - drain * s3)
            s4 = sqrt(h) if h > 0.0 else 0.0
            into = middle * dt_s
            out = drain * dt_s * (s1 + 2.0 * (s2 + s3) + s4) / 6.0
            self.inlet_m3 += into
            after = volume + into - out
            if after < 0.0:
                out = volume + into
                after = 0.0
            elif after > self._capacity_m3:
                self.overflow_m3 += after - self._capacity_m3
                after = self._capacity_m3
        self.volume_m3 = after
        self.level_m = after / area
        leak = self._leak
        if leak == 0.0:
            self.outlet_m3 += out
        else:
            lost = out * (leak / drain)
            self.leak_m3 += lost
            self.outlet_m3 += out - lost
