"""A squirrel-cage motor in star or delta, with its load: quasi-stationary, one state.

    s = 1 - w / w_s                                            slip
    M = u^2 2 M_K s s_K / (s^2 + s_K^2)                        Kloss (Fischer, Elektrische Maschinen)
    s_K = s_N (k + sqrt(k^2 - 1)),  k = M_K / M_N              so that M(s_N) = M_N
    I = u sqrt(I_0^2 + I_m^2 s^2 / (s^2 + s_K^2))              so that I(s_N) = I_N; the line's, in delta
    star: a third of both (the voltage of a winding is 1/sqrt(3), and the line carries its current)
    I_W = I in star, I / sqrt(3) in delta                      the current of a winding
    J dw/dt = M - M_load [0.05 w / (w + 0.5 rad/s) + 0.95 (w / w_N)^2]
        without supply it stands from 0.01 rad/s on, as dry friction has it
    P = M w_s + P_cu (I_W / I_WN)^2,  I_WN = I_N / sqrt(3)     from the line

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
_FRICTION, _CREEP_RAD_S, _STANDS_RAD_S = 0.05, 0.5, 0.01
_WINDING_SHARE = 1.0 / sqrt(3.0)  # of the line current, in delta


class InductionMotor:
    """`speed_rad_s` is its state; `torque_nm` and what is `drawn` follow from it and the winding."""

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
        "rated_nm",
        "rated_winding_a",
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
        self.rated_winding_a = rated_a * _WINDING_SHARE
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

    def drawn(self, winding: Winding) -> tuple[float, float, float]:
        """The current in each line and in each winding in A, RMS, and the power in W."""
        if not winding:
            return 0.0, 0.0, 0.0
        s = 1.0 - self.speed_rad_s / self._sync_rad_s
        k = self._pull_out_slip
        most, idle = self._current_max_a, self._idle_a
        line_a = sqrt(idle * idle + most * most * s * s / (s * s + k * k))
        line_a = line_a * self.voltage * winding / 3.0
        winding_a = line_a * _WINDING_SHARE if winding is Winding.DELTA else line_a
        share = winding_a / self.rated_winding_a
        power = self.torque_nm(winding, self.speed_rad_s) * self._sync_rad_s
        power += self._copper_w * share * share
        return line_a, winding_a, power if power > 0.0 else 0.0

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
        self.speed_rad_s = w if w > (0.0 if winding else _STANDS_RAD_S) else 0.0

    def _slope(self, winding: Winding, w: float) -> float:
        if w < 0.0:
            w = 0.0
        share = w / self._rated_rad_s
        friction = _FRICTION * w / (w + _CREEP_RAD_S)
        load = self.load_nm * (friction + (1.0 - _FRICTION) * share * share)
        return (self.torque_nm(winding, w) - load) / self._inertia_kg_m2
