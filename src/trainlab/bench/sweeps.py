"""Dials and parameters on their way: ramps, and noise that comes and goes."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Protocol

from trainlab.core.seeds import Stream


class Sweep(Protocol):
    """A value as a function of the time since it set out."""

    @property
    def over_ns(self) -> int:
        """How long it takes."""

    def value(self, start: float, since_ns: int) -> float:
        """The value so long after it was at `start`."""


@dataclass(frozen=True, slots=True)
class Ramp:
    """A straight line to a value."""

    to: float
    over_ns: int

    def value(self, start: float, since_ns: int) -> float:
        """On the line; the end exactly."""
        if since_ns >= self.over_ns:
            return self.to
        return start + (self.to - start) * (since_ns / self.over_ns)


@dataclass(frozen=True, slots=True)
class Shake:
    """White noise around where it was, between two limits; at the end it is there again."""

    rms: float
    over_ns: int
    low: float
    high: float
    stream: Stream

    def value(self, start: float, since_ns: int) -> float:
        """Another one at every moment; the moment is the counter of the stream."""
        if since_ns >= self.over_ns:
            return start
        return min(max(start + self.rms * self.stream.normal(since_ns), self.low), self.high)


class Sweeps:
    """Those under way, by what they move; of two that move one thing the later one goes on."""

    __slots__ = ("moving",)

    def __init__(self) -> None:
        self.moving: dict[tuple[type, str], tuple[Sweep, float, int]] = {}

    def begin(self, kind: type, name: str, sweep: Sweep, start: float, now_ns: int) -> None:
        """Something begins to move; `kind` is the action that sets it."""
        self.moving[kind, name] = sweep, start, now_ns

    def stop(self, kind: type, name: str) -> None:
        """It was set by hand."""
        self.moving.pop((kind, name), None)

    def moved(self, now_ns: int) -> Iterator[tuple[type, str, float]]:
        """Everything that moves, with its value in this tick."""
        for (kind, name), (sweep, start, begun_ns) in list(self.moving.items()):
            since_ns = now_ns - begun_ns
            if since_ns >= sweep.over_ns:
                del self.moving[kind, name]
            yield kind, name, sweep.value(start, since_ns)
