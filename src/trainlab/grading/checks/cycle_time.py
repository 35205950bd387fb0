"""cycle_time: the time from one cycle to the next."""

from __future__ import annotations

from math import ceil
from typing import ClassVar, Literal

import numpy as np

from trainlab.core.duration import format_duration, format_instant
from trainlab.core.fields import DurationNs, explained
from trainlab.core.message import Message, Text
from trainlab.grading.check import WindowedCheck, graded, signals_of
from trainlab.grading.counting import rises
from trainlab.grading.evidence import Evidence
from trainlab.grading.fields import ConditionField
from trainlab.grading.finding import Finding

NAMES: dict[str, Text] = {
    "worst": Text("longest cycle", "最长周期"),
    "mean": Text("mean cycle", "平均周期"),
    "percentile": Text("{percentile:g} % of the cycles", "{percentile:g} % 的周期"),
}
MEASURED = Text("{name}: {time} (whole cycles: {cycles})", "{name}：{time}（共 {cycles} 个周期）")
UNFINISHED = Text(
    "{name}: {time} (whole cycles: {cycles}); the last began at {begin} and was not finished",
    "{name}：{time}（共 {cycles} 个周期）；最后一个始于 {begin}，未完成",
)
TOO_FEW = Text("whole cycles: only {cycles}", "只有 {cycles} 个完整周期")
ALLOWED = Text(
    "{name}: at most {limit} (whole cycles: {cycles} or more)",
    "{name}：不超过 {limit}，且至少 {cycles} 个周期",
)


class CycleTime(WindowedCheck):
    """The time from one rising edge of `of` to the next is at most `limit`.

        worst        the longest cycle
        mean         (last edge - first edge) / number of cycles
        percentile   the shortest time that at least `percentile` % of the cycles do not exceed
                     (nearest rank)

    A cycle counts if both its edges lie in the window; at least `cycles` of them must. The cycle
    that is under way when the window ends is left out as long as it may still end in time; if it
    has lasted longer than `limit` already, it counts as a cycle of that length, so that a machine
    which stops earns nothing by it. Full points up to `limit`, none from `zero_at` on, a straight
    line between.

    Source: cycle time as production keeps it (Groover, Automation, Production Systems, and
    Computer-Integrated Manufacturing, ch. 3); nearest rank: Hyndman and Fan 1996, definition 1.
    """

    title_of_kind: ClassVar[Text] = Text("cycle time", "节拍时间")
    about: ClassVar[Text] = Text(
        "The time between successive rising edges of a condition (the longest, the mean or a percentile) is at most `limit`.",
        "条件相邻两次上升沿之间的时间（最长、平均或百分位）不超过 limit。",
    )
    full_at: ClassVar[str] = "limit"
    example: ClassVar[str] = """\
- id: restarts_in_time
  title: {en: From one start of the pump to the next in less than 12 s, zh-CN: 两次启动水泵的间隔不超过 12 s}
  check: cycle_time
  points: 5
  after: second_start - 1 s
  until: stop
  of: pump_on
  limit: 12 s
  zero_at: 20 s
"""

    of: ConditionField = explained(
        "the condition that becomes true once a cycle", "每个周期成立一次的条件"
    )
    limit: DurationNs = explained("the longest time for full points", "得满分的最长时间", gt=0)
    zero_at: DurationNs | None = explained(
        "the time that gives no points", "得零分的时间", default=None
    )
    statistic: Literal["worst", "mean", "percentile"] = explained(
        "which time counts: worst, mean or percentile",
        "取哪个时间：worst（最长）、mean（平均）或 percentile（百分位）",
        default="worst",
    )
    percentile: float = explained("which percentile", "百分位", default=95.0, gt=0, le=100)
    cycles: int = explained("the fewest whole cycles", "至少多少个完整周期", default=1, ge=1)

    def judge_rows(self, evidence: Evidence, rows: slice) -> Finding:
        """Score by the chosen time."""
        signals = signals_of(self.of)
        edges = np.flatnonzero(rises(evidence, self.of, rows)) + rows.start
        times_ns = np.diff(edges) * evidence.tick_ns
        if len(times_ns) < self.cycles:
            first = int(edges[-1]) if len(edges) else rows.start
            measured = TOO_FEW.fill(cycles=len(times_ns))
            interval = (evidence.ns(first), evidence.ns(rows.stop))
            return Finding(0.0, measured, self._allowed(), interval, signals)
        whole = len(times_ns)
        elapsed_ns = (rows.stop - int(edges[-1])) * evidence.tick_ns
        unfinished = elapsed_ns > self.limit
        if unfinished:
            times_ns = np.append(times_ns, elapsed_ns)
        decisive, time_ns = self._decisive(times_ns)
        begin_ns = evidence.ns(int(edges[decisive]))
        wording = UNFINISHED if unfinished else MEASURED
        return Finding(
            graded(time_ns, self.limit, self.zero_at),
            wording.fill(
                name=self._name(),
                time=format_duration(round(time_ns)),
                cycles=whole,
                begin=format_instant(evidence.ns(int(edges[-1]))),
            ),
            self._allowed(),
            (begin_ns, begin_ns + int(times_ns[decisive])),
            signals,
        )

    def _decisive(self, times_ns: np.ndarray[tuple[int], np.dtype[np.int64]]) -> tuple[int, float]:
        """Which cycle to show, and the time that counts."""
        longest = int(np.argmax(times_ns))
        if self.statistic == "worst":
            return longest, float(times_ns[longest])
        if self.statistic == "mean":
            return longest, float(np.mean(times_ns))
        rank = ceil(self.percentile / 100 * len(times_ns) - 1e-9) - 1
        order = np.argsort(times_ns, kind="stable")
        return int(order[rank]), float(times_ns[order[rank]])

    def _name(self) -> Message:
        return NAMES[self.statistic].fill(percentile=self.percentile)

    def _allowed(self) -> Message:
        limit = format_duration(self.limit)
        return ALLOWED.fill(name=self._name(), limit=limit, cycles=self.cycles)
