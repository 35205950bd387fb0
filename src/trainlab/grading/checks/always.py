"""always: a condition holds throughout a window."""

from __future__ import annotations

from typing import ClassVar

import numpy as np

from trainlab.core.duration import format_duration, format_instant
from trainlab.core.fields import DurationNs, explained
from trainlab.core.message import Text
from trainlab.grading.check import WindowedCheck, signals_of
from trainlab.grading.evidence import Evidence
from trainlab.grading.fields import ConditionField
from trainlab.grading.finding import Finding
from trainlab.grading.intervals import longest, stretches

HELD = Text("held throughout", "始终成立")
BROKEN = Text("broken for {duration} from {begin}", "自 {begin} 起有 {duration} 不成立")
THIS_BROKEN = Text(
    "{which}: broken for {duration} from {begin}", "{which}：自 {begin} 起有 {duration} 不成立"
)
THROUGHOUT = Text("always: {condition}", "始终：{condition}")
TOLERATED = Text(
    "always: {condition}, broken for {duration} at the most",
    "始终：{condition}，单次不成立不超过 {duration}",
)


class Always(WindowedCheck):
    """The condition is true at every tick of the window.

    `tolerate` allows it to be broken for that long at a time, for signals that may lag one another
    by a scan. Decided by the longest stretch in which it is broken.
    """

    title_of_kind: ClassVar[Text] = Text("always", "始终成立")
    about: ClassVar[Text] = Text(
        "The condition is true at every tick of the window; it may be broken for `tolerate` at a time.",
        "条件在窗口内的每个节拍都成立；单次不成立的时间不得超过 tolerate。",
    )
    decided_in_window: ClassVar[tuple[str, ...]] = ("tolerate",)
    example: ClassVar[str] = """\
- id: lamp_tells
  title: {en: The green lamp shows the pump, zh-CN: 绿灯如实显示水泵状态}
  check: always
  points: 5
  condition: lamp_green = pump_on
  tolerate: 200 ms
"""

    condition: ConditionField = explained("what must be true", "必须成立的条件")
    tolerate: DurationNs = explained(
        "the longest stretch that may be false", "允许单次不成立的最长时间", default=0, ge=0
    )

    def judge_rows(self, evidence: Evidence, rows: slice) -> Finding:
        """Full score or none."""
        broken = ~evidence.values(self.condition)[rows].astype(np.bool_)
        worst = longest(stretches(broken, rows.start))
        allowed = (TOLERATED if self.tolerate else THROUGHOUT).fill(
            condition=self.condition.text, duration=format_duration(self.tolerate)
        )
        signals = signals_of(self.condition)
        if worst is None:
            whole = (evidence.ns(rows.start), evidence.ns(rows.stop))
            return Finding(1.0, HELD.fill(), allowed, whole, signals)
        begin_ns, end_ns = evidence.ns(worst[0]), evidence.ns(worst[1])
        length_ns = end_ns - begin_ns
        terms = self.condition.terms("AND")
        false = [term for term in terms if not evidence.values(term)[worst[0]]]
        measured = (THIS_BROKEN if len(terms) > 1 else BROKEN).fill(
            duration=format_duration(length_ns),
            begin=format_instant(begin_ns),
            which=", ".join(term.text for term in false),
        )
        kept = length_ns <= self.tolerate
        interval, signals = (begin_ns, end_ns), signals_of(*false)
        return Finding(float(kept), measured, allowed, interval, signals, True, final=not kept)
