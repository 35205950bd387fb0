"""An incremental encoder on a drive's drum, counted by a fast counter.

    count = floor(s ppr / (pi D))

It turns with the drive: what the belt slips, it does not see. Missed pulses (a dirty disc, a loose
coupling) are a share of the travel that is not counted. The counter is a DINT and wraps.
"""

from __future__ import annotations

from math import floor, pi

from trainlab.plants.parts.drive import Drive


class Encoder:
    """`pulses` a turn on a drum of `diameter_m`."""

    __slots__ = ("_drive", "_per_m", "_pulses0", "_s0", "_seen")

    def __init__(self, drive: Drive, pulses: float, diameter_m: float) -> None:
        self._drive = drive
        self._per_m = pulses / (pi * diameter_m)
        self._seen = 1.0
        self._s0 = 0.0
        self._pulses0 = 0.0

    def change_missed(self, now_s: float, share: float) -> None:
        """From now on, that share of the pulses is missed."""
        self._pulses0 = self._pulses(now_s)
        self._s0 = self._drive.travel_m(now_s)
        self._seen = 1.0 - share

    def count(self, now_s: float) -> int:
        """What the counter reads."""
        return (floor(self._pulses(now_s)) + (1 << 31)) % (1 << 32) - (1 << 31)

    def _pulses(self, now_s: float) -> float:
        return self._pulses0 + (self._drive.travel_m(now_s) - self._s0) * self._per_m * self._seen
