"""The PLC within the tended machine: does the functions of its NC, so that the cell's PLC need not.

M3, M4, M5 spindle; M6 exchange for the tool that T called, or for its sister while that is asked for;
M7, M8, M9 coolant; M30 all off. It starts a program at an edge only, and only behind a locked door
with the chuck clamped, and keeps the door locked while one is under way. It counts the workpieces of each tool, as the tool management of an NC does;
how far an edge is really worn it does not know.
"""

from __future__ import annotations

from collections.abc import Mapping

from trainlab.plants.cnc.cell_machine import GRIP_BAR, CellMachine
from trainlab.plants.cnc.nc.steps import FunctionKind


class MachinePlc:
    """Answers one NC; the owner calls `serve` until it returns False."""

    __slots__ = (
        "_asked",
        "_completed",
        "_direction",
        "_sisters",
        "_start",
        "called",
        "release",
        "reset",
        "spare",
        "uses",
    )

    def __init__(self, sisters: Mapping[int, int]) -> None:
        self._sisters = sisters
        self._start = False
        self._asked = False
        self._direction = 0
        self._completed = 0
        self.called = 0  # by the last T of the program
        self.release = False
        self.reset = False
        self.spare = False
        self.uses: dict[int, int] = {}  # workpieces since its edge was new, by tool

    def command(self, start: bool, release: bool, reset: bool, spare: bool) -> None:
        """What the cell's PLC asks for."""
        self._asked = start and not self._start
        self._start = start
        self.release = release
        self.reset = reset
        self.spare = spare

    def serve(self, m: CellMachine) -> bool:
        """Act on the machine as it is now; whether anything came of it."""
        channel, commands, inputs = m.channel, m.commands, m.channel.inputs
        before = self._seen(m)
        ready = m.door_locked and m.chuck.at_far_end and m.hydraulics.pressure_bar >= GRIP_BAR
        inputs.start = self._asked and ready and m.power_on
        self._asked = False
        inputs.release = self.release and m.power_on
        inputs.reset = self.reset
        commands.unlock = commands.door < 0 and not channel.running
        inputs.finish = channel.strobe is not None and self._do(m)
        channel.command()
        if not channel.running:
            self._all_off(m)
        if channel.completed != self._completed:
            self._completed = channel.completed
            self.uses[m.changer.tool] = self.uses.get(m.changer.tool, 0) + 1
        return self._seen(m) != before

    def keep_speed(self, m: CellMachine) -> bool:
        """Give a turning spindle the speed that the program wants now; whether that is another (G96).

        Once a tick, as a drive takes its setpoint from the bus.
        """
        if not self._direction:
            return False
        wanted = self._direction * m.channel.demand_rpm
        if wanted == m.commands.spindle_rpm:
            return False
        m.commands.spindle_rpm = wanted
        return True

    def _turn(self, m: CellMachine, direction: int) -> None:
        self._direction = direction
        m.commands.spindle_rpm = direction * m.channel.demand_rpm if direction else 0.0

    def _seen(self, m: CellMachine) -> tuple[object, ...]:
        channel, commands = m.channel, m.commands
        return (
            channel.strobe,
            channel.execution,
            channel.motion,
            channel.inputs.finish,
            commands.spindle_rpm,
            commands.coolant_pump,
            commands.magazine,
            commands.exchange,
            commands.unlock,
        )

    def _do(self, m: CellMachine) -> bool:
        """Carry out the function that waits; whether it is done."""
        strobe, commands, spindle = m.channel.strobe, m.commands, m.spindle
        assert strobe is not None
        commands.magazine = commands.exchange = False
        if strobe.kind is FunctionKind.T:
            self.called = strobe.code
            return True
        if strobe.kind is FunctionKind.S:
            return True
        code = strobe.code
        if code in (3, 4):
            self._turn(m, 1 if code == 3 else -1)
            demand = commands.spindle_rpm
            return spindle.target_rpm == demand and (spindle.at_speed or demand == 0.0)
        if code in (5, 2, 30):
            self._turn(m, 0)
            if code != 5:
                commands.coolant_pump = False
            return spindle.standstill and spindle.target_rpm == 0.0
        if code == 6:
            self._turn(m, 0)
            commands.coolant_pump = False
            return self._exchange(m)
        if code in (7, 8):
            commands.coolant_pump = True
            return m.coolant.flowing
        if code == 9:
            commands.coolant_pump = False
        return True

    def _exchange(self, m: CellMachine) -> bool:
        """Bring the tool that was called, or its sister, to the spindle."""
        changer, commands = m.changer, m.commands
        wanted = self._sisters.get(self.called, self.called) if self.spare else self.called
        if not changer.arm_home:
            return False
        if wanted in (0, changer.tool):
            return True
        m.t_code = wanted
        if not m.spindle.standstill:
            return False
        commands.exchange = changer.in_place(wanted)
        commands.magazine = not commands.exchange
        return False

    def _all_off(self, m: CellMachine) -> None:
        self._turn(m, 0)
        m.commands.coolant_pump = m.commands.magazine = m.commands.exchange = False
