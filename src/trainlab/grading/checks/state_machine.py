"""state_machine: a machine is in one state at a time and makes only legal moves."""

from __future__ import annotations

from typing import ClassVar, Self

from pydantic import ValidationInfo, model_validator

from trainlab.core.fields import DurationNs, explained
from trainlab.core.message import Text
from trainlab.grading.check import WindowedCheck, signals_of
from trainlab.grading.edges import mask_of
from trainlab.grading.evidence import Evidence
from trainlab.grading.finding import Finding
from trainlab.grading.names import (
    MovesField,
    NamedConditionsField,
    NamesField,
    names_known,
    place_of,
    refused,
)
from trainlab.grading.states import Rules, judged, states_of_conditions

STATE = Text("state", "状态")


class StateMachine(WindowedCheck):
    """At every tick exactly one state is true, and every change of state is a legal move.

    A state is a condition. A stretch in several states, or in none, is passed over if it is not
    longer than `settle`; with `gaps`, no state at all is passed over however long it lasts. The move
    is then from the state before the stretch to the one after it, and none if they are the same.
    `moves` lists for each state the ones that may follow; a state without a list is never left. Every
    state of `must_visit` is entered once at least. The first fault decides, by time. A run without a
    single move earns nothing: it has shown no state machine.

    A finite state machine by its transition relation (Hopcroft, Motwani and Ullman, Introduction to
    Automata Theory, 2.2): the moves seen are a subset of the relation.
    """

    title_of_kind: ClassVar[Text] = Text("state machine", "状态机")
    about: ClassVar[Text] = Text(
        "Exactly one of the states is true at every tick, and every change from one to another is among"
        " the legal moves.",
        "每个节拍恰有一个状态成立，且状态之间的每次转换都合法。",
    )
    example: ClassVar[str] = """\
- id: states
  title: {en: 'It fills, and holds what it has filled', zh-CN: 先注水，然后保持}
  check: state_machine
  points: 10
  states: {off: NOT pump_on, filling: pump_on AND level_m < 0.1, holding: pump_on AND level_m >= 0.1}
  moves: {off: [filling, holding], filling: [holding, off], holding: [filling, off]}
"""

    states: NamedConditionsField = explained(
        "each state's name and the condition that is true in it", "各状态的名称及其成立条件"
    )
    moves: MovesField = explained(
        "for each state, the states that may follow it", "各状态之后允许转到的状态"
    )
    settle: DurationNs = explained(
        "for how long several states, or none, may be true at a change",
        "转换时允许多个状态或无状态成立的时间",
        default=0,
        ge=0,
    )
    gaps: bool = explained(
        "there may be no state at all between two, for any time",
        "两个状态之间允许任意长时间不处于任何状态",
        default=False,
    )
    must_visit: NamesField | None = explained(
        "states that have to be entered", "必须进入的状态", default=None
    )

    @model_validator(mode="after")
    def _names_are_states(self, info: ValidationInfo) -> Self:
        place = place_of(next(iter(self.states.values())))
        known = True
        for begin, ends in self.moves.items():
            known &= names_known([begin, *ends], self.states, STATE, place, info)
        known &= names_known(self.must_visit or (), self.states, STATE, place, info)
        if not known:
            raise refused()
        return self

    def judge_rows(self, evidence: Evidence, rows: slice) -> Finding:
        """Full score or none."""
        masks = [mask_of(evidence.values(each)) for each in self.states.values()]
        states = states_of_conditions(tuple(self.states), masks, rows)
        rules = Rules(self.moves, self.settle, self.gaps, tuple(self.must_visit or ()))
        return judged(states, rules, evidence, signals_of(*self.states.values()))
