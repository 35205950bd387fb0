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

from trainlab.core.seeds import Seed
from trainlab.core.spec import PlantDescription
from trainlab.plants.cnc.cell_description import CNC_CELL
from trainlab.plants.cnc.cell_facts import FACTS
from trainlab.plants.cnc.cell_machine import CHARGE_BAR_S, GRIP_BAR, NEVER, SWITCH_BAR, CellMachine
from trainlab.plants.cnc.cell_parameters import PARAMETERS
from trainlab.plants.cnc.cell_programs import (
    POCKETS,
    TOOLS,
    TURNING_CENTRE,
    read_program,
    shipped_programs,
)
from trainlab.plants.cnc.cell_tags import (
    INPUTS,
    LARGEST_SPEED_RPM,
    LOAD_RANGE_PERCENT,
    OVERRIDE_RANGE_PERCENT,
    PRESSURE_RANGE_BAR,
)
from trainlab.plants.cnc.loader import Loader, Phase
from trainlab.plants.cnc.machining import Machining
from trainlab.plants.cnc.nc import PartProgram
from trainlab.plants.cnc.nc.channel import Channel
from trainlab.plants.cnc.nc.cutting import Material
from trainlab.plants.cnc.nc.steps import FunctionKind
from trainlab.plants.panel import PANEL_INPUTS
from trainlab.plants.parts.arithmetic import clamped
from trainlab.plants.parts.coolant import Coolant
from trainlab.plants.parts.hydraulic_unit import HydraulicUnit
from trainlab.plants.parts.panel import OperatorPanel
from trainlab.plants.parts.spindle import Spindle
from trainlab.plants.parts.tool_changer import ToolChanger
from trainlab.plants.parts.transmitter import FULL_SCALE_CODE, voltage_code

_RANGES = {parameter.name: (parameter.low, parameter.high) for parameter in PARAMETERS}
_RUN_UP_RPM = 4000.0
_FULL = float(FULL_SCALE_CODE)
_CODES_PER_BAR = _FULL / PRESSURE_RANGE_BAR
_LAMPS = 4  # the panel's outputs come first

_INPUT = {tag.name: place for place, tag in enumerate((*PANEL_INPUTS, *INPUTS))}
_S_DEMAND, _PRESSURE = _INPUT["s_demand"], _INPUT["chuck_pressure_raw"]
_LOAD = _INPUT["spindle_load_raw"]
_FACT = {fact.name: place for place, fact in enumerate(FACTS)}
_PLACE, _PATH_SPEED, _SPINDLE = _FACT["x_mm"], _FACT["path_speed_mm_s"], _FACT["spindle_rpm"]
_WEAR, _BROKEN, _POWER = _FACT["tool_wear"], _FACT["tool_broken"], _FACT["cutting_power_w"]
_CLAMPING, _COOLANT, _BREAKS = _FACT["clamping_bar"], _FACT["coolant_l"], _FACT["tool_breaks"]
_DANGER, _CUT, _ENERGY = _FACT["danger_s"], _FACT["cut_s"], _FACT["energy_j"]
_UNLUBRICATED = _FACT["unlubricated_s"]


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
            self._inputs = self._all_inputs()
        else:
            seen = self._inputs
            if machine.channel.motion is not None:
                seen[_S_DEMAND] = round(machine.channel.demand_rpm)
            if machine.hydraulics.due_s < NEVER:
                seen[_PRESSURE] = round(machine.clamping_bar * _CODES_PER_BAR)
            if machine.cutting:
                seen[_LOAD] = voltage_code(100.0 / LOAD_RANGE_PERCENT * machine.spindle_load)
        inputs[:] = self._inputs

    def report(self, facts: list[float]) -> None:
        """Write every fact as it is now."""
        machine = self._machine
        if machine.settled != self._reported:
            self._reported = machine.settled
            self._facts = self._all_facts()
        else:
            self._refresh(self._facts)
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

    def _all_inputs(self) -> list[float]:
        """Every input tag, in the order of the tag table."""
        m = self._machine
        channel, loader, strobe = m.channel, m.loader, m.channel.strobe
        kind = strobe.kind if strobe is not None else None
        return [
            *self._panel.contacts(),
            m.door.at_far_end,
            m.door.at_near_end,
            m.door_locked,
            m.chuck.at_near_end,
            m.chuck.at_far_end,
            m.chuck.at_far_end and m.hydraulics.switch,
            m.part is not None,
            m.spindle.standstill,
            m.spindle.at_speed,
            m.changer.in_place(m.t_code),
            m.changer.arm_home,
            m.changer.tool_clamped,
            m.coolant.level_ok,
            m.coolant.flowing,
            m.hydraulics.switch,
            not m.lubrication_failed,
            channel.running,
            kind is FunctionKind.M,
            kind is FunctionKind.S,
            kind is FunctionKind.T,
            loader.in_zone,
            loader.phase in (Phase.ASKS_UNCLAMP, Phase.TAKING),
            loader.phase is Phase.ASKS_CLAMP,
            loader.phase is Phase.COMPLETE,
            strobe.code if strobe is not None and kind is FunctionKind.M else 0,
            round(channel.demand_rpm),
            m.t_code,
            round(m.clamping_bar * _CODES_PER_BAR),
            voltage_code(100.0 / LOAD_RANGE_PERCENT * m.spindle_load),
            voltage_code(self._feed_override * 100.0 / OVERRIDE_RANGE_PERCENT),
        ]

    def _all_facts(self) -> list[float]:
        """Every fact, in the order of the description."""
        m = self._machine
        channel, machining, tool = m.channel, m.machining, m.changer.tool
        x, y, z = channel.place
        return [
            channel.execution,
            not self._panel.auto,
            0 if m.door.at_far_end else 1 if m.door.at_near_end else 2,
            0 if m.chuck.at_far_end else 1 if m.chuck.at_near_end else 2,
            self._panel.estop_pressed,
            m.power_on,
            x,
            y,
            z,
            channel.speed_mm_s,
            channel.line,
            channel.program.number,
            m.spindle.speed_rpm,
            tool,
            machining.wear[tool],
            machining.broken[tool],
            machining.load.power_w,
            m.clamping_bar,
            m.coolant.volume_l,
            m.coolant.flowing,
            m.part is not None,
            m.gripped,
            m.loader.in_zone,
            m.loader.phase,
            channel.completed,
            m.loader.fed,
            m.good,
            m.scrap,
            m.thrown,
            machining.breaks,
            m.crashes,
            m.changer.exchanges,
            m.danger_s,
            machining.cut_s,
            machining.dry_s,
            machining.air_cut_s,
            m.unlubricated_s,
            m.energy_j,
        ]

    def _refresh(self, facts: list[float]) -> None:
        """Bring those facts up to date that change while nothing happens."""
        m = self._machine
        channel, machining = m.channel, m.machining
        if channel.motion is not None:
            facts[_PLACE : _PLACE + 3] = channel.place
            facts[_PATH_SPEED] = channel.speed_mm_s
        if m.cutting:
            facts[_WEAR] = machining.wear[m.changer.tool]
            facts[_BROKEN] = machining.broken[m.changer.tool]
            facts[_POWER] = machining.load.power_w
            facts[_BREAKS] = machining.breaks
            facts[_CUT : _CUT + 3] = (machining.cut_s, machining.dry_s, machining.air_cut_s)
        facts[_SPINDLE] = m.spindle.speed_rpm
        facts[_CLAMPING] = m.clamping_bar
        facts[_COOLANT] = m.coolant.volume_l
        facts[_DANGER] = m.danger_s
        facts[_UNLUBRICATED] = m.unlubricated_s
        facts[_ENERGY] = m.energy_j

    def _material(self) -> Material:
        return Material(self._parameters["material_kc11"] * 1e-6, self._parameters["material_mc"])

    def _load_wanted(self) -> None:
        """Load the program that the selector stands at, where there is one and none runs."""
        program = self._memory.get(self._wanted_program)
        if program is not None and program is not self._machine.channel.program:
            self._machine.channel.load(program)
