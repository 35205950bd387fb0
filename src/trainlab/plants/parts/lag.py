"""A first-order lag: tau dy/dt = u - y, discretised exactly."""

from __future__ import annotations

from trainlab.plants.parts.arithmetic import exponential


class Lag:
    """The lag's output; exact for an input that is held, or that runs straight, over a step.

    Held:     y1 = u + (y0 - u) e,  e = exp(-dt / tau)
    Straight: y1 = u1 (1 - p) + u0 (p - e) + y0 e,  p = (1 - e) tau / dt
    A time constant of 0 lets the input through.
    """

    __slots__ = ("_decay", "_dt_s", "_phi", "time_constant_s", "value")

    def __init__(self, time_constant_s: float, initial: float = 0.0) -> None:
        self.value = initial
        self.change_time_constant(time_constant_s)

    def change_time_constant(self, time_constant_s: float) -> None:
        """Go on from the present output with another time constant, in seconds."""
        self.time_constant_s = time_constant_s
        self._dt_s = 0.0
        self._decay = 1.0
        self._phi = 1.0

    def hold(self, target: float, dt_s: float) -> float:
        """The output after `dt_s` seconds of an input that stands at `target`."""
        if dt_s != self._dt_s:
            self._discretise(dt_s)
        value = self.value = target + (self.value - target) * self._decay
        return value

    def follow(self, start: float, end: float, dt_s: float) -> float:
        """The output after `dt_s` seconds of an input that runs straight from `start` to `end`."""
        if dt_s != self._dt_s:
            self._discretise(dt_s)
        decay = self._decay
        phi = self._phi
        value = self.value = end + (start - end) * phi + (self.value - start) * decay
        return value

    def _discretise(self, dt_s: float) -> None:
        self._dt_s = dt_s
        tau_s = self.time_constant_s
        if dt_s <= 0.0:
            self._decay = self._phi = 1.0
        elif tau_s <= 0.0:
            self._decay = self._phi = 0.0
        else:
            self._decay = exponential(-dt_s / tau_s)
            self._phi = (1.0 - self._decay) * tau_s / dt_s
