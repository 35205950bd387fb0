"""settles: a signal reaches a band around its target in time and stays in it."""

from __future__ import annotations

from typing import ClassVar

import numpy as np
from pydantic import Field

from trainlab.core.duration import format_duration, format_instant
from trainlab.core.fields import DurationNs, QuantityField
from trainlab.core.message import Text
from trainlab.grading.check import WindowedCheck, graded, signals_of
from trainlab.grading.evidence import Evidence
from trainlab.grading.fields import SignalField
from trainlab.grading.finding import Finding

SETTLED = Text("settled after {delay}", "{delay} 后稳定")
LEFT = Text(
    "left the band for the last time at {when}, off by {worst:.4g} {unit} in the second half",
    "{when} 仍超出范围，后半段最大偏差 {worst:.4g} {unit}",
)
NEVER_IN = Text("off by {worst:.4g} {unit} at the end", "结束时仍偏差 {worst:.4g} {unit}")
ALLOWED = Text(
    "within {band:.4g} {unit} of the target after {within}",
    "{within} 内进入目标 ±{band:.4g} {unit}",
)


class Settles(WindowedCheck):
    """The signal enters target +- band and stays until the window ends.

    The settling time is counted from `after` to the first tick from which on the signal stays in
    the band (the usual definition of step responses, Ogata, Modern Control Engineering, 5-3). Full
    points up to `within`, none from `zero_at` on, a straight line between. NaN is outside.
    """

    title_of_kind: ClassVar[Text] = Text("settles", "稳定到目标")
    quantities: ClassVar[dict[str, str]] = {"band": "signal"}

    signal: SignalField = Field(description="what must settle")
    target: SignalField = Field(description="where to, a signal or a number")
    band: QuantityField = Field(description="half the width of the band, in the signal's unit")
    within: DurationNs = Field(gt=0, description="the longest settling time for full points")
    zero_at: DurationNs | None = Field(None, description="the settling time that gives no points")

    def judge_rows(self, evidence: Evidence, rows: slice) -> Finding:
        """Score by the settling time."""
        unit = evidence.unit(self.signal)
        band = self.band.span_within(unit)
        error = np.abs(evidence.values(self.signal) - evidence.values(self.target))[rows]
        outside = np.flatnonzero(~(error <= band))
        allowed = ALLOWED.fill(band=band, unit=unit, within=format_duration(self.within))
        signals = signals_of(self.signal, self.target)
        last = int(outside[-1]) + 1 if len(outside) else 0
        begin_ns = evidence.ns(rows.start)
        settled_ns = evidence.ns(rows.start + last)
        if last == len(error):
            measured = NEVER_IN.fill(worst=float(error[-1]), unit=unit)
            return Finding(0.0, measured, allowed, (begin_ns, settled_ns), signals)
        score = graded(settled_ns - begin_ns, self.within, self.zero_at)
        if score > 0.0:
            measured = SETTLED.fill(delay=format_duration(settled_ns - begin_ns))
        else:
            worst = float(np.max(error[len(error) // 2 :]))
            measured = LEFT.fill(when=format_instant(settled_ns), worst=worst, unit=unit)
        return Finding(score, measured, allowed, (begin_ns, settled_ns), signals)
