"""What boxes pass on a line: photo-eyes, stoppers and marks.

A photo-eye (through-beam, dark-on) sees every box that is as high as its beam. Its edges are exact
moments: a plain digital input samples `blocked` when it is scanned and misses a pulse of L / v that
falls between two scans; `rises` counts every one, as a fast counter does.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import ClassVar

from trainlab.plants.parts.box import Box


class PhotoEye:
    """A beam across the line at `place_m`, `beam_height_m` above the belt; `blocked` while a box is in it."""

    __slots__ = (
        "_inside",
        "beam_height_m",
        "blocked",
        "falls",
        "fell_s",
        "place_m",
        "rises",
        "rose_s",
    )

    closed: ClassVar[bool] = False

    def __init__(self, place_m: float, beam_height_m: float = 0.0) -> None:
        self.place_m = place_m
        self.beam_height_m = beam_height_m
        self.rises = 0
        self.falls = 0
        self.rose_s = 0.0
        self.fell_s = 0.0
        self.blocked = False
        self._inside = 0

    def enter(self, box: Box, now_s: float) -> None:
        """A box has come into the place."""
        if box.height_m >= self.beam_height_m:
            self._inside += 1
            if self._inside == 1:
                self.blocked = True
                self.rises += 1
                self.rose_s = now_s

    def leave(self, box: Box, now_s: float) -> None:
        """A box has left the place, at either side."""
        if box.height_m >= self.beam_height_m:
            self._inside -= 1
            if self._inside == 0:
                self.blocked = False
                self.falls += 1
                self.fell_s = now_s


class Stopper:
    """A blade at `place_m` that lets no box pass while it is closed; its line closes and opens it."""

    __slots__ = ("across", "closed", "place_m")

    def __init__(self, place_m: float, closed: bool = False) -> None:
        self.place_m = place_m
        self.closed = closed
        self.across: list[Box] = []  # the boxes that stand over it

    def enter(self, box: Box, now_s: float) -> None:
        """A box has come over it."""
        self.across.append(box)

    def leave(self, box: Box, now_s: float) -> None:
        """A box has left it."""
        self.across.remove(box)


class Mark:
    """A place on the line that only tells when a box comes and when it is gone."""

    __slots__ = ("_entered", "_left", "place_m")

    closed: ClassVar[bool] = False

    def __init__(
        self,
        place_m: float,
        entered: Callable[[Box, float], None] | None = None,
        left: Callable[[Box, float], None] | None = None,
    ) -> None:
        self.place_m = place_m
        self._entered = entered
        self._left = left

    def enter(self, box: Box, now_s: float) -> None:
        """A box has come to it."""
        if self._entered is not None:
            self._entered(box, now_s)

    def leave(self, box: Box, now_s: float) -> None:
        """A box has gone from it."""
        if self._left is not None:
            self._left(box, now_s)
