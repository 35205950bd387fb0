"""A client that switches a lamp and looks when its echo comes: `python benchmarks/load/echoes.py ...`

    echoes.py modbus|s7 PORT SECONDS LAMP_BIT TICK_BYTE WRAP

TICK_BYTE is where the inputs hold the tick's number as a word, followed by the echo as another, so
that one reading tells both. Ready, begin and result as of reads.py. The result has, for each switch,
how many ticks after that of the write its echo was first read, and how many ms after the write was
sent. A switch during which a tick fell between the two readings that bracket it is left out of the
ticks, since it is not known which tick was the write's.
"""

from __future__ import annotations

import json
import random
import struct
import sys
import time

from raw_client import (
    ask,
    connect,
    read_input_bytes,
    read_registers,
    write_coil,
    write_output_bit,
)

POLL_S = 0.0003
PATIENCE_S = 2.0


def main(protocol: str, port: int, seconds: float, lamp: int, at: int, wrap: int) -> None:
    """Switch, and tell."""
    chance = random.Random(1)
    modbus = protocol == "modbus"
    look = read_registers(4, at // 2, 2) if modbus else read_input_bytes(at, 4)
    switch = [(write_coil if modbus else write_output_bit)(lamp, on) for on in (False, True)]
    ticks, times_ms, unclear, lost = [], [], 0, 0
    with connect(protocol, port) as client:

        def see() -> tuple[int, int]:
            return struct.unpack(">hh", ask(client, look))

        print("ready", flush=True)
        sys.stdin.readline()
        end = time.perf_counter() + seconds
        state = 0
        while time.perf_counter() < end:
            time.sleep(chance.uniform(0.0, 0.02))
            state = 1 - state
            before, _ = see()
            sent = time.perf_counter()
            answer = ask(client, switch[state])
            if not modbus and answer != b"\xff":
                raise ValueError("the write was refused")
            after, echo = see()
            seen = after
            while echo != state and time.perf_counter() - sent < PATIENCE_S:
                time.sleep(POLL_S)
                seen, echo = see()
            lasted = time.perf_counter() - sent
            if echo != state:
                lost += 1
                continue
            times_ms.append(1e3 * lasted)
            if before == after:
                ticks.append((seen - before) % wrap)
            else:
                unclear += 1
    told = {"ticks": ticks, "ms": times_ms, "unclear": unclear, "lost": lost}
    print(json.dumps(told), flush=True)


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]), float(sys.argv[3]), *map(int, sys.argv[4:7]))
