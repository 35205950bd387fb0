"""What `make bench` prints: each scenario's speed and its cost by phase, a grade as a process, a start.

Everything is measured in one run, so that ratios can be trusted where absolute numbers cannot.
"""

from __future__ import annotations

import resource
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

from trainlab.bench.drive import drive
from trainlab.bench.pacer import VirtualPacer
from trainlab.core import catalog
from trainlab.scenario.build import build
from trainlab.scenario.load import load_scenario
from trainlab.session.proving import solution_of
from trainlab.session.run import bench_of
from trainlab.trace.recorder import Recorder

ROOT = Path(__file__).parents[1]
SCENARIO = ROOT / "scenarios/tank/level_hold.yaml"
PROGRAM = ROOT / "plc_projects/tank_level_hold/solution.st"
ROUNDS = 3
CALLS = 10_000
PHASES = ("sense", "scan", "facts", "recorder", "plant")


def best(action: Callable[[], None]) -> float:
    """The shortest of some rounds, in seconds of the processor: on a quiet machine, of the clock."""
    rounds = []
    for _ in range(ROUNDS):
        begin = time.process_time()
        action()
        rounds.append(time.process_time() - begin)
    return min(rounds)


def whole_run(path: Path) -> tuple[float, float]:
    """Simulated seconds a wall second and microseconds a tick, the solution in the loop."""
    scenario = load_scenario(path)
    program = catalog.load("languages", "st")().compile(solution_of(path))

    def run() -> None:
        station = build(scenario, scenario.seed)
        recorder = Recorder(len(scenario.plant.facts))
        bench = bench_of(scenario, station, program.controller(station.image), (recorder,))
        drive(bench.tick, VirtualPacer(), tick_ns=scenario.tick_ns, ticks=scenario.ticks)

    seconds = best(run)
    simulated = scenario.ticks * scenario.tick_ns / 1e9
    return simulated / seconds, seconds / scenario.ticks * 1e6


def phases(path: Path) -> list[float]:
    """Microseconds of each of PHASES alone, as things stand in the middle of the run."""
    scenario = load_scenario(path)
    program = catalog.load("languages", "st")().compile(solution_of(path))
    station = build(scenario, scenario.seed)
    recorder = Recorder(len(scenario.plant.facts))
    bench = bench_of(scenario, station, program.controller(station.image), (recorder,))
    drive(bench.tick, VirtualPacer(), tick_ns=scenario.tick_ns, ticks=scenario.ticks // 2)
    controller, image, plant = bench.controller, station.image, station.plant
    assert controller is not None
    inputs, facts = list(image.input_values()), list(bench.facts)
    outputs, dt_s, now_ns = image.commanded(), scenario.tick_ns / 1e9, 0

    def sense() -> None:
        plant.sense(inputs)
        image.latch_inputs(inputs)

    def repeat(action: Callable[[], object]) -> float:
        def many() -> None:
            for _ in range(CALLS):
                action()

        return best(many) / CALLS * 1e6

    return [
        repeat(sense),
        repeat(lambda: controller.scan(image, now_ns)),
        repeat(lambda: plant.report(facts)),
        repeat(lambda: recorder.observe(now_ns, image, facts)),
        repeat(lambda: plant.step(outputs, dt_s)),
    ]


def every_scenario() -> None:
    """A table of all shipped scenarios."""
    heads = "".join(f"{phase:>10}" for phase in ("whole", *PHASES))
    print(f"{'scenario, us a tick by phase':36}{'tick':>7}{'s/s':>9}{heads}")
    for path in sorted(ROOT.glob("scenarios/*/*.yaml")):
        speed, whole_us = whole_run(path)
        figures = "".join(f"{figure:10.2f}" for figure in (whole_us, *phases(path)))
        tick = f"{load_scenario(path).tick_ns / 1e6:g} ms"
        print(f"{path.parent.name + '/' + path.stem:36}{tick:>7}{speed:9,.0f}{figures}")


def process(*arguments: str) -> None:
    """One command as a whole process."""
    times = []
    for _ in range(ROUNDS):
        begin = time.perf_counter()
        subprocess.run(
            [sys.executable, "-m", "trainlab", *arguments], check=True, stdout=subprocess.DEVNULL
        )
        times.append(time.perf_counter() - begin)
    peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    print(
        f"trainlab {arguments[0]}: best {min(times):.2f} s, median {statistics.median(times):.2f} s,"
        f" peak so far {peak:.0f} MB"
    )


if __name__ == "__main__":
    process("--help")
    process("grade", str(SCENARIO), str(PROGRAM))
    every_scenario()
    for script in sorted(Path(__file__).parent.glob("*.py")):
        if script.name != "run.py":
            print(f"--- {script.name}")
            subprocess.run([sys.executable, str(script)], check=True)
