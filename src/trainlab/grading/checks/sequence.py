"""sequence: steps come in their order, each in its time."""

from __future__ import annotations

from typing import Annotated, ClassVar, Literal

from pydantic import BeforeValidator, Field, WithJsonSchema

from trainlab.core.duration import format_duration
from trainlab.core.fields import DurationNs, Fields, duration_ns, explained
from trainlab.core.message import Message, Text
from trainlab.grading.check import Span, WindowedCheck, signals_of
from trainlab.grading.edges import mask_of
from trainlab.grading.evidence import Evidence
from trainlab.grading.fields import ConditionField
from trainlab.grading.finding import Finding
from trainlab.grading.names import NameField
from trainlab.grading.ordered import Order

DONE = Text("in order, {cycles} times", "顺序正确，共 {cycles} 次")
UNFINISHED = Text("'{due}' had not come when the run ended", "运行结束时“{due}”尚未出现")
ORDER = Text("in this order: {steps}", "依次为：{steps}")
NOT_TOGETHER = Text(
    "in this order: {steps}; no two together for longer than {overlap}",
    "依次为：{steps}；任意两步同时成立不超过 {overlap}",
)
ANY = "any"


def _overlap(value: object) -> object:
    return None if value == ANY else duration_ns(value)


OverlapField = Annotated[
    int | None,
    BeforeValidator(_overlap),
    WithJsonSchema({"type": "string", "examples": [ANY, "200 ms"]}),
]


class Step(Fields):
    """One step of a sequence."""

    name: NameField = explained("what the step is called", "步骤名称")
    condition: ConditionField = explained("true while the step is active", "步骤激活时成立的条件")
    within: DurationNs | None = explained(
        "the longest time after the step before", "距上一步的最长时间", default=None, ge=0
    )


class Sequence(WindowedCheck):
    """The steps come in the order of the list, each within its time after the one before.

    A step comes in the tick in which its condition turns true; the first one also at the window's
    begin, if it is true there. Where another step comes than the one due, the order is broken: that
    one was skipped, or the other came too early. The step that came last may come again (it bounces). Steps
    that come in one tick are taken in the order of the list. With t(k) the moment of step k, each
    has t(k) - t(k-1) <= within(k), for the first step counted from the begin of the window, in the
    first cycle only. With `overlap` no two conditions are true together for longer than that at a
    time, until the last step has come.

    With `repeats: once` what comes after the last step is not looked at; with `every`, the first step is due again, and
    each cycle that begins is held to the order until the window ends. The terms are those of GRAFCET (IEC
    60848:2013): steps of one sequence that follow one another. The first mistake decides. With
    `partial` the share of points is n / (N c), with n steps in order before it, N steps in the list and c
    cycles begun. A step whose time is not over when the window ends is undecided: what was finished
    before counts; if no cycle was, nothing is earned, or with `partial` the share.
    """

    title_of_kind: ClassVar[Text] = Text("sequence", "顺序")
    about: ClassVar[Text] = Text(
        "The steps come in this order, each within its time after the one before; `overlap` limits how"
        " long two are true at once; once, or in every cycle.",
        "各步骤按此顺序出现，每一步都在上一步之后规定的时间内；overlap 限制两步同时成立的时间；可只判一次或判每个循环。",
    )
    example: ClassVar[str] = """\
- id: order
  title: {en: 'First the valve, then the pump, then the level', zh-CN: 先开阀，再开泵，然后液位上升}
  check: sequence
  points: 10
  after: start
  steps:
    - {name: valve open, condition: shutoff_open, within: 1 s}
    - {name: pump on, condition: pump_on, within: 2 s}
    - {name: filled, condition: level_m > 0.15, within: 20 s}
"""

    steps: Annotated[list[Step], Field(min_length=1)] = explained(
        "the steps in their order, each with `name`, `condition` and, if wanted, `within`",
        "按顺序列出的步骤，每步有 name、condition，以及可选的 within",
    )
    overlap: OverlapField = explained(
        "how long two steps may be true at once, or `any`",
        "两步允许同时成立的时间；any 表示不限",
        default=None,
    )
    repeats: Literal["once", "every"] = explained(
        "`once`, or `every` for each cycle that begins",
        "once 表示判一次，every 表示判每个循环",
        default="once",
    )
    partial: bool = explained(
        "points by the share of steps in order before the first mistake",
        "按首次出错前正确步骤的比例给分",
        default=False,
    )

    def spans(self) -> tuple[Span, ...]:
        """The time of each step."""
        return tuple(
            Span(("steps", number, "within"), step.within, self.after, self.until)
            for number, step in enumerate(self.steps)
            if step.within is not None
        )

    def judge_rows(self, evidence: Evidence, rows: slice) -> Finding:
        """Full score, none, or the share of steps in order."""
        masks = [mask_of(evidence.values(step.condition)) for step in self.steps]
        names = tuple(step.name for step in self.steps)
        withins = tuple(step.within for step in self.steps)
        order = Order(names, withins, self.repeats == "every", evidence)
        walk = order.walk(masks, rows)
        mistake = walk.mistake
        if self.overlap is not None:
            seen = slice(rows.start, walk.stop)
            together = order.together(masks, seen, self.overlap)
            if together is not None and (mistake is None or together.row < mistake.row):
                mistake = together
                walk = order.walk(masks, slice(rows.start, together.row))
        signals = signals_of(*(step.condition for step in self.steps))
        cycles, begun = divmod(walk.steps, len(names))
        if mistake is None and cycles:
            interval = (evidence.ns(rows.start), evidence.ns(walk.stop))
            measured, once = DONE.fill(cycles=cycles), self.repeats != "every"
            return Finding(1.0, measured, self._allowed(), interval, signals, final=once)
        share = walk.steps / (len(names) * (cycles + 1)) if self.partial else 0.0
        if mistake is not None:
            measured, interval = mistake.measured, mistake.interval
            return Finding(share, measured, self._allowed(), interval, signals, final=True)
        whole = (evidence.ns(rows.start), evidence.ns(rows.stop))
        measured = UNFINISHED.fill(due=names[begun])
        return Finding(share, measured, self._allowed(), whole, signals)

    def _allowed(self) -> Message:
        steps = " → ".join(step.name for step in self.steps)
        if self.overlap is None:
            return ORDER.fill(steps=steps)
        return NOT_TOGETHER.fill(steps=steps, overlap=format_duration(self.overlap))
