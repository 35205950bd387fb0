"""alarm: an alarm comes in time, not without cause, stays as it should and does not chatter."""

from __future__ import annotations

from typing import ClassVar

import numpy as np

from trainlab.core.duration import NS_PER_S, format_duration, format_instant
from trainlab.core.fields import DurationNs, explained
from trainlab.core.message import Message, Text
from trainlab.grading.check import WindowedCheck, signals_of
from trainlab.grading.departures import Departure, compared, unacknowledged
from trainlab.grading.edges import Mask, any_in, arrivals, filled, last_row, mask_of, rises, rows_in
from trainlab.grading.evidence import Evidence
from trainlab.grading.fields import ConditionField
from trainlab.grading.finding import Finding
from trainlab.grading.intervals import stretches

MINUTE_NS = 60 * NS_PER_S
RIGHT = Text("{times} alarms, each as it should be", "{times} 次报警均正确")
NO_CAUSE = Text("nothing happened that is to be alarmed", "从未出现应报警的情况")
LATE = Text("from {begin} not raised for {duration}", "自 {begin} 起 {duration} 未报警")
LOST = Text("raised, but gone again at {begin}", "已报警，但在 {begin} 又消失")
NUISANCE = Text("raised without cause at {begin}", "{begin} 无故报警")
STAYED = Text("still there {duration} after it had to go", "应消除后仍持续 {duration}")
CHATTERS = Text(
    "came {count} times within a minute from {begin}", "自 {begin} 起一分钟内报警 {count} 次"
)
ALLOWED = Text(
    "raised within {within} of: {cause}; {stays}; at most {limit} times a minute",
    "“{cause}”出现后 {within} 内报警；{stays}；每分钟不超过 {limit} 次",
)
WITH_CAUSE = Text("gone within {clear} of its end", "原因消失后 {clear} 内消除")
ACKNOWLEDGED = Text(
    "gone within {clear} of its end and the acknowledgement", "原因消失且确认后 {clear} 内消除"
)


class Alarm(WindowedCheck):
    """An alarm is raised within `within` of its cause, not without one, and goes when it should.

    The states are those of ISA-18.2-2016, 5.4 (IEC 62682:2022): normal; unacknowledged; acknowledged
    while the cause lasts; returned to normal but unacknowledged. Without `acknowledge` the alarm is
    due while `cause` is true. With it the alarm is latched: due while `cause` is true, and on until
    `acknowledge` comes true after the cause did. It has to be there at the latest `within` after it
    became due and gone at the latest `clear_within` after it no longer is; otherwise alarm and due
    do not differ for a single tick. A cause that is gone again before `within` is over need not be
    alarmed (an on-delay against nuisance alarms may swallow it); if it is, the rest holds for it too.

    It chatters if it comes more than `limit` times within any minute; three times or more is the
    usual criterion (ANSI/ISA-18.2-2016, chattering and fleeting alarms; EEMUA 191; Hollifield and
    Habibi, The Alarm Management Handbook, 2010), hence 2 as the default. Decided by the longest departure,
    or else by the fastest minute. Where nothing was to be alarmed, nothing is earned.
    """

    title_of_kind: ClassVar[Text] = Text("alarm", "报警")
    about: ClassVar[Text] = Text(
        "The alarm is raised within `within` of its cause and never without one, stays until the cause is"
        " gone (and is acknowledged, if that is given), and does not chatter.",
        "报警在原因出现后 within 内发出，不得无故报警；保持到原因消失（若给出 acknowledge，还须确认），且不得频繁抖动。",
    )
    decided_in_run: ClassVar[tuple[str, ...]] = ("within", "clear_within")
    example: ClassVar[str] = """\
- id: warned
  title: {en: A broken wire is alarmed until Reset, zh-CN: 断线报警保持到复位}
  check: alarm
  points: 5
  alarm: lamp_red
  cause: level_raw > 28201
  acknowledge: reset_button
  within: 500 ms
"""

    alarm: ConditionField = explained("the alarm, a tag or condition", "报警：变量或条件")
    cause: ConditionField = explained("what is to be alarmed", "应报警的情况")
    within: DurationNs = explained(
        "the longest delay until it is raised", "报警的最长延迟", default=1_000_000_000, ge=0
    )
    acknowledge: ConditionField | None = explained(
        "what acknowledges, as it comes true; the alarm is latched until then",
        "确认：此条件变为成立时；在此之前报警自锁",
        default=None,
    )
    clear_within: DurationNs = explained(
        "the longest delay until it is gone", "消除的最长延迟", default=1_000_000_000, ge=0
    )
    limit: int = explained(
        "how often it may come within a minute", "一分钟内允许的报警次数", default=2, ge=1
    )

    def looks_ahead_ns(self) -> int:
        """A cause that is gone before `within` is over counts where it is alarmed by then."""
        return self.within

    def judge_rows(self, evidence: Evidence, rows: slice) -> Finding:
        """Full score or none."""
        alarm, cause = mask_of(evidence.values(self.alarm)), mask_of(evidence.values(self.cause))
        cause = self._to_be_alarmed(cause, alarm, evidence)
        due = cause
        signals = signals_of(self.alarm, self.cause)
        if self.acknowledge is not None:
            due = cause | unacknowledged(cause, mask_of(evidence.values(self.acknowledge)))
            signals = signals_of(self.alarm, self.cause, self.acknowledge)
        comparison = compared(alarm, due, evidence, self.within, self.clear_within)
        worst = comparison.worst(rows)
        if worst is not None:
            interval = (evidence.ns(worst.begin), evidence.ns(worst.end))
            measured = self._departed(worst, alarm, interval)
            return Finding(0.0, measured, self._allowed(), interval, signals, final=True)
        came = arrivals(alarm, rows)
        if len(came) > self.limit:
            minutes = (came[self.limit :] - came[: -self.limit]) * evidence.tick_ns
            fastest = int(np.argmin(minutes))
            if minutes[fastest] < MINUTE_NS:
                begin_ns = evidence.ns(int(came[fastest]))
                within = (came - came[fastest]) * evidence.tick_ns
                count = int(np.count_nonzero((within >= 0) & (within < MINUTE_NS)))
                interval = (begin_ns, min(begin_ns + MINUTE_NS, evidence.ns(rows.stop)))
                measured = CHATTERS.fill(count=count, begin=format_instant(begin_ns))
                return Finding(0.0, measured, self._allowed(), interval, signals, final=True)
        whole = (evidence.ns(rows.start), evidence.ns(rows.stop))
        if not comparison.proved(rows):
            return Finding(0.0, NO_CAUSE.fill(), self._allowed(), whole, signals)
        times = len(arrivals(due, rows))
        return Finding(1.0, RIGHT.fill(times=times), self._allowed(), whole, signals)

    def _to_be_alarmed(self, cause: Mask, alarm: Mask, evidence: Evidence) -> Mask:
        """The cause without what was gone before `within` was over and was not alarmed."""
        spans = stretches(cause)
        delay = rows_in(self.within, evidence.tick_ns)
        long = spans[:, 1] - spans[:, 0] >= delay
        answered = spans.copy()
        latest = np.maximum(spans[:, 1], spans[:, 0] + delay) + 1
        answered[:, 1] = np.minimum(latest, len(cause))
        return filled(spans[long | any_in(alarm, answered)], len(cause))

    def _departed(self, worst: Departure, alarm: Mask, interval: tuple[int, int]) -> Message:
        duration, begin = format_duration(interval[1] - interval[0]), format_instant(interval[0])
        if worst.missing:
            return (LATE if worst.late else LOST).fill(duration=duration, begin=begin)
        raised = int(last_row(rises(alarm))[worst.begin])
        return (NUISANCE if raised == worst.begin else STAYED).fill(duration=duration, begin=begin)

    def _allowed(self) -> Message:
        stays = ACKNOWLEDGED if self.acknowledge is not None else WITH_CAUSE
        return ALLOWED.fill(
            within=format_duration(self.within),
            cause=self.cause.text,
            stays=stays.fill(clear=format_duration(self.clear_within)),
            limit=self.limit,
        )
