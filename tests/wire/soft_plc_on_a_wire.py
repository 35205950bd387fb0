"""A PLC in a process of its own that runs a program of Structured Text, its I/O over one fieldbus.

Usage: soft_plc_on_a_wire.py PROTOCOL ENDPOINT PLANT PROGRAM SCAN_S [SPEED]. SCAN_S is plant time. Its
timers go by the wall clock, as those of any PLC. It says "ready" when it is connected, runs when it is told
a line, and goes on until the server is gone.
"""

from __future__ import annotations

import sys
import time
from pathlib import Path

from remote_io import PROTOCOLS

from trainlab.core import catalog
from trainlab.core.image import IOImage


def main() -> None:
    protocol, endpoint, plant, program, scan_s, *speed = sys.argv[1:]
    image = IOImage(catalog.load("plants", plant).description.tags)
    compiled = catalog.load("languages", "st")().compile(Path(program))
    controller = compiled.controller(image)
    read, write = PROTOCOLS[protocol](endpoint, plant, image.inputs, image.outputs)
    pace = float(speed[0]) if speed else 1.0
    scan_ns = round(float(scan_s) * 1e9 / pace)
    sys.stdout.write("ready\n")
    sys.stdout.flush()
    sys.stdin.readline()
    begin = due = time.perf_counter_ns()
    while True:
        image.latch_inputs(read())
        controller.scan(image, round((time.perf_counter_ns() - begin) * pace))
        write(image.commanded())
        due += scan_ns
        time.sleep(max(due - time.perf_counter_ns(), 0) / 1e9)


if __name__ == "__main__":
    try:
        main()
    except Exception:  # noqa: BLE001  the station closes, whatever the library makes of that
        sys.exit(0)
