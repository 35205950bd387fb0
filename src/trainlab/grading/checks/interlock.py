"""interlock: something is locked while a condition holds, or unless another one does."""

from __future__ import annotations

from typing import Any, ClassVar, Self

import numpy as np
from pydantic import ValidationInfo, model_validator

from trainlab.core.duration import format_duration, format_instant
from trainlab.core.fields import DurationNs, explained
from trainlab.core.message import Text
from trainlab.grading.check import WindowedCheck, signals_of
from trainlab.grading.edges import any_in, changes, mask_of, rows_in, rows_since
from trainlab.grading.evidence import Evidence
from trainlab.grading.fields import ConditionField
from trainlab.grading.finding import Finding
from trainlab.grading.intervals import longest, stretches
from trainlab.grading.names import refused, told_one_of

KEPT = Text("kept: locked {times} times, never broken", "遵守：联锁 {times} 次，从未违反")
NOT_TRIED = Text("the lock was never called for", "从未出现需要联锁的情况")
BROKEN = Text(
    "broken {count} times, longest for {duration} from {begin}",
    "违反 {count} 次，最长自 {begin} 起持续 {duration}",
)
LOCKED = Text(
    "not: {forbid}, from {within} after: {when}", "“{when}”出现 {within} 后不得：{forbid}"
)
PERMITTED = Text(
    "{forbid} only with: {requires}; off within {within} of its loss",
    "仅当“{requires}”成立时允许：{forbid}；许可消失后 {within} 内须停止",
)


class Interlock(WindowedCheck):
    """While `when` is true, `forbid` is not: from `within` after `when` came true until it ends.

    In the permissive form, `requires` is given in place of `when`: `forbid` is true only while
    `requires` is; once that is lost, `forbid` must end within `within`, and must not begin without
    it. The two forms are one: `when` is NOT `requires`. In symbols, with t0 the moment since which
    `when` is true without a break, also before the window: no t of the window has when(t), forbid(t)
    and t - t0 >= within. Decided by the longest violation.

    It is a prohibition: where the lock was never called for, nothing was violated and the points are
    given, unless `must_occur` says that it has to be called for. IEC 60204-1:2016, 9.3 (protective
    interlocks; 9.3.4: contrary motions must be locked against each other).
    """

    title_of_kind: ClassVar[Text] = Text("interlock", "联锁")
    about: ClassVar[Text] = Text(
        "While `when` is true, `forbid` is not, from `within` after it came on; or, as a permissive:"
        " `forbid` is true only while `requires` is.",
        "when 成立期间，从其出现 within 之后起，forbid 不得成立；或作为许可条件：仅当 requires 成立时，forbid 才可成立。",
    )
    decided_in_run: ClassVar[tuple[str, ...]] = ("within",)
    example: ClassVar[str] = """\
- id: valve_first
  title: {en: The pump runs only with the valve commanded open, zh-CN: 仅在截止阀得到打开指令时水泵才运行}
  check: interlock
  points: 5
  forbid: pump_on
  requires: shutoff_command
  within: 500 ms
"""

    forbid: ConditionField = explained("what is locked", "被联锁的动作")
    when: ConditionField | None = explained(
        "while this is true, it is locked", "此条件成立时联锁", default=None
    )
    requires: ConditionField | None = explained(
        "in place of `when`: while this is false, it is locked",
        "代替 when：此条件不成立时联锁",
        default=None,
    )
    within: DurationNs = explained(
        "how long after the lock comes on it may still be true",
        "联锁出现后允许其仍成立的时间",
        default=0,
        ge=0,
    )
    must_occur: bool = explained(
        "no points where the lock was never called for",
        "若从未出现需要联锁的情况，则不得分",
        default=False,
    )

    @model_validator(mode="before")
    @classmethod
    def _told(cls, data: Any, info: ValidationInfo) -> Any:
        return told_one_of(data, "when", "requires", info)

    @model_validator(mode="after")
    def _one_form(self) -> Self:
        if (self.when is None) == (self.requires is None):
            raise refused()
        return self

    def judge_rows(self, evidence: Evidence, rows: slice) -> Finding:
        """Full score or none."""
        forbidden = mask_of(evidence.values(self.forbid))
        if self.when is not None:
            locked, signals = (
                mask_of(evidence.values(self.when)),
                signals_of(self.when, self.forbid),
            )
            allowed = LOCKED.fill(
                forbid=self.forbid.text, when=self.when.text, within=format_duration(self.within)
            )
        else:
            assert self.requires is not None
            locked = ~mask_of(evidence.values(self.requires))
            signals = signals_of(self.requires, self.forbid)
            allowed = PERMITTED.fill(
                forbid=self.forbid.text,
                requires=self.requires.text,
                within=format_duration(self.within),
            )
        whole = (evidence.ns(rows.start), evidence.ns(rows.stop))
        binding = locked & (rows_since(changes(locked)) >= rows_in(self.within, evidence.tick_ns))
        conflicts = stretches((locked & forbidden)[rows])
        broken = conflicts[any_in((binding & forbidden)[rows], conflicts)] + rows.start
        worst = longest(broken)
        if worst is not None:
            begin_ns, end_ns = evidence.ns(worst[0]), evidence.ns(worst[1])
            measured = BROKEN.fill(
                count=len(broken),
                duration=format_duration(end_ns - begin_ns),
                begin=format_instant(begin_ns),
            )
            return Finding(0.0, measured, allowed, (begin_ns, end_ns), signals, final=True)
        if not np.any(binding[rows]):
            score = 0.0 if self.must_occur else 1.0
            return Finding(score, NOT_TRIED.fill(), allowed, whole, signals)
        times = len(stretches(locked[rows]))
        return Finding(1.0, KEPT.fill(times=times), allowed, whole, signals)
