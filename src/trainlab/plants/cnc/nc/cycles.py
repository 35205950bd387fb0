"""Canned cycles: drilling strokes along the axis across the plane.

    G81  feed to Z, rapid out
    G82  feed to Z, dwell P seconds, rapid out
    G83  feed Q deeper, rapid out to R, rapid back to 0.254 mm above the depth reached, and so on
    G73  feed Q deeper, rapid back by 0.254 mm, and so on

The dialect of the pecks is LinuxCNC's (RS274/NGC has G83 likewise): 0.254 mm is its 0.010 inch.
Before the first hole of a series the tool rises to R where it is below (NISTIR 6556, 3.5.16.1);
out goes to the level before the series (G98, where that is above R) or to R (G99).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

REENTRY_MM = 0.254


@dataclass(frozen=True, slots=True)
class Stroke:
    """One motion of a cycle along its axis: to that level, rapid or at feed; or a dwell there."""

    level_mm: float
    rapid: bool
    dwell_s: float = 0.0


def strokes(
    code: int, retract_mm: float, bottom_mm: float, out_mm: float, peck_mm: float, dwell_s: float
) -> Iterator[Stroke]:
    """The strokes of one hole, from the level `retract_mm` on; levels in machine coordinates."""
    if code in (73, 83):
        depth = retract_mm - peck_mm
        while depth > bottom_mm:
            yield Stroke(depth, rapid=False)
            if code == 83:
                yield Stroke(retract_mm, rapid=True)
            yield Stroke(depth + REENTRY_MM, rapid=True)
            depth -= peck_mm
    yield Stroke(bottom_mm, rapid=False)
    if code == 82 and dwell_s > 0.0:
        yield Stroke(bottom_mm, rapid=True, dwell_s=dwell_s)
    yield Stroke(out_mm, rapid=True)
