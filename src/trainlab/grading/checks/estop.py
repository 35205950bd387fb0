"""estop: every emergency stop makes safe in time, and only a deliberate start ends that."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from trainlab.core.duration import format_duration, format_instant
from trainlab.core.expression import Expression
from trainlab.core.fields import DurationNs, explained
from trainlab.core.message import Message, Text
from trainlab.grading.check import WindowedCheck, graded, signals_of
from trainlab.grading.edges import Mask, Rows, arrivals, mask_of, rises
from trainlab.grading.evidence import Evidence
from trainlab.grading.fields import ConditionField
from trainlab.grading.finding import Finding
from trainlab.grading.names import ConditionsField

NOT_GIVEN = Text(
    "there was nothing to stop at {when}: {condition} did not hold",
    "{when} 时无可停止：{condition} 不成立",
)
NOT_STRUCK = Text("the emergency stop was not struck", "急停未被触发")
UNDECIDED = Text(
    "the run ended before the time to make safe was over", "允许的时间未到，运行已结束"
)
SAFE = Text(
    "safe after {delay} and until the restart, {times} times",
    "{delay} 后进入安全状态并保持到重新启动，共 {times} 次",
)
LATE = Text("safe only after {delay}; last: {condition}", "{delay} 后才安全；最后满足：{condition}")
NEVER_SAFE = Text("not made safe: {condition}", "未进入安全状态：{condition}")
RESTARTED = Text(
    "unsafe again at {when}, without a restart: {condition}", "{when} 未经启动又不安全：{condition}"
)
ALLOWED = Text(
    "safe within {within} of each emergency stop, and until: {restart}",
    "每次急停后 {within} 内进入安全状态，并保持到：{restart}",
)
THE_END = Text("the end of the window", "时间窗结束")
IN_ORDER = Text("{restart}, after release and reset", "解除并复位后的“{restart}”")


@dataclass(frozen=True, slots=True)
class Stop:
    """One emergency stop: the rows at which it was struck, from which on all was safe, at which a
    restart allowed motion again, and at which the last loss of safety began (-1 for none)."""

    struck: int
    safe: int
    restart: int
    lost: int


class Estop(WindowedCheck):
    """After each emergency stop all of `safe` is true within `within`, and until a deliberate restart.

    The stop is struck in each tick in which `trigger` comes true, and at the window's begin if it is
    true there; without `trigger`, the moment `after` is the one. The delay is counted to the first
    tick from which on all of `safe` holds until the restart. The restart is the tick in which
    `restart` comes true after, in this order, `trigger` is false again (released) and `reset` came
    true (if it is given; in the same tick as the reset is too soon). A start button that is
    held from before is no new one. Without `restart`, all must stay safe until the window ends.
    So releasing the device restarts nothing, nor does resetting it: IEC 60204-1:2016, 9.2.3.4.2 (a
    reset shall not initiate a restart), 9.2.2 (stop categories); ISO 13850:2015, 4.1.4.

    With `given` that must hold just before each stop, so that a program that never ran earns nothing
    by being safe.

    Every stop counts and the worst decides: full points up to `within`, none from `zero_at` on, a
    straight line between; none if what was safe is lost again. A stop whose time is not over when the
    window ends is left out. Where none is left, nothing is earned.
    """

    title_of_kind: ClassVar[Text] = Text("estop", "急停")
    about: ClassVar[Text] = Text(
        "After each emergency stop everything is safe within `within` and stays so until a deliberate"
        " restart: releasing or resetting alone restarts nothing.",
        "每次急停后 within 内一切进入安全状态，并保持到有意的重新启动：仅解除急停或仅复位不得重启。",
    )
    example: ClassVar[str] = """\
- id: safe
  title: {en: 'The emergency stop makes safe, and only Start ends that', zh-CN: 急停进入安全状态，只有启动按钮才能重启}
  check: estop
  points: 10
  trigger: NOT estop_ok
  safe: [NOT pump_on, NOT shutoff_open]
  reset: reset_button
  restart: start_button
"""
    full_at: ClassVar[str] = "within"
    decided_in_window: ClassVar[tuple[str, ...]] = ("within",)

    trigger: ConditionField | None = explained(
        "that the emergency stop is struck, such as NOT estop_ok; the moment `after` if left out",
        "急停被触发，例如 NOT estop_ok；省略则为 after 时刻",
        default=None,
    )
    safe: ConditionsField = explained(
        "one or more conditions that make the safe state", "构成安全状态的一个或多个条件"
    )
    given: ConditionField | None = explained(
        "what must hold just before, such as pump_on, so that doing nothing earns nothing",
        "触发前须成立的条件，例如 pump_on，使什么都不做的程序不得分",
        default=None,
    )
    within: DurationNs = explained(
        "the longest delay for full points", "得满分的最长延迟", default=200_000_000, ge=0
    )
    zero_at: DurationNs | None = explained(
        "the delay from which on no points are given", "开始得零分的延迟", default=None
    )
    reset: ConditionField | None = explained(
        "what has to come true after the release, before a restart counts",
        "解除后、重新启动前须出现的复位",
        default=None,
    )
    restart: ConditionField | None = explained(
        "the deliberate start, as it comes true; the window's end if left out",
        "有意的重新启动：此条件变为成立时；省略则为时间窗结束",
        default=None,
    )

    def judge_rows(self, evidence: Evidence, rows: slice) -> Finding:
        """Score by the worst stop."""
        conditions = [mask_of(evidence.values(each)) for each in self.safe]
        asked = (self.given, self.trigger, self.reset, self.restart, *self.safe)
        signals = signals_of(*(each for each in asked if each is not None))
        whole = (evidence.ns(rows.start), evidence.ns(rows.stop))
        stops = self._stops(np.logical_and.reduce(conditions), evidence, rows)
        if not stops:
            return Finding(0.0, NOT_STRUCK.fill(), self._allowed(), whole, signals)
        decided = [stop for stop in stops if self._decided(stop, evidence, rows)]
        if not decided:
            return Finding(0.0, UNDECIDED.fill(), self._allowed(), whole, signals)
        idle = self._idle(decided, evidence)
        final = any(
            self._due_ns(stop, evidence) < whole[1]
            and (stop in idle or self._score(stop, evidence) <= 0.0)
            for stop in decided
        )
        if self.given is not None and idle:
            when_ns = evidence.ns(idle[0].struck)
            measured = NOT_GIVEN.fill(when=format_instant(when_ns), condition=self.given.text)
            interval = (when_ns, when_ns + evidence.tick_ns)
            signals = signals_of(self.given)
            return Finding(0.0, measured, self._allowed(), interval, signals, final=final)
        worst = min(
            decided, key=lambda stop: (self._score(stop, evidence), stop.struck - stop.safe)
        )
        interval = self._interval(worst, evidence)
        broken = self._broken(worst, conditions, evidence)
        measured = self._measured(worst, broken, evidence, len(decided))
        score = self._score(worst, evidence)
        if score < 1.0 and broken is not None:
            signals = signals_of(broken)
        return Finding(score, measured, self._allowed(), interval, signals, final=final)

    def _idle(self, stops: list[Stop], evidence: Evidence) -> list[Stop]:
        """The stops before which `given` did not hold."""
        if self.given is None:
            return []
        held = mask_of(evidence.values(self.given))
        return [stop for stop in stops if not held[max(stop.struck - 1, 0)]]

    def _stops(self, safe: Mask, evidence: Evidence, rows: slice) -> list[Stop]:
        """Every stop of the window; all in one pass, however many there are."""
        struck: Rows = np.array([rows.start], dtype=np.int64)
        freed = struck + 1
        if self.trigger is not None:
            trigger = mask_of(evidence.values(self.trigger))
            struck = arrivals(trigger, rows)
            freed = _next(~trigger, struck)
        if self.reset is not None:
            freed = _next(rises(mask_of(evidence.values(self.reset))), freed) + 1
        end = np.full(len(struck), rows.stop, dtype=np.int64)
        if self.restart is not None:
            started = rises(mask_of(evidence.values(self.restart)))
            end = np.minimum(_next(started, np.minimum(freed, len(safe))), rows.stop)
        settled = np.minimum(np.maximum(_before(~safe, end) + 1, struck), end)
        before = _before(safe, settled)
        lost = np.where((before >= struck) & (before + 1 < settled), before + 1, -1)
        columns = zip(struck, settled, end, lost, strict=True)
        return [Stop(*(int(number) for number in column)) for column in columns]

    def _decided(self, stop: Stop, evidence: Evidence, rows: slice) -> bool:
        """Whether the time to make safe was over, or all was safe, before the window ended."""
        pending = stop.safe >= stop.restart == rows.stop
        return not pending or self._due_ns(stop, evidence) < evidence.ns(rows.stop)

    def _due_ns(self, stop: Stop, evidence: Evidence) -> int:
        """When a stop that is not safe by then earns nothing any more."""
        return evidence.ns(stop.struck) + max(self.within, self.zero_at or 0)

    def _fell_back(self, stop: Stop, evidence: Evidence) -> bool:
        """Whether all was safe, and some of it was lost after the time to make safe."""
        return stop.lost >= 0 and evidence.ns(stop.lost - stop.struck) > self.within

    def _score(self, stop: Stop, evidence: Evidence) -> float:
        if stop.safe >= stop.restart or self._fell_back(stop, evidence):
            return 0.0
        return graded(evidence.ns(stop.safe - stop.struck), self.within, self.zero_at)

    def _interval(self, stop: Stop, evidence: Evidence) -> tuple[int, int]:
        begin = stop.lost if self._fell_back(stop, evidence) else stop.struck
        return evidence.ns(begin), evidence.ns(stop.safe)

    def _broken(self, stop: Stop, conditions: list[Mask], evidence: Evidence) -> Expression | None:
        """The first condition that was lost, or the last that came."""
        row = stop.lost if self._fell_back(stop, evidence) else max(stop.safe - 1, stop.struck)
        row = min(row, len(conditions[0]) - 1)
        pairs = zip(self.safe, conditions, strict=True)
        return next((each for each, true in pairs if not true[row]), None)

    def _measured(
        self, stop: Stop, broken: Expression | None, evidence: Evidence, times: int
    ) -> Message:
        fell_back = self._fell_back(stop, evidence)
        condition = broken.text if broken is not None else ""
        delay = format_duration(evidence.ns(stop.safe - stop.struck))
        if fell_back:
            when = format_instant(evidence.ns(stop.lost))
            return RESTARTED.fill(when=when, condition=condition)
        if stop.safe >= stop.restart:
            return NEVER_SAFE.fill(condition=condition)
        if self._score(stop, evidence) < 1.0:
            return LATE.fill(delay=delay, condition=condition)
        return SAFE.fill(delay=delay, times=times)

    def _allowed(self) -> Message:
        until: Text | Message = THE_END
        if self.restart is not None:
            until = IN_ORDER.fill(restart=self.restart.text)
        return ALLOWED.fill(within=format_duration(self.within), restart=until)


def _next(happens: Mask, rows: Rows) -> Rows:
    """For each row, the first row from it on in which something happens; past the end if none."""
    found = np.append(np.flatnonzero(happens), len(happens))
    nearest: Rows = found[np.searchsorted(found[:-1], rows)]
    return nearest


def _before(happens: Mask, rows: Rows) -> Rows:
    """For each row, the last row before it in which something happens; -1 if none."""
    found = np.insert(np.flatnonzero(happens), 0, -1)
    latest: Rows = found[np.searchsorted(found[1:], rows)]
    return latest
