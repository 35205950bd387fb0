"""One belt of a line: where it lies, what drives it, how much it slips, what it draws.

du = (1 - slip) ds        the belt's own travel u behind the drive's s
P = P_idle + mu g (m_belt + m_boxes) v    while it runs: losses of motor and gear, and the friction
                          of the loaded belt on its slider bed (CEMA 402: slider bed friction
                          0.2 to 0.5), integrated in closed form between two changes of the load
"""

from __future__ import annotations

from trainlab.plants.parts.agenda import NEVER
from trainlab.plants.parts.drive import Drive

GRAVITY_M_S2 = 9.81
BED_FRICTION = 0.3


class Belt:
    """A stretch of a line from `start_m` to `end_m`, carried by a drive; two may share one drive."""

    __slots__ = (
        "_force_n",
        "_grip",
        "_moved_m",
        "_s0",
        "_u0",
        "_work_j",
        "drive",
        "end_m",
        "entries",
        "forward",
        "start_m",
    )

    def __init__(
        self, drive: Drive, start_m: float, end_m: float, mass_kg_m: float = 3.0, slip: float = 0.0
    ) -> None:
        self.drive = drive
        self.start_m = start_m
        self.end_m = end_m
        self.forward = True
        self.entries: list[tuple[float, int, object]] = []  # the line's: (key, stamp, box)
        self._grip = 1.0 - slip
        self._s0 = 0.0
        self._u0 = 0.0
        mass_kg = 2.0 * mass_kg_m * (end_m - start_m)  # carrying run and return run
        self._force_n = BED_FRICTION * GRAVITY_M_S2 * mass_kg
        self._moved_m = 0.0
        self._work_j = 0.0

    @property
    def middle_m(self) -> float:
        """Where its middle is on the line."""
        return 0.5 * (self.start_m + self.end_m)

    def travel_m(self, now_s: float) -> float:
        """How far its surface has gone."""
        return self._u0 + self._grip * (self.drive.travel_m(now_s) - self._s0)

    def speed_m_s(self, now_s: float) -> float:
        """How fast its surface goes."""
        return self._grip * self.drive.speed_m_s(now_s)

    def slope_m_s2(self, now_s: float) -> float:
        """Its acceleration."""
        return self._grip * self.drive.slope_m_s2(now_s)

    def reach_s(self, travel_m: float) -> float:
        """When its surface comes to that travel, if nothing changes."""
        if self._grip <= 0.0:
            return NEVER
        return self.drive.reach_s(self._s0 + (travel_m - self._u0) / self._grip)

    def change_slip(self, now_s: float, slip: float) -> None:
        """From now on, another share of the drive's travel is lost."""
        self._u0 = self.travel_m(now_s)
        self._s0 = self.drive.travel_m(now_s)
        self._grip = 1.0 - slip

    def change_load(self, now_s: float, by_kg: float) -> None:
        """A box came onto it, or left it."""
        self._work_j = self.work_j(now_s)
        self._moved_m = self.drive.travel_m(now_s)
        self._force_n += BED_FRICTION * GRAVITY_M_S2 * by_kg

    def work_j(self, now_s: float) -> float:
        """What its friction has taken so far; it runs one way between two changes of its load."""
        moved = self.drive.travel_m(now_s) - self._moved_m
        return self._work_j + self._force_n * (moved if moved > 0.0 else -moved)
