"""Where what is shown departs from what is due: lamps, horns, alarms."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from trainlab.core.duration import format_duration, format_instant
from trainlab.core.message import Message, Text
from trainlab.grading.edges import (
    Mask,
    any_in,
    arrivals,
    changes,
    filled,
    last_row,
    next_row,
    rises,
    rows_in,
    rows_since,
)
from trainlab.grading.evidence import Evidence
from trainlab.grading.finding import Finding
from trainlab.grading.intervals import longest, stretches


@dataclass(frozen=True, slots=True)
class Departure:
    """Rows [begin, end) in which something is due and not shown (`missing`), or shown and not due.

    `late` if it began when it became due, or stayed when it no longer was; else it came in between.
    """

    begin: int
    end: int
    missing: bool
    late: bool


@dataclass(frozen=True, slots=True)
class Comparison:
    """What is shown against what is due, a row a tick of the whole run.

    After each change of what is due, what is shown may differ for up to `on_ns` (where it became
    due) or `off_ns` (where it no longer is); a difference that lasts just so long is in time.
    """

    shown: Mask
    due: Mask
    renewed: Mask
    on_ns: int
    off_ns: int
    tick_ns: int

    @property
    def decided(self) -> Mask:
        """The rows in which the two have to agree."""
        allowed = np.where(
            self.due, rows_in(self.on_ns, self.tick_ns), rows_in(self.off_ns, self.tick_ns)
        )
        return np.asarray(rows_since(self.renewed) >= allowed)

    def proved(self, rows: slice) -> bool:
        """Whether a window has a row in which something is due and is shown, or has to be."""
        return bool(np.any((self.due & (self.decided | self.shown))[rows]))

    def worst(self, rows: slice) -> Departure | None:
        """The longest departure of a window that is not allowed, the first of equals."""
        decided, found = self.decided[rows], []
        for missing in (True, False):
            differs = (self.due & ~self.shown if missing else self.shown & ~self.due)[rows]
            spans = stretches(differs)
            span = longest(spans[any_in(differs & decided, spans)] + rows.start)
            if span is not None:
                late = span[0] == rows.start or bool(self.renewed[span[0]])
                found.append(Departure(*span, missing, late))
        return max(found, key=lambda each: (each.end - each.begin, -each.begin), default=None)


def compared(
    shown: Mask, due: Mask, evidence: Evidence, on_ns: int, off_ns: int, again: Mask | None = None
) -> Comparison:
    """A comparison; `again` marks further rows in which what is due begins anew."""
    renewed = changes(due) if again is None else changes(due) | again
    return Comparison(shown, due, renewed, on_ns, off_ns, evidence.tick_ns)


@dataclass(frozen=True, slots=True)
class Wording:
    """How a comparison is told: missing, shown without need (both by duration and begin), never due."""

    missing: Text
    undue: Text
    never_due: Text
    agreed: Text


def finding_on(
    comparison: Comparison,
    rows: slice,
    evidence: Evidence,
    wording: Wording,
    allowed: Message,
    signals: tuple[str, ...],
) -> Finding:
    """Full score where what is shown was proved and never departed; `agreed` says how many times."""
    worst = comparison.worst(rows)
    if worst is not None:
        begin_ns, end_ns = evidence.ns(worst.begin), evidence.ns(worst.end)
        measured = (wording.missing if worst.missing else wording.undue).fill(
            duration=format_duration(end_ns - begin_ns), begin=format_instant(begin_ns)
        )
        return Finding(0.0, measured, allowed, (begin_ns, end_ns), signals, final=True)
    whole = (evidence.ns(rows.start), evidence.ns(rows.stop))
    if not comparison.proved(rows):
        return Finding(0.0, wording.never_due.fill(), allowed, whole, signals)
    measured = wording.agreed.fill(times=len(arrivals(comparison.due, rows)))
    return Finding(1.0, measured, allowed, whole, signals)


def unacknowledged(cause: Mask, acknowledge: Mask) -> Mask:
    """From each coming of a cause until an acknowledgement after it.

    An acknowledgement in the very tick of a new cause was meant for an older one.
    """
    came, answered = last_row(rises(cause)), last_row(rises(acknowledge))
    return np.asarray((came >= answered) & (came >= 0))


def without_lead(shown: Mask, due: Mask, lead_ns: int, tick_ns: int) -> Mask:
    """What is shown, less what shows a coming change of what is due not more than `lead_ns` before it
    and without a break until then."""
    count = len(due)
    turn = next_row(changes(due))
    soon = (turn < count) & ((turn - np.arange(count)) * tick_ns <= lead_ns)
    early = soon & (shown == due[np.minimum(turn, count - 1)]) & (next_row(changes(shown)) >= turn)
    return np.where(early, due, shown)


def without_gaps(shown: Mask, period_ns: int, tick_ns: int) -> Mask:
    """What flickers, as one stretch: gaps shorter than a period between two stretches are filled."""
    gaps = stretches(~shown)
    inner = (gaps[:, 0] > 0) & (gaps[:, 1] < len(shown))
    short = (gaps[:, 1] - gaps[:, 0]) * tick_ns < period_ns
    return shown | filled(gaps[inner & short], len(shown))


def without_steady(shown: Mask, period_ns: int, tick_ns: int) -> Mask:
    """Only what flickers: stretches of a period or longer are steady, and left out."""
    spans = stretches(shown)
    return filled(spans[(spans[:, 1] - spans[:, 0]) * tick_ns < period_ns], len(shown))
