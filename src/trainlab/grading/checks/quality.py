"""quality: the share of parts that are good the first time."""

from __future__ import annotations

from typing import Annotated, ClassVar

import numpy as np

from trainlab.core.fields import explained
from trainlab.core.message import Text
from trainlab.grading.better import ShareField, graded_up, less_than
from trainlab.grading.check import WindowedCheck, signals_of
from trainlab.grading.counting import EventsField, rises
from trainlab.grading.evidence import Evidence
from trainlab.grading.finding import Finding
from trainlab.grading.shown import percent

YIELD = Text("{share} ({good:g} of {all:g})", "{share}（{all:g} 件中 {good:g} 件）")
TOO_FEW = Text("only {all:g} in all", "总共只有 {all:g}")
ALLOWED = Text("at least {share}, of {parts:g} or more", "不低于 {share}，总数至少 {parts:g}")


class Quality(WindowedCheck):
    """The first-pass yield of the window is at least `at_least`.

        FPY = good / all

    `good` counts the parts that are right the first time, without rework; `all` counts every part
    that was inspected or finished, good and bad. Both count as in `count`: rising edges of a
    condition, or the rises of a fact. Fewer than `parts` parts in all score nothing. Full points
    from `at_least` on, none down to `zero_at`, a straight line between. The interval shown ranges
    from the first to the last part that was not good.

    Source: ISO 22400-2:2014, first pass yield (good parts / inspected parts).
    """

    title_of_kind: ClassVar[Text] = Text("first-pass yield", "一次合格率")
    about: ClassVar[Text] = Text(
        "Of all parts in the window, the share that is good the first time is at least `at_least`.",
        "窗口内一次合格的工件占全部工件的比例不低于 at_least。",
    )
    example: ClassVar[str] = """\
- id: good_starts
  title: {en: Every start of the pump has an open shut-off valve behind it, zh-CN: 每次启动水泵时截止阀都已打开}
  check: quality
  points: 5
  good: pump_on AND held_for(shutoff_open, T#100ms)
  all: pump_on
  at_least: 100 %
  zero_at: 50 %
  parts: 3
"""

    good: EventsField = explained(
        "what counts the parts that are good the first time", "一次合格品的计数"
    )
    all: EventsField = explained("what counts all parts, good and bad", "全部工件的计数")
    at_least: ShareField = explained("the share for full points", "得满分的比例", gt=0, le=1)
    zero_at: Annotated[ShareField | None, less_than("at_least")] = explained(
        "the share that gives no points", "得零分的比例", default=None
    )
    parts: float = explained("the fewest parts in all", "总数至少多少", default=1.0, gt=0)

    def judge_rows(self, evidence: Evidence, rows: slice) -> Finding:
        """Score by the yield."""
        good_each, all_each = rises(evidence, self.good, rows), rises(evidence, self.all, rows)
        good, every = float(np.sum(good_each)), float(np.sum(all_each))
        signals = signals_of(self.good, self.all)
        allowed = ALLOWED.fill(share=percent(self.at_least), parts=self.parts)
        begin, end = _bad(good_each, all_each)
        interval = (evidence.ns(rows.start + begin), evidence.ns(rows.start + end))
        if not every >= self.parts:
            return Finding(0.0, TOO_FEW.fill(all=every), allowed, interval, signals)
        measured = YIELD.fill(share=percent(good / every), good=good, all=every)
        score = graded_up(good / every, self.at_least, self.zero_at, 1e-12)
        return Finding(score, measured, allowed, interval, signals)


def _bad(
    good: np.ndarray[tuple[int], np.dtype[np.float64]],
    every: np.ndarray[tuple[int], np.dtype[np.float64]],
) -> tuple[int, int]:
    """The rows from the first to the last part that was not good; the whole window if all were."""
    with np.errstate(invalid="ignore"):
        missing = np.maximum.accumulate(np.cumsum(every) - np.cumsum(good))
    rows = np.flatnonzero(np.diff(missing, prepend=0.0) > 0)
    return (int(rows[0]), int(rows[-1]) + 1) if len(rows) else (0, len(every))
