"""One run of a station: bench, pacer and recorder put together."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from trainlab.bench.bench import Bench
from trainlab.bench.delayed_link import DelayedLink
from trainlab.bench.drive import drive
from trainlab.bench.pacer import Pacer
from trainlab.bench.stimulus import Operator
from trainlab.bench.triggers import Triggers
from trainlab.core.controller import Controller
from trainlab.core.image import IOImage
from trainlab.core.observer import Observer
from trainlab.core.problem import Problem
from trainlab.core.seeds import Seed
from trainlab.scenario.build import Station
from trainlab.scenario.scenario import Scenario


@dataclass(frozen=True, slots=True)
class RunEnd:
    """How a run ended: the ticks that ran, and why and when the controller stopped, if it did."""

    ticks: int
    stopped: Problem | None
    stopped_at_ns: int = 0


def bench_of(
    scenario: Scenario,
    station: Station,
    controller: Controller,
    observers: Sequence[Observer],
    operators: Sequence[Operator] = (),
    scan_ns: int | None = None,
) -> Bench:
    """The bench on which a station and a controller meet; `scan_ns` if not the scenario's."""
    if station.triggers:
        facts = {fact.name: fact.boolean for fact in scenario.plant.facts}
        triggers = Triggers(
            station.triggers, facts, station.image, scenario.tick_ns, scenario.plant.panel
        )
        observers, operators = (*observers, triggers), (*operators, triggers)
    return Bench(
        station.plant,
        station.image,
        controller,
        tick_ns=scenario.tick_ns,
        scan_ns=scan_ns or scenario.scan_ns,
        parameters=station.parameters,
        stimuli=station.stimuli,
        observers=observers,
        operators=operators,
    )


def program_image(scenario: Scenario, station: Station) -> IOImage:
    """The image that a program is bound to: its own, behind a fieldbus that takes time."""
    return station.image if scenario.link is None else IOImage(scenario.plant.tags)


def program_bench(
    scenario: Scenario,
    station: Station,
    controller: Controller,
    image: IOImage,
    seed: int,
    observers: Sequence[Observer],
) -> Bench:
    """The bench of a program that is bound to `image`, over the scenario's link if it has one."""
    linked = over_link(scenario, controller, image, seed)
    return bench_of(scenario, station, linked, observers, scan_ns=scan_over_link_ns(scenario))


def over_link(
    scenario: Scenario, controller: Controller, image: IOImage, seed: int, begin_ns: int = 0
) -> Controller:
    """A program that is bound to `image`, as the station meets it: over its link, if it has one."""
    if scenario.link is None:
        return controller
    return DelayedLink(
        controller,
        image,
        scenario.link,
        tick_ns=scenario.tick_ns,
        scan_ns=scenario.scan_ns,
        seed=Seed(seed),
        begin_ns=begin_ns,
    )


def scan_over_link_ns(scenario: Scenario) -> int:
    """How often the station meets it: a link is there in every tick."""
    return scenario.scan_ns if scenario.link is None else scenario.tick_ns


def run_to_the_end(scenario: Scenario, bench: Bench, pacer: Pacer) -> RunEnd:
    """Run a bench for the scenario's duration."""
    ticks = drive(bench.tick, pacer, tick_ns=scenario.tick_ns, ticks=scenario.ticks)
    return RunEnd(ticks, bench.stopped, bench.stopped_at_ns)
