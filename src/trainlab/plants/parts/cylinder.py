"""A pneumatic cylinder whose speed follows the pressure of its supply, and the reed switches on it.

The supply line throttles the rod, the other chamber empties through a quick exhaust valve. So the driving
chamber stands at what load and friction take, p_d, and the flow into it is that of ISO 6358-1:

    v ~ p psi(p_d / p)        psi(r) = 1 for r <= b,  sqrt(1 - ((r - b) / (1 - b))^2) for b < r < 1
                              psi = 0 for p <= p_d: it stalls
    air = A |dx| p / p_n      A without the rod's area on the way back

p, p_d absolute, b = 0.3 (a valve with its tube; ISO 6358-1 has b from 0 to 0.528). The times that a cylinder
is given are those of a full stroke at 6 bar gauge. The rate is taken anew every 20 ms while the rod
moves or stalls, at moments that count from its command, so that no tick shows.

A single-acting cylinder is driven out against its spring, which takes it back in its own time, without air,
also where the pressure falls below what the spring and the load need.

Valid for a load that does not change over the stroke, end cushions apart; a stroke that is reversed
half-way takes only the air of the way that it goes.
"""

from __future__ import annotations

from collections.abc import Callable
from math import pi, sqrt

from trainlab.plants.parts.agenda import NEVER
from trainlab.plants.parts.air_supply import ATMOSPHERE_PA, NORMAL_PA, AirSupply

RENEW_S = 0.02
NOMINAL_PA = 600_000.0 + ATMOSPHERE_PA
CRITICAL_RATIO = 0.3


def conductance_share(ratio: float) -> float:
    """psi of ISO 6358-1 for a ratio of the pressures behind and before a flow path."""
    if ratio >= 1.0:
        return 0.0
    if ratio <= CRITICAL_RATIO:
        return 1.0
    above = (ratio - CRITICAL_RATIO) / (1.0 - CRITICAL_RATIO)
    return sqrt(1.0 - above * above)


class Cylinder:
    """A rod at 0 (back) to 1 (out) of its stroke; see parts/agenda.py for `due_s` and `happen`.

    `load_pa` is the pressure that load and friction take, with the spring's where there is one.
    `renewed(now_s)` is called whenever its course is a new one: what waits for it looks again.
    """

    __slots__ = (
        "_back_m3",
        "_back_s",
        "_driven",
        "_load_pa",
        "_nominal",
        "_out_m3",
        "_out_s",
        "_pressure_pa",
        "_rate",
        "_sprung",
        "_stuck",
        "_supply",
        "_t0",
        "_taken_m3",
        "_x0",
        "due_s",
        "renewed",
    )

    def __init__(
        self,
        supply: AirSupply,
        bore_m: float,
        rod_m: float,
        stroke_m: float,
        out_s: float,
        back_s: float,
        load_pa: float,
        single_acting: bool = False,
    ) -> None:
        self._supply = supply
        self._out_m3 = 0.25 * pi * bore_m * bore_m * stroke_m
        rod_m3 = 0.25 * pi * rod_m * rod_m * stroke_m
        self._back_m3 = 0.0 if single_acting else self._out_m3 - rod_m3
        self._out_s = out_s
        self._back_s = back_s
        self._load_pa = load_pa + ATMOSPHERE_PA
        self._nominal = NOMINAL_PA * conductance_share(self._load_pa / NOMINAL_PA)
        self._sprung = single_acting
        self._driven = False
        self._stuck = False
        self._t0 = self._x0 = self._rate = 0.0
        self._pressure_pa = NOMINAL_PA
        self._taken_m3 = 0.0
        self.due_s = NEVER
        self.renewed: Callable[[float], None] | None = None

    @property
    def driven(self) -> bool:
        """Whether it is driven outwards."""
        return self._driven

    def drive(self, now_s: float, outwards: bool) -> None:
        """Give air to one side; the other is vented."""
        self._driven = outwards
        self.happen(now_s)

    def stick(self, now_s: float, stuck: bool) -> None:
        """Seize the rod where it is, or free it."""
        self._stuck = stuck
        self.happen(now_s)

    def change_times(self, now_s: float, out_s: float, back_s: float) -> None:
        """From now on, the throttles give other times at 6 bar."""
        self._out_s = out_s
        self._back_s = back_s
        self.happen(now_s)

    def position(self, now_s: float) -> float:
        """Where the rod is, 0..1."""
        x = self._x0 + self._rate * (now_s - self._t0)
        return 0.0 if x < 0.0 else 1.0 if x > 1.0 else x

    def taken_m3(self, now_s: float) -> float:
        """The air that it has taken so far, as a normal volume."""
        if not self._rate:
            return self._taken_m3
        return self._taken_m3 + self._taken_since(self.position(now_s))

    def reach_s(self, position: float) -> float:
        """When it comes to that position on the course that it is on; at once if it is there or beyond.

        NEVER if it does not.
        """
        along = position - self._x0 if self._driven else self._x0 - position
        if along <= 0.0:
            return self._t0
        rate = self._rate if self._driven else -self._rate
        return self._t0 + along / rate if rate > 0.0 else NEVER

    def happen(self, now_s: float) -> None:
        """Take the rate anew from the pressure that there is now."""
        x = self.position(now_s)
        taken_m3 = self._taken_since(x)
        if taken_m3 > 0.0:
            self._taken_m3 += taken_m3
            self._supply.take(now_s, taken_m3)
        self._x0, self._t0 = x, now_s
        self._pressure_pa = self._supply.pressure_pa(now_s)
        self._rate = rate = self._rate_now()
        rests = (rate > 0.0 and x >= 1.0) or (rate < 0.0 and x <= 0.0)
        if rests:
            self._rate = 0.0
        held_out = self._sprung and self._driven  # falls back when the pressure does
        self.due_s = NEVER if self._stuck or (rests and not held_out) else now_s + RENEW_S
        if self.renewed is not None:
            self.renewed(now_s)

    def _rate_now(self) -> float:
        if self._stuck:
            return 0.0
        if self._sprung and not self._driven:
            return -1.0 / self._back_s
        pressure_pa = self._pressure_pa
        share = pressure_pa * conductance_share(self._load_pa / pressure_pa) / self._nominal
        if self._driven:
            if self._sprung and share <= 0.0:
                return -1.0 / self._back_s
            return share / self._out_s
        return -share / self._back_s

    def _taken_since(self, x: float) -> float:
        moved = x - self._x0
        swept_m3 = self._out_m3 * moved if moved > 0.0 else -self._back_m3 * moved
        return swept_m3 * self._pressure_pa / NORMAL_PA


class ReedSwitch:
    """A switch on the barrel that closes while the piston's magnet is within `reach` of it.

    Places are shares of the stroke. One that has slipped on its rail closes while the piston passes it, if
    at all, and not at the end.
    """

    __slots__ = ("place", "reach")

    def __init__(self, place: float, reach: float = 0.03) -> None:
        self.place = place
        self.reach = reach

    def closed(self, position: float) -> bool:
        """Whether it is closed with the rod there."""
        return -self.reach <= position - self.place <= self.reach
