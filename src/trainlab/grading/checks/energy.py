"""energy: how much energy is used, in all or for each good part."""

from __future__ import annotations

from typing import ClassVar

import numpy as np

from trainlab.core.fields import SpanField, explained
from trainlab.core.message import Text
from trainlab.grading.check import WindowedCheck, graded, signals_of
from trainlab.grading.counting import EventsField, growth, rises
from trainlab.grading.evidence import Evidence
from trainlab.grading.fields import SignalField
from trainlab.grading.finding import Finding
from trainlab.grading.shown import shown

USED = Text("{energy}", "{energy}")
USED_PER = Text("{energy} each ({whole} for {parts:g})", "每件 {energy}（{parts:g} 件共 {whole}）")
NOTHING_MADE = Text("{whole} used, and nothing made", "用了 {whole}，但没有产出")
AT_MOST = Text("at most {limit}", "不超过 {limit}")
AT_MOST_EACH = Text("at most {limit} each", "每件不超过 {limit}")


class Energy(WindowedCheck):
    """A cumulative energy fact grows by at most `limit` in the window, or by that much for each part.

        E = energy at the window's last tick - energy at the tick before the window
        with `parts`:  e = E / number of good parts in the window

    `parts` counts as in `count`: rising edges of a condition, or the rises of a fact. With it, no
    part scores nothing; without it, a controller that does nothing uses no energy, so that a check
    of what must be done belongs beside it. Full points up to `limit`, none from `zero_at` on, a
    straight line between. Any cumulative fact will do: water, air, travel.

    Source: ISO 22400-2:2014, comprehensive energy consumption (energy / produced quantity);
    ISO 50006:2014, energy performance indicators.
    """

    title_of_kind: ClassVar[Text] = Text("energy", "能耗")
    about: ClassVar[Text] = Text(
        "A cumulative energy fact grows by at most `limit` in the window; with `parts`, by that much for each good part.",
        "累计能量事实量在窗口内的增量不超过 limit；若给出 parts，则按每件合格品计算。",
    )
    quantities: ClassVar[dict[str, str]] = {"limit": "of", "zero_at": "of"}
    full_at: ClassVar[str] = "limit"
    example: ClassVar[str] = """\
- id: thrifty
  title: {en: The pump uses at most 5 kJ, zh-CN: 水泵能耗不超过 5 kJ}
  check: energy
  points: 5
  after: start
  until: wire_broken
  of: pump_energy_j
  limit: 5 kJ
  zero_at: 10 kJ
"""

    of: SignalField = explained("the energy, a cumulative fact", "能量，累计事实量")
    limit: SpanField = explained("the most for full points", "得满分的最大值")
    zero_at: SpanField | None = explained("so much gives no points", "得零分的值", default=None)
    parts: EventsField | None = explained(
        "the good parts that share it: a condition (its rising edges) or a counting fact",
        "分摊能耗的合格品：条件（上升沿）或计数事实量",
        default=None,
    )

    def judge_rows(self, evidence: Evidence, rows: slice) -> Finding:
        """Score by the energy used."""
        unit = evidence.unit(self.of)
        limit = self.limit.span_within(unit)
        zero_at = self.zero_at.span_within(unit) if self.zero_at else None
        used = growth(evidence, self.of, rows)
        window = (evidence.ns(rows.start), evidence.ns(rows.stop))
        whole = shown(used, unit, self.limit)
        rounding = 1e-12 * max(limit, abs(float(evidence.values(self.of)[rows.stop - 1])))
        if self.parts is None:
            score = graded(used, limit, zero_at, rounding)
            allowed = AT_MOST.fill(limit=self.limit)
            return Finding(score, USED.fill(energy=whole), allowed, window, signals_of(self.of))
        signals = signals_of(self.of, self.parts)
        allowed = AT_MOST_EACH.fill(limit=self.limit)
        parts = float(np.sum(rises(evidence, self.parts, rows)))
        if not parts > 0:
            return Finding(0.0, NOTHING_MADE.fill(whole=whole), allowed, window, signals)
        each = used / parts
        measured = USED_PER.fill(energy=shown(each, unit, self.limit), whole=whole, parts=parts)
        return Finding(graded(each, limit, zero_at, rounding), measured, allowed, window, signals)
