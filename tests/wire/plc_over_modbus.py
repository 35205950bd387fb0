"""A PLC in a process of its own: the reference logic in Python, its I/O over pymodbus.

Usage: plc_over_modbus.py PORT [SPEED]. Cycles every 10 ms of plant time until the server is gone.
Timing inside is by the wall clock, as in any PLC.
"""

from __future__ import annotations

import sys
import time

from pymodbus.client import ModbusTcpClient
from pymodbus.exceptions import ModbusException

CYCLE_S = 0.02
RANGE = 27648
LEVEL, SETPOINT, VALVE = 32, 33, 32
PUMP, SHUTOFF = 8, 9


def signed(register: int) -> int:
    return register - 65536 if register > 32767 else register


def main(port: int, speed: float) -> None:
    client = ModbusTcpClient("127.0.0.1", port=port, timeout=2)
    assert client.connect()
    running = alarm = silenced = was_started = was_acknowledged = False
    integral = 0.0
    before = due = time.perf_counter()
    while True:
        bits = client.read_discrete_inputs(0, count=10)
        words = client.read_input_registers(LEVEL, count=2)
        if bits.isError() or words.isError():
            return
        started, stop_ok, estop_ok, reset, _, acknowledged = bits.bits[:6]
        overfill_ok = bits.bits[9]
        level, setpoint = (signed(register) for register in words.registers)
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

        client.write_coils(0, [running, False, alarm, alarm and not silenced])
        client.write_coils(PUMP, [running, running])
        client.write_register(VALVE, round(output * RANGE / 100))
        due += CYCLE_S / speed
        time.sleep(max(due - time.perf_counter(), 0))


if __name__ == "__main__":
    try:
        main(int(sys.argv[1]), float(sys.argv[2]) if len(sys.argv) > 2 else 1.0)
    except (ModbusException, OSError):
        sys.exit(0)  # the station has closed: the exam is over
