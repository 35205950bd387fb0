"""packml: a machine moves through the states of PackML, and only as the standard has it."""

from __future__ import annotations

from typing import ClassVar, Literal, Self

from pydantic import ValidationInfo, model_validator

from trainlab.core.fields import DurationNs, explained
from trainlab.core.message import Text
from trainlab.grading.check import WindowedCheck, signals_of
from trainlab.grading.evidence import Evidence
from trainlab.grading.fields import SignalField
from trainlab.grading.finding import Finding
from trainlab.grading.names import NamesField, names_known, place_of, refused
from trainlab.grading.packml_states import ACTING, NUMBERS, moves_of
from trainlab.grading.states import Rules, judged, states_of_numbers

STATE = Text("state", "状态")


class PackMl(WindowedCheck):
    """A signal with the number of the PackML state makes only the moves of the standard's diagram.

    The states and moves are those of ANSI/ISA-TR88.00.02: Stopped, Resetting, Idle, Starting, Execute,
    Completing, Complete and back to Resetting; from Execute Holding, Held, Unholding and back, and
    Suspending, Suspended, Unsuspending and back; Stopping, Stopped from every state but these two and
    Aborting, Aborted, Clearing; Aborting, Aborted from every state but these two; then Clearing and
    Stopped. The edition of 2015 has Hold from Execute alone; that of 2022 adds Hold from Suspended,
    and Complete from Held and Suspended.

    `numbering: packtags` is that of the PackTags (1 Clearing to 17 Complete; also OPC 30050 v1.01);
    `opc30060` that of OPC 30060 v2.00, 11.9 (0 Stopped to 16 Unholding). Any other number, NaN too, is
    no state; it is passed over for `settle` at most. States in `optional` may be passed within one
    scan, or be missing in this machine: a move over them is legal. With `acting_within` no acting
    state but Execute is kept longer than that. The first fault decides; a run without a move earns
    nothing.
    """

    title_of_kind: ClassVar[Text] = Text("PackML", "PackML 状态")
    about: ClassVar[Text] = Text(
        "The state number makes only the moves of the PackML state diagram (ANSI/ISA-TR88.00.02).",
        "状态编号只按 PackML 状态图（ANSI/ISA-TR88.00.02）转换。",
    )
    decided_in_run: ClassVar[tuple[str, ...]] = ("acting_within",)
    example: ClassVar[str] = """\
- id: packml
  title: {en: The state keeps to PackML, zh-CN: 状态符合 PackML}
  check: packml
  points: 10
  after: start
  until: wire_broken
  signal: SEL(pump_on, 4.0, 6.0)
  optional: [starting]
"""

    signal: SignalField = explained("the number of the current state", "当前状态的编号")
    numbering: Literal["packtags", "opc30060"] = explained(
        "which number means which state", "编号与状态的对应关系", default="packtags"
    )
    edition: Literal[2015, 2022] = explained(
        "the edition of the standard whose moves are legal", "以该版标准的转换为准", default=2022
    )
    optional: NamesField | None = explained(
        "states that may be passed over, such as resetting",
        "允许跳过的状态，例如 resetting",
        default=None,
    )
    must_visit: NamesField | None = explained(
        "states that have to be entered", "必须进入的状态", default=None
    )
    acting_within: DurationNs | None = explained(
        "the longest stay in an acting state, Execute excepted",
        "在动作状态（Execute 除外）中停留的最长时间",
        default=None,
        gt=0,
    )
    settle: DurationNs = explained(
        "for how long the number may be none of a state", "编号允许无效的时间", default=0, ge=0
    )

    @model_validator(mode="after")
    def _names_are_states(self, info: ValidationInfo) -> Self:
        known = NUMBERS[self.numbering]
        named = [*(self.optional or ()), *(self.must_visit or ())]
        if not names_known(named, known, STATE, place_of(self.signal), info):
            raise refused()
        return self

    def judge_rows(self, evidence: Evidence, rows: slice) -> Finding:
        """Full score or none."""
        states = states_of_numbers(NUMBERS[self.numbering], evidence.values(self.signal), rows)
        limit_ns = self.acting_within
        rules = Rules(
            moves_of(self.edition, frozenset(self.optional or ())),
            self.settle,
            must_visit=tuple(self.must_visit or ()),
            limits=None if limit_ns is None else dict.fromkeys(ACTING, limit_ns),
        )
        return judged(states, rules, evidence, signals_of(self.signal))
