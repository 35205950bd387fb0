"""How long a part program takes, without running it: the sum that a cycle time is checked against."""

from __future__ import annotations

from dataclasses import dataclass

from trainlab.plants.cnc.nc.machine import Machine
from trainlab.plants.cnc.nc.planner import PathMotion
from trainlab.plants.cnc.nc.steps import Dwell, FunctionKind, Move, PartProgram


@dataclass(frozen=True, slots=True)
class CycleTime:
    """Seconds by what they are spent on; overrides at 100 %, handshakes and loading not counted."""

    rapid_s: float
    feed_s: float
    dwell_s: float
    tool_s: float
    spindle_s: float

    @property
    def total_s(self) -> float:
        """The whole program."""
        return self.rapid_s + self.feed_s + self.dwell_s + self.tool_s + self.spindle_s


def cycle_time(
    program: PartProgram, machine: Machine, tool_change_s: float, ramp_rpm_s: float
) -> CycleTime:
    """The cycle time of a program on a machine: every block from rest to rest.

    The spindle is waited for wherever M or S changes its speed; that it stops after the program's
    end is not in the cycle.
    """
    spent = {"rapid": 0.0, "feed": 0.0, "dwell": 0.0, "tool": 0.0, "spindle": 0.0}
    speed_rpm = 0.0
    place = machine.home_mm
    for step in program.steps:
        if isinstance(step, Move):
            spent["rapid" if step.rapid else "feed"] += PathMotion(step, machine, 1.0).due_s
            place = step.path.end
            if step.spindle.constant_surface and step.spindle.direction:
                speed_rpm = step.spindle.direction * step.spindle.demand_rpm(place[0])
        elif isinstance(step, Dwell):
            spent["dwell"] += step.seconds
        else:
            if step.kind is FunctionKind.M and step.code == 6:
                spent["tool"] += tool_change_s
            wanted_rpm = step.spindle.direction * step.spindle.demand_rpm(place[0])
            spent["spindle"] += abs(wanted_rpm - speed_rpm) / ramp_rpm_s
            speed_rpm = wanted_rpm
    return CycleTime(*spent.values())
