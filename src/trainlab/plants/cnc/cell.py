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

from collections.abc import Callable, Mapping, Sequence
from typing import ClassVar

from trainlab.core.mimic import Item
from trainlab.core.seeds import Seed
from trainlab.core.spec import PlantDescription
from trainlab.plants.cnc.cell_description import CNC_CELL
from trainlab.plants.cnc.cell_machine import CHARGE_BAR_S, GRIP_BAR, SWITCH_BAR, CellMachine
from trainlab.plants.cnc.cell_mimic import loose_items
from trainlab.plants.cnc.cell_parameters import PARAMETERS
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
from trainlab.plants.cnc.cell_tags import (
    LARGEST_SPEED_RPM,
    OVERRIDE_RANGE_PERCENT,
)
from trainlab.plants.cnc.loader import Loader
from trainlab.plants.cnc.machining import Machining
from trainlab.plants.cnc.nc import PartProgram
from trainlab.plants.cnc.nc.channel import Channel
from trainlab.plants.cnc.nc.cutting import Material
from trainlab.plants.parts.arithmetic import clamped
from trainlab.plants.parts.coolant import Coolant
from trainlab.plants.parts.hydraulic_unit import HydraulicUnit
from trainlab.plants.parts.panel import OperatorPanel
from trainlab.plants.parts.spindle import Spindle
from trainlab.plants.parts.tool_changer import ToolChanger
from trainlab.plants.parts.transmitter import FULL_SCALE_CODE

_RANGES = {parameter.name: (parameter.low, parameter.high) for parameter in PARAMETERS}
_RUN_UP_RPM = 4000.0
_FULL = float(FULL_SCALE_CODE)
_LAMPS = 4  # the panel's outputs come first


def _direction(one: float, other: float) -> int:
    """What a pair of opposed coils does: nothing where both are on."""
    return (one != 0) - (other != 0)


class CncCell:
    """The cell; state at the end of the last step."""

    __slots__ = (
        "_changes",
        "_commanded",
        "_facts",
        "_feed_override",
        "_inputs",
        "_machine",
        "_memory",
        "_panel",
        "_parameters",
        "_reported",
        "_sensed",
        "_wanted_program",
    )

    description: ClassVar[PlantDescription] = CNC_CELL

    def __init__(self, parameters: Mapping[str, float], seed: Seed) -> None:
        p = {name: clamped(parameters[name], *_RANGES[name]) for name in _RANGES}
        self._parameters = p
        self._panel = OperatorPanel()
        self._memory = shipped_programs()
        self._wanted_program = int(p["part_program"])
        self._feed_override = 1.0
        self._commanded: tuple[float, ...] = ()
        self._inputs: list[float] = []
        self._facts: list[float] = []
        self._sensed = self._reported = -1
        hydraulics = HydraulicUnit(
            p["clamping_pressure"],
            CHARGE_BAR_S,
            p["hydraulic_leak"] * CHARGE_BAR_S,
            SWITCH_BAR,
            GRIP_BAR,
            p["initial_pressure"],
        )
        self._machine = CellMachine(
            Channel(TURNING_CENTRE, self._memory[1]),
            Spindle(_RUN_UP_RPM / p["spindle_run_up"]),
            hydraulics,
            Coolant(p["coolant_volume"], p["coolant_drag_out"] / 60.0),
            ToolChanger(POCKETS, p["magazine_time"], p["tool_change_time"], tool=1),
            Loader(int(p["feed_stock"]), p["feed_interval"], p["loader_move_time"]),
            Machining(TOOLS, self._material(), p["wear_rate"]),
            p["door_time"],
            p["chuck_time"],
        )
        self._load_wanted()
        machine = self._machine
        self._changes: dict[str, Callable[[float], None]] = {
            "door_time": machine.door.change_time,
            "chuck_time": machine.chuck.change_time,
            "spindle_run_up": lambda s: machine.spindle.change_ramp(_RUN_UP_RPM / s),
            "tool_change_time": machine.changer.change_time,
            "clamping_pressure": hydraulics.change_relief,
            "hydraulic_leak": lambda share: hydraulics.change_leak(share * CHARGE_BAR_S),
            "material_kc11": lambda _: machine.machining.change_material(self._material()),
            "wear_rate": lambda rate: setattr(machine.machining, "wear_rate", rate),
            "coolant_drag_out": lambda rate: machine.coolant.change_drag_out(rate / 60.0),
            "nozzle_blocked": lambda on: machine.coolant.change_blocked(on >= 0.5),
            "lubrication_failed": lambda on: setattr(machine, "lubrication_failed", on >= 0.5),
            "guard_lock_forced": lambda on: setattr(machine, "forced", on >= 0.5),
            "loader_stopped": lambda on: machine.loader.stop(on >= 0.5),
        }
        for name, change in self._changes.items():
            change(p[name])
        machine.settle()

    @classmethod
    def read_program(cls, text: str, file: str) -> PartProgram:
        """The part program in a text; ProblemsFound with all that is wrong with it."""
        return read_program(text, file)

    def load_program(self, program: object) -> None:
        """Put a part program in the place of the one that is selected, and load it."""
        assert isinstance(program, PartProgram)
        self._memory[self._wanted_program] = program
        self._load_wanted()

    def operate(self, control: str, value: float) -> None:
        """The operator's hand on one control; KeyError for one that the cell does not have."""
        machine, on = self._machine, value >= 0.5
        if control == "feed_override":
            self._feed_override = clamped(value, 0.0, OVERRIDE_RANGE_PERCENT) * 0.01
        elif control == "single_block":
            machine.channel.inputs.single_block = on
        elif control == "optional_stop":
            machine.channel.inputs.optional_stop = on
        elif control == "program":
            self._wanted_program = int(clamped(value, 1.0, 9.0))
            self._load_wanted()
        elif control == "pull_door":
            machine.pulled = on
        elif control == "replace_tools":
            if on:
                machine.machining.replace_tools()
        elif control == "refill_coolant":
            if on:
                machine.coolant.refill(60.0)
        elif control == "clear_crash":
            if on:
                machine.clear_crash()
        else:
            self._panel.operate(control, value)
        if machine.power_on and not self._panel.power_on:
            machine.channel.stop()
        machine.power_on = self._panel.power_on
        machine.settle()

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
            self._inputs = all_inputs(machine, self._panel, self._feed_override)
        else:
            refresh_inputs(self._inputs, machine)
        inputs[:] = self._inputs

    def items(self) -> list[Item]:
        """The workpieces in sight: in the chuck, in the loader's hand, in its store."""
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
        ) = self._commanded[_LAMPS:]
        machine = self._machine
        commands = machine.commands
        commands.door = _direction(close, open_door)
        commands.unlock = unlock != 0
        commands.chuck = _direction(clamp, unclamp) or commands.chuck
        commands.hydraulic_pump = hydraulic_pump != 0
        commands.coolant_pump = coolant_pump != 0
        speed_rpm = clamped(speed_code / _FULL, 0.0, 1.0) * LARGEST_SPEED_RPM
        commands.spindle_rpm = _direction(forward, reverse) * speed_rpm
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
        inputs.feed_override = (
            clamped(override_code / _FULL, 0.0, 1.0) * OVERRIDE_RANGE_PERCENT / 100
        )
        inputs.rapid_override = min(inputs.feed_override, 1.0)
        channel.command()
        machine.settle()

    def _material(self) -> Material:
        return Material(self._parameters["material_kc11"] * 1e-6, self._parameters["material_mc"])

    def _load_wanted(self) -> None:
        """Load the program that the selector stands at, where there is one and none runs."""
        program = self._memory.get(self._wanted_program)
        if program is not None and program is not self._machine.channel.program:
            self._machine.channel.load(program)
