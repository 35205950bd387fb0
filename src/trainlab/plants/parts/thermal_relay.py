"""A thermal overload relay, and the winding that it protects, after their currents.

    relay     tau dh/dt = (I / I_set)^2 - h, trips at h = 1.15^2: IEC 60255-149, with IEC 60947-4-1
              class 10 (4 to 10 s at 7.2 I_set from cold; never at 1.05, at last at 1.2 I_set)
    winding   tau dT/dt = T_rise (I / I_N)^2 - (T - T_ambient)

From cold it trips after tau ln(i^2 / (i^2 - 1.15^2)), i = I / I_set: 7.0 s at i = 7.2. A tripped relay is
reset by hand, once it has cooled.
"""

from __future__ import annotations

from trainlab.plants.parts.lag import Lag

TIME_CONSTANT_S = 271.0
TRIPS_AT = 1.15 * 1.15
RESET_BELOW = 1.0


class ThermalRelay:
    """`heat` is h; `tripped` stays until `reset`."""

    __slots__ = ("_lag", "set_a", "tripped")

    def __init__(self, set_a: float) -> None:
        self.set_a = set_a
        self.tripped = False
        self._lag = Lag(TIME_CONSTANT_S)

    @property
    def heat(self) -> float:
        """0 cold, 1 at the set current for long, 1.3225 where it trips."""
        return self._lag.value

    def follow(self, before_a: float, after_a: float, dt_s: float) -> bool:
        """Let `dt_s` seconds pass with a current between those; whether it trips now."""
        one, other = before_a / self.set_a, after_a / self.set_a
        if self._lag.follow(one * one, other * other, dt_s) < TRIPS_AT or self.tripped:
            return False
        self.tripped = True
        return True

    def reset(self) -> None:
        """Press its button; it stays tripped while it is hot."""
        if self.heat < RESET_BELOW:
            self.tripped = False


class WindingHeat:
    """`temperature_degc` of a winding."""

    __slots__ = ("_ambient_degc", "_lag", "_rated_a", "_rise_k")

    def __init__(
        self, rated_a: float, rise_k: float, time_constant_s: float, ambient_degc: float
    ) -> None:
        self._rated_a = rated_a
        self._rise_k = rise_k
        self._ambient_degc = ambient_degc
        self._lag = Lag(time_constant_s)

    @property
    def temperature_degc(self) -> float:
        """How warm it is."""
        return self._ambient_degc + self._lag.value

    def follow(self, before_a: float, after_a: float, dt_s: float) -> None:
        """Let `dt_s` seconds pass with a current between those."""
        one, other = before_a / self._rated_a, after_a / self._rated_a
        self._lag.follow(self._rise_k * one * one, self._rise_k * other * other, dt_s)
