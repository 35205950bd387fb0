"""lamp: a lamp tells the truth."""

from __future__ import annotations

from typing import ClassVar, Self

from pydantic import ValidationInfo, model_validator

from trainlab.core.duration import format_duration
from trainlab.core.fields import DurationNs, explained
from trainlab.core.message import Text
from trainlab.grading.check import WindowedCheck, signals_of
from trainlab.grading.departures import (
    Wording,
    compared,
    finding_on,
    without_gaps,
    without_lead,
    without_steady,
)
from trainlab.grading.edges import mask_of
from trainlab.grading.evidence import Evidence
from trainlab.grading.fields import ConditionField
from trainlab.grading.finding import Finding
from trainlab.grading.names import place_of, refused, report
from trainlab.grading.problems import NEEDS

TRUE = Text("true throughout, due {times} times", "始终真实，应亮 {times} 次")
NEVER_DUE = Text("it was never due", "从未出现应亮的情况")
DARK = Text("dark for {duration} from {begin}, where due", "应亮而自 {begin} 起有 {duration} 未亮")
LIT = Text("lit for {duration} from {begin}, where not due", "不应亮而自 {begin} 起亮了 {duration}")
WORDING = Wording(missing=DARK, undue=LIT, never_due=NEVER_DUE, agreed=TRUE)
EXACTLY = Text(
    "lit exactly while {means}, within {within}", "仅在“{means}”时亮，偏差不超过 {within}"
)
FLASHES = Text(
    "flashes exactly while {means}, within {within}", "仅在“{means}”时闪烁，偏差不超过 {within}"
)


class Lamp(WindowedCheck):
    """`lamp` is lit exactly while `means` is true, within `within` each way.

    After each change of `means` at t0 the lamp may differ from it while t - t0 < within, the moment
    of t0 + within no longer; at all other times of the window it must not differ for a single tick.
    With `lead` it may also show a change so long before it, without a break until then: a lamp that
    goes with a command, and a motor that takes its time. A change before the window counts from when
    it was. Decided by the longest departure. Where
    `means` was never true, or only too shortly to be shown, nothing is earned.

    With `flash_period`, a lamp that flashes counts as lit: it may be off for less than that between
    two flashes. With `flashing` it must flash: what is on for a whole `flash_period` or longer does
    not count. IEC 60073:2002 has 1.4 Hz to 2.8 Hz as the normal flashing rate and 0.4 Hz to 0.8 Hz as the
    slow one, so 1 s and 3 s are fitting periods.

    What the colours mean (IEC 60073:2002; IEC 60204-1:2016, 10.3.2): red emergency, a
    hazardous condition that wants action at once; yellow (amber) abnormal, an impending critical
    condition; green normal; blue mandatory, the operator has to act; white neutral. The plants' panels
    have neither blue nor white: there amber also asks for attention before anything is wrong, as of a motor
    that runs up or a box that has to be taken away; the task says so.
    """

    title_of_kind: ClassVar[Text] = Text("lamp", "指示灯真实性")
    about: ClassVar[Text] = Text(
        "The lamp is lit exactly while `means` is true, within `within` each way; flashing counts as"
        " lit if `flash_period` is given.",
        "指示灯仅在 means 成立时亮，亮和灭的偏差都不超过 within；给出 flash_period 时，闪烁视为亮。",
    )
    decided_in_run: ClassVar[tuple[str, ...]] = ("within",)
    example: ClassVar[str] = """\
- id: green
  title: {en: The green lamp shows the pump, zh-CN: 绿灯表示水泵运行}
  check: lamp
  points: 5
  lamp: lamp_green
  means: pump_command
"""

    lamp: ConditionField = explained("the lamp, a tag or condition", "指示灯：变量或条件")
    means: ConditionField = explained("what it says while it is lit", "灯亮所表示的情况")
    within: DurationNs = explained(
        "the longest delay, on and off", "亮和灭的最长延迟", default=200_000_000, ge=0
    )
    lead: DurationNs = explained(
        "how long before a change it may show it", "允许提前显示变化的时间", default=0, ge=0
    )
    flash_period: DurationNs | None = explained(
        "flashes less than this apart count as lit throughout",
        "间隔小于此时间的闪烁视为一直亮",
        default=None,
        gt=0,
    )
    flashing: bool = explained(
        "it must flash: steady light does not count", "必须闪烁：常亮不算", default=False
    )

    @model_validator(mode="after")
    def _a_period_to_flash_with(self, info: ValidationInfo) -> Self:
        if self.flashing and self.flash_period is None:
            report(NEEDS, place_of(self.lamp), info, key="flashing", other="flash_period")
            raise refused()
        return self

    def looks_ahead_ns(self) -> int:
        """The lead, and two periods: of what is steady, and of the gaps in what is not."""
        return self.lead + 2 * (self.flash_period or 0)

    def judge_rows(self, evidence: Evidence, rows: slice) -> Finding:
        """Full score or none."""
        lit, due = mask_of(evidence.values(self.lamp)), mask_of(evidence.values(self.means))
        if self.flash_period is not None:
            if self.flashing:
                lit = without_steady(lit, self.flash_period, evidence.tick_ns)
            lit = without_gaps(lit, self.flash_period, evidence.tick_ns)
        lit = without_lead(lit, due, self.lead, evidence.tick_ns)
        comparison = compared(lit, due, evidence, self.within, self.within)
        allowed = (FLASHES if self.flashing else EXACTLY).fill(
            means=self.means.text, within=format_duration(self.within)
        )
        signals = signals_of(self.lamp, self.means)
        return finding_on(comparison, rows, evidence, WORDING, allowed, signals)
