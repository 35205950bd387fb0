"""A belt on a frequency converter: run, a speed reference, and a drive that may follow it in part only.

v = share v_ref while it runs, on linear ramps of the converter; without power it coasts down at 1 m/s2
power   60 W while it runs, and the belt's friction / 0.7 (conveyor/belt_motor.py)
"""

from __future__ import annotations

from trainlab.plants.conveyor.belt_motor import EFFICIENCY, IDLE_W
from trainlab.plants.parts.belt import Belt
from trainlab.plants.parts.drive import Drive
from trainlab.plants.parts.line import Line
from trainlab.plants.parts.meter import Meter

COAST_M_S2 = 1.0


class ConverterBelt:
    """`belt` belongs to its line. `ramp_s` is the converter's time to `full_m_s`."""

    __slots__ = ("_line", "_reference_m_s", "_run_s", "_running", "_share", "belt", "drive")

    def __init__(
        self,
        start_m: float,
        end_m: float,
        full_m_s: float,
        ramp_s: float,
        share: float,
        slip: float = 0.0,
    ) -> None:
        rate = full_m_s / ramp_s
        self.drive = Drive(rate, rate)
        self.belt = Belt(self.drive, start_m, end_m, slip=slip)
        self._share = share
        self._reference_m_s = 0.0
        self._running = False
        self._run_s = Meter()
        self._line: Line | None = None

    def stand_in(self, line: Line) -> None:
        """The line that it is part of."""
        self._line = line

    def command(self, powered: bool, run: bool, reference_m_s: float, now_s: float) -> None:
        """What the controller wants; without power, or tripped, it coasts down."""
        self._running = powered and run
        self._reference_m_s = reference_m_s
        self._follow(now_s, 0.0 if powered else COAST_M_S2)

    def change_share(self, share: float, now_s: float) -> None:
        """From now on, it follows its reference by that share."""
        self._share = share
        if self._running:
            self._follow(now_s, 0.0)

    def energy_j(self, now_s: float) -> float:
        """What it has used."""
        return IDLE_W * self._run_s.total(now_s) + self.belt.work_j(now_s) / EFFICIENCY

    def _follow(self, now_s: float, brake_m_s2: float) -> None:
        assert self._line is not None
        self._run_s.run(1.0 if self._running else 0.0, now_s)
        speed_m_s = self._reference_m_s * self._share if self._running else 0.0
        self._line.command(self.drive, now_s, speed_m_s, 0.0 if self._running else brake_m_s2)
