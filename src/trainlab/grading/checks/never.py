"""never: a condition does not come true in a window."""

from __future__ import annotations

from typing import ClassVar

from trainlab.core.duration import format_duration, format_instant
from trainlab.core.fields import DurationNs, explained
from trainlab.core.message import Text
from trainlab.grading.check import WindowedCheck, signals_of
from trainlab.grading.evidence import Evidence
from trainlab.grading.fields import ConditionField
from trainlab.grading.finding import Finding
from trainlab.grading.intervals import longest, stretches

NEVER_TRUE = Text("it never happened", "从未发生")
HAPPENED = Text("it happened for {duration} from {begin}", "自 {begin} 起发生了 {duration}")
THIS_HAPPENED = Text(
    "{which}: it happened for {duration} from {begin}", "{which}：自 {begin} 起发生了 {duration}"
)
NEVER = Text("never: {condition}", "绝不允许：{condition}")
BRIEFLY = Text(
    "never: {condition}, longer than {duration} at a time",
    "绝不允许：{condition} 单次超过 {duration}",
)


class Never(WindowedCheck):
    """The condition is false at every tick of the window.

    `tolerate` allows it to be true for that long at a time. Decided by the longest stretch in which
    it is true.
    """

    title_of_kind: ClassVar[Text] = Text("never", "绝不发生")
    about: ClassVar[Text] = Text(
        "The condition is false at every tick of the window; it may be true for `tolerate` at a time.",
        "条件在窗口内从不成立；单次成立的时间不得超过 tolerate。",
    )
    decided_in_window: ClassVar[tuple[str, ...]] = ("tolerate",)
    example: ClassVar[str] = """\
- id: never_dry
  title: {en: The pump never runs against closed valves, zh-CN: 水泵不得在阀门关闭时运行}
  check: never
  points: 10
  gate: true
  condition: pump_on AND NOT shutoff_open
  tolerate: 200 ms
"""

    condition: ConditionField = explained("what must not be true", "不得成立的条件")
    tolerate: DurationNs = explained(
        "the longest stretch that may be true", "允许单次成立的最长时间", default=0, ge=0
    )

    def judge_rows(self, evidence: Evidence, rows: slice) -> Finding:
        """Full score or none."""
        worst = longest(stretches(evidence.values(self.condition)[rows], rows.start))
        allowed = (BRIEFLY if self.tolerate else NEVER).fill(
            condition=self.condition.text, duration=format_duration(self.tolerate)
        )
        signals = signals_of(self.condition)
        if worst is None:
            whole = (evidence.ns(rows.start), evidence.ns(rows.stop))
            return Finding(1.0, NEVER_TRUE.fill(), allowed, whole, signals)
        begin_ns, end_ns = evidence.ns(worst[0]), evidence.ns(worst[1])
        length_ns = end_ns - begin_ns
        terms = self.condition.terms("OR")
        true = [term for term in terms if evidence.values(term)[worst[0]]]
        measured = (THIS_HAPPENED if len(terms) > 1 else HAPPENED).fill(
            duration=format_duration(length_ns),
            begin=format_instant(begin_ns),
            which=", ".join(term.text for term in true),
        )
        kept = length_ns <= self.tolerate
        interval, signals = (begin_ns, end_ns), signals_of(*true)
        return Finding(float(kept), measured, allowed, interval, signals, True, final=not kept)
