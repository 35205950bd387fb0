"""A PLC in a process of its own: the reference logic in Python, its I/O over asyncua.

Usage: plc_over_opcua.py URL. Cycles every 20 ms until the server is gone; one Read and one Write
request a cycle. Timing inside is by the wall clock, as in any PLC.
"""

from __future__ import annotations

import asyncio
import sys
import time

from asyncua import Client, ua

CYCLE_S = 0.02
RANGE = 27648
INPUTS = (
    "start_button stop_button estop_ok reset_button ack_button overfill_ok level_raw setpoint_raw"
)
OUTPUTS = {
    "lamp_green": ua.VariantType.Boolean,
    "lamp_amber": ua.VariantType.Boolean,
    "lamp_red": ua.VariantType.Boolean,
    "horn": ua.VariantType.Boolean,
    "pump_command": ua.VariantType.Boolean,
    "shutoff_command": ua.VariantType.Boolean,
    "valve_command": ua.VariantType.Int16,
}


async def control(url: str) -> None:
    async with Client(url, timeout=2) as client:
        namespace = await client.get_namespace_index("trainlab://station")

        def node(folder: str, tag: str) -> object:
            return client.get_node(f"ns={namespace};s=tank_level.{folder}.{tag}")

        inputs = [node("Inputs", tag) for tag in INPUTS.split()]
        outputs = [node("Outputs", tag) for tag in OUTPUTS]
        running = alarm = silenced = was_started = was_acknowledged = False
        integral = 0.0
        before = due = time.perf_counter()
        while True:
            read = await client.read_attributes(inputs, ua.AttributeIds.Value)
            sound = all(value.StatusCode.is_good() for value in read)
            started, stop_ok, estop_ok, reset, acknowledged, overfill_ok, level, setpoint = (
                value.Value.Value for value in read
            )
            now = time.perf_counter()
            elapsed_s, before = now - before, now

            broken = not sound or not overfill_ok
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

            error = ((setpoint or 0) - (level or 0)) * 100 / RANGE
            raw = 8.0 * error + integral
            if running and ((raw < 100 or error < 0) and (raw > 0 or error > 0)):
                integral += 8.0 / 6.0 * error * elapsed_s
            integral = integral if running else 0.0
            output = min(max(8.0 * error + integral, 0.0), 100.0) if running else 0.0

            values = [running, False, alarm, alarm and not silenced, running, running]
            values.append(round(output * RANGE / 100))
            await client.write_values(
                outputs,
                [ua.Variant(v, kind) for v, kind in zip(values, OUTPUTS.values(), strict=True)],
            )
            due += CYCLE_S
            await asyncio.sleep(max(due - time.perf_counter(), 0))


if __name__ == "__main__":
    try:
        asyncio.run(control(sys.argv[1]))
    except (ua.UaError, OSError, TimeoutError):
        sys.exit(0)  # the station has closed: the exam is over
