"""A float switch: trips at a level, resets a differential below it."""

from __future__ import annotations


class FloatSwitch:
    """Trips when the level reaches `level_m`, resets when it is `differential_m` below."""

    __slots__ = ("_resets_m", "_trips_m", "tripped")

    def __init__(self, level_m: float, differential_m: float, initial_m: float) -> None:
        self._trips_m = level_m
        self._resets_m = level_m - differential_m
        self.tripped = initial_m >= level_m

    def follow(self, level_m: float) -> bool:
        """Whether it is tripped at that level."""
        if level_m >= self._trips_m:
            self.tripped = True
        elif level_m <= self._resets_m:
            self.tripped = False
        return self.tripped
