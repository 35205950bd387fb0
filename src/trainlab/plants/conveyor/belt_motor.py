"""A belt with its motor, contactor and ramps: what a line starts and stops.

contactor   closes 50 ms, opens 20 ms after its coil
ramps       linear, both in the time given, whatever the speed
power       60 W while it is on, and the belt's friction / 0.7
"""

from __future__ import annotations

from trainlab.plants.parts.belt import Belt
from trainlab.plants.parts.drive import Drive
from trainlab.plants.parts.line import Line
from trainlab.plants.parts.meter import Meter
from trainlab.plants.parts.timed_contact import TimedContact

PULL_IN_S, DROP_OUT_S = 0.05, 0.02
IDLE_W, EFFICIENCY = 60.0, 0.7


class BeltMotor:
    """`contactor` belongs on the plant's agenda, `belt` to its line."""

    __slots__ = ("_line", "_on_s", "_ramp_s", "_speed_m_s", "belt", "contactor", "drive")

    def __init__(self, start_m: float, end_m: float, speed_m_s: float, ramp_s: float) -> None:
        rate = speed_m_s / ramp_s
        self.drive = Drive(rate, rate)
        self.belt = Belt(self.drive, start_m, end_m)
        self.contactor = TimedContact(PULL_IN_S, DROP_OUT_S, self._switched)
        self._ramp_s = ramp_s
        self._speed_m_s = speed_m_s
        self._on_s = Meter()
        self._line: Line | None = None

    def stand_in(self, line: Line) -> None:
        """The line that it is part of."""
        self._line = line

    def change_speed(self, speed_m_s: float, now_s: float) -> None:
        """From now on, it runs at another speed."""
        self._speed_m_s = speed_m_s
        self.drive.acceleration_m_s2 = self.drive.deceleration_m_s2 = speed_m_s / self._ramp_s
        self._switched(self.contactor.closed, now_s)

    def energy_j(self, now_s: float) -> float:
        """What it has used."""
        return IDLE_W * self._on_s.total(now_s) + self.belt.work_j(now_s) / EFFICIENCY

    def _switched(self, closed: bool, now_s: float) -> None:
        assert self._line is not None
        self._on_s.run(1.0 if closed else 0.0, now_s)
        self._line.command(self.drive, now_s, self._speed_m_s if closed else 0.0)
