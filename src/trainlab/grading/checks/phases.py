"""phases: a procedural element moves through the states of ISA-88, and only as it has them."""

from __future__ import annotations

from typing import Any, ClassVar, Self

from pydantic import ValidationInfo, model_validator

from trainlab.core.fields import DurationNs, explained
from trainlab.core.message import Text
from trainlab.grading.check import WindowedCheck, signals_of
from trainlab.grading.edges import mask_of
from trainlab.grading.evidence import Evidence
from trainlab.grading.fields import SignalField
from trainlab.grading.finding import Finding
from trainlab.grading.isa88_states import MOVES, STATES
from trainlab.grading.moves import over_optional, with_moves
from trainlab.grading.names import (
    MovesField,
    NamedConditionsField,
    NamesField,
    names_known,
    place_of,
    refused,
    report,
    told_one_of,
)
from trainlab.grading.problems import NEEDS
from trainlab.grading.states import (
    Rules,
    States,
    judged,
    states_of_conditions,
    states_of_numbers,
)

STATE = Text("state", "状态")


class Phases(WindowedCheck):
    """A phase (or operation, unit procedure) makes only the moves of ISA-88's state transition matrix.

    The states are idle, running, pausing, paused, holding, held, restarting, complete, stopping, stopped,
    aborting and aborted (ANSI/ISA-88.00.01-2010, 5.7.2; IEC 61512-1). The moves: Start from idle to
    running; Pause from running to pausing and paused, Resume back; Hold from running, pausing, paused
    and restarting to holding and held, Restart by restarting to running; Stop from those, holding and
    held to stopping and stopped; Abort to aborting and aborted from every state but idle, complete and
    these two; running ends in complete; Reset from complete, stopped and aborted to idle.

    Each state has a condition in `states`, or a number in `codes` that `signal` takes; the ones that a phase has not
    are left out. The standard lets one add states and moves: `additions` lists more legal moves, also by
    names of its own (starting, completing). States in `optional` may be passed within one scan, or be
    missing: a move over them is legal. Several states at once, or none (a number without a state), are
    passed over for `settle`. The first fault decides; a run without a move earns nothing.
    """

    title_of_kind: ClassVar[Text] = Text("phases", "ISA-88 阶段状态")
    about: ClassVar[Text] = Text(
        "The procedural state makes only the moves of the state transition matrix of ISA-88"
        " (IEC 61512-1): running, held, stopped, aborted and so on.",
        "过程状态只按 ISA-88（IEC 61512-1）的状态转换矩阵转换：运行、保持、停止、中止等。",
    )
    example: ClassVar[str] = """\
- id: phase
  title: {en: The phase keeps to ISA-88, zh-CN: 阶段状态符合 ISA-88}
  check: phases
  points: 10
  after: start
  until: wire_broken
  states: {idle: NOT pump_on, running: pump_on}
"""

    states: NamedConditionsField | None = explained(
        "each state's name and the condition that is true in it",
        "各状态的名称及其成立条件",
        default=None,
    )
    signal: SignalField | None = explained(
        "in place of `states`: the number of the current state",
        "代替 states：当前状态的编号",
        default=None,
    )
    codes: dict[str, int] | None = explained(
        "the number of each state that `signal` has", "signal 中各状态的编号", default=None
    )
    additions: MovesField | None = explained(
        "further legal moves, also of further states",
        "补充的合法转换，可含补充的状态",
        default=None,
    )
    optional: NamesField | None = explained(
        "states that may be passed over", "允许跳过的状态", default=None
    )
    must_visit: NamesField | None = explained(
        "states that have to be entered", "必须进入的状态", default=None
    )
    settle: DurationNs = explained(
        "for how long several states, or none, may be true at a change",
        "转换时允许多个状态或无状态成立的时间",
        default=0,
        ge=0,
    )

    @model_validator(mode="before")
    @classmethod
    def _told(cls, data: Any, info: ValidationInfo) -> Any:
        return told_one_of(data, "states", "signal", info)

    @model_validator(mode="after")
    def _one_form_and_names_known(self, info: ValidationInfo) -> Self:
        if (self.signal is None) == (self.states is None):
            raise refused()
        read = self.signal or next(iter((self.states or {}).values()))
        place = place_of(read)
        if (self.signal is None) != (self.codes is None):
            key, other = ("codes", "signal") if self.signal is None else ("signal", "codes")
            report(NEEDS, place, info, key=key, other=other)
            raise refused()
        added = self.additions or {}
        known = dict.fromkeys([*STATES, *added, *(end for ends in added.values() for end in ends)])
        asked = [*(self.states or self.codes or ()), *(self.optional or ())]
        if not names_known([*asked, *(self.must_visit or ())], known, STATE, place, info):
            raise refused()
        return self

    def judge_rows(self, evidence: Evidence, rows: slice) -> Finding:
        """Full score or none."""
        states, signals = self._states(evidence, rows)
        table = with_moves(MOVES, self.additions or {})
        moves = over_optional(table, frozenset(self.optional or ()))
        rules = Rules(moves, self.settle, must_visit=tuple(self.must_visit or ()))
        return judged(states, rules, evidence, signals)

    def _states(self, evidence: Evidence, rows: slice) -> tuple[States, tuple[str, ...]]:
        if self.signal is not None:
            numbered = states_of_numbers(self.codes or {}, evidence.values(self.signal), rows)
            return numbered, signals_of(self.signal)
        conditions = self.states or {}
        masks = [mask_of(evidence.values(each)) for each in conditions.values()]
        return (
            states_of_conditions(tuple(conditions), masks, rows),
            signals_of(*conditions.values()),
        )
