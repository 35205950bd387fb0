"""Findings: what a check found in a trace."""

from __future__ import annotations

from dataclasses import dataclass

from trainlab.core.message import Message

Interval = tuple[int, int]  # from, to: nanoseconds of the run


@dataclass(frozen=True, slots=True)
class Finding:
    """The result of one check: score 0..1, what was measured against what was allowed, and when.

    `interval` is the part of the run that decided; `signals` are the names that prove it.
    `at_its_begin`: what the program did then proves it, not what it did at the interval's end. `final`:
    no row after those that were looked at can change the score.
    """

    score: float
    measured: Message
    allowed: Message
    interval: Interval
    signals: tuple[str, ...] = ()
    at_its_begin: bool = False
    final: bool = False
