"""The station of benchmarks/loaded_bench.py opens its three links and records its ticks."""

from __future__ import annotations

import json
import subprocess
import sys
from array import array
from pathlib import Path

import pytest

BENCHMARKS = Path(__file__).parents[2] / "benchmarks"
TIMES_A_TICK = 4

pytestmark = pytest.mark.wire


def test_the_station_of_the_load_bench_runs(tmp_path: Path) -> None:
    record = tmp_path / "ticks"
    with subprocess.Popen(
        [sys.executable, "load/station.py", str(record)],
        cwd=BENCHMARKS,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as station:
        assert station.stdout
        told = json.loads(station.stdout.readline())
        station.communicate("\n", timeout=60)
    assert station.returncode == 0
    assert told.keys() == {"bench", "modbus", "s7", "opcua"}
    times = array("q", record.read_bytes())
    assert len(times) >= TIMES_A_TICK
    assert len(times) % TIMES_A_TICK == 0
