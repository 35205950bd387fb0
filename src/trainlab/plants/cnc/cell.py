"""The CNC cell: a turning centre with a loader, as its PLC sees it.

    loader --part--> chuck + spindle <--cut-- tool <--arm-- magazine      door with guard lock
    NC: part program --M, S, T with strobe--> PLC --finish--> NC          hydraulics, coolant

The NC moves the axes (nc/channel.py: exact stop, constant acceleration, feed hold v^2/2a) and asks
the PLC for functions; the PLC is the machine's: door, chuck, spindle, magazine, coolant, loader.
Force after Kienzle, tool life after Taylor (nc/cutting.py, machining.py); what one part does to
another stands in cell_machine.py. The door takes 2 s, the chuck 1.5 s, the spindle 1 s to 4000 rpm, a
tool change 4 s chip to chip, all of them parameters.

The E-stop opens the safety circuit: solenoids of door and bolt drop out, pumps stop, the spindle is
braked by its drive, the axes stand, the program is broken off, the loader stands. The chuck keeps its
last position and its pressure, so that the workpiece stays held.

Valid for one workpiece at a time, steel of one hardness, sharp or evenly worn edges; no heat, no chatter,
no deflection. The axes come to rest at once when power is cut, which real brakes take 50 to 200 ms for.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import ClassVar

from trainlab.core.mimic import Item
from trainlab.core.seeds import Seed
from trainlab.core.spec import PlantDescription
from trainlab.plants.cnc.cell_description import CNC_CELL
from trainlab.plants.cnc.cell_machine import CHARGE_BAR_S, GRIP_BAR, SWITCH_BAR, CellMachine
from trainlab.plants.cnc.cell_mimic import loose_items
from trainlab.plants.cnc.cell_programs import (
    POCKETS,
    TOOLS,
    TURNING_CENTRE,
    read_program,
    shipped_programs,
)
from trainlab.plants.cnc.cell_readings import (
    all_facts,
    all_inputs,
    refresh_facts,
    refresh_inputs,
)
from trainlab.plants.cnc.cell_tags import LARGEST_SPEED_RPM
from trainlab.plants.cnc.loader import Loader
from trainlab.plants.cnc.machine_cell import (
    LAMPS,
    RUN_UP_RPM,
    MachineCell,
    Readings,
    direction,
    pressed,
    share,
)
from trainlab.plants.cnc.machining import Machining
from trainlab.plants.cnc.nc import PartProgram
from trainlab.plants.cnc.nc.channel import Channel
from trainlab.plants.cnc.nc.cutting import Material
from trainlab.plants.parts.arithmetic import clamped
from trainlab.plants.parts.coolant import Coolant
from trainlab.plants.parts.hydraulic_unit import HydraulicUnit
from trainlab.plants.parts.spindle import Spindle
from trainlab.plants.parts.tool_changer import ToolChanger


class CncCell(MachineCell[CellMachine]):
    """The cell; state at the end of the last step."""

    __slots__ = ("_memory", "_wanted_program")

    description: ClassVar[PlantDescription] = CNC_CELL

    def __init__(self, parameters: Mapping[str, float], seed: Seed) -> None:
        super().__init__(parameters, Readings(all_facts, refresh_inputs, refresh_facts))
        p = self._parameters
        self._memory = shipped_programs()
        self._wanted_program = int(p["part_program"])
        hydraulics = HydraulicUnit(
            p["clamping_pressure"],
            CHARGE_BAR_S,
            p["hydraulic_leak"] * CHARGE_BAR_S,
            SWITCH_BAR,
            GRIP_BAR,
            p["initial_pressure"],
        )
        machine = self._machine = CellMachine(
            Channel(TURNING_CENTRE, self._memory[1]),
            Spindle(RUN_UP_RPM / p["spindle_run_up"]),
            hydraulics,
            Coolant(p["coolant_volume"], p["coolant_drag_out"] / 60.0),
            ToolChanger(POCKETS, p["magazine_time"], p["tool_change_time"], tool=1),
            Loader(int(p["feed_stock"]), p["feed_interval"], p["loader_move_time"]),
            Machining(TOOLS, self._material(), p["wear_rate"]),
            p["door_time"],
            p["chuck_time"],
        )
        self._load_wanted()
        inputs = machine.channel.inputs
        self._begin(
            machine,
            hands={
                "single_block": lambda on: setattr(inputs, "single_block", on >= 0.5),
                "optional_stop": lambda on: setattr(inputs, "optional_stop", on >= 0.5),
                "program": self._select,
                "pull_door": lambda on: setattr(machine, "pulled", on >= 0.5),
                "replace_tools": pressed(machine.machining.replace_tools),
                "refill_coolant": pressed(lambda: machine.coolant.refill(60.0)),
            },
            changes={
                "coolant_drag_out": lambda rate: machine.coolant.change_drag_out(rate / 60.0),
                "nozzle_blocked": lambda on: machine.coolant.change_blocked(on >= 0.5),
                "lubrication_failed": lambda on: setattr(machine, "lubrication_failed", on >= 0.5),
                "loader_stopped": lambda on: machine.loader.stop(on >= 0.5),
            },
        )

    @classmethod
    def read_program(cls, text: str, file: str) -> PartProgram:
        """The part program in a text; ProblemsFound with all that is wrong with it."""
        return read_program(text, file)

    def load_program(self, program: object) -> None:
        """Put a part program in the place of the one that is selected, and load it."""
        assert isinstance(program, PartProgram)
        self._memory[self._wanted_program] = program
        self._load_wanted()

    def items(self) -> list[Item]:
        """The workpieces in sight: in the chuck, in the loader's hand, in its store."""
        return loose_items(self._machine)

    def step(self, outputs: Sequence[float], dt_s: float) -> None:
        """Let `dt_s` seconds pass with the output tags held at these raw values."""
        if outputs != self._commanded:
            self._command(outputs)
        self._machine.step(dt_s)

    def _command(self, outputs: Sequence[float]) -> None:
        """Act on the output tags, in the order of the tag table."""
        self._commanded = tuple(outputs)
        (
            close,
            open_door,
            unlock,
            clamp,
            unclamp,
            hydraulic_pump,
            coolant_pump,
            forward,
            reverse,
            magazine,
            exchange,
            start,
            release,
            finish,
            reset,
            request,
            acknowledge,
            speed_code,
            override_code,
        ) = self._commanded[LAMPS:]
        machine = self._machine
        commands = machine.commands
        commands.door = direction(close, open_door)
        commands.unlock = unlock != 0
        commands.chuck = direction(clamp, unclamp) or commands.chuck
        commands.hydraulic_pump = hydraulic_pump != 0
        commands.coolant_pump = coolant_pump != 0
        speed_rpm = share(speed_code) * LARGEST_SPEED_RPM
        commands.spindle_rpm = direction(forward, reverse) * speed_rpm
        commands.magazine = magazine != 0
        commands.exchange = exchange != 0
        commands.load_request = request != 0
        commands.acknowledge = acknowledge != 0
        channel = machine.channel
        inputs = channel.inputs
        inputs.start = start != 0 and machine.power_on
        inputs.release = release != 0 and machine.power_on
        inputs.finish = finish != 0
        inputs.reset = reset != 0
        self._override(override_code)
        channel.command()
        machine.settle()

    def _material(self) -> Material:
        return Material(self._parameters["material_kc11"] * 1e-6, self._parameters["material_mc"])

    def _load_wanted(self) -> None:
        """Load the program that the selector stands at, where there is one and none runs."""
        program = self._memory.get(self._wanted_program)
        if program is not None and program is not self._machine.channel.program:
            self._machine.channel.load(program)

    def _all_inputs(self) -> list[float]:
        return all_inputs(self._machine, self._panel, self._feed_override)

    def _operated(self) -> None:
        self._machine.settle()

    def _select(self, value: float) -> None:
        """Turn the selector of the program."""
        self._wanted_program = int(clamped(value, 1.0, 9.0))
        self._load_wanted()
