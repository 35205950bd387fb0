"""Steps as they come, held to their order and their times: what the sequence check rests on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations

import numpy as np

from trainlab.core.duration import format_duration, format_instant
from trainlab.core.message import Message, Text
from trainlab.grading.edges import Mask, Rows, arrivals
from trainlab.grading.evidence import Evidence
from trainlab.grading.finding import Interval
from trainlab.grading.intervals import stretches

INSTEAD = Text(
    "'{came}' came at {when}, where '{due}' was due", "{when} 出现“{came}”，而此时应为“{due}”"
)
LATE = Text(
    "'{due}' came only {delay} after {before}, at {when}",
    "“{due}”在 {when} 才出现，距{before} {delay}",
)
MISSING = Text(
    "'{due}' did not come within {within} of {before}", "{before}之后 {within} 内“{due}”未出现"
)
TOGETHER = Text(
    "'{one}' and '{other}' were true together for {duration} from {begin}",
    "“{one}”与“{other}”自 {begin} 起同时成立 {duration}",
)
STEP = Text("'{name}'", "“{name}”")
THE_BEGIN = Text("the begin of the window", "时间窗开始")


@dataclass(frozen=True, slots=True)
class Mistake:
    """What went wrong: the row in which that is certain, its message and its interval."""

    row: int
    measured: Message
    interval: Interval


@dataclass(frozen=True, slots=True)
class Walk:
    """How far the steps came in order: how many, up to which row, and the mistake that ended it."""

    steps: int
    stop: int
    mistake: Mistake | None


@dataclass(frozen=True, slots=True)
class Order:
    """The steps that are due: their names, their times after the one before (ns; None for any),
    and whether they are due once or in every cycle."""

    names: tuple[str, ...]
    withins: tuple[int | None, ...]
    every: bool
    evidence: Evidence

    def walk(self, masks: Sequence[Mask], rows: slice) -> Walk:
        """The steps in a window as they come, until the first mistake or the end."""
        at, which = _arrivals(masks, rows)
        starts = np.flatnonzero(np.append(True, at[1:] != at[:-1])[: len(at)])
        done, last, count = 0, int(rows.start), len(self.names)
        for begin, end in zip(starts, np.append(starts, len(at))[1:], strict=True):
            row, came = int(at[begin]), set(which[begin:end].tolist())
            if done and count > 1:
                came.discard((done - 1) % count)
            while came:
                due = done % count
                overdue = self._overdue(done, last, row)
                if due not in came and overdue is None:
                    return Walk(done, row, self._instead(min(came), due, last, row))
                if overdue is not None:
                    late = self._late(done, last, row if due in came else None, overdue)
                    return Walk(done, row, late)
                came.discard(due)
                done, last = done + 1, row
                if done == count and not self.every:
                    return Walk(done, row + 1, None)
        overdue = self._overdue(done, last, rows.stop)
        missing = None if overdue is None else self._late(done, last, None, overdue)
        return Walk(done, rows.stop, missing)

    def together(self, masks: Sequence[Mask], rows: slice, overlap_ns: int) -> Mistake | None:
        """The first time that two steps were true together for longer than allowed."""
        tick_ns, found = self.evidence.tick_ns, []
        for one, other in combinations(range(len(masks)), 2):
            both = masks[one][rows] & masks[other][rows]
            spans = stretches(both, rows.start)
            spans = spans[(spans[:, 1] - spans[:, 0]) * tick_ns > overlap_ns]
            if len(spans):
                begin, end = (int(row) for row in spans[0])
                found.append((begin + overlap_ns // tick_ns, begin, end, one, other))
        if not found:
            return None
        row, begin, end, one, other = min(found)
        interval = (self.evidence.ns(begin), self.evidence.ns(end))
        measured = TOGETHER.fill(
            one=self.names[one],
            other=self.names[other],
            duration=format_duration(interval[1] - interval[0]),
            begin=format_instant(interval[0]),
        )
        return Mistake(row, measured, interval)

    def _overdue(self, done: int, last: int, row: int) -> int | None:
        """The row in which the step due was certain to be late, if that is not after `row`."""
        within = self.withins[done % len(self.names)]
        if within is None or (done and done % len(self.names) == 0):
            return None
        certain = (self.evidence.ns(last) + within) // self.evidence.tick_ns + 1
        return certain if certain <= row else None

    def _before(self, done: int) -> Text | Message:
        return STEP.fill(name=self.names[(done - 1) % len(self.names)]) if done else THE_BEGIN

    def _late(self, done: int, last: int, row: int | None, certain: int) -> Mistake:
        due, last_ns = done % len(self.names), self.evidence.ns(last)
        before = self._before(done)
        if row is None:
            within = format_duration(self.withins[due] or 0)
            measured = MISSING.fill(due=self.names[due], within=within, before=before)
            return Mistake(certain, measured, (last_ns, self.evidence.ns(certain)))
        when_ns = self.evidence.ns(row)
        measured = LATE.fill(
            due=self.names[due],
            delay=format_duration(when_ns - last_ns),
            before=before,
            when=format_instant(when_ns),
        )
        return Mistake(certain, measured, (last_ns, when_ns))

    def _instead(self, came: int, due: int, last: int, row: int) -> Mistake:
        when_ns = self.evidence.ns(row)
        measured = INSTEAD.fill(
            came=self.names[came], due=self.names[due], when=format_instant(when_ns)
        )
        return Mistake(row, measured, (self.evidence.ns(last), when_ns + self.evidence.tick_ns))


def _arrivals(masks: Sequence[Mask], rows: slice) -> tuple[Rows, Rows]:
    """The rows in which steps come and which these are, by time; what is true already when the
    window begins has come with it for the first step alone."""
    came = [arrivals(masks[0], rows)]
    for mask in masks[1:]:
        edges = np.flatnonzero(mask[1:] & ~mask[:-1]) + 1
        came.append(edges[(edges >= rows.start) & (edges < rows.stop)])
    at = np.concatenate(came)
    which = np.repeat(np.arange(len(masks)), [len(each) for each in came])
    order = np.lexsort((which, at))
    return at[order], which[order]
