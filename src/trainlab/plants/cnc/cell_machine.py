"""The machine of the CNC cell: its parts, what one does to another, and what goes wrong.

    guard lock   the bolt is out only while unlock is on and the spindle below 10 rpm, by hardware;
                 a defeated one (forced) holds nothing and stops nothing
    spindle      runs only while the door is closed and locked, by hardware, unless forced; the NC
                 begins no move at feed while it is not within 5 % of the speed wanted
    chuck        moves only with 10 bar; holds with 18 bar at its clamped end, else a turning
                 spindle or a cut throws the workpiece out
    arm          out while the spindle turns or the axes move: it hits something
    loader       in the zone while the door is not open, or with a chuck that is not: a crash

Every such change happens at its own moment: the step is split there, never rounded to a tick.
Power used: 300 W base, pumps 1.5 and 0.75 kW, axes 0.4 kW moving, spindle 0.5 kW turning, 6.6 kW while
it speeds up, and the cut over an efficiency of 0.85 (figures of the size of a small turning centre).
Braking takes 0.5 kW as well: the drive has a braking resistor, and what the spindle gives back is burnt
there. The load that it shows has no sign: 60 % while it speeds up and while it brakes.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

from trainlab.plants.cnc.cell_commands import CellCommands
from trainlab.plants.cnc.loader import Loader, Phase
from trainlab.plants.cnc.machining import Machining, Workpiece
from trainlab.plants.cnc.nc.channel import Channel
from trainlab.plants.cnc.nc.steps import FunctionKind
from trainlab.plants.parts.contactor import Contactor
from trainlab.plants.parts.coolant import Coolant
from trainlab.plants.parts.end_drive import EndDrive
from trainlab.plants.parts.hydraulic_unit import HydraulicUnit
from trainlab.plants.parts.spindle import AT_SPEED_SHARE, Spindle
from trainlab.plants.parts.tool_changer import ToolChanger

_INSTANT_S = 1e-9  # so that what ends with the tick, but for rounding, ends in it
NEVER = float("inf")
BOLT_S = 0.1
SWITCH_BAR = 30.0
GRIP_BAR = 18.0
MOVES_AT_BAR = 10.0
CHARGE_BAR_S = 20.0
BASE_W, HYDRAULIC_W, COOLANT_W, AXES_W = 300.0, 1500.0, 750.0, 400.0
SPINDLE_IDLE_W, SPINDLE_RAMP_W, SPINDLE_RATED_W = 500.0, 6600.0, 11_000.0
SPINDLE_EFFICIENCY = 0.85


class _Timed(Protocol):
    """A part in which something happens after `due_s` seconds by itself."""

    @property
    def due_s(self) -> float: ...

    def advance(self, dt_s: float) -> None: ...


class CellMachine:
    """Parts, workpiece and counters; the owner changes `commands` and switches, then calls `settle`."""

    __slots__ = (
        "_active",
        "_completed",
        "_danger",
        "_due_s",
        "_power_w",
        "_timed",
        "bolt",
        "changer",
        "channel",
        "chuck",
        "commands",
        "coolant",
        "crashes",
        "cutting",
        "danger_s",
        "door",
        "energy_j",
        "forced",
        "good",
        "gripped",
        "hydraulics",
        "loaded",
        "loader",
        "lubrication_failed",
        "machining",
        "part",
        "power_on",
        "pulled",
        "scrap",
        "settled",
        "spindle",
        "t_code",
        "taken",
        "thrown",
        "unlubricated_s",
    )

    def __init__(
        self,
        channel: Channel,
        spindle: Spindle,
        hydraulics: HydraulicUnit,
        coolant: Coolant,
        changer: ToolChanger,
        loader: Loader,
        machining: Machining,
        door_s: float,
        chuck_s: float,
    ) -> None:
        self.channel = channel
        self.spindle = spindle
        self.hydraulics = hydraulics
        self.coolant = coolant
        self.changer = changer
        self.loader = loader
        self.machining = machining
        self.bolt = Contactor(BOLT_S, BOLT_S)  # closed: withdrawn
        self.door = EndDrive(door_s, position=1.0)  # 1 is closed
        self.chuck = EndDrive(chuck_s)  # 1 is clamped
        self.commands = CellCommands()
        self.power_on = True
        self.forced = False
        self.pulled = False
        self.lubrication_failed = False
        self.part: Workpiece | None = None
        self.taken: Workpiece | None = None
        self.gripped = False
        self.good = 0
        self.scrap = 0
        self.thrown = 0
        self.crashes = 0
        self.danger_s = 0.0
        self.unlubricated_s = 0.0
        self.energy_j = 0.0
        self.t_code = 0
        self.loaded = 0
        self._completed = 0
        self._danger = False
        self._timed: tuple[_Timed, ...] = (
            channel,
            spindle,
            hydraulics,
            coolant,
            changer,
            loader,
            self.bolt,
            self.door,
            self.chuck,
        )
        self._active: list[Callable[[float], None]] = []
        self._due_s = NEVER
        self.settled = 0  # so that whoever keeps what follows from the state knows when it changed
        self.cutting = False
        self._power_w = 0.0
        self.settle()

    @property
    def door_locked(self) -> bool:
        """The monitoring contact of the guard lock."""
        return self.door.at_far_end and not self.bolt.closed

    @property
    def clamping_bar(self) -> float:
        """The pressure in the clamping chamber."""
        return self.hydraulics.pressure_bar if self.chuck.at_far_end else 0.0

    @property
    def spindle_load(self) -> float:
        """What the drive shows, as a share of its rated power."""
        cut = self.machining.load.power_w / SPINDLE_EFFICIENCY
        return (cut + self._turning_w(self.spindle.ramping)) / SPINDLE_RATED_W

    def _turning_w(self, ramping: bool) -> float:
        """What turning takes besides the cut."""
        if ramping:
            return SPINDLE_RAMP_W
        return SPINDLE_IDLE_W if self.spindle.speed_rpm != 0.0 else 0.0

    def step(self, dt_s: float) -> None:
        """Let `dt_s` seconds pass."""
        left_s = dt_s
        while self._due_s <= left_s + _INSTANT_S:
            due_s = min(self._due_s, left_s)
            self._advance(due_s)
            left_s -= due_s
            self.settle()
        if left_s > 0.0:
            self._advance(left_s)

    def clear_crash(self) -> None:
        """Somebody moves loader and arm back by hand, and takes out what they held."""
        if self.taken is not None and self.loader.phase is Phase.CRASHED:
            self.taken = None
            self.scrap += 1
        self.loader.clear()
        self.changer.clear()

    def settle(self) -> None:
        """Let every part act on what the others, the commands and the hands do now."""
        commands, spindle, door, powered = self.commands, self.spindle, self.door, self.power_on
        self.bolt.energise(powered and commands.unlock and spindle.standstill)
        held = self.door_locked and not self.forced
        if held:
            door.drive(0)
        elif self.pulled:
            door.drive(-1)
        else:
            door.drive(commands.door if powered else 0)
        guarded = self.door_locked or self.forced
        spindle.command(commands.spindle_rpm if powered and guarded else 0.0)
        self.hydraulics.run(powered and commands.hydraulic_pump)
        moves = self.hydraulics.pressure_bar >= MOVES_AT_BAR
        self.chuck.drive(commands.chuck if moves else 0)
        self.coolant.pump(powered and commands.coolant_pump)
        strobe = self.channel.strobe
        if strobe is not None and strobe.kind is FunctionKind.T:
            self.t_code = strobe.code
        self.changer.turn_to(self.t_code, powered and commands.magazine)
        if powered and commands.exchange:
            self.changer.exchange()
        self._serve_loader()
        self._watch_spindle()
        self._judge()
        self._schedule()

    def _schedule(self) -> None:
        """When something happens next, and which parts have to be told of the time until then."""
        due_s = NEVER
        active = self._active = []
        for part in self._timed:
            part_due_s = part.due_s
            if part_due_s != NEVER:
                active.append(part.advance)
                if part_due_s < due_s:
                    due_s = part_due_s
        self._due_s = due_s
        self.settled += 1

    def _watch_spindle(self) -> None:
        """Tell the NC whether the spindle has the speed that its program wants."""
        demand, target = self.channel.demand_rpm, abs(self.spindle.target_rpm)
        near = abs(target - demand) <= AT_SPEED_SHARE * demand
        self.channel.inputs.in_range = near and self.spindle.at_speed
        self.channel.follow()

    def _serve_loader(self) -> None:
        loader = self.loader
        loader.powered = self.power_on
        if (ended := loader.ended) is not None:
            if ended is Phase.TAKING:
                if not self.chuck.at_near_end:
                    return self._crash()
                self.taken, self.part = self.part, None
            elif ended is Phase.PLACING:
                if not self.chuck.at_near_end or self.part is not None:
                    return self._crash()
                self.loaded += 1
                self.part = Workpiece(self.loaded)
            elif ended is Phase.LEAVING and self.taken is not None:
                self._take_out(self.taken)
            loader.go_on(self.part is not None)
        loader.command(self.commands.load_request, self.commands.acknowledge)
        if loader.in_zone and loader.phase is not Phase.CRASHED and not self.door.at_near_end:
            self._crash()
        return None

    def _take_out(self, part: Workpiece) -> None:
        if part.done and not part.spoiled:
            self.good += 1
        else:
            self.scrap += 1
        self.taken = None

    def _crash(self) -> None:
        if self.loader.ended is Phase.PLACING:
            self.loader.raw -= 1
            self.scrap += 1
        self.loader.ended = None
        self.loader.crash()
        self.crashes += 1

    def _judge(self) -> None:
        """What is dangerous, what is thrown, what breaks, what is done."""
        channel, spindle = self.channel, self.spindle
        turning, moving = not spindle.standstill, channel.moving
        held = self.chuck.at_far_end and self.hydraulics.pressure_bar >= GRIP_BAR
        self.gripped = held and self.part is not None
        move = channel.cutting
        cuts = move is not None and move.cut is not None and moving
        if self.part is not None and not held and (turning or cuts):
            self.part = None
            self.thrown += 1
            self.scrap += 1
            if cuts:
                self.machining.tool_fails(self.changer.tool)
        changer = self.changer
        if not changer.arm_home and not changer.jammed and (turning or moving):
            changer.jam()
            self.machining.tool_fails(changer.tool)
            self.crashes += 1
        if channel.completed != self._completed:
            self._completed = channel.completed
            if self.part is not None and self.part.cut_s > 0.0:
                self.part.done = True
        at_risk = not self.door.at_far_end or self.loader.in_zone
        self._danger = at_risk and (turning or moving)
        self.cutting = move is not None
        self.machining.look(channel, changer.tool, spindle.speed_rpm, self.part)
        self._power_w = self._power()

    def _power(self) -> float:
        power = BASE_W if self.power_on else 0.0
        if self.hydraulics.running:
            power += HYDRAULIC_W
        if self.power_on and self.commands.coolant_pump:
            power += COOLANT_W
        if self.channel.moving:
            power += AXES_W
        power += self._turning_w(self.spindle.ramping and not self.spindle.braking)
        return power + self.machining.load.power_w / SPINDLE_EFFICIENCY

    def _advance(self, dt_s: float) -> None:
        """Let `dt_s` seconds pass in which nothing happens."""
        load = self.machining.load
        for advance in self._active:
            advance(dt_s)
        self._due_s -= dt_s
        self.energy_j += self._power_w * dt_s
        if self._danger:
            self.danger_s += dt_s
        if self.lubrication_failed and self.channel.moving:
            self.unlubricated_s += dt_s
        if self.cutting:
            machining, tool = self.machining, self.changer.tool
            machining.look(self.channel, tool, self.spindle.speed_rpm, self.part)
            machining.advance(dt_s, tool, self.coolant.flowing, self.part)
            more_w = (machining.load.power_w - load.power_w) / SPINDLE_EFFICIENCY
            self.energy_j += 0.5 * more_w * dt_s
            self._power_w += more_w
