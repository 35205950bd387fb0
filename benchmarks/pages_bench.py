"""Stations with pages: `python benchmarks/pages_bench.py [--seconds N]`

    one      a station with Modbus, S7, OPC UA, a soft PLC and a page, 10 ms ticks
    twelve   twelve stations with Modbus, a soft PLC and a page each, 20 ms ticks

A page is a reader of its stream of changes (curl), as a browser is; what a browser paints costs the
computer that it runs on. PASS and MISS are about the figures that docs/reference/performance.md demands.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from urllib.request import Request, urlopen

from load.punctuality import read_ticks, tell_punctuality

ROOT = Path(__file__).parents[1]
SHEET = ROOT / "scenarios/tank/level_hold.yaml"
PROGRAM = ROOT / "plc_projects/tank_level_hold/solution.st"


def measured(stations: int, tick_ms: int, seconds: float, folder: Path) -> None:
    """Run so many stations, each with a page, and tell how punctual they were."""
    sheet = folder / f"level_{tick_ms}.yaml"
    text = SHEET.read_text(encoding="utf-8")
    sheet.write_text(text.replace("tick: 10 ms", f"tick: {tick_ms} ms"), encoding="utf-8")
    record = folder / "record"
    command = [sys.executable, "load/pages_station.py", record, sheet, PROGRAM, str(stations)]
    with subprocess.Popen(
        command, cwd=ROOT / "benchmarks", stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as running:
        assert running.stdout
        url = json.loads(running.stdout.readline())["url"]
        pages = [
            subprocess.Popen(
                ["curl", "-sN", f"{url}/api/stations/{number}/stream"], stdout=subprocess.DEVNULL
            )
            for number in range(stations)
        ]
        for number in range(stations):
            _ask(url, number, {"do": "run"})
        time.sleep(2.0)
        begin = time.perf_counter_ns()
        time.sleep(seconds)
        end = time.perf_counter_ns()
        for page in pages:
            page.kill()
            page.wait()
        running.communicate("")
    print(f"{stations} station{'s' if stations > 1 else ''}, a page each")
    tell_punctuality(read_ticks(record), begin, end, tick_ns=tick_ms * 1_000_000)


def _ask(url: str, number: int, request: dict[str, object]) -> None:
    headers = {"X-Trainlab": "1"}
    body = json.dumps(request).encode()
    urlopen(Request(f"{url}/api/stations/{number}/commands", body, headers), timeout=10).close()


def main() -> None:
    """Both."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=float, default=30.0)
    seconds = parser.parse_args().seconds
    print(f"{os.cpu_count()} cores, load average {os.getloadavg()[0]:.1f}")
    with tempfile.TemporaryDirectory() as folder:
        measured(1, 10, seconds, Path(folder))
        measured(12, 20, seconds, Path(folder))


if __name__ == "__main__":
    main()
