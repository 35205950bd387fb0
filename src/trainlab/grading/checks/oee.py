"""oee: overall equipment effectiveness, or one of its three factors."""

from __future__ import annotations

from typing import Annotated, ClassVar, Literal

import numpy as np

from trainlab.core.duration import format_duration
from trainlab.core.fields import DurationNs, explained
from trainlab.core.message import Text
from trainlab.grading.better import ShareField, graded_up, less_than
from trainlab.grading.check import WindowedCheck, signals_of
from trainlab.grading.counting import EventsField, rises
from trainlab.grading.evidence import Evidence
from trainlab.grading.fields import ConditionField
from trainlab.grading.finding import Finding
from trainlab.grading.intervals import longest, stretches
from trainlab.grading.shown import percent

NAMES: dict[str, Text] = {
    "oee": Text("OEE", "OEE"),
    "availability": Text("availability", "时间开动率"),
    "effectiveness": Text("effectiveness", "性能开动率"),
    "quality": Text("quality ratio", "合格品率"),
}
MEASURED = Text(
    "{name} {share}: availability {a} ({apt} of {pbt}), effectiveness {e}, quality ratio {q} ({good:g} of {produced:g})",
    "{name} {share}：时间开动率 {a}（{pbt} 中 {apt}），性能开动率 {e}，合格品率 {q}（{produced:g} 件中 {good:g} 件）",
)
NOTHING_PLANNED = Text("no time was planned for production", "没有计划生产时间")
NOTHING_MADE = Text("nothing was produced in {pbt} of planned time", "计划时间 {pbt} 内没有产出")
ALLOWED = Text("{name} at least {share}", "{name}不低于 {share}")


class Oee(WindowedCheck):
    """The overall equipment effectiveness of the window, or one factor of it, is at least `at_least`.

        availability   A = APT / PBT             running time / planned time
        effectiveness  E = PRI x PQ / APT        `ideal_cycle` x produced / running time
        quality ratio  Q = GQ / PQ               good / produced
        OEE            = A x E x Q = PRI x GQ / PBT

    PBT, the planned busy time, is the time in which `planned` is true, the whole window if left
    out; APT, the actual production time, that in which `running` is true as well. PQ and GQ count
    all that is produced in the window and what is good of it, as in `count`: rising edges of a
    condition, or the rises of a fact. Effectiveness is not capped at 100 %: more says that
    `ideal_cycle` is set too long. Nothing planned, or nothing produced, scores nothing. Full points
    from `at_least` on, none down to `zero_at`, a straight line between. The interval shown is the
    longest planned stretch without running.

    Source: ISO 22400-2:2014 (availability, effectiveness, quality ratio, OEE index), as OPC 40501-1
    Annex C.2.4 quotes it; Nakajima, Introduction to TPM, 1988.
    """

    title_of_kind: ClassVar[Text] = Text("OEE", "设备综合效率")
    about: ClassVar[Text] = Text(
        "The overall equipment effectiveness (availability x effectiveness x quality ratio) of the window, or one factor, is at least `at_least`.",
        "窗口内的设备综合效率 OEE（时间开动率 × 性能开动率 × 合格品率）或其中一项不低于 at_least。",
    )
    example: ClassVar[str] = """\
- id: availability
  title: {en: The pump is available while the circuit is closed, zh-CN: 安全回路闭合期间水泵可用}
  check: oee
  points: 5
  after: start
  until: stop
  factor: availability
  planned: power_on
  running: pump_on
  ideal_cycle: 10 s
  produced: pump_on
  good: pump_on AND shutoff_open
  at_least: 70 %
  zero_at: 40 %
"""

    planned: ConditionField | None = explained(
        "when production is planned; the whole window if left out",
        "计划生产的条件，省略则为整个窗口",
        default=None,
    )
    running: ConditionField = explained("when it produces", "正在生产的条件")
    ideal_cycle: DurationNs = explained(
        "the planned run time of one item", "单件计划运行时间（理想节拍）", gt=0
    )
    produced: EventsField = explained("what counts all that is produced", "全部产品的计数")
    good: EventsField = explained("what counts what is good of it", "其中合格品的计数")
    factor: Literal["oee", "availability", "effectiveness", "quality"] = explained(
        "which number counts: oee, availability, effectiveness or quality",
        "考核的指标：oee、availability、effectiveness 或 quality",
        default="oee",
    )
    at_least: ShareField = explained("the share for full points", "得满分的比例", gt=0)
    zero_at: Annotated[ShareField | None, less_than("at_least")] = explained(
        "the share that gives no points", "得零分的比例", default=None
    )

    def judge_rows(self, evidence: Evidence, rows: slice) -> Finding:
        """Score by the chosen number."""
        running = evidence.values(self.running)[rows].astype(np.bool_)
        planned = np.ones_like(running)
        if self.planned is not None:
            planned = evidence.values(self.planned)[rows].astype(np.bool_)
        pbt_ns = int(np.count_nonzero(planned)) * evidence.tick_ns
        apt_ns = int(np.count_nonzero(planned & running)) * evidence.tick_ns
        made = float(np.sum(rises(evidence, self.produced, rows)))
        good = float(np.sum(rises(evidence, self.good, rows)))
        name = NAMES[self.factor]
        allowed = ALLOWED.fill(name=name, share=percent(self.at_least))
        idle = longest(stretches(planned & ~running, rows.start)) or (rows.start, rows.stop)
        interval = (evidence.ns(idle[0]), evidence.ns(idle[1]))
        conditions = [self.running] if self.planned is None else [self.planned, self.running]
        signals = signals_of(*conditions, self.produced, self.good)
        if pbt_ns == 0:
            return Finding(0.0, NOTHING_PLANNED.fill(), allowed, interval, signals)
        if apt_ns == 0 or not made > 0:
            measured = NOTHING_MADE.fill(pbt=format_duration(pbt_ns))
            return Finding(0.0, measured, allowed, interval, signals)
        numbers = {
            "availability": apt_ns / pbt_ns,
            "effectiveness": self.ideal_cycle * made / apt_ns,
            "quality": good / made,
            "oee": self.ideal_cycle * good / pbt_ns,
        }
        measured = MEASURED.fill(
            name=name,
            share=percent(numbers[self.factor]),
            a=percent(numbers["availability"]),
            e=percent(numbers["effectiveness"]),
            q=percent(numbers["quality"]),
            apt=format_duration(apt_ns),
            pbt=format_duration(pbt_ns),
            good=good,
            produced=made,
        )
        score = graded_up(numbers[self.factor], self.at_least, self.zero_at, 1e-12)
        return Finding(score, measured, allowed, interval, signals)
