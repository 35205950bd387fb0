"""From a scenario and a seed to a station that can run: every draw taken, every fault on its wire."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from trainlab.bench.stimulus import (
    Action,
    BeginParameterFault,
    BeginWireFault,
    Change,
    EndFault,
    Operate,
    Stimulus,
)
from trainlab.core.image import IOImage
from trainlab.core.plant import Plant
from trainlab.core.seeds import Seed
from trainlab.scenario.draw import Draw
from trainlab.scenario.scenario import (
    PlannedFault,
    PlannedOperation,
    PlannedStep,
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


def build(scenario: Scenario, seed_number: int) -> Station:
    """The station of one run. Two builds from one seed behave alike, bit for bit."""
    seed = Seed(seed_number)
    parameters = {
        name: draw.take(seed, f"parameter/{name}") for name, draw in scenario.parameters.items()
    }
    stimuli: list[Stimulus] = []
    for number, step in enumerate(scenario.timeline):
        stimuli += _step(step, step.label or f"step{number}", scenario.tick_ns, seed)
    for fault in scenario.faults:
        stimuli += _fault(fault, scenario.tick_ns, seed)
    plant, image = scenario.plant_type(parameters, seed), IOImage(scenario.plant.tags)
    inputs = list(image.input_values())
    plant.sense(inputs)
    image.latch_inputs(inputs)  # whoever looks before the first tick sees the plant as it is
    return Station(
        plant=plant,
        image=image,
        parameters=parameters,
        stimuli=tuple(stimuli),
    )


def _moment(draw: Draw, tick_ns: int, seed: Seed, name: str) -> int:
    """The drawn time, on the grid of the ticks."""
    return round(draw.take(seed, name) / tick_ns) * tick_ns


def _step(step: PlannedStep, name: str, tick_ns: int, seed: Seed) -> list[Stimulus]:
    at_ns = _moment(step.at, tick_ns, seed, f"timeline/{name}/at")
    stimuli = []
    for planned in step.actions:
        action: Action
        if isinstance(planned, PlannedOperation):
            value = planned.value.take(seed, f"timeline/{name}/{planned.control}")
            action = Operate(planned.control, value)
            if planned.hold_ns is not None:
                let_go = Stimulus(at_ns + planned.hold_ns, Operate(planned.control, 0.0))
                stimuli.append(let_go)
        else:
            value = planned.value.take(seed, f"timeline/{name}/{planned.parameter}")
            action = Change(planned.parameter, value)
        stimuli.insert(0, Stimulus(at_ns, action, step.label))
    return stimuli


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
    if fault.end is not None:
        end_ns = _moment(fault.end, tick_ns, seed, f"fault/{fault.label}/end")
        stimuli.append(Stimulus(end_ns, EndFault(fault.label), f"{fault.label}.end"))
    return stimuli
