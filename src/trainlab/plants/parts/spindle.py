"""A spindle with its drive: the speed follows the command in a line, up and down.

    |dn/dt| = ramp; at speed within 5 % of the command; standstill below 10 rpm

The signals of a drive and of a standstill monitor (ISO 16090-1 and ISO 23125 let a guard be
unlocked at standstill only). Without power the drive brakes it, as a stop of category 1 does.
"""

from __future__ import annotations

STANDSTILL_RPM = 10.0
AT_SPEED_SHARE = 0.05
NEVER = float("inf")
_SAME_RPM = 1e-4


class Spindle:
    """The speed, signed; the owner splits its step at `due_s`, when a signal or the ramp changes.

    `braking`: the speed goes toward 0.
    """

    __slots__ = (
        "_ramp_rpm_s",
        "at_speed",
        "braking",
        "due_s",
        "speed_rpm",
        "standstill",
        "target_rpm",
    )

    def __init__(self, ramp_rpm_s: float) -> None:
        self._ramp_rpm_s = ramp_rpm_s
        self.speed_rpm = 0.0
        self.target_rpm = 0.0
        self.standstill = True
        self.at_speed = False
        self.braking = False
        self.due_s = NEVER

    @property
    def ramping(self) -> bool:
        """Whether the speed is changing."""
        return self.speed_rpm != self.target_rpm

    def change_ramp(self, ramp_rpm_s: float) -> None:
        """Give the drive another ramp, in rpm a second."""
        self._ramp_rpm_s = ramp_rpm_s
        self._look()

    def command(self, target_rpm: float) -> None:
        """The speed that the drive goes to, negative for reverse."""
        if target_rpm != self.target_rpm:
            self.target_rpm = target_rpm
            self._look()

    def advance(self, dt_s: float) -> None:
        """Let `dt_s` seconds pass, at most `due_s`."""
        gap = self.target_rpm - self.speed_rpm
        if gap == 0.0:
            return
        way = self._ramp_rpm_s * dt_s
        if way >= abs(gap) - _SAME_RPM:
            self.speed_rpm = self.target_rpm
        else:
            self.speed_rpm += way if gap > 0.0 else -way
        self._look()

    def _look(self) -> None:
        """What the signals are now, and how long until one may change."""
        speed, target = self.speed_rpm, self.target_rpm
        band = AT_SPEED_SHARE * abs(target)
        gap = target - speed
        self.at_speed = target != 0.0 and abs(gap) <= band + _SAME_RPM
        if gap == 0.0:
            self.standstill = abs(speed) < STANDSTILL_RPM
            self.braking = False
            self.due_s = NEVER
            return
        sign = 1.0 if gap > 0.0 else -1.0
        ahead = speed + sign * _SAME_RPM  # a limit that is reached has been passed
        self.standstill = abs(ahead) < STANDSTILL_RPM
        self.braking = ahead * sign < 0.0
        due = abs(gap)
        for limit in (-STANDSTILL_RPM, 0.0, STANDSTILL_RPM, target - sign * band):
            way = (limit - ahead) * sign
            if 0.0 < way < due:
                due = way + _SAME_RPM
        self.due_s = due / self._ramp_rpm_s
