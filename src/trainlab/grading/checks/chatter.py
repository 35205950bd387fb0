"""chatter: an actuator does not switch to and fro."""

from __future__ import annotations

from typing import ClassVar

import numpy as np

from trainlab.core.duration import NS_PER_S
from trainlab.core.fields import explained
from trainlab.core.message import Text
from trainlab.grading.check import WindowedCheck, graded, signals_of
from trainlab.grading.evidence import Evidence
from trainlab.grading.fields import ConditionField
from trainlab.grading.finding import Finding

SWITCHED = Text("{count} switchings, {rate:.3g} a minute", "切换 {count} 次，每分钟 {rate:.3g} 次")
ALLOWED = Text("at most {limit:.3g} switchings a minute", "每分钟切换不超过 {limit:.3g} 次")


class Chatter(WindowedCheck):
    """The condition changes its value at most `limit` times a minute of the window.

    Both edges count. Full points up to `limit`, none from `zero_at` on, a straight line between.
    """

    title_of_kind: ClassVar[Text] = Text("chatter", "频繁动作")
    about: ClassVar[Text] = Text(
        "The condition changes its value at most `limit` times a minute; both edges count.",
        "条件每分钟变化不超过 limit 次；上升沿和下降沿都计数。",
    )
    full_at: ClassVar[str] = "limit"
    example: ClassVar[str] = """\
- id: valve_wear
  title: {en: The control valve does not switch to and fro, zh-CN: 调节阀不得频繁往复动作}
  check: chatter
  points: 5
  after: start
  until: wire_broken
  condition: valve_command > 13824
  limit: 12
  zero_at: 60
"""

    condition: ConditionField = explained("what must not switch often", "不得频繁切换的条件")
    limit: float = explained("switchings a minute for full points", "得满分的每分钟切换次数", ge=0)
    zero_at: float | None = explained(
        "switchings a minute that give no points", "得零分的每分钟切换次数", default=None
    )

    def judge_rows(self, evidence: Evidence, rows: slice) -> Finding:
        """Score by the switchings a minute."""
        values = evidence.values(self.condition)[rows].astype(np.bool_)
        edges = np.flatnonzero(values[1:] != values[:-1]) + 1
        minutes = len(values) * evidence.tick_ns / (60 * NS_PER_S)
        rate = len(edges) / minutes
        begin, end = (edges[0], edges[-1]) if len(edges) else (0, len(values))
        return Finding(
            graded(rate, self.limit, self.zero_at),
            SWITCHED.fill(count=len(edges), rate=rate),
            ALLOWED.fill(limit=self.limit),
            (evidence.ns(rows.start + int(begin)), evidence.ns(rows.start + int(end))),
            signals_of(self.condition),
        )
