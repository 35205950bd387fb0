"""The process of a loaded station: `python benchmarks/load/station.py RECORD`.

Opens it with all links as `trainlab serve` does and runs it by the wall clock until the standard
input closes. Prints one line of JSON: where the links are and which processes serve them. At the end
RECORD holds four 64-bit numbers for each tick, in ns: when it was due, when it began, when the tick
before it had ended (of the monotonic clock), and how long the bench has so far been ready to run
without a core (Linux' schedstat).
"""

from __future__ import annotations

import json
import os
import sys
import tempfile
import threading
import time
from pathlib import Path

from pattern import scenario
from stopwatch import Stopwatch

from trainlab.bench.drive import drive
from trainlab.bench.pacer import WallPacer
from trainlab.exchange.endpoint import read_endpoint
from trainlab.exchange.station_block import Phase
from trainlab.session.serve import FOREVER
from trainlab.session.station_wire import StationWire, WireOptions

STALE_NS = 60_000_000_000


def main(record: Path) -> None:
    """Serve, and write the record at the end."""
    with tempfile.TemporaryDirectory() as pki:
        links = {
            "modbus": [read_endpoint("127.0.0.1:0")],
            "s7": [read_endpoint("127.0.0.1:0")],
            "opcua": [read_endpoint(f"opc.tcp://127.0.0.1:0?pki={pki}/pki")],
        }
        options = WireOptions(links, stale_after_ns=STALE_NS)
        with StationWire(scenario(), 1, options, lambda event: None) as served:
            stopwatch = Stopwatch(WallPacer(served.scenario.tick_ns))
            served.wire.overruns = lambda: stopwatch.pacer.overruns
            served.wire.begin(Phase.RUNNING, time.time_ns(), 1.0)
            ended = threading.Event()
            threading.Thread(target=lambda: (os.read(0, 1), ended.set()), daemon=True).start()
            told = {
                link.name: {"at": link.endpoint, "pid": link.server_pid} for link in served.links
            }
            print(json.dumps({**told, "bench": {"pid": os.getpid()}}), flush=True)
            drive(
                served.bench.tick,
                stopwatch,
                tick_ns=served.scenario.tick_ns,
                ticks=FOREVER,
                until=ended.is_set,
            )
        record.write_bytes(stopwatch.times.tobytes())


if __name__ == "__main__":
    main(Path(sys.argv[1]))
