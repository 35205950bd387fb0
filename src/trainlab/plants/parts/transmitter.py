"""A 4-20 mA transmitter read by an analogue input of the S7 kind.

    tau dy/dt = u - y                     first-order lag, exact for a straight run of u
    i = 4 mA + 16 mA (y + noise - low) / (high - low), limited to 3.8..20.5 mA (NAMUR NE 43)
    code = 27648 (i - 4 mA) / 16 mA, rounded half to even

So 4 mA reads 0, 20 mA 27648, the NAMUR limits -346 and 28512 (Siemens, S7-1500 analogue value
processing). One normal number a sample, from the stream's counter.
"""

from __future__ import annotations

from trainlab.core.seeds import Stream
from trainlab.plants.parts.lag import Lag

FULL_SCALE_CODE = 27648
NAMUR_LOW_CODE = -345.6  # 3.8 mA
NAMUR_HIGH_CODE = 28512.0  # 20.5 mA
BLOCK = 1024  # normal numbers drawn at a time


def voltage_code(share: float) -> int:
    """The code of a 0-10 V signal that stands at `share` of its range, 0..1."""
    return round(FULL_SCALE_CODE * (0.0 if not share > 0.0 else 1.0 if share > 1.0 else share))


class Transmitter(Lag):
    """Turns a measured quantity, which it follows with a lag, into a code; `low` and `high` are its range."""

    __slots__ = (
        "_codes_per_unit",
        "_first",
        "_low",
        "_noise",
        "_noise_rms",
        "_stream",
    )

    def __init__(
        self,
        low: float,
        high: float,
        time_constant_s: float,
        noise_rms: float,
        stream: Stream,
        initial: float,
    ) -> None:
        super().__init__(time_constant_s, initial)
        self._low = low
        self._codes_per_unit = FULL_SCALE_CODE / (high - low)
        self._stream = stream
        self._first = -BLOCK
        self._noise: list[float] = []
        self._noise_rms = noise_rms

    def change_noise(self, noise_rms: float) -> None:
        """Give it another noise, in the unit of the quantity."""
        self._noise_rms = noise_rms
        self._first = -BLOCK

    def code(self, sample: int) -> int:
        """What the analogue input reads at that sample; asking again gives the same."""
        place = sample - self._first
        if not 0 <= place < BLOCK:
            place = self._draw(sample)
        code = (self.value - self._low + self._noise[place]) * self._codes_per_unit
        if NAMUR_LOW_CODE < code < NAMUR_HIGH_CODE:
            return round(code)
        return round(NAMUR_HIGH_CODE if code > 0.0 else NAMUR_LOW_CODE)

    def _draw(self, sample: int) -> int:
        """Draw the noise around a sample; the sample's place in it."""
        place = sample % BLOCK
        self._first = sample - place
        rms = self._noise_rms
        if rms > 0.0:
            self._noise = self._stream.normals(self._first, BLOCK, rms)
        else:
            self._noise = [0.0] * BLOCK
        return place
