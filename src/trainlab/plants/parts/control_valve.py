"""A control valve: actuator with a stroke time, stiction, and the trim's characteristic.

Flow coefficient  Kv(x) = Kvs f(x)
linear            f(x) = x
equal percentage  f(x) = R^(x - 1) above x0; below, a straight line down to tight shut-off at 0
                  (IEC 60534-2-4 asks of an inherent characteristic no more than that near 0)
stiction          Choudhury, Thornhill, Shah, "Modelling valve stiction", Control Engineering
                  Practice 13 (2005) 641-658, with stickband S and slip jump J, in the form of
                  He et al., Ind. Eng. Chem. Res. 46 (2007) 2819: the stem stands until the signal
                  is (S + J) / 2 away from it, then slips to (S - J) / 2 behind the signal and
                  follows at that distance until the signal turns round. So a reversal needs S, the
                  slip is J, J = 0 is pure deadband and S = J has no offset. The original is
                  written in samples; this form depends on the signal's path alone, not on the tick.
                  At either end of the signal the actuator has its full force and seats.
stroke            the stem moves at most 1 / stroke_time a second.
"""

from __future__ import annotations

from trainlab.plants.parts.arithmetic import exponential, logarithm

SEATING_LIFT = 0.05  # equal percentage holds above this lift


class Stiction:
    """Where a sticking stem wants to be for a signal of 0..1; S and J as fractions of the span."""

    __slots__ = ("_direction", "_last", "_slide", "_stick", "position")

    def __init__(self, stickband: float, slip_jump: float, position: float = 0.0) -> None:
        self.position = position
        self._last = position
        self.change(stickband, slip_jump)

    def change(self, stickband: float, slip_jump: float) -> None:
        """Give it another S and J; the stem stands where it is."""
        self._stick = 0.5 * (stickband + slip_jump)
        self._slide = 0.5 * (stickband - slip_jump)
        self._direction = 0.0

    def rest(self, signal: float, position: float) -> None:
        """Let the stem stand at `position` under that signal."""
        self.position = position
        self._last = signal
        self._direction = 0.0

    def follow(self, signal: float) -> float:
        """The stem's position, 0..1, for the newest signal."""
        direction = self._direction
        if signal <= 0.0 or signal >= 1.0:
            self.position = signal = 0.0 if signal <= 0.0 else 1.0
            direction = 0.0
        else:
            if (signal - self._last) * direction < 0.0:
                direction = 0.0
            away = signal - self.position
            if direction == 0.0 and (away > self._stick or -away > self._stick):
                direction = 1.0 if away > 0.0 else -1.0
            if direction != 0.0:
                position = signal - direction * self._slide
                self.position = 0.0 if position < 0.0 else 1.0 if position > 1.0 else position
        self._direction = direction
        self._last = signal
        return self.position


class ControlValve:
    """A valve with position 0..1 (0 shut) that follows a signal of 0..1.

    `kv_m3_h` is the flow coefficient at the present position. A rangeability of 1 makes the trim
    linear, any other equal percentage.
    """

    __slots__ = (
        "_log_rangeability",
        "_rate_1_s",
        "_signal",
        "_sticky",
        "_stiction",
        "_target",
        "kv_m3_h",
        "kvs_m3_h",
        "position",
    )

    def __init__(self, kvs_m3_h: float, rangeability: float, stroke_time_s: float) -> None:
        self.kvs_m3_h = kvs_m3_h
        self._log_rangeability = logarithm(rangeability)
        self.position = 0.0
        self.kv_m3_h = 0.0
        self._stiction = Stiction(0.0, 0.0)
        self._sticky = False
        self._signal = 0.0
        self._target = 0.0
        self.change_stroke_time(stroke_time_s)

    def change_stroke_time(self, stroke_time_s: float) -> None:
        """Seconds from shut to open."""
        self._rate_1_s = 1.0 / stroke_time_s

    def change_stiction(self, stickband: float, slip_jump: float) -> None:
        """S and J as fractions of the span; the stem stands until the signal overcomes them."""
        if not self._sticky:
            self._stiction.rest(self._signal, self._target)
        self._sticky = stickband > 0.0
        self._stiction.change(stickband, slip_jump)
        if not self._sticky:
            self._target = self._signal

    def command(self, signal: float) -> None:
        """The signal to the actuator: 0 shuts, 1 opens, beyond is as far as it goes."""
        if signal != self._signal:
            signal = 0.0 if signal < 0.0 else 1.0 if signal > 1.0 else signal
            self._signal = signal
            self._target = self._stiction.follow(signal) if self._sticky else signal

    def characteristic(self, position: float) -> float:
        """f(x): the share of Kvs that the trim gives at that position."""
        steepness = self._log_rangeability
        if steepness == 0.0:
            return position
        if position >= SEATING_LIFT:
            return exponential((position - 1.0) * steepness)
        return exponential((SEATING_LIFT - 1.0) * steepness) * (position / SEATING_LIFT)

    def move(self, dt_s: float) -> float:
        """Let the stem travel for `dt_s` seconds; the flow coefficient that it ends at."""
        target = self._target
        position = self.position
        if position == target:
            return self.kv_m3_h
        travel = self._rate_1_s * dt_s
        if position < target:
            position += travel
            if position > target:
                position = target
        else:
            position -= travel
            if position < target:
                position = target
        self.position = position
        kv = self.kv_m3_h = self.kvs_m3_h * self.characteristic(position)
        return kv
