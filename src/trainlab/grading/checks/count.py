"""count: something happens as often as it should."""

from __future__ import annotations

from math import inf, isnan
from typing import Annotated, Any, ClassVar, Self

import numpy as np
from pydantic import AfterValidator, ModelWrapValidatorHandler, ValidationInfo, model_validator

from trainlab.core.fields import SpanField, explained
from trainlab.core.message import Message, Text
from trainlab.core.quantity import Quantity, UnitMismatch
from trainlab.grading.check import WindowedCheck, graded, signals_of
from trainlab.grading.counting import EventsField, longest_gap, rises
from trainlab.grading.evidence import Evidence
from trainlab.grading.finding import Finding
from trainlab.grading.shown import shown
from trainlab.grading.wanted import NOT_LESS_THAN, needs_one_of, wanted

COUNTED = Text("{count}", "{count}")
EXACTLY = Text("exactly {low}", "恰好 {low}")
BETWEEN = Text("{low} to {high}", "{low} 至 {high}")
AT_LEAST = Text("at least {low}", "至少 {low}")
AT_MOST = Text("at most {high}", "至多 {high}")


def _no_less(value: Quantity | None, info: ValidationInfo) -> Quantity | None:
    least = info.data.get("at_least")
    if value is None or least is None:
        return value
    try:
        right = value.span_within(least.unit) >= least.value
    except UnitMismatch:  # the signal's unit decides which of them is wrong
        return value
    if not right:
        raise wanted(NOT_LESS_THAN.fill(field="at_least"))
    return value


class Count(WindowedCheck):
    """The number of events in the window is what it should be.

    Of a condition, every rising edge is an event: a tick in which it is true and was not in the
    tick before. Of a number, the rises add up: parts that a fact counts, litres that flowed; a fall
    (a counter's reset) takes nothing away. The window's first tick is compared with the tick before
    it, so that an edge at exactly `after` counts, what was true already does not, and windows side
    by side add up.

        off = max(lowest allowed - count, count - highest allowed, 0)

    Full points where off = 0, none from off = `zero_at` on, a straight line between; nothing at all
    earns nothing where something is asked for. At least one of
    `exactly`, `at_least` and `at_most` is given; beside `exactly` the others have no effect. The
    interval shown is that of the surplus events, or the longest stretch without one.

    Source: edges as R_TRIG of IEC 61131-3:2013, Table 44.
    """

    title_of_kind: ClassVar[Text] = Text("count", "计数")
    about: ClassVar[Text] = Text(
        "The rising edges of a condition, or the increase of a counting fact, are as many as allowed: `exactly`, `at_least`, `at_most`.",
        "条件的上升沿次数（或计数事实量的增量）符合要求：exactly、at_least、at_most。",
    )
    quantities: ClassVar[dict[str, str]] = {
        "exactly": "of",
        "at_least": "of",
        "at_most": "of",
        "zero_at": "of",
    }
    example: ClassVar[str] = """\
- id: one_run
  title: {en: The pump starts once and keeps running, zh-CN: 水泵只启动一次并保持运行}
  check: count
  points: 5
  after: start
  until: wire_broken
  of: pump_on
  exactly: 1
  zero_at: 3
"""

    of: EventsField = explained(
        "what is counted: a condition (its rising edges) or a counting fact (its increase)",
        "计数对象：条件（上升沿）或计数事实量（增量）",
    )
    exactly: SpanField | None = explained(
        "so many, no more and no less", "恰好的次数", default=None
    )
    at_least: SpanField | None = explained("the fewest", "最少次数", default=None)
    at_most: Annotated[SpanField | None, AfterValidator(_no_less)] = explained(
        "the most", "最多次数", default=None
    )
    zero_at: SpanField | None = explained(
        "how far outside what is allowed no points are given",
        "超出允许范围多少时得零分",
        default=None,
    )

    @model_validator(mode="wrap")
    @classmethod
    def _bounded(
        cls, data: Any, handler: ModelWrapValidatorHandler[Self], info: ValidationInfo
    ) -> Self:
        instance = handler(data)
        needs_one_of(data, ("exactly", "at_least", "at_most"), info)
        return instance

    def judge_rows(self, evidence: Evidence, rows: slice) -> Finding:
        """Score by how far the count is outside what is allowed."""
        unit = evidence.unit(self.of)
        like, low, high = self._bounds(unit)
        risen = rises(evidence, self.of, rows)
        count = float(np.sum(risen))
        off = count if isnan(count) else max(low - count, count - high, 0.0)
        zero_at = self.zero_at.span_within(unit) if self.zero_at else None
        events = np.flatnonzero(risen)
        begin, end = 0, len(risen)
        if count > high:
            begin = int(np.argmax(np.cumsum(risen) > high))
            end = int(events[-1]) + 1
        elif count < low:
            begin, end = longest_gap(risen)
        elif len(events):
            begin, end = int(events[0]), int(events[-1]) + 1
        nothing = low > 0.0 and not count > 0.0
        return Finding(
            0.0 if nothing else graded(off, 0.0, zero_at, 1e-9 * max(low, count)),
            COUNTED.fill(count=shown(count, unit, like)),
            self._allowed(),
            (evidence.ns(rows.start + begin), evidence.ns(rows.start + end)),
            signals_of(self.of),
            final=count > high and graded(off, 0.0, zero_at, 1e-9 * count) <= 0.0,
        )

    def _bounds(self, unit: str) -> tuple[Quantity, float, float]:
        """A quantity in whose unit to speak, the fewest and the most."""
        if self.exactly is not None:
            number = self.exactly.span_within(unit)
            return self.exactly, number, number
        like = self.at_least or self.at_most or Quantity(0.0, unit)
        low = self.at_least.span_within(unit) if self.at_least else 0.0
        return like, low, self.at_most.span_within(unit) if self.at_most else inf

    def _allowed(self) -> Message:
        if self.exactly is not None:
            return EXACTLY.fill(low=self.exactly)
        if self.at_most is None:
            return AT_LEAST.fill(low=self.at_least)
        if self.at_least is None:
            return AT_MOST.fill(high=self.at_most)
        return BETWEEN.fill(low=self.at_least, high=self.at_most)
