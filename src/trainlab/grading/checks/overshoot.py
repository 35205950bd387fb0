"""overshoot: a signal does not run past its target."""

from __future__ import annotations

from typing import ClassVar

import numpy as np

from trainlab.core.duration import format_instant
from trainlab.core.fields import SpanField, explained
from trainlab.core.message import Text
from trainlab.grading.check import WindowedCheck, graded, signals_of
from trainlab.grading.evidence import Evidence
from trainlab.grading.fields import SignalField
from trainlab.grading.finding import Finding
from trainlab.grading.rounding import rounding_of

OVER = Text("{excess:.4g} {unit} past the target at {when}", "{when} 超过目标 {excess:.4g} {unit}")
ALLOWED = Text("at most {limit:.4g} {unit} past the target", "超调不大于 {limit:.4g} {unit}")


class Overshoot(WindowedCheck):
    """The signal passes its target by no more than `limit`.

    The direction is that from the signal to the target at the window's first tick; what counts is
    the greatest excess beyond the target of the same tick. Full points up to `limit`, none from
    `zero_at` on, a straight line between.
    """

    title_of_kind: ClassVar[Text] = Text("overshoot", "超调")
    about: ClassVar[Text] = Text(
        "The signal passes its target by no more than `limit`, seen from where it stood when the window began.",
        "从窗口开始时的位置看，信号越过目标不超过 limit。",
    )
    quantities: ClassVar[dict[str, str]] = {"limit": "signal", "zero_at": "signal"}
    full_at: ClassVar[str] = "limit"
    example: ClassVar[str] = """\
- id: overshoot
  title: {en: It does not run past the second setpoint, zh-CN: 第二设定值不得明显超调}
  check: overshoot
  points: 10
  after: second_setpoint
  until: outlet_opened
  signal: level_m
  target: setpoint_m
  limit: 25 mm
  zero_at: 50 mm
"""

    signal: SignalField = explained("what must not overshoot", "不得超调的信号")
    target: SignalField = explained("where it is to go, a signal or a number", "目标：信号或数值")
    limit: SpanField = explained("the greatest excess for full points", "得满分的最大超调量")
    zero_at: SpanField | None = explained(
        "the excess that gives no points", "得零分的超调量", default=None
    )

    def judge_rows(self, evidence: Evidence, rows: slice) -> Finding:
        """Score by the greatest excess."""
        unit = evidence.unit(self.signal)
        limit = self.limit.span_within(unit)
        zero_at = self.zero_at.span_within(unit) if self.zero_at else None
        signal = evidence.values(self.signal)[rows]
        target = evidence.values(self.target)[rows]
        error = signal - target
        excess = error if error[0] <= 0 else -error
        peak_row = int(np.argmax(excess))
        peak = max(float(excess[peak_row]), 0.0)
        peak_ns = evidence.ns(rows.start + peak_row)
        return Finding(
            graded(peak, limit, zero_at, rounding_of(signal, target)),
            OVER.fill(excess=peak, unit=unit, when=format_instant(peak_ns)),
            ALLOWED.fill(limit=limit, unit=unit),
            (evidence.ns(rows.start), peak_ns),
            signals_of(self.signal, self.target),
        )
