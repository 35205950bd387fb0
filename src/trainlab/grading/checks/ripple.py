"""ripple: a signal that should be steady does not swing."""

from __future__ import annotations

from typing import ClassVar

import numpy as np
from pydantic import Field

from trainlab.core.fields import QuantityField
from trainlab.core.message import Text
from trainlab.grading.check import WindowedCheck, graded, signals_of
from trainlab.grading.evidence import Evidence
from trainlab.grading.fields import SignalField
from trainlab.grading.finding import Finding

SWING = Text("swings by {swing:.4g} {unit}", "波动 {swing:.4g} {unit}")
ALLOWED = Text("peak to peak {limit:.4g} {unit} at the most", "峰峰值不大于 {limit:.4g} {unit}")


class Ripple(WindowedCheck):
    """The signal's greatest value less its smallest, over the window, is at most `limit`.

    Full points up to `limit`, none from `zero_at` on, a straight line between.
    """

    title_of_kind: ClassVar[Text] = Text("ripple", "波动")
    quantities: ClassVar[dict[str, str]] = {"limit": "signal", "zero_at": "signal"}

    signal: SignalField = Field(description="what must be steady")
    limit: QuantityField = Field(description="the greatest peak-to-peak swing for full points")
    zero_at: QuantityField | None = Field(None, description="the swing that gives no points")

    def judge_rows(self, evidence: Evidence, rows: slice) -> Finding:
        """Score by the peak-to-peak swing."""
        unit = evidence.unit(self.signal)
        limit = self.limit.span_within(unit)
        zero_at = self.zero_at.span_within(unit) if self.zero_at else None
        values = evidence.values(self.signal)[rows]
        low, high = int(np.argmin(values)), int(np.argmax(values))
        swing = float(values[high] - values[low])
        return Finding(
            graded(swing, limit, zero_at),
            SWING.fill(swing=swing, unit=unit),
            ALLOWED.fill(limit=limit, unit=unit),
            (evidence.ns(rows.start + min(low, high)), evidence.ns(rows.start + max(low, high))),
            signals_of(self.signal),
        )
