"""Reading the timeline of a sheet against the plant that it acts on."""

from __future__ import annotations

from collections.abc import Sequence

from trainlab.core.fields import SheetContext
from trainlab.core.spec import PlantDescription
from trainlab.scenario import problems as say
from trainlab.scenario.actions import read_actions
from trainlab.scenario.draw import Draw
from trainlab.scenario.entries import MOST_PARTS
from trainlab.scenario.occasions import (
    earliest,
    ends_in_the_run,
    missing_moment,
    new_label,
    occasion,
    within_the_run,
)
from trainlab.scenario.reader import Reader
from trainlab.scenario.scenario import (
    PlannedAction,
    PlannedFeed,
    PlannedNoise,
    PlannedRamp,
    PlannedStep,
)
from trainlab.scenario.shape import as_far_as_readable
from trainlab.scenario.sheet import Step, ThenStep
from trainlab.scenario.source import PathPart

MOST_STIMULI = 100_000


def read_timeline(
    entries: Sequence[object],
    plant: PlantDescription,
    duration_ns: int,
    context: SheetContext,
    reader: Reader,
) -> tuple[PlannedStep, ...]:
    """The steps of the timeline that make sense; the others are reported."""
    steps = []
    for number, entry in enumerate(entries):
        path = ("timeline", number)
        missing_moment(entry, "at", path, reader)
        step, whole = as_far_as_readable(
            Step, entry, path, reader.source, reader.problems, {"at": "0 s"}, context
        )
        if step is None:
            continue
        new_label(step.label, (*path, "label"), reader)
        actions = read_actions(step, whole, plant, path, reader)
        begun = earliest(step, step.at, duration_ns, (*path, "at"), reader)
        _over(actions, begun, duration_ns, path, reader)
        then = _then(step.then, plant, begun, duration_ns, (*path, "then"), reader)
        found = occasion(step, step.at, path, reader) if whole else None
        if actions and found is not None:
            at, trigger = found
            steps.append(PlannedStep(at, step.label or "", actions, trigger, then))
    count = sum(_parts(step, duration_ns) for step in steps)
    if count > MOST_STIMULI:
        place = reader.source.position(("timeline",))
        reader.problems.append(say.TOO_MANY_PARTS.at(place, count=count, most=MOST_STIMULI))
    return tuple(steps)


def _parts(step: PlannedStep, duration_ns: int) -> int:
    """How many parts a step and what comes after it may lay on."""
    times = step.trigger.times if step.trigger else 1
    own = 0
    for planned in step.actions:
        if isinstance(planned, PlannedFeed):
            until_end = duration_ns // max(int(planned.every.low), 1) + 1 if planned.every else 1
            own += min(planned.count or until_end, MOST_PARTS)
    return times * (own + sum(_parts(after, duration_ns) for after in step.then))


def _over(
    actions: Sequence[PlannedAction | PlannedFeed],
    begun: Draw,
    duration_ns: int,
    path: Sequence[PathPart],
    reader: Reader,
) -> None:
    """Report what takes longer than the run lasts, if it begins in it."""
    if begun.low >= duration_ns:
        return
    for planned in actions:
        match planned:
            case PlannedRamp(name, _, _, over_ns):
                place = (*path, "ramp", name, "over")
                ends_in_the_run(begun.low + over_ns, duration_ns, place, reader)
            case PlannedNoise(name, _, _, over_ns):
                place = (*path, "noise", name, "over")
                ends_in_the_run(begun.low + over_ns, duration_ns, place, reader)
            case PlannedFeed(every=Draw(low=gap), count=int(count)):
                last = begun.low + (count - 1) * gap
                ends_in_the_run(last, duration_ns, (*path, "feed"), reader)


def _then(
    entries: Sequence[object],
    plant: PlantDescription,
    begun: Draw,
    duration_ns: int,
    path: Sequence[PathPart],
    reader: Reader,
) -> tuple[PlannedStep, ...]:
    steps = []
    for number, entry in enumerate(entries):
        here = (*path, number)
        step, whole = as_far_as_readable(
            ThenStep, entry, here, reader.source, reader.problems, {"after": "0 s"}
        )
        if step is None:
            continue
        new_label(step.label, (*here, "label"), reader)
        if begun.high < duration_ns:
            within_the_run(begun + step.after, duration_ns, (*here, "after"), reader)
        actions = read_actions(step, whole, plant, here, reader)
        _over(actions, begun + step.after, duration_ns, here, reader)
        if actions and whole:
            steps.append(PlannedStep(step.after, step.label or "", actions))
    return tuple(steps)
