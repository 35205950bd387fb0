"""What `make bench` prints: the cost of a tick by phase, of a grade as a process, of a start.

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
from trainlab.session.run import bench_of
from trainlab.trace.recorder import Recorder

ROOT = Path(__file__).parents[1]
SCENARIO = ROOT / "scenarios/tank/level_hold.yaml"
PROGRAM = ROOT / "plc_projects/tank_level_hold/solution.st"
ROUNDS = 5
CALLS = 20_000


def best(action: Callable[[], None]) -> float:
    """The shortest of some rounds, in seconds."""
    rounds = []
    for _ in range(ROUNDS):
        begin = time.perf_counter()
        action()
        rounds.append(time.perf_counter() - begin)
    return min(rounds)


def loop() -> None:
    """The whole loop on the scenario, and each phase alone."""
    scenario = load_scenario(SCENARIO)
    program = catalog.load("languages", "st")().compile(PROGRAM)

    def whole() -> None:
        station = build(scenario, scenario.seed)
        recorder = Recorder(len(scenario.plant.facts))
        bench = bench_of(scenario, station, program.controller(station.image), (recorder,))
        drive(bench.tick, VirtualPacer(), tick_ns=scenario.tick_ns, ticks=scenario.ticks)

    seconds = best(whole)
    simulated = scenario.ticks * scenario.tick_ns / 1e9
    print(
        f"loop: {simulated / seconds:,.0f} times real time, {seconds / scenario.ticks * 1e6:.2f} us a tick"
    )

    station = build(scenario, scenario.seed)
    recorder = Recorder(len(scenario.plant.facts))
    bench = bench_of(scenario, station, program.controller(station.image), (recorder,))
    drive(bench.tick, VirtualPacer(), tick_ns=scenario.tick_ns, ticks=scenario.ticks // 2)
    controller, image, plant = bench.controller, station.image, station.plant
    assert controller is not None
    inputs, facts = list(image.input_values()), list(bench.facts)
    outputs, dt_s, now_ns = image.commanded(), scenario.tick_ns / 1e9, 0

    def repeat(action: Callable[[], object]) -> float:
        def many() -> None:
            for _ in range(CALLS):
                action()

        return best(many) / CALLS * 1e6

    phases = {
        "sense (plant)": lambda: plant.sense(inputs),
        "sense (image)": lambda: image.latch_inputs(inputs),
        "scan (soft PLC)": lambda: controller.scan(image, now_ns),
        "observe (facts)": lambda: plant.report(facts),
        "observe (recorder)": lambda: recorder.observe(now_ns, image, facts),
        "actuate (plant)": lambda: plant.step(outputs, dt_s),
    }
    for phase, action in phases.items():
        print(f"  {phase:20} {repeat(action):6.2f} us")


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
    loop()
    for script in sorted(Path(__file__).parent.glob("*.py")):
        if script.name != "run.py":
            print(f"--- {script.name}")
            subprocess.run([sys.executable, str(script)], check=True)
