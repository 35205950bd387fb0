"""A station under load, and what holds: `python benchmarks/loaded_bench.py [--seconds N] [--rounds N]`

One station with 326 tags (load/pattern.py) is open on Modbus, S7 and OPC UA from begin to end, its bench
ticking every 10 ms, 200 of its inputs subscribed at 10 Hz over OPC UA, all of them changing every
tick. In this order:

    load     two Modbus and two S7 clients that never rest, and one that switches a lamp and looks for
             its echo; torn readings, echoes, and (printed last) the bench's punctuality
    rates    Modbus FC 3 x 125 and S7 reads of 200 bytes, one client and ten, beside libmodbus and
             Snap7; servers take turns
    same     the four restless clients at libmodbus and Snap7 instead
    opcua    all 200 inputs in one Read, as fast as one client can

Bench, servers and clients share the same cores. PASS and MISS are about the figures
that docs/reference/performance.md demands; the exit code is 0 either way.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from load.figures import demand, share, tell
from load.pattern import LAMP_COIL, NAME, PATTERN, WRAP
from load.processes import Load, Usage, load_command, resident_mib, together, usage
from load.punctuality import read_ticks, tell_punctuality
from load.references import libmodbus_server, native_snap7_server

ROUND_S = 1.0
RATES = {"modbus": "modbus FC3 x 125", "s7": "s7 read 200 bytes"}
LOADS = {"modbus": "modbus FC4 x 125", "s7": "s7 read 200 bytes"}
RESTLESS = 2  # processes of each
NODES = f"ns=2;s={NAME}.Inputs.p"


class Station:
    """The station's processes, and where they serve."""

    def __init__(self, told: dict[str, dict[str, Any]]) -> None:
        self.pids = {name: int(each["pid"]) for name, each in told.items()}
        self.ports = {name: int(told[name]["at"].rpartition(":")[2]) for name in ("modbus", "s7")}
        self.opcua = str(told["opcua"]["at"])

    def usage(self) -> dict[str, Usage]:
        """Of bench and servers."""
        return {name: usage(pid) for name, pid in self.pids.items()}


@contextmanager
def station(record: Path) -> Iterator[Station]:
    """The station, until the end; its ticks are in `record` then.

    It has a session of its own, as in a terminal: the clients of a real one are on other computers.
    """
    with subprocess.Popen(
        load_command("station.py", record),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        start_new_session=True,
    ) as running:
        assert running.stdout is not None
        yield Station(json.loads(running.stdout.readline()))
        running.communicate()


def rates(ports: dict[str, dict[str, int]], rounds: int) -> None:
    """Our servers beside the references, by one client and by ten."""
    print("rates, the bench ticking and OPC UA subscribed")
    for link, name in RATES.items():
        medians: dict[tuple[str, int], float] = {}
        for clients in (1, 10):
            found: dict[str, list[float]] = {server: [] for server in ports[link]}
            for _ in range(rounds):
                for server, port in ports[link].items():
                    command = load_command("reads.py", name, port, clients, ROUND_S)
                    found[server].append(together([command])[0]["rate"])
            for server, measured in found.items():
                medians[server, clients] = statistics.median(measured)
        for server in ports[link]:
            if server == "trainlab":
                continue
            for clients in (1, 10):
                own, other = medians["trainlab", clients], medians[server, clients]
                text = f"{name}, {clients} clients: {own / other:.2f} of {server}"
                demand(own / other >= 0.4, f"{text} ({own:.0f} and {other:.0f} req/s)")
        one, ten = medians["trainlab", 1], medians["trainlab", 10]
        demand(ten >= one, f"{name}: ten clients together get {ten / one:.1f} times what one gets")
        if len(ports[link]) == 1:
            tell(f"{name}: no reference here to compare with")


def restless(ports: dict[str, int], seconds: float) -> list[list[str]]:
    """The commands of the clients that never rest."""
    return [
        load_command("reads.py", LOADS[link], port, 1, seconds)
        for link, port in ports.items()
        for _ in range(RESTLESS)
    ]


def echo(link: str, port: int, seconds: float) -> list[str]:
    """The command of the client that switches a lamp."""
    return load_command("echoes.py", link, port, seconds, LAMP_COIL, 2 * PATTERN - 2, WRAP)


def opcua(here: Station, what: str) -> Load:
    """An OPC UA client that has begun, and ends when its result is asked for."""
    client = Load(load_command("opcua_client.py", what, here.opcua, NODES, PATTERN))
    client.go()
    return client


def loaded(here: Station, seconds: float) -> tuple[int, int]:
    """The load; when it began and ended."""
    print(
        f"load, {seconds:.0f} s: 2 Modbus, 2 S7, {PATTERN} OPC UA items at 10 Hz, one switches a lamp"
    )
    loads = [Load(command) for command in restless(here.ports, seconds)]
    subscriber = opcua(here, "subscribe")
    begin, before = time.perf_counter_ns(), here.usage()
    for load in loads:
        load.go()
    # one link after the other, because the outputs have one owner
    echoes = {
        link: together([echo(link, port, seconds / 2)])[0] for link, port in here.ports.items()
    }
    found = [load.result() for load in loads]
    end, after = time.perf_counter_ns(), here.usage()
    for number, name in enumerate(LOADS.values()):
        whole(name, found[RESTLESS * number : RESTLESS * (number + 1)])
    tell(f"opcua: {subscriber.result()['rate']:.0f} notifications/s")
    for link, told in echoes.items():
        tell_echoes(link, told)
    for name, had in after.items():
        used, lasted = had.since(before[name]), (end - begin) / 1e9
        tell(
            f"{name}: {used.cpu_s / lasted:.0%} of a core,"
            f" waited for one {used.waited_s / lasted:.1%} of the time,"
            f" {resident_mib(here.pids[name]):.0f} MiB"
        )
    return begin, end


def whole(name: str, found: Sequence[dict[str, Any]]) -> None:
    """Whether readings showed one tick each."""
    answers, torn, rate = (sum(each[key] for each in found) for key in ("answers", "torn", "rate"))
    demand(not torn, f"{name}: {torn} torn of {answers} readings, {rate:.0f} req/s")


def tell_echoes(link: str, told: dict[str, Any]) -> None:
    """How long echoes took."""
    ticks, times = told["ticks"], told["ms"]
    demand(
        bool(ticks) and share(ticks, 0.99) <= 2 and not told["lost"],
        f"{link}: {len(ticks)} echoes after ticks p50 {share(ticks, 0.5)} p99 {share(ticks, 0.99)}"
        f" max {max(ticks)}; ms p50 {share(times, 0.5):.1f} p99 {share(times, 0.99):.1f}"
        f" max {max(times):.1f}; {told['unclear']} left out, {told['lost']} lost",
    )


def same_load(ports: dict[str, dict[str, int]], seconds: float) -> None:
    """The clients that never rest at our servers and at the references, in turn."""
    print("the four restless clients at ours and at the references, OPC UA subscribed")
    found: dict[str, list[dict[str, float]]] = {}
    for _ in range(3):
        for whose in ("trainlab", "reference"):
            targets = {
                link: next(
                    port
                    for name, port in at.items()
                    if (name == "trainlab") == (whose == "trainlab")
                )
                for link, at in ports.items()
            }
            results = together(restless(targets, seconds))
            pairs = [results[at : at + RESTLESS] for at in range(0, len(results), RESTLESS)]
            found.setdefault(whose, []).append(
                {
                    link: sum(e["rate"] for e in pair)
                    for link, pair in zip(targets, pairs, strict=True)
                }
            )
    for link in ports:
        own, other = (statistics.median(each[link] for each in found[whose]) for whose in found)
        tell(f"{LOADS[link]}: {own / other:.2f} ({own:.0f} and {other:.0f} req/s)")


def opcua_reads(here: Station, seconds: float) -> None:
    """All inputs in one Read."""
    print(f"OPC UA, one client reads {PATTERN} inputs in each request, {seconds:.0f} s")
    client = opcua(here, "read")
    time.sleep(seconds)
    whole(f"opcua Read x {PATTERN}", [client.result()])


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--seconds", type=float, default=30.0, help="of the load")
    parser.add_argument("--rounds", type=int, default=5, help="of each rate")
    options = parser.parse_args()
    print(
        f"{os.cpu_count()} cores, load average {os.getloadavg()[0]:.1f}, {sys.version.split()[0]}"
    )
    with tempfile.TemporaryDirectory() as folder:
        record = Path(folder, "ticks")
        with station(record) as here, libmodbus_server() as modbus, native_snap7_server() as s7:
            ports = {link: {"trainlab": port} for link, port in here.ports.items()}
            if modbus:
                ports["modbus"]["libmodbus"] = modbus.port
            if s7:
                ports["s7"]["Snap7"] = s7.port
            begin, end = loaded(here, options.seconds)
            subscriber = opcua(here, "subscribe")
            rates(ports, options.rounds)
            if modbus and s7:
                same_load(ports, 3.0)
            subscriber.result()
            opcua_reads(here, options.seconds / 3)
        tell_punctuality(read_ticks(record), begin, end)


if __name__ == "__main__":
    main()
