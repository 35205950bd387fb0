"""Three more exams, each passed by a controller in another process over every protocol, as by the soft PLC.

The same program runs in the soft PLC and, in a process of its own, over the real clients of S7, OPC UA and
Modbus, each with a station of its own. Compared is what the verdict rests on:

    points of every check            all
    what a check measured, in words  alike, with its counts ("44 of 44 right", "18 moves, all legal")
    durations in it                  one scan apart at most for what they answer, and one more for each command
                                     that the program gives meanwhile, or since it began to count a time that ends
                                     then: a time that a program counts begins and ends with a scan
    what its facts have counted      alike in the end

A scan on a wire is the longest one that the station saw, and the tick that a write waits for. Each stop of a belt
moves all that comes after by a part of a scan, so that with most seeds some box is taken off by the operator or not,
depending on the scan, in the soft PLC too. The seed is one with which none is, and no box is near the beams when one sticks,
out of hundreds of draws of unsteady and longer scans; a few of them are a test here.
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
from contextlib import ExitStack
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from trainlab.core.tag import Direction
from trainlab.report.json_document import verdict_document
from trainlab.scenario.load import load_scenario
from trainlab.scenario.scenario import Scenario
from trainlab.session.grade import grade_compiled
from trainlab.session.program import compile_program
from trainlab.trace.file import load_trace
from trainlab.trace.trace import Trace
from wire.unsteady import SELDOM_BY_S, UnsteadyProgram

ROOT = Path(__file__).parents[2]
PLC = Path(__file__).parent / "soft_plc_on_a_wire.py"
PROTOCOLS = ("s7", "opcua", "modbus")
LISTENING = re.compile(r"(?:opc\.tcp://)?127\.0\.0\.1:\d+")
CYCLE_S = 0.02
STALE_S = 0.5
DURATION = re.compile(r"(\d+(?:\.\d+)?) (ms|s)\b")
# when the longest of many alike came: which one that is, hangs on less than a scan
MOMENT = re.compile(r" from \d+(?:\.\d+)? s")
WHICH = re.compile(r"^.*: ((?:it happened|broken) for )")


@dataclass(frozen=True)
class Exam:
    """`speed`: how many times as fast as the plant it runs; the PLC's cycle is 20 ms by the wall clock.

    `counts_s`: a time that the program counts, and a check looks at its end only.
    """

    sheet: str
    project: str
    seed: int = 1
    speed: float = 1.0
    counts_s: float = 0.0

    @property
    def scan_s(self) -> float:
        """The PLC's cycle in plant time."""
        return CYCLE_S * self.speed


EXAMS = (
    Exam("conveyor/sort_height_exam", "conveyor_sort_height_exam", seed=601),
    Exam("cnc/cycle", "cnc_cycle", counts_s=15.0),
    # more than eight minutes of plant time; faster still, a hitch of the computer is a late reaction
    Exam("batch/dosing", "batch_dosing", speed=2.0),
)


def serve(stack: ExitStack, exam: Exam, protocol: str, folder: Path) -> subprocess.Popen[str]:
    """A station that is graded, with one link; it has said nothing yet."""
    endpoint = f"opc.tcp://127.0.0.1:0?pki={folder}" if protocol == "opcua" else "127.0.0.1:0"
    command = [sys.executable, "-m", "trainlab", "serve", str(sheet_of(exam)), "--lang", "en"]
    command += [f"--{protocol}", endpoint, "--grade", "--json", "-", "--wait", "120"]
    command += ["--trace", str(trace_of(exam, protocol, folder)), "--speed", str(exam.speed)]
    # in plant time, as a scan is
    command += ["--seed", str(exam.seed), "--stale", str(STALE_S * exam.speed)]
    return started(stack, command, stdout=subprocess.PIPE, stderr=subprocess.PIPE)


def control(stack: ExitStack, exam: Exam, protocol: str, endpoint: str) -> subprocess.Popen[str]:
    """A PLC that is connected when it says "ready", and runs when it is told to."""
    plant = load_scenario(sheet_of(exam)).plant.name
    command = [sys.executable, str(PLC), protocol, endpoint, plant, str(program_of(exam))]
    command += [str(exam.scan_s), str(exam.speed)]
    return started(stack, command, stdin=subprocess.PIPE, stdout=subprocess.PIPE)


def started(stack: ExitStack, command: list[str], **pipes: int) -> subprocess.Popen[str]:
    process = subprocess.Popen(command, text=True, encoding="utf-8", **pipes)
    stack.callback(process.communicate)
    stack.callback(process.kill)
    return process


def listening(station: subprocess.Popen[str]) -> str:
    assert station.stderr is not None
    line = station.stderr.readline()
    match = LISTENING.search(line)
    assert match, line
    return match[0]


def sheet_of(exam: Exam) -> Path:
    return ROOT / "scenarios" / f"{exam.sheet}.yaml"


def program_of(exam: Exam) -> Path:
    return ROOT / "plc_projects" / exam.project / "solution.st"


def trace_of(exam: Exam, protocol: str, folder: Path) -> Path:
    return folder / f"{exam.project}_{protocol}.npz"


@dataclass(frozen=True)
class Soft:
    """The run in the soft PLC."""

    scenario: Scenario
    verdict: dict[str, Any]
    trace: Trace

    @classmethod
    def of(cls, exam: Exam, unsteady: int | None = None) -> Soft:
        """With the sheet's scan, or with unsteady ones of that draw."""
        scenario = load_scenario(sheet_of(exam))
        program: Any = compile_program(program_of(exam))
        if unsteady is not None:
            tick_s = 1e-9 * scenario.tick_ns
            scenario = replace(scenario, scan_ns=scenario.tick_ns)
            program = UnsteadyProgram(program, unsteady, exam.scan_s, tick_s, hitches=exam.speed)
        graded = grade_compiled(scenario, program, program_of(exam), exam.seed)
        return cls(scenario, dict(verdict_document(graded.verdict, "en")), graded.trace)

    def commands(self, from_s: float, to_s: float) -> int:
        """In how many ticks of that time the program changed an output."""
        rows = slice(*(round(max(at, 0.0) * 1e9 / self.trace.tick_ns) for at in (from_s, to_s)))
        changed = np.zeros(len(self.trace.now_ns), bool)
        for tag in self.scenario.plant.tags:
            if tag.direction is Direction.OUTPUT:
                changed[1:] |= np.diff(self.trace.columns[tag.name].astype(float)) != 0
        return int(np.count_nonzero(changed[rows]))

    def counts(self) -> list[str]:
        """The facts that count things, and that a check looks at."""
        seen = {name for check in self.verdict["checks"] for name in check["signals"]}
        facts = self.scenario.plant.facts
        return [f.name for f in facts if f.name in seen and f.cumulative and not f.unit]


def lasting(measured: str) -> str:
    """What a check has measured, but for when, and which of its terms; what never came, for no time."""
    measured = WHICH.sub(r"\1", MOMENT.sub("", measured))
    measured = measured.replace("it never happened", "it happened for 0 ms")
    return measured.replace("held throughout", "broken for 0 ms")


def seconds(measured: str) -> list[float]:
    """The durations in it."""
    found = DURATION.findall(lasting(measured))
    return [float(number) * (0.001 if unit == "ms" else 1.0) for number, unit in found]


def words(measured: str) -> str:
    """All the rest of it."""
    return DURATION.sub("_", lasting(measured))


def differences(
    soft: Soft, verdict: dict[str, Any], trace: Trace, scan_s: float, counts_s: float
) -> list[object]:
    """Where another run, with that scan, is not as the soft PLC's."""
    found: list[object] = []
    scan_s += 1e-9 * soft.scenario.tick_ns
    for one, other in zip(soft.verdict["checks"], verdict["checks"], strict=True):
        allowed_s = (
            scan_s * (1 + max(soft.commands(one["from_s"] - counts_s, one["to_s"]), 1)) + 1e-6
        )
        pairs = zip(seconds(one["measured"]), seconds(other["measured"]), strict=False)
        late = any(abs(a - b) > allowed_s for a, b in pairs)
        if late or words(one["measured"]) != words(other["measured"]) or not other["passed"]:
            found.append((one["id"], one["measured"], other["measured"]))
    for name in soft.counts():
        counted = [float(run.columns[name][-1]) for run in (soft.trace, trace)]
        if counted[0] != counted[1]:
            found.append((name, *counted))
    return found


@pytest.mark.parametrize("draw", range(5))
@pytest.mark.parametrize("exam", EXAMS, ids=lambda exam: exam.project)
def test_in_the_soft_plc_unsteady_scans_leave_the_facts_as_they_are(exam: Exam, draw: int) -> None:
    soft = Soft.of(exam)
    unsteady = Soft.of(exam, draw)
    scan_s = exam.scan_s + SELDOM_BY_S * exam.speed
    assert differences(soft, unsteady.verdict, unsteady.trace, scan_s, exam.counts_s) == []


@pytest.mark.wire
@pytest.mark.parametrize(
    "exam",
    [
        pytest.param(exam, marks=pytest.mark.realtime(wall_s), id=exam.project)
        for exam, wall_s in zip(EXAMS, (185, 240, 270), strict=True)
    ],
)
def test_a_program_on_a_wire_passes_the_exam_with_the_facts_of_the_soft_plc(
    exam: Exam, tmp_path: Path
) -> None:
    """Over all protocols at once, so that it takes one exam's time; none begins before all are there."""
    with ExitStack() as stack:
        stations = {protocol: serve(stack, exam, protocol, tmp_path) for protocol in PROTOCOLS}
        plcs = [
            control(stack, exam, each, listening(station)) for each, station in stations.items()
        ]
        for plc in plcs:
            assert plc.stdout is not None
            assert plc.stdout.readline() == "ready\n"
        for plc in plcs:
            assert plc.stdin is not None
            plc.stdin.write("run\n")
            plc.stdin.flush()
        ended = {
            protocol: station.communicate(timeout=400) for protocol, station in stations.items()
        }
    soft = Soft.of(exam)
    apart = []
    for protocol, (out, err) in ended.items():
        verdict = json.loads(out)
        assert verdict["wire"]["writers"][0].startswith(f"{protocol} 127.0.0.1:"), err
        trace = load_trace(trace_of(exam, protocol, tmp_path))
        scan_s = verdict["wire"]["controller_scan"]["max_s"] * exam.speed
        found = differences(soft, verdict, trace, scan_s, exam.counts_s)
        apart += [f"{protocol} {verdict['wire']}: {one}" for one in found]
    assert not apart, "\n".join(apart)
