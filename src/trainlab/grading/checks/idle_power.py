"""idle_power: little is used while nothing is made."""

from __future__ import annotations

from typing import ClassVar, Literal

import numpy as np
from numpy.typing import NDArray

from trainlab.core.duration import format_duration
from trainlab.core.fields import DurationNs, SpanField, explained
from trainlab.core.message import Message, Text
from trainlab.grading.check import WindowedCheck, graded, signals_of
from trainlab.grading.evidence import Evidence
from trainlab.grading.fields import ConditionField, SignalField
from trainlab.grading.finding import Finding
from trainlab.grading.intervals import stretches
from trainlab.grading.rounding import rounding_of
from trainlab.grading.shown import shown

NAMES: dict[str, Text] = {
    "mean": Text("mean", "平均值"),
    "peak": Text("peak", "峰值"),
    "increase": Text("increase", "增量"),
}
MEASURED = Text("{name} {value} in {idle} of idling", "空闲 {idle}，{name} {value}")
NEVER_IDLE = Text("it never idled", "从未空闲")
ALLOWED = Text("{name} at most {limit} while {condition}", "{condition} 时{name}不超过 {limit}")


class IdlePower(WindowedCheck):
    """While `idle` is true, the signal stays low.

        mean       the mean of a power over all idle ticks
        peak       its greatest value in any idle tick
        increase   by how much an energy grew from idle tick to idle tick, in all

    Each stretch of idling counts from `settle` after its begin, for machines that run down. A window
    without such a tick scores nothing: what never idles has not shown that it idles well. Full
    points up to `limit`, none from `zero_at` on, a straight line between. The interval shown is the
    stretch of idling with the highest mean, peak or increase.

    Source: ISO 14955-1:2017 (machine tools: energy by operating state, such as ready for operation);
    VDMA 34179 (measurement of the power of each state).
    """

    title_of_kind: ClassVar[Text] = Text("idle power", "空闲功率")
    about: ClassVar[Text] = Text(
        "While `idle` is true, the mean or peak of a power, or the increase of an energy, is at most `limit`.",
        "idle 成立期间，功率的平均值或峰值（或能量的增量）不超过 limit。",
    )
    quantities: ClassVar[dict[str, str]] = {"limit": "signal", "zero_at": "signal"}
    full_at: ClassVar[str] = "limit"
    example: ClassVar[str] = """\
- id: off_when_stopped
  title: {en: The pump uses nothing while its circuit is open, zh-CN: 安全回路断开时水泵不耗能}
  check: idle_power
  points: 5
  after: start
  idle: NOT power_on
  settle: 1 s
  signal: pump_energy_j
  statistic: increase
  limit: 1 J
  zero_at: 50 J
"""

    idle: ConditionField = explained("when nothing is made", "空闲的条件")
    signal: SignalField = explained(
        "the power, or for increase an energy", "功率；increase 时为能量"
    )
    limit: SpanField = explained("the most for full points", "得满分的最大值")
    zero_at: SpanField | None = explained("so much gives no points", "得零分的值", default=None)
    statistic: Literal["mean", "peak", "increase"] = explained(
        "what counts: mean, peak or increase",
        "计算方式：mean（平均）、peak（峰值）或 increase（增量）",
        default="mean",
    )
    settle: DurationNs = explained(
        "how long after the begin of idling nothing counts yet",
        "空闲开始后多长时间内不计入",
        default=0,
        ge=0,
    )

    def judge_rows(self, evidence: Evidence, rows: slice) -> Finding:
        """Score by the chosen statistic over all idle ticks."""
        unit = evidence.unit(self.signal)
        limit = self.limit.span_within(unit)
        zero_at = self.zero_at.span_within(unit) if self.zero_at else None
        signals = signals_of(self.idle, self.signal)
        spans = self._spans(evidence, rows)
        if len(spans) == 0:
            window = (evidence.ns(rows.start), evidence.ns(rows.stop))
            return Finding(0.0, NEVER_IDLE.fill(), self._allowed(), window, signals)
        values = evidence.values(self.signal).astype(np.float64)
        ticks = spans[:, 1] - spans[:, 0]
        with np.errstate(invalid="ignore"):
            each = self._of_each(values, spans)
            value = self._together(each, ticks)
        worst = spans[int(np.argmax(np.where(np.isnan(each), np.inf, each)))]
        return Finding(
            graded(value, limit, zero_at, rounding_of(values[rows])),
            MEASURED.fill(
                name=NAMES[self.statistic],
                value=shown(value, unit, self.limit),
                idle=format_duration(int(np.sum(ticks)) * evidence.tick_ns),
            ),
            self._allowed(),
            (evidence.ns(int(worst[0])), evidence.ns(int(worst[1]))),
            signals,
        )

    def _spans(self, evidence: Evidence, rows: slice) -> NDArray[np.int64]:
        """The idle stretches of the window that count, as rows [begin, end) of shape (n, 2).

        Idling that began before the window began then, as far as `settle` goes.
        """
        found = stretches(evidence.values(self.idle))
        skipped = -(-self.settle // evidence.tick_ns)
        begin = np.maximum(found[:, 0] + skipped, rows.start)
        end = np.minimum(found[:, 1], rows.stop)
        spans: NDArray[np.int64] = np.stack((begin, end), axis=1)[begin < end]
        return spans

    def _of_each(
        self, values: NDArray[np.float64], spans: NDArray[np.int64]
    ) -> NDArray[np.float64]:
        """The statistic of each stretch, of shape (n,)."""
        if self.statistic == "increase":
            return values[spans[:, 1] - 1] - values[spans[:, 0]]
        # Every second piece lies between two stretches; the last needs an end within the column.
        gather = np.add if self.statistic == "mean" else np.maximum
        pieces = gather.reduceat(np.append(values, 0.0), spans.ravel())[::2]
        return pieces / (spans[:, 1] - spans[:, 0]) if self.statistic == "mean" else pieces

    def _together(self, each: NDArray[np.float64], ticks: NDArray[np.int64]) -> float:
        """The statistic of all stretches."""
        if self.statistic == "increase":
            return float(np.sum(each))
        if self.statistic == "peak":
            return float(np.max(each))
        return float(np.sum(each * ticks) / np.sum(ticks))

    def _allowed(self) -> Message:
        return ALLOWED.fill(name=NAMES[self.statistic], limit=self.limit, condition=self.idle.text)
