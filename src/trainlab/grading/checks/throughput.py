"""throughput: enough comes out per time."""

from __future__ import annotations

from typing import Annotated, ClassVar

import numpy as np

from trainlab.core.duration import format_duration
from trainlab.core.fields import DurationNs, SpanField, explained
from trainlab.core.message import Text
from trainlab.grading.better import graded_up, less_than
from trainlab.grading.check import WindowedCheck, signals_of
from trainlab.grading.counting import EventsField, rises, slowest
from trainlab.grading.evidence import Evidence
from trainlab.grading.finding import Finding
from trainlab.grading.shown import shown

RATE = Text("{rate} per {per} ({count} in all)", "每 {per} {rate}（共 {count}）")
ALLOWED = Text("at least {limit} per {per}", "每 {per} 至少 {limit}")


class Throughput(WindowedCheck):
    """What `of` counts comes at least `at_least` times per `per`, over the whole window.

        throughput = count in the window / length of the window

    Rising edges of a condition count, or the rises of a number, as in `count`. Full points from
    `at_least` on, none down to `zero_at`, a straight line between; nothing at all is no throughput.
    The interval shown is the stretch of length `per` in which the least came.

    Source: ISO 22400-2:2014, throughput rate (produced quantity / time).
    """

    title_of_kind: ClassVar[Text] = Text("throughput", "产出率")
    about: ClassVar[Text] = Text(
        "The rising edges of a condition, or the increase of a counting fact, come at least `at_least` times per `per` over the window.",
        "窗口内条件的上升沿（或计数事实量的增量）每 per 时间不少于 at_least。",
    )
    quantities: ClassVar[dict[str, str]] = {"at_least": "of", "zero_at": "of"}
    example: ClassVar[str] = """\
- id: flow_through
  title: {en: The tank passes on at least 6 l a minute, zh-CN: 水箱每分钟至少流出 6 l}
  check: throughput
  points: 5
  after: second_setpoint
  until: wire_broken
  of: outlet_m3
  at_least: 6 l
  zero_at: 2 l
  per: 1 min
"""

    of: EventsField = explained(
        "what is counted: a condition (its rising edges) or a counting fact (its increase)",
        "计数对象：条件（上升沿）或计数事实量（增量）",
    )
    at_least: SpanField = explained("how many per `per` for full points", "得满分所需的数量")
    per: DurationNs = explained("the time it refers to", "对应的时间", default=60_000_000_000, gt=0)
    zero_at: Annotated[SpanField | None, less_than("at_least")] = explained(
        "how many per `per` give no points", "得零分的数量", default=None
    )

    def judge_rows(self, evidence: Evidence, rows: slice) -> Finding:
        """Score by the mean rate."""
        unit = evidence.unit(self.of)
        limit = self.at_least.span_within(unit)
        zero_at = self.zero_at.span_within(unit) if self.zero_at else None
        risen = rises(evidence, self.of, rows)
        count = float(np.sum(risen))
        rate = count * self.per / (len(risen) * evidence.tick_ns)
        begin, end = slowest(risen, max(1, round(self.per / evidence.tick_ns)))
        score = graded_up(rate, limit, zero_at, 1e-9 * limit) if count > 0 else 0.0
        per = format_duration(self.per)
        return Finding(
            score,
            RATE.fill(
                rate=shown(rate, unit, self.at_least),
                per=per,
                count=shown(count, unit, self.at_least),
            ),
            ALLOWED.fill(limit=self.at_least, per=per),
            (evidence.ns(rows.start + begin), evidence.ns(rows.start + end)),
            signals_of(self.of),
        )
