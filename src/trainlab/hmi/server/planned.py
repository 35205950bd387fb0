"""What the timeline of a sheet still has in store for a run: for the instructor."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from trainlab.bench.stimulus import BeginParameterFault, BeginWireFault, Change, EndFault, Stimulus
from trainlab.core.duration import NS_PER_S
from trainlab.scenario.build import build
from trainlab.scenario.scenario import PlannedFault, PlannedStep, Scenario


def planned(scenario: Scenario, seed: int) -> list[dict[str, Any]]:
    """The labelled moments of a run by time: `t` in s, `label`, `kind` as in events, `drawn` where the
    seed has drawn the time; `waits` is the condition of what has no time of its own, last of all."""
    station = build(scenario, seed)
    drawn = {*_drawn_steps(scenario.timeline), *_drawn_faults(scenario.faults)}
    fixed = [
        _moment(each, drawn) | {"t": each.at_ns / NS_PER_S, "waits": ""}
        for each in sorted(station.stimuli, key=lambda each: each.at_ns)
        if each.label and each.at_ns < scenario.duration_ns
    ]
    waiting = [
        _moment(each, drawn) | {"t": None, "waits": trigger.condition.text}
        for trigger in station.triggers
        for each in trigger.stimuli
        if each.label
    ]
    first = {each["label"]: each for each in reversed([*fixed, *waiting])}
    return list(reversed(first.values()))


def _moment(stimulus: Stimulus, drawn: set[str]) -> dict[str, Any]:
    return {
        "label": stimulus.label,
        "kind": _kind(stimulus),
        "drawn": stimulus.label in drawn,
    }


def _kind(stimulus: Stimulus) -> str:
    match stimulus.action:
        case BeginWireFault() | BeginParameterFault():
            return "fault_begin"
        case EndFault():
            return "fault_end"
        case Change():
            return "change"
    return "operate"


def _drawn_steps(steps: Sequence[PlannedStep], after: bool = False) -> Iterator[str]:
    for step in steps:
        drawn = after or step.at.low != step.at.high
        if drawn:
            yield step.label
        yield from _drawn_steps(step.then, drawn)


def _drawn_faults(faults: Sequence[PlannedFault]) -> Iterator[str]:
    for fault in faults:
        begin = fault.begin.low != fault.begin.high
        until = fault.end or fault.lasts
        if begin:
            yield fault.label
        if (begin and not fault.end) or (until and until.low != until.high):
            yield f"{fault.label}.end"
