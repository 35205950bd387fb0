"""A process of clients that read as fast as they can: `python benchmarks/load/reads.py ...`

    reads.py NAME PORT CLIENTS SECONDS        NAME of CASES

Each client has one request on its way. Prints "ready" once connected, begins at a line on the
standard input, and prints what it found as JSON: good answers, and those of them that were torn,
which means that not all words of the answer were alike.
"""

from __future__ import annotations

import json
import sys
import time
from contextlib import ExitStack

from raw_client import connect, read_block, read_registers, receive

CASES = {
    "modbus FC3 x 125": ("modbus", read_registers(3, 0, 125)),
    "modbus FC4 x 125": ("modbus", read_registers(4, 0, 125)),
    "s7 read 200 bytes": ("s7", read_block(1, 200)),
}


def main(name: str, port: int, clients: int, seconds: float) -> None:
    """Read, and tell."""
    protocol, asked = CASES[name]
    request = asked.request
    with ExitStack() as stack:
        connected = [stack.enter_context(connect(protocol, port)) for _ in range(clients)]
        print("ready", flush=True)
        sys.stdin.readline()
        answers = torn = 0
        begin = time.perf_counter()
        while time.perf_counter() - begin < seconds:
            for client in connected:
                client.sendall(request)
            for client in connected:
                data = receive(client, asked)
                torn += data != data[:2] * (len(data) // 2)
            answers += clients
        lasted = time.perf_counter() - begin
    print(json.dumps({"answers": answers, "torn": torn, "rate": answers / lasted}), flush=True)


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]), int(sys.argv[3]), float(sys.argv[4]))
