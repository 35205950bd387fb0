"""responds: after something happens, a condition comes true in time and stays true."""

from __future__ import annotations

from typing import ClassVar

import numpy as np

from trainlab.core.duration import format_duration, format_instant
from trainlab.core.fields import DurationNs, explained
from trainlab.core.message import Message, Text
from trainlab.grading.check import Check, graded, never_came, signals_of
from trainlab.grading.decided import broken_late, come
from trainlab.grading.edges import mask_of
from trainlab.grading.evidence import Evidence
from trainlab.grading.fields import END, ConditionField, Moment, MomentField
from trainlab.grading.finding import Finding

AFTER = Text("after {delay}", "{delay} 后成立")
STAYED = Text("after {delay}, and it stayed", "{delay} 后成立并保持")
LATE = Text("only after {delay}", "{delay} 后才成立")
LOST = Text("after {delay}, but lost again at {lost}", "{delay} 后成立，但在 {lost} 又失去")
NOT_GIVEN = Text(
    "nothing was shown: just before, it was not so that {given}", "无从判定：此前不满足 {given}"
)
NOT_AT_ALL = Text("it did not happen", "未发生")
IN_TIME = Text("{condition} within {within}", "{within} 内：{condition}")
AND_HOLDS = Text(
    "{condition} within {within}, until {until}", "{within} 内：{condition}，并保持到 {until}"
)


class Responds(Check):
    """The condition is true at the latest `within` after a moment, and from then on until `until`.

    Without `until` it need only come true once. The delay is counted to the first tick from which
    on it stays; partial credit falls in a straight line from `within` to `zero_at`.

    Where `given` is there, it has to be true in the tick before the moment; else nothing is earned.
    A program that does nothing is off before every emergency stop, too: only what was running can
    show that it stops.
    """

    title_of_kind: ClassVar[Text] = Text("responds", "及时响应")
    about: ClassVar[Text] = Text(
        "The condition comes true at the latest `within` after a moment, and stays true until `until` if that is"
        " given; `given` says what must be so before, for there to be something to respond to.",
        "条件最迟在某时刻之后 within 内成立；若给出 until，则保持成立到那时；given 说明此前必须满足的前提。",
    )
    full_at: ClassVar[str] = "within"
    decided_in_window: ClassVar[tuple[str, ...]] = ("within",)
    example: ClassVar[str] = """\
- id: runs
  title: {en: Start runs the pump, zh-CN: 启动后水泵运行}
  check: responds
  points: 10
  after: start
  expect: pump_on AND lamp_green
  within: 500 ms
  zero_at: 2 s
  until: wire_broken
"""

    after: MomentField = explained("the moment that asks for the response", "要求响应的时刻")
    expect: ConditionField = explained("what must come true", "必须成立的条件")
    given: ConditionField | None = explained(
        "what must be true just before that moment, so that a program which does nothing earns nothing",
        "该时刻之前必须满足的前提，使什么都不做的程序不得分",
        default=None,
    )
    within: DurationNs = explained("the longest delay for full points", "得满分的最长延迟", gt=0)
    zero_at: DurationNs | None = explained(
        "the delay from which on no points are given", "开始得零分的延迟", default=None
    )
    until: MomentField | None = explained(
        "until when it must stay true", "须保持成立到何时", default=None
    )

    def windows(self) -> tuple[tuple[Moment, Moment], ...]:
        """From the moment until the end of the hold."""
        return ((self.after, self.until or Moment("end")),)

    def decided(self, evidence: Evidence) -> bool:
        """Also where nothing was there to respond, it has come, or it is not there when no points are
        left."""
        if super().decided(evidence):
            return True
        after_ns = come(self.after, evidence)
        if after_ns is None:
            return False
        first = evidence.row(after_ns)
        if self.given is not None and not (first and evidence.values(self.given)[first - 1]):
            return True
        expect, limit_ns = (
            mask_of(evidence.values(self.expect)),
            max(self.within, self.zero_at or 0),
        )
        until = self.until or Moment(END)
        came = bool(np.any(expect[first:]))
        if self.until is None and came:
            return True
        return broken_late(expect, self.after, until, limit_ns, evidence)

    def judge(self, evidence: Evidence) -> Finding:
        """Score by the delay after which the condition holds for good."""
        after_ns = evidence.at(self.after)
        if after_ns is None:
            return never_came(self.after, evidence)
        until_ns = evidence.end_ns
        if self.until is not None:
            held_ns = evidence.at(self.until)
            if held_ns is None:
                return never_came(self.until, evidence)
            until_ns = min(held_ns, until_ns)
        first, stop = evidence.row(after_ns), evidence.row(until_ns)
        if self.given is not None and not (first and evidence.values(self.given)[first - 1]):
            before = (evidence.ns(max(first - 1, 0)), after_ns)
            measured = NOT_GIVEN.fill(given=self.given.text)
            return Finding(0.0, measured, self._allowed(), before, signals_of(self.given))
        true = evidence.values(self.expect)[first:stop].astype(np.bool_)
        true_rows = np.flatnonzero(true)
        signals = signals_of(self.expect)
        if len(true_rows) == 0:
            return Finding(0.0, NOT_AT_ALL.fill(), self._allowed(), (after_ns, until_ns), signals)
        first_true = int(true_rows[0])
        settled = first_true
        if self.until is not None:
            false_rows = np.flatnonzero(~true)
            settled = int(false_rows[-1]) + 1 if len(false_rows) else 0
        reached_ns = evidence.ns(first + first_true) - after_ns
        delay_ns = evidence.ns(first + settled) - after_ns
        if settled == len(true) or (delay_ns > self.within >= reached_ns):
            lost_ns = evidence.ns(first + first_true + int(np.argmin(true[first_true:])))
            measured = LOST.fill(delay=format_duration(reached_ns), lost=format_instant(lost_ns))
            return Finding(0.0, measured, self._allowed(), (lost_ns, until_ns), signals)
        score = graded(delay_ns, self.within, self.zero_at)
        wording = LATE if score < 1.0 else STAYED if self.until else AFTER
        measured = wording.fill(delay=format_duration(delay_ns))
        return Finding(score, measured, self._allowed(), (after_ns, after_ns + delay_ns), signals)

    def _allowed(self) -> Message:
        return (AND_HOLDS if self.until else IN_TIME).fill(
            condition=self.expect.text,
            within=format_duration(self.within),
            until=str(self.until or ""),
        )
