"""A centrifugal pump that lifts water through a valve into an open tank.

head                 H(q, n) = n^2 H0 - k q^2         speed n as a share of the rated one
system               H = lift + r q^2 + (g_v / Kv^2) q^2
                     with dp = 1e5 (3600 q / Kv)^2 Pa for water, so g_v = 3600^2 1e5 / (rho g)
flow, closed form    q = sqrt((n^2 H0 - lift) / (k + r + g_v / Kv^2)), and 0 where n^2 H0 <= lift
                     (a check valve keeps the tank from draining back)
power                P = n^3 P0 + rho g q H / efficiency

So q ~ n, H ~ n^2 and P ~ n^3 along a system curve without lift (the affinity laws). Valid for
water at room temperature, turbulent flow and no cavitation. Kv: IEC 60534-2-1.
"""

from __future__ import annotations

from math import sqrt

from trainlab.plants.parts.lag import Lag

GRAVITY_M_S2 = 9.81
DENSITY_KG_M3 = 1000.0
_SPECIFIC_WEIGHT = DENSITY_KG_M3 * GRAVITY_M_S2


def resistance(kv_m3_h: float) -> float:
    """The head in metres that a Kv takes from 1 m3/s of water: h = resistance q^2."""
    return 1e5 / _SPECIFIC_WEIGHT * (3600.0 / kv_m3_h) ** 2


_RESISTANCE_OF_KV_1 = resistance(1.0)
_STANDSTILL = 1e-6


class Pump:
    """A pump whose speed follows its supply with a first-order run-up, and the flow that it gives.

    `flow_m3_s`, `head_m` and the shaft's `power_w` hold since the last `run`.
    """

    __slots__ = (
        "_hydraulic_factor",
        "_idle_power_w",
        "_kv",
        "_n",
        "_pipe",
        "_rated_speed",
        "_run_up",
        "curve_s2_m5",
        "flow_m3_s",
        "head_m",
        "lift_m",
        "power_w",
        "shutoff_head_m",
    )

    def __init__(
        self,
        shutoff_head_m: float,
        curve_s2_m5: float,
        lift_m: float,
        run_up_s: float,
        idle_power_w: float,
        efficiency: float,
    ) -> None:
        self.shutoff_head_m = shutoff_head_m
        self.curve_s2_m5 = curve_s2_m5
        self.lift_m = lift_m
        self._run_up = Lag(run_up_s)
        self._idle_power_w = idle_power_w
        self._hydraulic_factor = _SPECIFIC_WEIGHT / efficiency
        self._rated_speed = 1.0
        self._pipe = 0.0
        self._kv = 0.0
        self._n = 0.0
        self.flow_m3_s = 0.0
        self.head_m = 0.0
        self.power_w = 0.0

    @property
    def speed(self) -> float:
        """The present speed as a share of the rated one."""
        return self._n

    def change_rating(self, speed: float) -> None:
        """The share of its rated speed that the pump runs up to."""
        self._rated_speed = speed

    def change_pipe(self, kv_m3_h: float) -> None:
        """The Kv of what stands in series with the valve: strainer, pipe, bends."""
        self._pipe = resistance(kv_m3_h)
        self._kv = -1.0

    def run(self, supplied: bool, kv_m3_h: float, dt_s: float) -> float:
        """Let `dt_s` seconds pass; the flow in m3/s through a valve that then has that Kv."""
        n = self._run_up.hold(self._rated_speed if supplied else 0.0, dt_s)
        if n < _STANDSTILL and not supplied:
            n = self._run_up.value = 0.0
        if n == self._n and kv_m3_h == self._kv:
            return self.flow_m3_s
        self._n = n
        self._kv = kv_m3_h
        head = n * n * self.shutoff_head_m
        idle_w = n * n * n * self._idle_power_w
        if kv_m3_h <= 0.0 or head <= self.lift_m:
            self.head_m = head
            self.power_w = idle_w
            self.flow_m3_s = 0.0
            return 0.0
        curve = self.curve_s2_m5
        square = (head - self.lift_m) / (
            curve + self._pipe + _RESISTANCE_OF_KV_1 / (kv_m3_h * kv_m3_h)
        )
        head -= curve * square
        flow = sqrt(square)
        self.head_m = head
        self.power_w = idle_w + self._hydraulic_factor * flow * head
        self.flow_m3_s = flow
        return flow
