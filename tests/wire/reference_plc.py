"""A PLC in a process of its own: the reference logic in Python, its I/O over one fieldbus.

Usage: reference_plc.py PROTOCOL PORT [SPEED]. Cycles every 20 ms of plant time until the server is
gone. Timing inside is by the wall clock, as in any PLC.
"""

from __future__ import annotations

import struct
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass

CYCLE_S = 0.02
RANGE = 27648


@dataclass
class Outputs:
    green: bool
    red: bool
    horn: bool
    pump: bool
    valve: int


# bits 0 to 15 of the inputs and the words level and setpoint
Read = Callable[[], tuple[Sequence[bool], int, int]]
Write = Callable[[Outputs], None]


def over_modbus(port: int) -> tuple[Read, Write]:
    from pymodbus.client import ModbusTcpClient

    client = ModbusTcpClient("127.0.0.1", port=port, timeout=2)
    assert client.connect()

    def read() -> tuple[Sequence[bool], int, int]:
        bits = client.read_discrete_inputs(0, count=10)
        words = client.read_input_registers(32, count=2)
        if bits.isError() or words.isError():
            raise ConnectionError
        level, setpoint = struct.unpack(">hh", struct.pack(">HH", *words.registers))
        return bits.bits, level, setpoint

    def write(outputs: Outputs) -> None:
        client.write_coils(0, [outputs.green, False, outputs.red, outputs.horn])
        client.write_coils(8, [outputs.pump, outputs.pump])
        client.write_register(32, outputs.valve)

    return read, write


def over_s7(port: int) -> tuple[Read, Write]:
    import snap7
    from snap7.type import Area

    client = snap7.client.Client()
    client.connect("127.0.0.1", 0, 2, port)

    def read() -> tuple[Sequence[bool], int, int]:
        packed = int.from_bytes(client.read_area(Area.PE, 0, 0, 2), "little")
        level, setpoint = struct.unpack(">hh", client.read_area(Area.PE, 0, 64, 4))
        return [bool(packed >> bit & 1) for bit in range(16)], level, setpoint

    def write(outputs: Outputs) -> None:
        lamps = outputs.green | outputs.red << 2 | outputs.horn << 3
        client.write_area(Area.PA, 0, 0, bytearray((lamps, 3 * outputs.pump)))
        client.write_area(Area.PA, 0, 64, bytearray(struct.pack(">h", outputs.valve)))

    return read, write


PROTOCOLS = {"modbus": over_modbus, "s7": over_s7}


def control(read: Read, write: Write, speed: float) -> None:
    """The logic of the level exam, cycle by cycle."""
    running = alarm = silenced = was_started = was_acknowledged = False
    integral = 0.0
    before = due = time.perf_counter()
    while True:
        bits, level, setpoint = read()
        started, stop_ok, estop_ok, reset, _, acknowledged = bits[:6]
        overfill_ok = bits[9]
        now = time.perf_counter()
        elapsed_s, before = (now - before) * speed, now

        broken = not -553 <= level <= RANGE + 553 or not overfill_ok
        if broken:
            silenced = silenced and alarm
            alarm = True
        elif reset:
            alarm = False
        silenced = silenced or (acknowledged and not was_acknowledged)
        if not (estop_ok and stop_ok) or alarm:
            running = False
        elif started and not was_started:
            running = True
        was_started, was_acknowledged = started, acknowledged

        error = (setpoint - level) * 100 / RANGE
        raw = 8.0 * error + integral
        if running and ((raw < 100 or error < 0) and (raw > 0 or error > 0)):
            integral += 8.0 / 6.0 * error * elapsed_s
        integral = integral if running else 0.0
        output = min(max(8.0 * error + integral, 0.0), 100.0) if running else 0.0

        valve = round(output * RANGE / 100)
        write(Outputs(running, alarm, alarm and not silenced, running, valve))
        due += CYCLE_S / speed
        time.sleep(max(due - time.perf_counter(), 0))


def main() -> None:
    read, write = PROTOCOLS[sys.argv[1]](int(sys.argv[2]))
    control(read, write, float(sys.argv[3]) if len(sys.argv) > 3 else 1.0)


if __name__ == "__main__":
    try:
        main()
    except Exception:  # noqa: BLE001  each library has errors of its own for a station that closes
        sys.exit(0)
