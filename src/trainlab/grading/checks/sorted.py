"""sorted: every item goes to its lane."""

from __future__ import annotations

from math import isnan
from typing import Annotated, ClassVar

import numpy as np
from pydantic import Field

from trainlab.core.fields import Fields, TextField, explained
from trainlab.core.message import Text
from trainlab.grading.better import ShareField, graded_up, less_than
from trainlab.grading.check import WindowedCheck, signals_of
from trainlab.grading.counting import EventsField, rises
from trainlab.grading.evidence import Evidence
from trainlab.grading.finding import Finding
from trainlab.grading.shown import percent

ALL_RIGHT = Text("{right:g} of {all:g} right", "{all:g} 件中 {right:g} 件正确")
WORST = Text(
    "{share} right ({right:g} of {all:g}); most wrong in {lane}: {wrong:g}",
    "{share} 正确（{all:g} 件中 {right:g} 件）；错误最多的是{lane}：{wrong:g}",
)
LOST = Text(
    "{share} right ({right:g} of {all:g}); {wrong:g} came to no lane",
    "{share} 正确（{all:g} 件中 {right:g} 件）；{wrong:g} 件未到达任何通道",
)
TOO_FEW = Text("only {right:g} right in {lane}", "{lane}只有 {right:g} 件正确")
ALLOWED = Text(
    "at least {share} right, {each:g} or more in each lane",
    "至少 {share} 正确，每个通道至少 {each:g} 件",
)


class Lane(Fields):
    """One lane, and the facts that count what came to it."""

    lane: TextField = explained("what the lane is called", "通道的名称")
    right: EventsField = explained(
        "what counts the items that belong here", "属于该通道的工件的计数"
    )
    wrong: EventsField = explained("what counts the items that do not", "不属于该通道的工件的计数")


class Sorted(WindowedCheck):
    """The share of items that came to the lane where they belong is at least `at_least`.

        share = sum of right over all lanes / all items
        all items = `items` if given, else the sum of right and wrong over all lanes

    `right` and `wrong` of a lane count as in `count`: rising edges of a condition, or the rises of a
    fact. `items` counts every item that should have come to a lane, so that one which was lost or
    held back counts as wrong. In each lane, at least `each` items must come right: a lane that was
    never used proves nothing. Full points from `at_least` on, none down to `zero_at`, a straight
    line between. The interval shown ranges from the first to the last item in a wrong lane.

    Source: the share of right decisions (accuracy: ISO 5725-1 for the word, ISO/IEC TS 4213 for the
    formula).
    """

    title_of_kind: ClassVar[Text] = Text("sorting", "分拣")
    about: ClassVar[Text] = Text(
        "Of all items, the share that came to the lane where they belong is at least `at_least`, and every lane had its items.",
        "进入正确通道的工件占全部工件的比例不低于 at_least，且每个通道都有工件。",
    )
    example: ClassVar[str] = """\
- id: by_lane
  title: {en: Each lamp comes on in its own state only, zh-CN: 各指示灯只在对应状态下点亮}
  check: sorted
  points: 5
  lanes:
    - {lane: {en: green, zh-CN: 绿灯}, right: lamp_green AND pump_command, wrong: lamp_green AND NOT pump_command}
    - {lane: {en: red, zh-CN: 红灯}, right: lamp_red AND NOT pump_command, wrong: lamp_red AND pump_command}
  at_least: 100 %
  zero_at: 50 %
"""

    lanes: Annotated[list[Lane], Field(min_length=1)] = explained(
        "each lane: `lane`, `right`, `wrong`", "各通道：`lane`、`right`、`wrong`"
    )
    items: EventsField | None = explained(
        "what counts all items that should have come to a lane; what came to one if left out",
        "应进入通道的全部工件的计数；省略则为已进入通道的工件",
        default=None,
    )
    at_least: ShareField = explained(
        "the share for full points", "得满分的比例", default=1.0, gt=0, le=1
    )
    zero_at: Annotated[ShareField | None, less_than("at_least")] = explained(
        "the share that gives no points", "得零分的比例", default=None
    )
    each: float = explained(
        "the fewest right items in each lane", "每个通道至少多少件正确", default=1.0, ge=0
    )

    def judge_rows(self, evidence: Evidence, rows: slice) -> Finding:
        """Score by the share of right items."""
        right = np.array([np.sum(rises(evidence, lane.right, rows)) for lane in self.lanes])
        wrong_each = [rises(evidence, lane.wrong, rows) for lane in self.lanes]
        wrong = np.array([np.sum(each) for each in wrong_each])
        came = float(np.sum(right) + np.sum(wrong))
        every = came
        expressions = [way for lane in self.lanes for way in (lane.right, lane.wrong)]
        if self.items is not None:
            every = max(float(np.sum(rises(evidence, self.items, rows))), came)
            expressions.append(self.items)
        signals = signals_of(*expressions)
        allowed = ALLOWED.fill(share=percent(self.at_least), each=self.each)
        mistakes = np.flatnonzero(np.sum(wrong_each, axis=0))
        begin, end = (
            (int(mistakes[0]), int(mistakes[-1]) + 1)
            if len(mistakes)
            else (0, rows.stop - rows.start)
        )
        interval = (evidence.ns(rows.start + begin), evidence.ns(rows.start + end))
        total = float(np.sum(right))
        if isnan(every) or every <= 0 or np.min(right) < self.each:
            fewest = int(np.argmin(right))
            measured = TOO_FEW.fill(right=float(right[fewest]), lane=self.lanes[fewest].lane)
            return Finding(0.0, measured, allowed, interval, signals)
        share = total / every
        worst = int(np.argmax(wrong))
        wording = WORST if wrong[worst] > 0 else LOST if every > came else ALL_RIGHT
        measured = wording.fill(
            share=percent(share),
            right=total,
            all=every,
            lane=self.lanes[worst].lane,
            wrong=float(wrong[worst]) if wrong[worst] > 0 else every - came,
        )
        score = graded_up(share, self.at_least, self.zero_at, 1e-12)
        return Finding(score, measured, allowed, interval, signals)
