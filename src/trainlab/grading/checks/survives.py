"""survives: what was good before a change of the plant is good again soon after it."""

from __future__ import annotations

from typing import ClassVar

import numpy as np

from trainlab.core.duration import format_duration, format_instant
from trainlab.core.fields import DurationNs, explained
from trainlab.core.message import Message, Text
from trainlab.grading.check import NO_TIME_LEFT, Check, graded, never_came, signals_of
from trainlab.grading.decided import broken_late, come
from trainlab.grading.edges import mask_of
from trainlab.grading.evidence import Evidence
from trainlab.grading.fields import ConditionField, Moment, MomentField
from trainlab.grading.finding import Finding

NEVER_LOST = Text("never lost", "始终保持")
RECOVERED = Text("good again for good after {delay}", "{delay} 后恢复并保持")
NOT_AT_THE_END = Text("lost at {lost}, and not good at the end", "{lost} 失去，结束时仍未恢复")
NOT_BEFORE = Text("it was not good before the change either", "变化之前就不成立")
UNDECIDED = Text("the time ended before it could be good again", "尚未到恢复期限，时间已结束")
ALLOWED = Text(
    "{condition}: at {after}, again within {within} and until {until}",
    "{condition}：{after} 时成立，{within} 内恢复并保持到 {until}",
)


class Survives(Check):
    """What was good when the plant changed is good again within `within`, and stays so.

    `after` is the moment of the change or fault. At the tick before it, `good` must be true: what
    was not good before has not survived anything. The recovery time is counted from `after` to the
    first tick from which on `good` stays true until `until`; never lost is a recovery time of 0.

        recovery = (last tick that is not good + 1 tick) - after

    Full points up to `within`, none from `zero_at` on, a straight line between. If `until` comes
    before `within` (or `zero_at`) is over and it is not good then, the time was too short to tell,
    and nothing is earned.

    Source: recovery time after a disturbance, counted as the settling time of a step response (Ogata,
    Modern Control Engineering, 5-3).
    """

    title_of_kind: ClassVar[Text] = Text("survives a change", "抗扰恢复")
    about: ClassVar[Text] = Text(
        "What was `good` when the plant changed or a fault began is good again within `within`, and stays so until `until`.",
        "对象变化或故障开始时成立的 good，在 within 内恢复，并保持到 until。",
    )
    full_at: ClassVar[str] = "within"
    decided_in_window: ClassVar[tuple[str, ...]] = ("within",)
    example: ClassVar[str] = """\
- id: survives_outlet
  title: {en: The level recovers from a wider outlet, zh-CN: 出口阀开大后液位恢复}
  check: survives
  points: 10
  after: outlet_opened
  good: ABS(level_m - setpoint_m) < 0.015
  within: 5 s
  zero_at: 9 s
  until: wire_broken
"""

    after: MomentField = explained("the moment of the change or fault", "变化或故障的时刻")
    good: ConditionField = explained("what must be true before and after", "变化前后须成立的条件")
    within: DurationNs = explained(
        "the longest recovery for full points", "得满分的最长恢复时间", ge=0
    )
    zero_at: DurationNs | None = explained(
        "the recovery time that gives no points", "得零分的恢复时间", default=None
    )
    until: MomentField = explained(
        "until when it must stay good", "须保持成立到何时", default=Moment("end")
    )

    def windows(self) -> tuple[tuple[Moment, Moment], ...]:
        """From the change until the end of the hold."""
        return ((self.after, self.until),)

    def decided(self, evidence: Evidence) -> bool:
        """Also where it was not good before, or is not good when no points are left."""
        if super().decided(evidence):
            return True
        after_ns = come(self.after, evidence)
        if after_ns is None:
            return False
        good, limit_ns = mask_of(evidence.values(self.good)), max(self.within, self.zero_at or 0)
        before = good[max(evidence.row(after_ns) - 1, 0)]
        return not before or broken_late(good, self.after, self.until, limit_ns, evidence)

    def judge(self, evidence: Evidence) -> Finding:
        """Score by the recovery time."""
        after_ns, until_ns = evidence.at(self.after), evidence.at(self.until)
        if after_ns is None or until_ns is None:
            return never_came(self.after if after_ns is None else self.until, evidence)
        first, stop = evidence.row(after_ns), evidence.row(until_ns)
        signals = signals_of(self.good)
        if first >= stop:
            return Finding(0.0, NO_TIME_LEFT.fill(), self._allowed(), (after_ns, until_ns), signals)
        good = evidence.values(self.good).astype(np.bool_)
        before = max(first - 1, 0)
        if not good[before]:
            interval = (evidence.ns(before), evidence.ns(before + 1))
            return Finding(0.0, NOT_BEFORE.fill(), self._allowed(), interval, signals)
        bad = np.flatnonzero(~good[first:stop])
        if len(bad) == 0:
            interval = (after_ns, evidence.ns(stop))
            return Finding(1.0, NEVER_LOST.fill(), self._allowed(), interval, signals)
        lost_ns = evidence.ns(first + int(bad[0]))
        good_ns = evidence.ns(first + int(bad[-1]) + 1)
        interval = (lost_ns, good_ns)
        if good_ns >= evidence.ns(stop):
            pending = good_ns - after_ns <= (self.zero_at or self.within)
            measured = (UNDECIDED if pending else NOT_AT_THE_END).fill(lost=format_instant(lost_ns))
            return Finding(0.0, measured, self._allowed(), interval, signals)
        score = graded(good_ns - after_ns, self.within, self.zero_at)
        measured = RECOVERED.fill(delay=format_duration(good_ns - after_ns))
        return Finding(score, measured, self._allowed(), interval, signals)

    def _allowed(self) -> Message:
        return ALLOWED.fill(
            condition=self.good.text,
            after=str(self.after),
            within=format_duration(self.within),
            until=str(self.until),
        )
