"""ripple: a signal that should be steady does not swing."""

from __future__ import annotations

from typing import ClassVar

import numpy as np

from trainlab.core.fields import SpanField, explained
from trainlab.core.message import Text
from trainlab.grading.check import WindowedCheck, graded, signals_of
from trainlab.grading.evidence import Evidence
from trainlab.grading.fields import SignalField
from trainlab.grading.finding import Finding
from trainlab.grading.rounding import rounding_of

SWING = Text("swings by {swing:.4g} {unit}", "波动 {swing:.4g} {unit}")
ALLOWED = Text("peak to peak {limit:.4g} {unit} at the most", "峰峰值不大于 {limit:.4g} {unit}")


class Ripple(WindowedCheck):
    """The signal's greatest value less its smallest, over the window, is at most `limit`.

    Full points up to `limit`, none from `zero_at` on, a straight line between.
    """

    title_of_kind: ClassVar[Text] = Text("ripple", "波动")
    about: ClassVar[Text] = Text(
        "The signal's greatest value in the window less its smallest is at most `limit`.",
        "窗口内信号的最大值与最小值之差不超过 limit。",
    )
    quantities: ClassVar[dict[str, str]] = {"limit": "signal", "zero_at": "signal"}
    full_at: ClassVar[str] = "limit"
    example: ClassVar[str] = """\
- id: steady
  title: {en: The level does not swing, zh-CN: 液位不得波动}
  check: ripple
  points: 5
  after: wire_broken - 4 s
  until: wire_broken
  signal: level_m
  limit: 8 mm
  zero_at: 20 mm
"""

    signal: SignalField = explained("what must be steady", "必须平稳的信号")
    limit: SpanField = explained(
        "the greatest peak-to-peak swing for full points", "得满分的最大峰峰值"
    )
    zero_at: SpanField | None = explained(
        "the swing that gives no points", "得零分的峰峰值", default=None
    )

    def judge_rows(self, evidence: Evidence, rows: slice) -> Finding:
        """Score by the peak-to-peak swing."""
        unit = evidence.unit(self.signal)
        limit = self.limit.span_within(unit)
        zero_at = self.zero_at.span_within(unit) if self.zero_at else None
        values = evidence.values(self.signal)[rows]
        low, high = int(np.argmin(values)), int(np.argmax(values))
        swing = float(values[high] - values[low])
        return Finding(
            graded(swing, limit, zero_at, rounding_of(values)),
            SWING.fill(swing=swing, unit=unit),
            ALLOWED.fill(limit=limit, unit=unit),
            (evidence.ns(rows.start + min(low, high)), evidence.ns(rows.start + max(low, high))),
            signals_of(self.signal),
        )
