"""horn: a horn sounds for a cause until it is acknowledged, and again for a new one."""

from __future__ import annotations

from typing import ClassVar

from trainlab.core.duration import format_duration
from trainlab.core.fields import DurationNs, explained
from trainlab.core.message import Text
from trainlab.grading.check import WindowedCheck, signals_of
from trainlab.grading.departures import Wording, compared, finding_on, unacknowledged, without_gaps
from trainlab.grading.edges import mask_of, rises
from trainlab.grading.evidence import Evidence
from trainlab.grading.fields import ConditionField
from trainlab.grading.finding import Finding

SOUNDED = Text(
    "sounded for each of {times} causes until acknowledged", "{times} 次原因均鸣响至确认为止"
)
NO_CAUSE = Text("there was no cause to sound", "从未出现需要鸣响的原因")
SILENT = Text(
    "silent for {duration} from {begin}, where due", "应鸣响而自 {begin} 起有 {duration} 未响"
)
SOUNDS = Text(
    "sounds for {duration} from {begin}, where not due",
    "不应鸣响而自 {begin} 起响了 {duration}",
)
WORDING = Wording(missing=SILENT, undue=SOUNDS, never_due=NO_CAUSE, agreed=SOUNDED)
ALLOWED = Text(
    "from {cause} within {within} until acknowledged, then silent within {silent}",
    "“{cause}”出现后 {within} 内鸣响，直至确认，此后 {silent} 内静音",
)


class Horn(WindowedCheck):
    """A horn sounds from each coming of `cause` until `acknowledge` comes after it, and not else.

    It is due from the tick in which `cause` comes true until the next tick in which `acknowledge`
    does; one in the very tick of a new cause was meant for an older one. It sounds at the latest
    `within` after it became due, is silent at the latest `silent_within` after it no longer is, and
    apart from these times does not differ for a single tick. A cause that comes again, after an
    acknowledgement, makes it due again; one that merely lasts does not. Decided by the longest
    departure; without a cause in the window nothing is earned, nor where none lasted to be heard.

    With `locked_in` (the default) it sounds on where the cause is gone before anybody acknowledged,
    as an annunciator of sequence A does (ISA-18.1-1979: momentary alarms are locked in, silence by
    acknowledging); without, it falls silent with its cause. A horn that is pulsed counts as
    sounding throughout if its pauses are shorter than `pulse_period`.
    """

    title_of_kind: ClassVar[Text] = Text("horn", "蜂鸣器")
    about: ClassVar[Text] = Text(
        "The horn sounds within `within` of each coming of its cause until it is acknowledged, then is"
        " silent within `silent_within` until a new cause.",
        "每次原因出现后 within 内鸣响，直至确认；确认后 silent_within 内静音，直到出现新的原因。",
    )
    decided_in_run: ClassVar[tuple[str, ...]] = ("within", "silent_within")
    example: ClassVar[str] = """\
- id: sounds
  title: {en: The horn sounds until it is acknowledged, zh-CN: 蜂鸣器响至确认为止}
  check: horn
  points: 5
  horn: horn
  cause: level_raw > 28201
  acknowledge: ack_button
"""

    horn: ConditionField = explained("the horn, a tag or condition", "蜂鸣器：变量或条件")
    cause: ConditionField = explained("what it sounds for", "鸣响的原因")
    acknowledge: ConditionField = explained(
        "what acknowledges, as it comes true", "确认：此条件变为成立时"
    )
    within: DurationNs = explained(
        "the longest delay until it sounds", "鸣响的最长延迟", default=500_000_000, ge=0
    )
    silent_within: DurationNs = explained(
        "the longest delay until it is silent", "静音的最长延迟", default=500_000_000, ge=0
    )
    locked_in: bool = explained(
        "it sounds on until acknowledged, even where its cause is gone",
        "原因消失后仍鸣响至确认为止",
        default=True,
    )
    pulse_period: DurationNs | None = explained(
        "pauses shorter than this count as sound", "短于此时间的间歇视为鸣响", default=None, gt=0
    )

    def looks_ahead_ns(self) -> int:
        """A gap is one if it lasts for a period."""
        return self.pulse_period or 0

    def judge_rows(self, evidence: Evidence, rows: slice) -> Finding:
        """Full score or none."""
        cause = mask_of(evidence.values(self.cause))
        acknowledge = mask_of(evidence.values(self.acknowledge))
        horn = mask_of(evidence.values(self.horn))
        if self.pulse_period is not None:
            horn = without_gaps(horn, self.pulse_period, evidence.tick_ns)
        due = unacknowledged(cause, acknowledge)
        if not self.locked_in:
            due = due & cause
        again = rises(cause) & rises(acknowledge)
        comparison = compared(horn, due, evidence, self.within, self.silent_within, again)
        allowed = ALLOWED.fill(
            cause=self.cause.text,
            within=format_duration(self.within),
            silent=format_duration(self.silent_within),
        )
        signals = signals_of(self.horn, self.cause, self.acknowledge)
        return finding_on(comparison, rows, evidence, WORDING, allowed, signals)
