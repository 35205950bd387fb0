"""ramp_limit: a signal does not change faster than it may."""

from __future__ import annotations

from typing import ClassVar, Literal

import numpy as np

from trainlab.core.duration import NS_PER_S, format_duration, format_instant
from trainlab.core.fields import DurationNs, explained
from trainlab.core.message import Text
from trainlab.grading.check import NO_TIME_LEFT, WindowedCheck, graded, signals_of
from trainlab.grading.derived import RateField
from trainlab.grading.evidence import Evidence
from trainlab.grading.fields import SignalField
from trainlab.grading.finding import Finding
from trainlab.grading.rounding import rounding_of

FASTEST = Text("{rate} at {when}, over {base}", "{when} 时为 {rate}（{base} 内平均）")
NO_NUMBER = Text("no number at {when}", "{when} 时不是数值")
ALLOWED = {
    "both": Text(
        "at most {limit} either way, over {base}", "升降速率均不超过 {limit}（{base} 内平均）"
    ),
    "rise": Text(
        "rises by at most {limit}, over {base}", "上升速率不超过 {limit}（{base} 内平均）"
    ),
    "fall": Text(
        "falls by at most {limit}, over {base}", "下降速率不超过 {limit}（{base} 内平均）"
    ),
}


class RampLimit(WindowedCheck):
    """The signal changes by at most `limit` per time, taken over every stretch of length `over`.

        rate(t) = (x(t + over) - x(t)) / over     for every tick t with both ends in the window

    `over` is rounded to whole ticks, one at least: the longer it is, the less noise counts, and the
    shorter a step must be to go unseen. `direction` looks at rises, falls or both. Decided by the
    fastest stretch; full points up to `limit`, none from `zero_at` on, a straight line between. A
    value that is no number scores nothing.

    Source: the difference quotient, as the rate-of-change alarm of IEC 62682:2014 takes it.
    """

    title_of_kind: ClassVar[Text] = Text("ramp limit", "变化率限制")
    about: ClassVar[Text] = Text(
        "The signal changes by at most `limit` per time, up, down or either way, taken over every stretch of length `over`.",
        "在每段长度为 over 的时间内，信号的变化率（上升、下降或双向）不超过 limit。",
    )
    full_at: ClassVar[str] = "limit"
    decided_in_window: ClassVar[tuple[str, ...]] = ("over",)
    example: ClassVar[str] = """\
- id: gentle
  title: {en: The level rises gently, zh-CN: 液位平缓上升}
  check: ramp_limit
  points: 5
  after: start
  signal: level_m
  limit: 30 mm/s
  zero_at: 60 mm/s
  over: 500 ms
  direction: rise
"""

    signal: SignalField = explained("what must not change fast", "不得快速变化的信号")
    limit: RateField = explained(
        "the greatest rate for full points, such as `5 mm/s` or `2 K/min`",
        "得满分的最大变化率，例如 `5 mm/s` 或 `2 K/min`",
    )
    zero_at: RateField | None = explained(
        "the rate from which on no points are given", "开始得零分的变化率", default=None
    )
    over: DurationNs = explained(
        "the length over which a rate is taken",
        "计算变化率所用的时间长度",
        default=100_000_000,
        gt=0,
    )
    direction: Literal["both", "rise", "fall"] = explained(
        "which changes count: both, rise or fall", "计入的方向：both、rise 或 fall", default="both"
    )

    def judge_rows(self, evidence: Evidence, rows: slice) -> Finding:
        """Score by the fastest stretch."""
        ticks = max(1, round(self.over / evidence.tick_ns))
        base = format_duration(ticks * evidence.tick_ns)
        allowed = ALLOWED[self.direction].fill(limit=str(self.limit), base=base)
        values = evidence.values(self.signal)[rows].astype(np.float64)
        signals = signals_of(self.signal)
        if len(values) <= ticks:
            window = (evidence.ns(rows.start), evidence.ns(rows.stop))
            return Finding(0.0, NO_TIME_LEFT.fill(), allowed, window, signals)
        bad = np.flatnonzero(~np.isfinite(values))
        if len(bad):
            row = rows.start + int(bad[0])
            measured = NO_NUMBER.fill(when=format_instant(evidence.ns(row)))
            return Finding(
                0.0, measured, allowed, (evidence.ns(row), evidence.ns(row + 1)), signals
            )
        change = values[ticks:] - values[:-ticks]
        if self.direction == "both":
            change = np.abs(change)
        elif self.direction == "fall":
            change = -change
        base_s = ticks * evidence.tick_ns / NS_PER_S
        at = int(np.argmax(change))
        rate = max(float(change[at]) / base_s, 0.0)
        begin_ns = evidence.ns(rows.start + at)
        return Finding(
            graded(
                rate,
                self.limit.value,
                self.zero_at.value if self.zero_at else None,
                2.0 * rounding_of(values) / base_s,
            ),
            FASTEST.fill(rate=self.limit.shown(rate), when=format_instant(begin_ns), base=base),
            allowed,
            (begin_ns, evidence.ns(rows.start + at + ticks)),
            signals,
        )
