"""From a scenario and a seed to a station that can run: every draw taken, every fault on its wire."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from trainlab.bench.stimulus import (
    Action,
    BeginParameterFault,
    BeginWireFault,
    Change,
    EndFault,
    Move,
    Operate,
    Stimulus,
)
from trainlab.bench.sweeps import Ramp, Shake
from trainlab.bench.triggers import Trigger
from trainlab.core.image import IOImage
from trainlab.core.plant import HasPrograms, Plant
from trainlab.core.seeds import Seed
from trainlab.scenario.draw import Draw
from trainlab.scenario.entries import MOST_PARTS
from trainlab.scenario.scenario import (
    PlannedAction,
    PlannedChange,
    PlannedFault,
    PlannedFeed,
    PlannedNoise,
    PlannedOperation,
    PlannedRamp,
    PlannedStep,
    PlannedTrigger,
    PlannedWireFault,
    Scenario,
)


@dataclass(frozen=True, slots=True)
class Station:
    """A plant with its I/O image, and what will happen to it."""

    plant: Plant
    image: IOImage
    parameters: Mapping[str, float]
    stimuli: tuple[Stimulus, ...]
    triggers: tuple[Trigger, ...] = ()


def build(scenario: Scenario, seed_number: int) -> Station:
    """The station of one run. Two builds from one seed behave alike, bit for bit."""
    seed = Seed(seed_number)
    parameters = {
        name: draw.take(seed, f"parameter/{name}") for name, draw in scenario.parameters.items()
    }
    stimuli: list[Stimulus] = []
    triggers: list[Trigger] = []
    for number, step in enumerate(scenario.timeline):
        name = step.label or f"step{number}"
        acts = _step(step, name, scenario, seed)
        _plan(acts, step.trigger, f"timeline/{name}", seed, stimuli, triggers)
    for fault in scenario.faults:
        acts = _fault(fault, scenario.tick_ns, seed)
        _plan(acts, fault.trigger, f"fault/{fault.label}", seed, stimuli, triggers)
    plant, image = scenario.plant_type(parameters, seed), IOImage(scenario.plant.tags)
    if scenario.part_program is not None and isinstance(plant, HasPrograms):
        plant.load_program(scenario.part_program)
    inputs = list(image.input_values())
    plant.sense(inputs)
    image.latch_inputs(inputs)  # whoever looks before the first tick sees the plant as it is
    return Station(
        plant=plant,
        image=image,
        parameters=parameters,
        stimuli=tuple(stimuli),
        triggers=tuple(triggers),
    )


def _plan(
    acts: list[Stimulus],
    trigger: PlannedTrigger | None,
    name: str,
    seed: Seed,
    stimuli: list[Stimulus],
    triggers: list[Trigger],
) -> None:
    """What is done at its time, or waits for something."""
    if trigger is None:
        stimuli += acts
        return
    armed_ns = round(trigger.armed.take(seed, f"{name}/armed"))
    triggers.append(Trigger(trigger.condition, tuple(acts), armed_ns, trigger.times))


def _moment(draw: Draw, tick_ns: int, seed: Seed, name: str) -> int:
    """The drawn time, on the grid of the ticks."""
    return round(draw.take(seed, name) / tick_ns) * tick_ns


def _step(step: PlannedStep, name: str, scenario: Scenario, seed: Seed) -> list[Stimulus]:
    """The stimuli of a step and of what comes after it; of one that waits, from when it has come."""
    at_ns = _moment(step.at, scenario.tick_ns, seed, f"timeline/{name}/at")
    stimuli: list[Stimulus] = []
    for planned in step.actions:
        if isinstance(planned, PlannedFeed):
            stimuli += _feed(planned, at_ns, step.label, name, scenario, seed)
            continue
        stimuli.insert(0, Stimulus(at_ns, _action(planned, name, seed), step.label))
        if isinstance(planned, PlannedOperation) and planned.hold is not None:
            held_ns = round(planned.hold.take(seed, f"timeline/{name}/hold"))
            stimuli.append(Stimulus(at_ns + held_ns, Operate(planned.control, 0.0)))
    for number, after in enumerate(step.then):
        later = _step(after, after.label or f"{name}/then{number}", scenario, seed)
        stimuli += [replace(each, at_ns=at_ns + each.at_ns) for each in later]
    return stimuli


def _feed(
    planned: PlannedFeed, at_ns: int, label: str, name: str, scenario: Scenario, seed: Seed
) -> list[Stimulus]:
    """Each part is one touch of its button, let go at once: parts that come together are two."""
    gaps, draws = seed.stream(f"timeline/{name}/every"), seed.stream(f"timeline/{name}/part")
    stimuli: list[Stimulus] = []
    exact_ns = float(at_ns)
    for number in range(planned.count or MOST_PARTS):
        if number and planned.every is not None:
            low, high = planned.every.low, planned.every.high
            exact_ns += low + (high - low) * gaps.uniform(number)
            at_ns = round(exact_ns / scenario.tick_ns) * scenario.tick_ns
        if at_ns >= scenario.duration_ns:
            break
        many = len(planned.buttons)
        which = int(many * draws.uniform(number)) if planned.drawn else number % many
        button = planned.buttons[which]
        stimuli.append(Stimulus(at_ns, Operate(button, 1.0), "" if number else label))
        stimuli.append(Stimulus(at_ns, Operate(button, 0.0)))
    return stimuli


def _action(planned: PlannedAction, name: str, seed: Seed) -> Action:
    match planned:
        case PlannedOperation(control, value):
            return Operate(control, value.take(seed, f"timeline/{name}/{control}"))
        case PlannedChange(parameter, value):
            return Change(parameter, value.take(seed, f"timeline/{name}/{parameter}"))
        case PlannedRamp(target, on_control, to, over_ns):
            end = to.take(seed, f"timeline/{name}/{target}")
            return Move(Operate if on_control else Change, target, Ramp(end, over_ns))
        case PlannedNoise(target, on_control, rms, over_ns, low, high):
            stream = seed.stream(f"timeline/{name}/{target}")
            shake = Shake(rms, over_ns, low, high, stream)
            return Move(Operate if on_control else Change, target, shake)


def _fault(fault: PlannedFault, tick_ns: int, seed: Seed) -> list[Stimulus]:
    begin_ns = _moment(fault.begin, tick_ns, seed, f"fault/{fault.label}/begin")
    action: Action
    if isinstance(fault.what, PlannedWireFault):
        tag = fault.what.tag
        wire = fault.what.spec.on(tag, begin_ns, seed, f"fault/{fault.label}")
        action = BeginWireFault(fault.label, tag.name, wire)
    else:
        value = fault.what.value.take(seed, f"fault/{fault.label}/value")
        action = BeginParameterFault(fault.label, fault.what.parameter, value)
    stimuli = [Stimulus(begin_ns, action, fault.label)]
    end_ns = None
    if fault.end is not None:
        end_ns = _moment(fault.end, tick_ns, seed, f"fault/{fault.label}/end")
    elif fault.lasts is not None:
        end_ns = begin_ns + _moment(fault.lasts, tick_ns, seed, f"fault/{fault.label}/lasts")
    if end_ns is not None:
        stimuli.append(Stimulus(end_ns, EndFault(fault.label), f"{fault.label}.end"))
    return stimuli
