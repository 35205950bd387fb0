"""The machine of the CNC cell tended by a robot and a bar feeder, and what goes wrong between them.

    robot in the machine   while the door is not open, the spindle turns or the axes move: a collision;
                           it places into an open, empty chuck only, takes from an open one only
    robot at the bar       while bar or blade move: a collision
    a part that is held by neither chuck nor robot falls; a blank that the next bar shoves off is lost
    blade in a bar         that is not clamped, or is pushed: it jams (bar_feeder.py)

Everything that the saw has cut off is somewhere:
    blanks cut = at the bar + in the robot's hand + in the chuck + good + scrap
Power used besides the machine's: robot 250 W with its drives on and 900 W more at full speed, pusher 400 W,
saw 2.2 kW (figures of the size of a 20 kg robot and a 250 mm bar saw).
"""

from __future__ import annotations

from trainlab.plants.cnc.bar_feeder import BLANK_M, SHORT_M, BarFeeder
from trainlab.plants.cnc.cell_machine import (
    CHARGE_BAR_S,
    GRIP_BAR,
    NEVER,
    SWITCH_BAR,
    CellMachine,
)
from trainlab.plants.cnc.loader import Loader
from trainlab.plants.cnc.machine_plc import MachinePlc
from trainlab.plants.cnc.machining import Machining, Workpiece
from trainlab.plants.cnc.nc.channel import Channel
from trainlab.plants.cnc.robot import Job, Phase, Robot
from trainlab.plants.parts.coolant import Coolant
from trainlab.plants.parts.hydraulic_unit import HydraulicUnit
from trainlab.plants.parts.spindle import Spindle
from trainlab.plants.parts.tool_changer import ToolChanger

ROBOT_W, ROBOT_MOVES_W, PUSHER_W, SAW_W = 250.0, 900.0, 400.0, 2200.0
COOLANT_L = 100.0


class TendedMachine(CellMachine):
    """The machine with its own PLC, a robot in the place of its loader, and a bar feeder beside it."""

    __slots__ = (
        "bar_works",
        "blank",
        "cut",
        "dropped",
        "feeder",
        "gate_open",
        "lost",
        "plc",
        "robot",
        "robot_moves",
    )

    def __init__(
        self,
        channel: Channel,
        spindle: Spindle,
        pressure_bar: float,
        leak_bar_s: float,
        changer: ToolChanger,
        machining: Machining,
        door_s: float,
        chuck_s: float,
        plc: MachinePlc,
        robot: Robot,
        feeder: BarFeeder,
    ) -> None:
        self.plc = plc
        self.robot = robot
        self.feeder = feeder
        self.gate_open = False
        self.blank: Workpiece | None = None  # at the bar
        self.cut = 0
        self.dropped = 0
        self.lost = 0
        self.robot_moves = self.bar_works = False  # until something happens next
        hydraulics = HydraulicUnit(
            pressure_bar, CHARGE_BAR_S, leak_bar_s, SWITCH_BAR, GRIP_BAR, pressure_bar
        )
        no_loader = Loader(0, 0.0, 1.0)
        coolant = Coolant(COOLANT_L, 0.0)
        super().__init__(
            channel, spindle, hydraulics, coolant, changer, no_loader, machining, door_s, chuck_s
        )
        self._timed = (*self._timed, robot, feeder)
        self.settle()

    def settle(self) -> None:
        """As the machine does; then its own PLC answers, until nothing more comes of that."""
        super().settle()
        while self.plc.serve(self):
            super().settle()

    def clear_crash(self) -> None:
        """Somebody moves robot and arm back by hand, frees the blade, and takes out what they held."""
        super().clear_crash()
        self.feeder.clear()
        robot = self.robot
        if robot.crashed:
            if robot.held is not None:
                if robot.held is self.part:
                    self.part = None
                self._scrap_held()
            robot.clear()

    def _schedule(self) -> None:
        super()._schedule()
        self.robot_moves = self.robot.moving
        self.bar_works = self.feeder.due_s != NEVER

    def _serve_loader(self) -> None:
        self._serve_feeder()
        self._serve_robot()
        self._drop()

    def _serve_feeder(self) -> None:
        feeder = self.feeder
        feeder.look()
        if feeder.parted is not None:
            if self.blank is not None:
                self._lose_blank()
            self.cut += 1
            self.blank = Workpiece(self.cut)
            self.blank.spoiled = feeder.parted < BLANK_M - SHORT_M
            feeder.parted = None
        if feeder.pushing and self.blank is not None:
            self._lose_blank()

    def _lose_blank(self) -> None:
        self.blank = None
        self.lost += 1
        self.scrap += 1

    def _serve_robot(self) -> None:
        robot = self.robot
        robot.power(self.power_on and not self.gate_open)
        if robot.ended is not None and not robot.crashed:
            self._end_phase(robot.ended)
        if not robot.crashed:
            began = robot.phase
            robot.follow(self.blank is not None)
            if robot.phase is Phase.RETREATING and began is not Phase.RETREATING:
                self._part_hands()
            if self._collides():
                self._collide()

    def _end_phase(self, ended: Phase) -> None:
        """What a phase of the robot came to; it then goes on with the next."""
        robot = self.robot
        if ended is Phase.PICKING:
            robot.held, self.blank = self.blank, None
        elif ended is Phase.ENTERING and robot.job is Job.LOAD:
            if not self.chuck.at_near_end or self.part is not None:
                return self._collide()
            self.part = robot.held
        elif ended is Phase.GRIPPING:
            robot.held = self.part
        elif ended is Phase.TAKING:
            self.part = None
        elif ended is Phase.RELEASING:
            robot.held = None
        elif ended is Phase.PLACING and robot.held is not None:
            if robot.held.done and not robot.held.spoiled:
                self.good += 1
                robot.held = None
            else:
                self._scrap_held()
        elif ended is Phase.CLEARING and robot.held is not None:
            self._scrap_held()
        robot.go_on(self.part is not None)
        return None

    def _part_hands(self) -> None:
        """A robot that breaks off leaves a clamped part to the chuck, and takes one along that is not."""
        if self.robot.held is self.part is not None:
            if self.chuck.at_far_end:
                self.robot.held = None
            else:
                self.part = None

    def _collides(self) -> bool:
        robot = self.robot
        if robot.at_bar:
            return self.feeder.working
        if not robot.in_machine:
            return False
        pulls = robot.phase is Phase.TAKING and not self.chuck.at_near_end
        moves = not self.spindle.standstill or self.channel.moving
        return pulls or moves or not self.door.at_near_end

    def _collide(self) -> None:
        self.robot.crash()
        self.crashes += 1

    def _scrap_held(self) -> None:
        self.robot.held = None
        self.scrap += 1

    def _drop(self) -> None:
        """What nobody holds falls; out of a turning chuck it is thrown, which the machine sees to."""
        if self.part is None or self.part is self.robot.held or self.chuck.at_far_end:
            return
        if self.spindle.standstill and not self.channel.moving:
            self.part = None
            self.dropped += 1
            self.scrap += 1

    def _judge(self) -> None:
        held = self.robot.held
        shared = held is not None and held is self.part
        super()._judge()
        if shared and self.part is None:  # thrown out of both
            self.robot.held = None
        door_moves = self.door.due_s != NEVER
        self._danger = self._danger or (self.gate_open and door_moves)

    def _power(self) -> float:
        power = super()._power()
        robot, feeder = self.robot, self.feeder
        if robot.powered:
            power += ROBOT_W
            if robot.moving:
                power += ROBOT_MOVES_W * robot.speed
        if feeder.pushing:
            power += PUSHER_W
        if not feeder.saw.at_near_end:
            power += SAW_W
        return power
