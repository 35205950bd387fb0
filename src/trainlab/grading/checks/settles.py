"""settles: a signal reaches a band around its target in time and stays in it."""

from __future__ import annotations

from typing import ClassVar

import numpy as np

from trainlab.core.duration import format_duration, format_instant
from trainlab.core.fields import DurationNs, SpanField, explained
from trainlab.core.message import Text
from trainlab.grading.check import WindowedCheck, graded, signals_of
from trainlab.grading.evidence import Evidence
from trainlab.grading.fields import SignalField
from trainlab.grading.finding import Finding
from trainlab.grading.rounding import rounding_of

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
    about: ClassVar[Text] = Text(
        "The signal enters its target +- band at the latest `within` after the window's begin and stays there.",
        "信号最迟在窗口开始后 within 内进入目标 ± band，并一直保持。",
    )
    quantities: ClassVar[dict[str, str]] = {"band": "signal"}
    full_at: ClassVar[str] = "within"
    decided_in_window: ClassVar[tuple[str, ...]] = ("within",)
    example: ClassVar[str] = """\
- id: settles
  title: {en: The level settles at the second setpoint, zh-CN: 液位稳定到第二设定值}
  check: settles
  points: 10
  after: second_setpoint
  until: outlet_opened
  signal: level_m
  target: setpoint_m
  band: 10 mm
  within: 14 s
  zero_at: 20 s
"""

    signal: SignalField = explained("what must settle", "须稳定的信号")
    target: SignalField = explained("where to, a signal or a number", "目标：信号或数值")
    band: SpanField = explained(
        "half the width of the band, in the signal's unit", "允许带的半宽，单位同信号"
    )
    within: DurationNs = explained(
        "the longest settling time for full points", "得满分的最长调节时间", gt=0
    )
    zero_at: DurationNs | None = explained(
        "the settling time that gives no points", "得零分的调节时间", default=None
    )

    def judge_rows(self, evidence: Evidence, rows: slice) -> Finding:
        """Score by the settling time."""
        unit = evidence.unit(self.signal)
        band = self.band.span_within(unit)
        signal = evidence.values(self.signal)[rows]
        target = evidence.values(self.target)[rows]
        error = np.abs(signal - target)
        outside = np.flatnonzero(~(error <= band + rounding_of(signal, target)))
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
