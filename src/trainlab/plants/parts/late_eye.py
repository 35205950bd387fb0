"""A photo-eye whose output comes late, as a slow or dirty one's does: its edges are exact moments, moved."""

from __future__ import annotations

from typing import ClassVar

from trainlab.plants.parts.box import Box


class LateEye:
    """A beam across the line at `place_m`; `blocked_at(now_s)` tells what it told `delay_s` ago."""

    __slots__ = ("_edges", "_inside", "_told", "delay_s", "place_m")

    closed: ClassVar[bool] = False

    def __init__(self, place_m: float, delay_s: float = 0.0) -> None:
        self.place_m = place_m
        self.delay_s = delay_s
        self._inside = 0
        self._told = False
        self._edges: list[tuple[float, bool]] = []  # not told yet, the oldest first

    @property
    def blocked(self) -> bool:
        """Whether a box really is in the beam."""
        return self._inside > 0

    def enter(self, box: Box, now_s: float) -> None:
        """A box has come into the place."""
        self._inside += 1
        if self._inside == 1:
            self._edges.append((now_s, True))

    def leave(self, box: Box, now_s: float) -> None:
        """A box has left the place."""
        self._inside -= 1
        if self._inside == 0:
            self._edges.append((now_s, False))

    def blocked_at(self, now_s: float) -> bool:
        """What its output tells; time must not go back from one asking to the next."""
        told_s = now_s - self.delay_s
        while self._edges and self._edges[0][0] <= told_s:
            self._told = self._edges.pop(0)[1]
        return self._told
