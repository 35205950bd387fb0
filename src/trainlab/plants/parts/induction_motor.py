"""A squirrel-cage motor in star or delta, with its load: quasi-stationary, one state.

    s = 1 - w / w_s                                            slip
    M = u^2 2 M_K s s_K / (s^2 + s_K^2)                        Kloss (Fischer, Elektrische Maschinen)
    s_K = s_N (k + sqrt(k^2 - 1)),  k = M_K / M_N              so that M(s_N) = M_N
    I = u sqrt(I_0^2 + I_m^2 s^2 / (s^2 + s_K^2))              so that I(s_N) = I_N
    star: a third of both (the voltage of a winding is 1/sqrt(3), and the line carries its current)
    J dw/dt = M - M_load [0.05 w / (w + 0.5 rad/s) + 0.95 (w / w_N)^2]
    P = M w_s + P_cu (I / I_N)^2                               from the line

`u` is the supply's share of the rated voltage. Valid for slow changes: the electrical transients of the
first periods (the peaks that a residual voltage in opposite phase makes) are left out. RK4.
"""

from __future__ import annotations

from enum import IntEnum
from math import sqrt


class Winding(IntEnum):
    """How the windings are connected to the line."""

    OFF = 0
    STAR = 1
    DELTA = 3  # in terms of star's torque and line current


POLE_PAIRS_RPM = 9.549296585513721  # 60 / 2 pi
_FRICTION, _CREEP_RAD_S = 0.05, 0.5


class InductionMotor:
    """`speed_rad_s` is its state; `torque_nm`, `current_a` and `power_w` follow from it and the winding."""

    __slots__ = (
        "_breakdown_nm",
        "_copper_w",
        "_current_max_a",
        "_idle_a",
        "_inertia_kg_m2",
        "_pull_out_slip",
        "_rated_rad_s",
        "_sync_rad_s",
        "load_nm",
        "rated_a",
        "rated_nm",
        "speed_rad_s",
        "voltage",
    )

    def __init__(
        self,
        rated_w: float,
        rated_rpm: float,
        sync_rpm: float,
        rated_a: float,
        idle_share: float,
        breakdown_ratio: float,
        copper_w: float,
        inertia_kg_m2: float,
    ) -> None:
        self._sync_rad_s = sync_rpm / POLE_PAIRS_RPM
        self._rated_rad_s = rated_rpm / POLE_PAIRS_RPM
        self.rated_nm = rated_w / self._rated_rad_s
        self.rated_a = rated_a
        slip = 1.0 - rated_rpm / sync_rpm
        k = breakdown_ratio
        pull_out = self._pull_out_slip = slip * (k + sqrt(k * k - 1.0))
        self._breakdown_nm = k * self.rated_nm
        self._idle_a = idle_share * rated_a
        share = slip * slip / (slip * slip + pull_out * pull_out)
        self._current_max_a = rated_a * sqrt((1.0 - idle_share * idle_share) / share)
        self._copper_w = copper_w
        self._inertia_kg_m2 = inertia_kg_m2
        self.load_nm = 0.0
        self.voltage = 1.0
        self.speed_rad_s = 0.0

    @property
    def speed_rpm(self) -> float:
        """Turns a minute."""
        return self.speed_rad_s * POLE_PAIRS_RPM

    def torque_nm(self, winding: Winding, speed_rad_s: float) -> float:
        """What the motor gives at that speed."""
        if not winding:
            return 0.0
        s = 1.0 - speed_rad_s / self._sync_rad_s
        k = self._pull_out_slip
        torque = 2.0 * self._breakdown_nm * s * k / (s * s + k * k)
        return torque * self.voltage * self.voltage * winding / 3.0

    def drawn(self, winding: Winding) -> tuple[float, float]:
        """What it draws from the line: the current of each phase in A, RMS, and the power in W."""
        if not winding:
            return 0.0, 0.0
        s = 1.0 - self.speed_rad_s / self._sync_rad_s
        k = self._pull_out_slip
        most, idle = self._current_max_a, self._idle_a
        current = sqrt(idle * idle + most * most * s * s / (s * s + k * k))
        current = current * self.voltage * winding / 3.0
        share = current / self.rated_a
        power = self.torque_nm(winding, self.speed_rad_s) * self._sync_rad_s
        power += self._copper_w * share * share
        return current, power if power > 0.0 else 0.0

    def run(self, winding: Winding, dt_s: float) -> None:
        """Let `dt_s` seconds pass, at most 10 ms."""
        w = self.speed_rad_s
        if not winding and w <= 0.0:
            return
        half = 0.5 * dt_s
        k1 = self._slope(winding, w)
        k2 = self._slope(winding, w + half * k1)
        k3 = self._slope(winding, w + half * k2)
        k4 = self._slope(winding, w + dt_s * k3)
        w += dt_s * (k1 + 2.0 * (k2 + k3) + k4) / 6.0
        self.speed_rad_s = w if w > 0.0 else 0.0

    def _slope(self, winding: Winding, w: float) -> float:
        if w < 0.0:
            w = 0.0
        share = w / self._rated_rad_s
        friction = _FRICTION * w / (w + _CREEP_RAD_S)
        load = self.load_nm * (friction + (1.0 - _FRICTION) * share * share)
        return (self.torque_nm(winding, w) - load) / self._inertia_kg_m2
