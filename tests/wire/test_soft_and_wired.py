"""One program, in the soft PLC and in a PLC on a wire: the same plant, within one scan."""

from __future__ import annotations

import json
import math
import re
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from trainlab.scenario.load import load_scenario
from trainlab.session.grade import grade
from trainlab.trace.file import load_trace

PLC = Path(__file__).parent / "soft_plc_on_a_wire.py"
PROGRAM = Path(__file__).parents[2] / "plc_projects/tank_level_hold/solution.st"
SHEET = """
trainlab: 1
title: {en: Parity, zh-CN: 一致}
task: {en: Fill, zh-CN: 注水}
plant:
  type: tank_level
  parameters: {initial_level: 0.05 m, transmitter_noise: 0 m}
timing: {tick: 10 ms, scan: 20 ms, duration: 16 s}
timeline:
  - {at: 0 s, set: {setpoint: 0.12 m}}
  - {at: 1 s, press: start}
  - {at: 10 s, press: estop}
  - {at: 12 s, release: estop}
  - {at: 13 s, press: reset}
  - {at: 14 s, press: start}
rubric:
  pass: 100 %
  checks:
    - check: never
      id: dry
      title: {en: It does not overflow, zh-CN: 不溢流}
      points: 1
      condition: overflow_m3 > 0.0
"""
# Of a fact's span. Both controllers close a loop, so that a scan more of dead time shows a little.
CLOSENESS = 0.01


@pytest.mark.realtime(30)
@pytest.mark.wire
def test_a_program_on_a_wire_does_to_the_plant_what_it_does_in_the_soft_plc(tmp_path: Path) -> None:
    sheet, file, verdict = (tmp_path / name for name in ("sheet.yaml", "trace.npz", "verdict.json"))
    sheet.write_text(SHEET, encoding="utf-8")
    command = [sys.executable, "-m", "trainlab", "serve", str(sheet), "--modbus", "127.0.0.1:0"]
    command += ["--grade", "--trace", str(file), "--json", str(verdict)]
    with subprocess.Popen(
        command, stderr=subprocess.PIPE, stdout=subprocess.DEVNULL, text=True
    ) as station:
        assert station.stderr is not None
        found = re.search(r"127\.0\.0\.1:(\d+)", station.stderr.readline())
        assert found
        plc = [sys.executable, str(PLC), "modbus", found[0], "tank_level", str(PROGRAM), "0.02"]
        with subprocess.Popen(plc, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL) as wired:
            station.communicate(timeout=120)
            wired.wait(timeout=30)
    assert station.returncode == 0

    scenario = load_scenario(sheet)
    soft = grade(scenario, PROGRAM).trace.columns
    wired_run = load_trace(file)
    # the scan as it was on this computer: the longest one, and the tick that a write waits for
    longest_s = json.loads(verdict.read_text("utf-8"))["wire"]["controller_scan"]["max_s"]
    within = math.ceil(longest_s * 1e9 / scenario.tick_ns) + 1

    apart = {
        fact.name: _apart(soft[fact.name], wired_run.columns[fact.name], within)
        for fact in scenario.plant.facts
    }
    assert {name: by for name, by in apart.items() if by > CLOSENESS} == {}
    assert np.ptp(soft["level_m"]) > 0.05
    assert np.count_nonzero(np.diff(soft["pump_on"])) == 3


def _apart(soft: np.ndarray, wired: np.ndarray, within: int) -> float:
    """How far one run leaves what the other one was within so many ticks, as a share of its span."""
    soft, wired = soft.astype(float), wired.astype(float)
    windows = np.lib.stride_tricks.sliding_window_view(
        np.pad(soft, within, mode="edge"), 2 * within + 1
    )
    outside = np.maximum(windows.min(axis=1) - wired, wired - windows.max(axis=1))
    return float(max(outside.max(), 0.0) / (np.ptp(soft) or 1.0))
