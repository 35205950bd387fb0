"""The robot cell: the turning centre of the CNC cell, tended by a robot and fed by a bar feeder with a saw.

    bar --push, clamp, saw--> blank --robot--> chuck ... NC program ... --robot--> outfeed
                                      fence with a gate around robot and bar

The machine has a PLC of its own for the functions of its NC (machine_plc.py); the cell's PLC works door,
chuck and cycle start, bar feeder and robot, and sees to it that they never meet: nothing in hardware
keeps a robot out of a closing door. What one does to another stands in tended_machine.py, the robot's
handshake in robot.py, the bar's way in bar_feeder.py.

Wear grows with Taylor's life, and the load with wear, Fc (1 + 0.5 w) (nc/cutting.py); at w = 1 a part is
scrap, at 1.5 the tool breaks. The NC counts workpieces and does not see wear: it shows in the spindle
load alone, while there is time to call the sister tool.

The emergency stop opens the safety circuit: axes and spindle stop, robot, pusher and door stand where they
are, springs lift the blade and close the bar clamp; gripper and chuck keep what they hold. The gate takes power from the robot alone.

Valid for one part of one size at a time, a robot that keeps to its ways and keeps its speed between them,
a bar without slip. Figures of times are those of a small cell: 1.5 s between places, 6 s a cut.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import ClassVar

from trainlab.core.mimic import Item
from trainlab.core.seeds import Seed
from trainlab.core.spec import PlantDescription
from trainlab.plants.cnc.bar_feeder import BarFeeder
from trainlab.plants.cnc.cell_machine import CHARGE_BAR_S
from trainlab.plants.cnc.cell_programs import POCKETS
from trainlab.plants.cnc.cell_tags import OVERRIDE_RANGE_PERCENT
from trainlab.plants.cnc.machine_plc import MachinePlc
from trainlab.plants.cnc.machining import Machining
from trainlab.plants.cnc.nc import PartProgram
from trainlab.plants.cnc.nc.channel import Channel
from trainlab.plants.cnc.nc.cutting import C45, Material
from trainlab.plants.cnc.robot import Job, Robot
from trainlab.plants.cnc.robot_cell_description import ROBOT_CELL
from trainlab.plants.cnc.robot_cell_mimic import loose_items
from trainlab.plants.cnc.robot_cell_parameters import PARAMETERS
from trainlab.plants.cnc.robot_cell_programs import (
    MAIN,
    SISTERS,
    TENDED_CENTRE,
    TOOLS,
    read_program,
    shipped_program,
)
from trainlab.plants.cnc.robot_cell_readings import (
    all_facts,
    all_inputs,
    refresh_facts,
    refresh_inputs,
)
from trainlab.plants.cnc.tended_machine import TendedMachine
from trainlab.plants.parts.arithmetic import clamped
from trainlab.plants.parts.panel import OperatorPanel
from trainlab.plants.parts.spindle import Spindle
from trainlab.plants.parts.tool_changer import ToolChanger
from trainlab.plants.parts.transmitter import FULL_SCALE_CODE

_RANGES = {parameter.name: (parameter.low, parameter.high) for parameter in PARAMETERS}
_RUN_UP_RPM = 4000.0
_MAGAZINE_S = 0.6
_FULL = float(FULL_SCALE_CODE)
_LAMPS = 4  # the panel's outputs come first


def _direction(one: float, other: float) -> int:
    """What a pair of opposed coils does: nothing where both are on."""
    return (one != 0) - (other != 0)


def _job(load: float, unload: float, recover: float) -> Job:
    """The job that is asked for; of several none."""
    asked = [
        job
        for job, on in ((Job.LOAD, load), (Job.UNLOAD, unload), (Job.RECOVER, recover))
        if on != 0
    ]
    return asked[0] if len(asked) == 1 else Job.NONE


class RobotCell:
    """The cell; state at the end of the last step."""

    __slots__ = (
        "_changes",
        "_commanded",
        "_facts",
        "_feed_override",
        "_inputs",
        "_machine",
        "_panel",
        "_parameters",
        "_reported",
        "_sensed",
    )

    description: ClassVar[PlantDescription] = ROBOT_CELL

    def __init__(self, parameters: Mapping[str, float], seed: Seed) -> None:
        p = {name: clamped(parameters[name], *_RANGES[name]) for name in _RANGES}
        self._parameters = p
        self._panel = OperatorPanel()
        self._feed_override = 1.0
        self._commanded: tuple[float, ...] = ()
        self._inputs: list[float] = []
        self._facts: list[float] = []
        self._sensed = self._reported = -1
        machine = self._machine = TendedMachine(
            Channel(TENDED_CENTRE, shipped_program()),
            Spindle(_RUN_UP_RPM / p["spindle_run_up"]),
            p["clamping_pressure"],
            p["hydraulic_leak"] * CHARGE_BAR_S,
            ToolChanger(POCKETS, _MAGAZINE_S, p["tool_change_time"], tool=MAIN),
            Machining(TOOLS, self._material(), p["wear_rate"]),
            p["door_time"],
            p["chuck_time"],
            MachinePlc(SISTERS),
            Robot(p["robot_move_time"]),
            BarFeeder(p["bar_length"], p["push_speed"], p["saw_time"]),
        )
        machine.commands.hydraulic_pump = True
        self._changes: dict[str, Callable[[float], None]] = {
            "door_time": machine.door.change_time,
            "chuck_time": machine.chuck.change_time,
            "spindle_run_up": lambda s: machine.spindle.change_ramp(_RUN_UP_RPM / s),
            "tool_change_time": machine.changer.change_time,
            "clamping_pressure": machine.hydraulics.change_relief,
            "hydraulic_leak": lambda share: machine.hydraulics.change_leak(share * CHARGE_BAR_S),
            "material_kc11": lambda _: machine.machining.change_material(self._material()),
            "wear_rate": lambda rate: setattr(machine.machining, "wear_rate", rate),
            "guard_lock_forced": lambda on: setattr(machine, "forced", on >= 0.5),
            "robot_move_time": machine.robot.change_time,
            "robot_stopped": lambda on: machine.robot.stop(on >= 0.5),
            "next_bar_length": lambda _: None,  # is asked for when a bar is laid in
            "push_speed": machine.feeder.change_push,
            "saw_time": machine.feeder.change_cut,
        }
        for name, change in self._changes.items():
            change(p[name])
        machine.settle()

    @classmethod
    def read_program(cls, text: str, file: str) -> PartProgram:
        """The part program in a text; ProblemsFound with all that is wrong with it."""
        return read_program(text, file)

    def load_program(self, program: object) -> None:
        """Put a part program in the place of the shipped one."""
        assert isinstance(program, PartProgram)
        self._machine.channel.load(program)

    def operate(self, control: str, value: float) -> None:
        """The operator's hand on one control; KeyError for one that the cell does not have."""
        machine, on = self._machine, value >= 0.5
        if control == "feed_override":
            self._feed_override = clamped(value, 0.0, OVERRIDE_RANGE_PERCENT) * 0.01
        elif control == "gate":
            machine.gate_open = on
        elif control == "load_bar":
            if on:
                machine.feeder.load_bar(self._parameters["next_bar_length"])
        elif control == "replace_tools":
            if on:
                machine.machining.replace_tools()
                machine.plc.uses.clear()
        elif control == "clear_crash":
            if on:
                machine.clear_crash()
        else:
            self._panel.operate(control, value)
        if machine.power_on and not self._panel.power_on:
            machine.channel.stop()
        machine.power_on = self._panel.power_on
        machine.commands.hydraulic_pump = machine.power_on
        self._command()

    def change(self, parameter: str, value: float) -> None:
        """Give a parameter a new value, kept within its range; KeyError for one that is fixed."""
        change = self._changes[parameter]
        value = self._parameters[parameter] = clamped(value, *_RANGES[parameter])
        change(value)
        self._machine.settle()

    def sense(self, inputs: list[float]) -> None:
        """Write what every input tag reads now; asking again gives the same."""
        machine = self._machine
        if machine.settled != self._sensed:
            self._sensed = machine.settled
            self._inputs = all_inputs(
                machine, self._panel, self._feed_override, self._parameters["tool_life_parts"]
            )
        else:
            refresh_inputs(self._inputs, machine)
        inputs[:] = self._inputs

    def items(self) -> list[Item]:
        """The workpieces in sight: at the bar, in the robot's hand, in the chuck."""
        return loose_items(self._machine)

    def report(self, facts: list[float]) -> None:
        """Write every fact as it is now."""
        machine = self._machine
        if machine.settled != self._reported:
            self._reported = machine.settled
            self._facts = all_facts(machine, self._panel)
        else:
            refresh_facts(self._facts, machine)
        facts[:] = self._facts

    def step(self, outputs: Sequence[float], dt_s: float) -> None:
        """Let `dt_s` seconds pass with the output tags held at these raw values."""
        machine = self._machine
        if outputs != self._commanded:
            self._commanded = tuple(outputs)
            self._command()
        elif machine.plc.keep_speed(machine):
            machine.settle()
        machine.step(dt_s)

    def _command(self) -> None:
        """Act on the output tags, in the order of the tag table."""
        machine = self._machine
        if not self._commanded:
            machine.settle()
            return
        (
            close,
            open_door,
            clamp,
            unclamp,
            start,
            release,
            reset,
            spare,
            load,
            unload,
            recover,
            robot_release,
            enter,
            acknowledge,
            robot_reset,
            push,
            unclamp_bar,
            cut,
            override_code,
            speed_code,
        ) = self._commanded[_LAMPS:]
        commands = machine.commands
        commands.door = _direction(close, open_door)
        commands.chuck = _direction(clamp, unclamp) or commands.chuck
        inputs = machine.channel.inputs
        inputs.feed_override = (
            clamped(override_code / _FULL, 0.0, 1.0) * OVERRIDE_RANGE_PERCENT / 100
        )
        inputs.rapid_override = min(inputs.feed_override, 1.0)
        machine.plc.command(start != 0, release != 0, reset != 0, spare != 0)
        machine.robot.power(machine.power_on and not machine.gate_open)
        machine.robot.command(
            _job(load, unload, recover),
            robot_release != 0,
            enter != 0,
            acknowledge != 0,
            robot_reset != 0,
            clamped(speed_code / _FULL, 0.0, 1.0),
        )
        machine.feeder.command(push != 0, unclamp_bar != 0, cut != 0, machine.power_on)
        machine.settle()

    def _material(self) -> Material:
        return Material(self._parameters["material_kc11"] * 1e-6, C45.exponent)
