"""A serial line as an endpoint names it: 8 data bits always, 19200 baud and even parity if nothing is
said (MODBUS over Serial Line V1.02, 3.2 and 2.5.1)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Parity = Literal["even", "odd", "none"]

PARITIES: tuple[Parity, ...] = ("even", "odd", "none")
STOP_BITS = (1, 2)
USUAL_BAUD = 19200
BAUD_RATES = (
    USUAL_BAUD,
    *(1200, 2400, 4800, 9600, 38400, 57600, 115200, 230400, 460800, 921600),
)
# A character of RTU has 11 bits, whatever its parity (2.5.1).
CHARACTER_BITS = 11
FIXED_SILENCE_S = 1.75e-3  # above 19200 baud (2.5.1.1)


@dataclass(frozen=True, slots=True)
class SerialPort:
    """One line."""

    path: str
    baud: int
    parity: Parity
    stop: int

    @property
    def silence_s(self) -> float:
        """The silence of 3.5 characters that parts two frames."""
        if self.baud > USUAL_BAUD:
            return FIXED_SILENCE_S
        return 3.5 * CHARACTER_BITS / self.baud

    def __str__(self) -> str:
        return f"{self.baud} 8{self.parity[0].upper()}{self.stop}"
