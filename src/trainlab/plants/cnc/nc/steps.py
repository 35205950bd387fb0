"""What a part program comes to: steps in the order in which the control does them."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from trainlab.plants.cnc.nc.paths import Path


class FeedMode(Enum):
    """What the number of F is."""

    INVERSE_TIME = 93  # the block takes 1/F minutes
    PER_MINUTE = 94
    PER_REVOLUTION = 95


@dataclass(frozen=True, slots=True)
class Feed:
    """The feed of a block: `value` is mm/s, mm a revolution, or 1/s (of the whole block)."""

    mode: FeedMode
    value: float


@dataclass(frozen=True, slots=True)
class SpindleOrder:
    """What the program wants of the spindle: `direction` 1 (M3), -1 (M4) or 0 (M5).

    `speed` is rpm, or m/min where the surface speed is kept constant (G96), up to `limit_rpm`.
    """

    direction: int = 0
    speed: float = 0.0
    constant_surface: bool = False
    limit_rpm: float = 0.0

    def demand_rpm(self, radius_mm: float) -> float:
        """The speed wanted with the tool at that distance from the axis, whatever the direction.

        n = 1000 vc / (2 pi r) with G96.
        """
        if not self.constant_surface:
            return self.speed if self.speed < self.limit_rpm else self.limit_rpm
        radius_mm = abs(radius_mm)
        per_rev_mm = 6.283185307179586 * radius_mm
        if 1000.0 * self.speed >= self.limit_rpm * per_rev_mm:
            return self.limit_rpm
        return 1000.0 * self.speed / per_rev_mm


@dataclass(frozen=True, slots=True)
class Cut:
    """How deep the tool is in the material: `ap_mm` along its axis (on a lathe: on the radius).

    `ae_mm` is the width of a mill's cut, 0 where that means nothing.
    """

    ap_mm: float
    ae_mm: float = 0.0


@dataclass(frozen=True, slots=True)
class Move:
    """A motion along a path, from rest to rest."""

    line: int
    path: Path
    feed: Feed | None  # None is rapid
    spindle: SpindleOrder
    tool: int
    cut: Cut | None = None

    @property
    def rapid(self) -> bool:
        """Whether it goes at the rapid speed."""
        return self.feed is None


@dataclass(frozen=True, slots=True)
class Dwell:
    """A pause of that many seconds."""

    line: int
    seconds: float


class FunctionKind(Enum):
    """The letter of a function that the PLC carries out."""

    M = 1
    S = 2
    T = 3


@dataclass(frozen=True, slots=True)
class Function:
    """An M, S or T function: the PLC carries it out and says when it has.

    The code of S is not used: the speed wanted is that of `spindle`, which lives on.
    """

    line: int
    kind: FunctionKind
    code: int
    spindle: SpindleOrder


Step = Move | Dwell | Function


@dataclass(frozen=True, slots=True)
class PartProgram:
    """A part program that can be run; `number` is that of its O word, 0 without one."""

    file: str
    number: int
    steps: tuple[Step, ...]

    def rapid_mm(self) -> float:
        """The way at rapid speed."""
        return sum(s.path.length_mm for s in self.steps if isinstance(s, Move) and s.rapid)

    def feed_mm(self) -> float:
        """The way at feed speed."""
        return sum(s.path.length_mm for s in self.steps if isinstance(s, Move) and not s.rapid)
