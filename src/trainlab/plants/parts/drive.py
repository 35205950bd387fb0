"""A belt drive with linear ramps: its travel is piecewise quadratic in time, its crossings exact.

    s(t) = s0 + v0 (t - t0) + a/2 (t - t0)^2   until the ramp ends at t1 = t0 + (v1 - v0) / a
    s(t) = s1 + v1 (t - t1)                    from then on
    crossing of s: c = s - s0, t = t0 + 2c / (v0 + sqrt(v0^2 + 2 a c))  in the ramp

which is the stable form of the quadratic's root (Press et al., Numerical Recipes, 5.6). Everything
follows from the moments at which the command changed, never from a tick. Standing still exactly on
a mark counts as having reached it.

Valid for a drive that is stiff enough to follow its ramp; the load's mass does not slow it down.
"""

from __future__ import annotations

from math import sqrt

from trainlab.plants.parts.agenda import NEVER

_ON_THE_MARK_M = 1e-12


class Drive:
    """Travel and speed of a drive that ramps to its commanded speed, which may be negative.

    Rates are in m/s2 and positive. A command to the opposite direction brakes to a standstill first;
    `due_s` is the moment of that turn. A seized drive stands at once and follows its command again
    when it is free.
    """

    __slots__ = (
        "_a",
        "_brake",
        "_s0",
        "_s1",
        "_seized",
        "_t0",
        "_t1",
        "_v0",
        "_v1",
        "_wanted",
        "acceleration_m_s2",
        "deceleration_m_s2",
        "direction",
        "due_s",
    )

    def __init__(self, acceleration_m_s2: float, deceleration_m_s2: float) -> None:
        self.acceleration_m_s2 = acceleration_m_s2
        self.deceleration_m_s2 = deceleration_m_s2
        self.direction = 1
        self.due_s = NEVER
        self._brake = deceleration_m_s2
        self._seized = False
        self._wanted = 0.0
        self._t0 = self._t1 = 0.0
        self._s0 = self._s1 = 0.0
        self._v0 = self._v1 = 0.0
        self._a = 0.0

    @property
    def seized(self) -> bool:
        """Whether it is blocked."""
        return self._seized

    @property
    def ramp_end_s(self) -> float:
        """When it has reached, or reaches, the speed that it goes on with."""
        return self._t1

    @property
    def moves(self) -> bool:
        """Whether it moves, or will, if nobody commands anything else."""
        return self._v0 != 0.0 or self._v1 != 0.0

    def command(self, now_s: float, speed_m_s: float, brake_m_s2: float = 0.0) -> None:
        """From now on, go for that speed; slow down at `brake_m_s2` where it is given."""
        self._wanted = speed_m_s
        self._brake = brake_m_s2 if brake_m_s2 > 0.0 else self.deceleration_m_s2
        if not self._seized:
            self._plan(now_s)

    def seize(self, now_s: float) -> None:
        """Block it: it stands at once."""
        self._s0 = self._s1 = self.travel_m(now_s)
        self._t0 = self._t1 = now_s
        self._v0 = self._v1 = self._a = 0.0
        self._seized = True
        self.due_s = NEVER

    def free(self, now_s: float) -> None:
        """Unblock it."""
        if self._seized:
            self._seized = False
            self._plan(now_s)

    def happen(self, now_s: float) -> None:
        """It has come to a standstill, and turns."""
        self._plan(now_s)

    def travel_m(self, now_s: float) -> float:
        """How far it has gone."""
        t1 = self._t1
        if now_s >= t1:
            return self._s1 + self._v1 * (now_s - t1)
        d = now_s - self._t0
        return self._s0 + (self._v0 + 0.5 * self._a * d) * d

    def speed_m_s(self, now_s: float) -> float:
        """How fast it goes."""
        return self._v1 if now_s >= self._t1 else self._v0 + self._a * (now_s - self._t0)

    def slope_m_s2(self, now_s: float) -> float:
        """Its acceleration from now on."""
        return 0.0 if now_s >= self._t1 else self._a

    def reach_s(self, travel_m: float) -> float:
        """When it comes to that travel ahead of it, if its command stays; NEVER if it does not.

        A travel that lies behind it is reached at once: the moment of the last command, or earlier.
        """
        sign = self.direction
        along = (travel_m - self._s0) * sign
        v0 = self._v0 * sign
        if along <= (self._s1 - self._s0) * sign + _ON_THE_MARK_M:
            if along <= 0.0:
                return self._t0
            root = v0 * v0 + 2.0 * self._a * sign * along
            divisor = v0 + (sqrt(root) if root > 0.0 else 0.0)
            if divisor <= 0.0:
                return self._t1
            moment = self._t0 + 2.0 * along / divisor
            return moment if moment < self._t1 else self._t1
        v1 = self._v1
        if v1 == 0.0:
            return NEVER
        return self._t1 + (travel_m - self._s1) / v1

    def _plan(self, now_s: float) -> None:
        v0 = self.speed_m_s(now_s)
        s0 = self.travel_m(now_s)
        target = self._wanted
        self.due_s = NEVER
        turns = v0 * target < 0.0
        if turns:
            target = 0.0
        faster = (target - v0) * (v0 if v0 != 0.0 else target) > 0.0
        rate = self.acceleration_m_s2 if faster else self._brake
        change = target - v0
        duration = (change if change > 0.0 else -change) / rate
        self._t0, self._s0, self._v0 = now_s, s0, v0
        self._t1 = now_s + duration
        self._a = 0.0 if change == 0.0 else rate if change > 0.0 else -rate
        self._v1 = target
        self._s1 = s0 + 0.5 * (v0 + target) * duration
        if v0 != 0.0:
            self.direction = 1 if v0 > 0.0 else -1
        elif target != 0.0:
            self.direction = 1 if target > 0.0 else -1
        if turns:
            self.due_s = self._t1
