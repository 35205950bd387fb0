"""A lane down which what a pusher has swept off rolls out of sight; for the drawing, it counts nothing."""

from __future__ import annotations

from trainlab.plants.parts.box import Box


class SideLane:
    """Boxes on their way down, each for `lasts_s`."""

    __slots__ = ("_boxes", "_lasts_s")

    def __init__(self, lasts_s: float) -> None:
        self._lasts_s = lasts_s
        self._boxes: list[tuple[Box, float]] = []

    def take(self, box: Box, now_s: float) -> None:
        """It comes onto the lane."""
        self._boxes = [
            (each, since_s) for each, since_s in self._boxes if self._sees(since_s, now_s)
        ]
        self._boxes.append((box, now_s))

    def rolling(self, now_s: float) -> list[tuple[Box, float]]:
        """Each box in sight, and for how many seconds it has rolled."""
        return [
            (box, now_s - since_s) for box, since_s in self._boxes if self._sees(since_s, now_s)
        ]

    def _sees(self, since_s: float, now_s: float) -> bool:
        return now_s - since_s < self._lasts_s
