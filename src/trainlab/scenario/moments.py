"""The moments that checks may name: what is labelled in the timeline and among the faults."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from trainlab.scenario.draw import Draw
from trainlab.scenario.scenario import PlannedFault, PlannedStep


def moments_of(
    timeline: Sequence[PlannedStep], faults: Sequence[PlannedFault]
) -> Mapping[str, Draw]:
    """When each may come; of those that wait for something nobody can tell."""
    moments: dict[str, Draw] = {}
    for step in timeline:
        if step.trigger is not None:
            continue
        if step.label:
            moments[step.label] = step.at
        for after in step.then:
            if after.label:
                moments[after.label] = step.at + after.at
    for fault in faults:
        if fault.trigger is not None:
            continue
        moments[fault.label] = fault.begin
        if fault.end is not None:
            moments[f"{fault.label}.end"] = fault.end
        elif fault.lasts is not None:
            moments[f"{fault.label}.end"] = fault.begin + fault.lasts
    return moments


def earliest_of(
    timeline: Sequence[PlannedStep], faults: Sequence[PlannedFault]
) -> Mapping[str, float]:
    """When each of those that wait for something may come at the earliest, in ns."""
    earliest: dict[str, float] = {}
    for step in timeline:
        if step.trigger is None:
            continue
        begun = step.trigger.armed.low + step.at.low
        earliest[step.label] = begun
        earliest |= {after.label: begun + after.at.low for after in step.then}
    for fault in faults:
        if fault.trigger is None:
            continue
        begun = fault.trigger.armed.low + fault.begin.low
        earliest[fault.label] = begun
        if fault.lasts is not None:
            earliest[f"{fault.label}.end"] = begun + fault.lasts.low
    return {label: at_ns for label, at_ns in earliest.items() if label}


def written_labels(data: Mapping[str, object]) -> frozenset[str]:
    """Every label that is written, also on steps and faults that could not be read: their own
    diagnostic is enough, a check that names them need not be reported too."""
    return frozenset(_labels(data.get("timeline"))) | frozenset(_labels(data.get("faults")))


def _labels(entries: object) -> Iterator[str]:
    for entry in entries if isinstance(entries, list) else ():
        if not isinstance(entry, dict):
            continue
        if isinstance(entry.get("label"), str):
            yield str(entry["label"])
            if "end" in entry or "lasts" in entry:
                yield f"{entry['label']}.end"
        yield from _labels(entry.get("then"))
