"""A compressed-air supply: a small receiver behind a regulator, from which cylinders take their air.

    p(t) = p_s + (p_0 - p_s) exp(-(t - t0) / tau)     towards the regulator's pressure
    dp   = -V_n p_n / V                               when a normal volume V_n is taken at once

Pressures are absolute; `ATMOSPHERE_PA` makes a gauge pressure of them. Normal volumes are at 100 kPa and
20 degC (ISO 8778, ANR), the receiver keeps its temperature. Everything follows from the moments at which
air was taken or the regulator was turned, never from a tick.
"""

from __future__ import annotations

from trainlab.plants.parts.arithmetic import exponential

ATMOSPHERE_PA = 101_325.0
NORMAL_PA = 100_000.0
_SETTLED = 30.0  # time constants: what is left by then is below the last bit


class AirSupply:
    """A receiver of `volume_m3`, filled to the regulator's pressure with a time constant."""

    __slots__ = (
        "_answer_pa",
        "_asked_s",
        "_p0",
        "_settled_s",
        "_supply_pa",
        "_t0",
        "_time_constant_s",
        "_volume_m3",
    )

    def __init__(self, gauge_pa: float, volume_m3: float, time_constant_s: float) -> None:
        self._supply_pa = self._p0 = gauge_pa + ATMOSPHERE_PA
        self._volume_m3 = volume_m3
        self._time_constant_s = time_constant_s
        self._t0 = self._settled_s = 0.0
        self._asked_s = self._answer_pa = -1.0  # several ask at one moment

    def change(self, now_s: float, gauge_pa: float) -> None:
        """From now on, the regulator gives another pressure."""
        before_pa = self.pressure_pa(now_s)
        self._supply_pa = gauge_pa + ATMOSPHERE_PA
        self._begin(now_s, before_pa)

    def take(self, now_s: float, normal_m3: float) -> None:
        """Somebody takes air."""
        left_pa = self.pressure_pa(now_s) - normal_m3 * NORMAL_PA / self._volume_m3
        self._begin(now_s, left_pa if left_pa > ATMOSPHERE_PA else ATMOSPHERE_PA)

    def pressure_pa(self, now_s: float) -> float:
        """The absolute pressure."""
        if now_s >= self._settled_s:
            return self._supply_pa
        if now_s != self._asked_s:
            decay = exponential((self._t0 - now_s) / self._time_constant_s)
            self._answer_pa = self._supply_pa + (self._p0 - self._supply_pa) * decay
            self._asked_s = now_s
        return self._answer_pa

    def _begin(self, now_s: float, pressure_pa: float) -> None:
        self._p0 = pressure_pa
        self._t0 = now_s
        self._asked_s = -1.0
        self._settled_s = now_s + _SETTLED * self._time_constant_s
