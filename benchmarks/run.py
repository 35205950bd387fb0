"""What `make bench` prints: each scenario's speed and its cost by phase, a grade as a process, a start.

Everything is measured in one run, so that ratios can be trusted where absolute numbers cannot. Speeds are
demanded at a tick of 10 ms, the solution scanned as often as its sheet says: a scenario with a longer tick is
timed at its own and at that one. `--scenarios [--tick MS] [NAME ...]` prints the table of scenarios alone, at
one tick if wished, of those whose name has any of these words.
"""

from __future__ import annotations

import argparse
import resource
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

from trainlab.bench.drive import drive
from trainlab.bench.pacer import VirtualPacer
from trainlab.core import catalog
from trainlab.core.controller import Program
from trainlab.core.duration import NS_PER_MS, NS_PER_S
from trainlab.scenario.build import build
from trainlab.scenario.load import load_scenario
from trainlab.scenario.scenario import Scenario
from trainlab.session.proving import solution_of
from trainlab.session.run import bench_of
from trainlab.trace.recorder import Recorder

ROOT = Path(__file__).parents[1]
SCENARIO = ROOT / "scenarios/tank/level_hold.yaml"
PROGRAM = ROOT / "plc_projects/tank_level_hold/solution.st"
ROUNDS = 3
CALLS = 10_000
PHASES = ("sense", "scan", "facts", "recorder", "plant")
DEMANDED_AT_NS = 10 * NS_PER_MS
DEMANDED = {"cnc": 1000, "conveyor": 1000, "machines": 1000}  # simulated seconds a second
DEMANDED_OF_TANKS = 2000
MOST_TICKS = 50_000  # of a run: a minute in the plant's time tells as much as an hour


def best(action: Callable[[], None]) -> float:
    """The shortest of some rounds, in seconds of the processor: on a quiet machine, of the clock."""
    rounds = []
    for _ in range(ROUNDS):
        begin = time.process_time()
        action()
        rounds.append(time.process_time() - begin)
    return min(rounds)


def whole_run(scenario: Scenario, program: Program) -> tuple[float, float]:
    """Simulated seconds a wall second and microseconds a tick, the solution in the loop."""
    ticks = min(scenario.ticks, MOST_TICKS)

    def run() -> None:
        station = build(scenario, scenario.seed)
        recorder = Recorder(len(scenario.plant.facts))
        bench = bench_of(scenario, station, program.controller(station.image), (recorder,))
        drive(bench.tick, VirtualPacer(), tick_ns=scenario.tick_ns, ticks=ticks)

    seconds = best(run)
    simulated = ticks * scenario.tick_ns / NS_PER_S
    return simulated / seconds, seconds / ticks * 1e6


def phases(scenario: Scenario, program: Program) -> list[float]:
    """Microseconds of each of PHASES alone, as things stand in the middle of the run."""
    station = build(scenario, scenario.seed)
    recorder = Recorder(len(scenario.plant.facts))
    bench = bench_of(scenario, station, program.controller(station.image), (recorder,))
    ticks = min(scenario.ticks // 2, MOST_TICKS)
    drive(bench.tick, VirtualPacer(), tick_ns=scenario.tick_ns, ticks=ticks)
    controller, image, plant = bench.controller, station.image, station.plant
    assert controller is not None
    inputs, facts = list(image.input_values()), list(bench.facts)
    outputs, dt_s, now_ns = image.commanded(), scenario.tick_ns / NS_PER_S, 0

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


def at_tick(scenario: Scenario, tick_ns: int) -> Scenario:
    """The same with another tick, which its scan time is a whole multiple of."""
    return replace(scenario, tick_ns=tick_ns)


def every_scenario(tick_ns: int | None, words: Sequence[str]) -> None:
    """A table of the shipped scenarios, at their own tick and at DEMANDED_AT_NS, or at the one given."""
    heads = "".join(f"{phase:>10}" for phase in ("whole", *PHASES))
    print(f"{'scenario, us a tick by phase':30}{'scan':>8}{'tick':>8}{'s/s':>9}{heads}")
    for path in sorted(ROOT.glob("scenarios/*/*.yaml")):
        name = f"{path.parent.name}/{path.stem}"
        if words and not any(word in name for word in words):
            continue
        scenario = load_scenario(path)
        program = catalog.load("languages", "st")().compile(solution_of(path))
        ticks_ns = [tick_ns] if tick_ns else sorted({scenario.tick_ns, DEMANDED_AT_NS})[::-1]
        for each_ns in ticks_ns:
            timed = at_tick(scenario, each_ns)
            speed, whole_us = whole_run(timed, program)
            figures = "".join(f"{figure:10.2f}" for figure in (whole_us, *phases(timed, program)))
            times = "".join(f"{ns / NS_PER_MS:5g} ms" for ns in (scenario.scan_ns, each_ns))
            print(f"{name:30}{times}{speed:9,.0f}{figures}{short_of(path, each_ns, speed)}")


def short_of(path: Path, tick_ns: int, speed: float) -> str:
    """A mark for a scenario that is slower than what is demanded, at the tick at which it is."""
    demanded = DEMANDED.get(path.parent.name, DEMANDED_OF_TANKS)
    return f"  below {demanded:,}" if tick_ns == DEMANDED_AT_NS and speed < demanded else ""


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


def main() -> None:
    """Prints the figures that are asked for."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--scenarios", action="store_true", help="the table of scenarios alone")
    parser.add_argument("--tick", type=int, metavar="MS", help="the tick of all of them")
    parser.add_argument("words", nargs="*", help="of those whose name has one of these")
    asked = parser.parse_args()
    if not asked.scenarios:
        process("--help")
        process("grade", str(SCENARIO), str(PROGRAM))
    every_scenario(asked.tick and asked.tick * NS_PER_MS, asked.words)
    if asked.scenarios:
        return
    for script in sorted(Path(__file__).parent.glob("*.py")):
        if script.name != "run.py":
            print(f"--- {script.name}")
            subprocess.run([sys.executable, str(script)], check=True)


if __name__ == "__main__":
    main()
