"""What a served station costs while nobody is connected: `python benchmarks/idle_cost.py` (Linux).

Starts `trainlab serve` with all three links, tells how long it takes until all of them listen, and then
CPU time and memory of the bench and of each server's process.
"""

from __future__ import annotations

import subprocess
import sys
import time
from pathlib import Path

from load.processes import resident_mib, usage

SCENARIO = Path(__file__).parents[1] / "scenarios/tank/level_hold.yaml"
LINKS = {"modbus": "127.0.0.1:0", "s7": "127.0.0.1:0", "opcua": "opc.tcp://127.0.0.1:0"}
ROUNDS = 3
SECONDS = 10.0


def children(pid: int) -> list[int]:
    """The processes that a process has started."""
    return [int(each) for each in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]


def name_of(pid: int) -> str:
    """The module that a process runs."""
    return Path(f"/proc/{pid}/cmdline").read_text(encoding="utf-8").split("\0")[-2]


def main() -> None:
    """Prints the figures."""
    command = [sys.executable, "-m", "trainlab", "serve", str(SCENARIO), "--lang", "en"]
    for link, place in LINKS.items():
        command += [f"--{link}", place]
    for number in range(ROUNDS):
        begin = time.perf_counter()
        with subprocess.Popen(command, stderr=subprocess.PIPE, text=True) as served:
            assert served.stderr is not None
            for _ in LINKS:
                served.stderr.readline()
            print(f"all links listen after {time.perf_counter() - begin:.2f} s")
            if number == ROUNDS - 1:
                tell_costs(served.pid)
            served.terminate()


def tell_costs(bench: int) -> None:
    """CPU time and memory of a bench and its servers."""
    names = {bench: "bench"} | {pid: name_of(pid) for pid in children(bench)}
    time.sleep(1.0)
    before = {pid: usage(pid) for pid in names}
    time.sleep(SECONDS)
    for pid, name in names.items():
        used = usage(pid).since(before[pid])
        print(f"{name:32} {used.cpu_s / SECONDS:6.1%} of a core  {resident_mib(pid):4.0f} MiB")


if __name__ == "__main__":
    main()
