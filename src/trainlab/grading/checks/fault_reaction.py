"""fault_reaction: a fault is made safe in time, and told."""

from __future__ import annotations

from typing import ClassVar

import numpy as np

from trainlab.core.duration import format_duration, format_instant
from trainlab.core.expression import Expression
from trainlab.core.fields import DurationNs, explained
from trainlab.core.message import Message, Text
from trainlab.grading.check import NO_TIME_LEFT, Check, Span, graded, never_came, signals_of
from trainlab.grading.decided import broken_late
from trainlab.grading.edges import mask_of
from trainlab.grading.evidence import Evidence
from trainlab.grading.fields import ConditionField, Moment, MomentField
from trainlab.grading.finding import Finding

SAFE = Text("safe", "安全状态")
ALARM = Text("alarm", "报警")
AFTER = Text("{what} after {delay}", "{what}：{delay} 后")
BOTH = Text("{safe}; {alarm}", "{safe}；{alarm}")
LOST = Text("{what} after {delay}, lost again at {lost}", "{what}：{delay} 后，但在 {lost} 又失去")
NOT_AT_ALL = Text("{what}: not at all", "{what}：未发生")
BEFORE = Text("{what}: already before the fault", "{what}：故障之前就已如此")
UNDECIDED = Text("{what}: the time ended before it was due", "{what}：尚未到期限，时间已结束")
REACTION = Text(
    "{condition} within {within}, until {until}", "{within} 内：{condition}，并保持到 {until}"
)


class FaultReaction(Check):
    """From the begin of a fault, the plant is safe within `within` and stays safe until `until`;
    an `alarm`, if given, comes within `alarm_within` and stays until `alarm_until`.

        reaction time = first tick from which on it stays true - after

    `until` is typically the reset, `alarm_until` the acknowledgement. At the tick before the fault
    neither may be true: a plant that stands still, or an alarm that is always on, has not reacted.
    `from_rest: true` lets the plant be safe already. What was reached in time and then lost scores
    nothing. Full points up to `within`, none from `zero_at` on, a straight line between; the alarm
    has full points or none. The lesser of the two is the score, and its interval is shown. If the
    run ends before a reaction is due and it has not come, it is undecided, and nothing is earned.

    Source: the terms fault reaction and fault reaction time as functional safety has them
    (IEC 61800-5-2:2016); an alarm as IEC 62682:2014 defines it.
    """

    title_of_kind: ClassVar[Text] = Text("fault reaction", "故障反应")
    about: ClassVar[Text] = Text(
        "From the begin of a fault, the plant is `safe` within `within` and stays so until `until`; an `alarm` comes within `alarm_within` and stays until `alarm_until`.",
        "故障开始后 within 内进入 safe 状态并保持到 until；alarm 在 alarm_within 内出现并保持到 alarm_until。",
    )
    full_at: ClassVar[str] = "within"
    decided_in_window: ClassVar[tuple[str, ...]] = ("within",)
    example: ClassVar[str] = """\
- id: wire_break
  title: {en: A broken transmitter wire is made safe and told, zh-CN: 变送器断线时进入安全状态并报警}
  check: fault_reaction
  points: 10
  after: wire_broken
  safe: NOT pump_on AND NOT shutoff_open
  within: 500 ms
  zero_at: 2 s
  until: second_start
  alarm: horn AND lamp_red
  alarm_until: acknowledge
"""

    after: MomentField = explained("when the fault begins", "故障开始的时刻")
    safe: ConditionField = explained("the safe state", "安全状态")
    within: DurationNs = explained(
        "the longest reaction time for full points", "得满分的最长反应时间", gt=0
    )
    zero_at: DurationNs | None = explained(
        "the reaction time that gives no points", "得零分的反应时间", default=None
    )
    until: MomentField = explained(
        "until when it must stay safe", "须保持安全到何时", default=Moment("end")
    )
    alarm: ConditionField | None = explained("the alarm", "报警", default=None)
    alarm_within: DurationNs | None = explained(
        "the longest time to the alarm; `within` if left out",
        "报警的最长延迟，省略时同 within",
        default=None,
        gt=0,
    )
    alarm_until: MomentField | None = explained(
        "until when the alarm must stay; `until` if left out",
        "报警须保持到何时，省略时同 until",
        default=None,
    )
    from_rest: bool = explained(
        "whether the plant may be safe already when the fault begins",
        "故障开始时对象是否可以已处于安全状态",
        default=False,
    )

    def windows(self) -> tuple[tuple[Moment, Moment], ...]:
        """From the fault until the end of each hold."""
        safe = (self.after, self.until)
        return (safe,) if self.alarm_until is None else (safe, (self.after, self.alarm_until))

    def spans(self) -> tuple[Span, ...]:
        """The time to the safe state, and that to the alarm."""
        if self.alarm_within is None:
            return super().spans()
        window = self.windows()[-1]
        return (*super().spans(), Span(("alarm_within",), self.alarm_within, *window))

    def decided(self, evidence: Evidence) -> bool:
        """Also where it is not safe when no points are left."""
        safe, limit_ns = mask_of(evidence.values(self.safe)), max(self.within, self.zero_at or 0)
        late = broken_late(safe, self.after, self.until, limit_ns, evidence)
        return late or super().decided(evidence)

    def judge(self, evidence: Evidence) -> Finding:
        """Score by the lesser of reaction and alarm."""
        for moment in (self.after, self.until, self.alarm_until):
            if moment is not None and evidence.at(moment) is None:
                return never_came(moment, evidence)
        safe = self._reaction(
            evidence, SAFE, self.safe, self.within, self.zero_at, self.until, self.from_rest
        )
        if self.alarm is None:
            return safe
        alarm_within = self.alarm_within or self.within
        alarm_until = self.alarm_until or self.until
        alarm = self._reaction(evidence, ALARM, self.alarm, alarm_within, None, alarm_until, False)
        lesser = safe if safe.score <= alarm.score else alarm
        return Finding(
            lesser.score,
            BOTH.fill(safe=safe.measured, alarm=alarm.measured),
            BOTH.fill(safe=safe.allowed, alarm=alarm.allowed),
            lesser.interval,
            signals_of(self.safe, self.alarm),
        )

    def _reaction(
        self,
        evidence: Evidence,
        what: Text,
        condition: Expression,
        within: int,
        zero_at: int | None,
        until: Moment,
        from_rest: bool,
    ) -> Finding:
        after_ns, until_ns = evidence.at(self.after), evidence.at(until)
        assert after_ns is not None
        assert until_ns is not None
        first, stop = evidence.row(after_ns), evidence.row(until_ns)
        allowed = _allowed(condition, within, until)
        signals = signals_of(condition)

        def finding(score: float, measured: Message, begin: int, end: int) -> Finding:
            return Finding(
                score, measured, allowed, (evidence.ns(begin), evidence.ns(end)), signals
            )

        if first >= stop:
            return finding(0.0, NO_TIME_LEFT.fill(), first, stop)
        true = evidence.values(condition).astype(np.bool_)
        if not from_rest and true[max(first - 1, 0)]:
            return finding(0.0, BEFORE.fill(what=what), max(first - 1, 0), first + 1)
        window = true[first:stop]
        reached = int(np.argmax(window)) if window.any() else len(window)
        false_rows = np.flatnonzero(~window)
        settled = int(false_rows[-1]) + 1 if len(false_rows) else 0
        reached_ns = evidence.ns(first + reached) - after_ns
        delay_ns = evidence.ns(first + settled) - after_ns
        if reached == len(window):
            open_still = delay_ns <= (zero_at or within)
            measured = (UNDECIDED if open_still else NOT_AT_ALL).fill(what=what)
            return finding(0.0, measured, first, stop)
        if settled == len(window) or delay_ns > within >= reached_ns:
            lost = first + reached + int(np.argmin(window[reached:]))
            delay, lost_at = format_duration(reached_ns), format_instant(evidence.ns(lost))
            measured = LOST.fill(what=what, delay=delay, lost=lost_at)
            return finding(0.0, measured, lost, stop)
        measured = AFTER.fill(what=what, delay=format_duration(delay_ns))
        return finding(graded(delay_ns, within, zero_at), measured, first, first + settled)


def _allowed(condition: Expression, within: int, until: Moment) -> Message:
    return REACTION.fill(condition=condition.text, within=format_duration(within), until=str(until))
