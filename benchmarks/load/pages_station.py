"""The process of stations with pages: `python benchmarks/load/pages_station.py RECORD SHEET PROGRAM STATIONS`.

As `trainlab serve --hmi --program` runs them, with all three fieldbuses, until the standard input closes.
Prints where the pages are as one line of JSON; RECORD is as station.py leaves it.
"""

from __future__ import annotations

import json
import os
import sys
import tempfile
import threading
from pathlib import Path

from stopwatch import Stopwatch

from trainlab.bench.pacer import WallPacer
from trainlab.exchange.endpoint import read_endpoint
from trainlab.hmi.serve import ShowAnnouncer, ShowOptions, show
from trainlab.scenario.load import load_scenario
from trainlab.session.station_wire import WireOptions


def main(record: Path, sheet: Path, program: Path, stations: int) -> None:
    """Run, and write the record at the end."""
    ended = threading.Event()
    threading.Thread(target=lambda: (os.read(0, 1), ended.set()), daemon=True).start()
    watches: list[Stopwatch] = []

    def watched(pacer: WallPacer) -> Stopwatch:
        watches.append(Stopwatch(pacer))
        return watches[0]

    with tempfile.TemporaryDirectory() as pki:
        wire = WireOptions(
            {
                "modbus": [read_endpoint("127.0.0.1:0")],
                "s7": [read_endpoint("127.0.0.1:0")],
                "opcua": [read_endpoint(f"opc.tcp://127.0.0.1:0?pki={pki}/pki")],
            }
            if stations == 1
            else {"modbus": [read_endpoint("127.0.0.1:0")]}
        )
        announcer = ShowAnnouncer(
            lambda _, link: None,
            lambda url, _: print(json.dumps({"url": url}), flush=True),
            lambda _, event: None,
        )
        options = ShowOptions(read_endpoint("127.0.0.1:0"), wire, program, stations=stations)
        show(load_scenario(sheet), options, announcer, paced=watched, until=ended.is_set)
    record.write_bytes(watches[0].times.tobytes())


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]), Path(sys.argv[3]), int(sys.argv[4]))
