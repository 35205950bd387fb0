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

from collections.abc import Mapping, Sequence
from typing import ClassVar

from trainlab.core.mimic import Item
from trainlab.core.seeds import Seed
from trainlab.core.spec import PlantDescription
from trainlab.plants.cnc.bar_feeder import BarFeeder
from trainlab.plants.cnc.cell_machine import CHARGE_BAR_S
from trainlab.plants.cnc.cell_programs import POCKETS
from trainlab.plants.cnc.machine_cell import (
    LAMPS,
    RUN_UP_RPM,
    MachineCell,
    Readings,
    direction,
    pressed,
    share,
)
from trainlab.plants.cnc.machine_plc import MachinePlc
from trainlab.plants.cnc.machining import Machining
from trainlab.plants.cnc.nc import PartProgram
from trainlab.plants.cnc.nc.channel import Channel
from trainlab.plants.cnc.nc.cutting import C45, Material
from trainlab.plants.cnc.robot import Job, Robot
from trainlab.plants.cnc.robot_cell_description import ROBOT_CELL
from trainlab.plants.cnc.robot_cell_mimic import loose_items
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
from trainlab.plants.parts.spindle import Spindle
from trainlab.plants.parts.tool_changer import ToolChanger

_MAGAZINE_S = 0.6


def _job(load: float, unload: float, recover: float) -> Job:
    """The job that is asked for; of several none."""
    asked = [
        job
        for job, on in ((Job.LOAD, load), (Job.UNLOAD, unload), (Job.RECOVER, recover))
        if on != 0
    ]
    return asked[0] if len(asked) == 1 else Job.NONE


class RobotCell(MachineCell[TendedMachine]):
    """The cell; state at the end of the last step."""

    __slots__ = ()

    description: ClassVar[PlantDescription] = ROBOT_CELL

    def __init__(self, parameters: Mapping[str, float], seed: Seed) -> None:
        super().__init__(parameters, Readings(all_facts, refresh_inputs, refresh_facts))
        p = self._parameters
        machine = TendedMachine(
            Channel(TENDED_CENTRE, shipped_program()),
            Spindle(RUN_UP_RPM / p["spindle_run_up"]),
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
        self._begin(
            machine,
            hands={
                "gate": lambda on: setattr(machine, "gate_open", on >= 0.5),
                "load_bar": pressed(lambda: machine.feeder.load_bar(p["next_bar_length"])),
                "replace_tools": pressed(self._replace_tools),
            },
            changes={
                "robot_move_time": machine.robot.change_time,
                "robot_stopped": lambda on: machine.robot.stop(on >= 0.5),
                "next_bar_length": lambda _: None,  # is asked for when a bar is laid in
                "push_speed": machine.feeder.change_push,
                "saw_time": machine.feeder.change_cut,
            },
        )

    @classmethod
    def read_program(cls, text: str, file: str) -> PartProgram:
        """The part program in a text; ProblemsFound with all that is wrong with it."""
        return read_program(text, file)

    def load_program(self, program: object) -> None:
        """Put a part program in the place of the shipped one."""
        assert isinstance(program, PartProgram)
        self._machine.channel.load(program)

    def items(self) -> list[Item]:
        """The workpieces in sight: at the bar, in the robot's hand, in the chuck."""
        return loose_items(self._machine)

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
        ) = self._commanded[LAMPS:]
        commands = machine.commands
        commands.door = direction(close, open_door)
        commands.chuck = direction(clamp, unclamp) or commands.chuck
        self._override(override_code)
        machine.plc.command(start != 0, release != 0, reset != 0, spare != 0)
        machine.robot.power(machine.power_on and not machine.gate_open)
        machine.robot.command(
            _job(load, unload, recover),
            robot_release != 0,
            enter != 0,
            acknowledge != 0,
            robot_reset != 0,
            share(speed_code),
        )
        machine.feeder.command(push != 0, unclamp_bar != 0, cut != 0, machine.power_on)
        machine.settle()

    def _material(self) -> Material:
        return Material(self._parameters["material_kc11"] * 1e-6, C45.exponent)

    def _all_inputs(self) -> list[float]:
        life_parts = self._parameters["tool_life_parts"]
        return all_inputs(self._machine, self._panel, self._feed_override, life_parts)

    def _operated(self) -> None:
        machine = self._machine
        machine.commands.hydraulic_pump = machine.power_on
        self._command()

    def _replace_tools(self) -> None:
        self._machine.machining.replace_tools()
        self._machine.plc.uses.clear()
