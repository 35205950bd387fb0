"""What the robot cell shows: its input tags and its facts, made anew or brought up to date.

As in the CNC cell most of them change only when something happens in the machine (`settled`).
"""

from __future__ import annotations

from trainlab.plants.cnc.cell_machine import GRIP_BAR
from trainlab.plants.cnc.cell_readings import where
from trainlab.plants.cnc.cell_tags import LOAD_RANGE_PERCENT, OVERRIDE_RANGE_PERCENT
from trainlab.plants.cnc.nc.channel import Execution
from trainlab.plants.cnc.robot import Phase
from trainlab.plants.cnc.robot_cell_facts import FACTS
from trainlab.plants.cnc.robot_cell_tags import BAR_RANGE_M, INPUTS
from trainlab.plants.cnc.tended_machine import TendedMachine
from trainlab.plants.panel import PANEL_INPUTS
from trainlab.plants.parts.panel import OperatorPanel
from trainlab.plants.parts.transmitter import FULL_SCALE_CODE, voltage_code

_CODES_PER_M = FULL_SCALE_CODE / BAR_RANGE_M
_LOAD_SHARE = 100.0 / LOAD_RANGE_PERCENT
_INPUT = {tag.name: place for place, tag in enumerate((*PANEL_INPUTS, *INPUTS))}
_LOAD, _BAR = _INPUT["spindle_load_raw"], _INPUT["bar_length_raw"]
_FACT = {fact.name: place for place, fact in enumerate(FACTS)}
_X, _Z, _PATH_SPEED = _FACT["x_mm"], _FACT["z_mm"], _FACT["path_speed_mm_s"]
_WEAR, _BROKEN, _POWER = _FACT["tool_wear"], _FACT["tool_broken"], _FACT["cutting_power_w"]
_SPINDLE, _CLAMPING, _DOOR = _FACT["spindle_rpm"], _FACT["clamping_bar"], _FACT["door_position"]
_TRAVEL, _LEFT, _FRONT = _FACT["robot_travel"], _FACT["bar_left_m"], _FACT["bar_front_m"]
_SAW, _BREAKS = _FACT["saw_position"], _FACT["tool_breaks"]
_DANGER, _CUT, _AIR = _FACT["danger_s"], _FACT["cut_s"], _FACT["air_cut_s"]
_ENERGY = _FACT["energy_j"]


def all_inputs(
    m: TendedMachine, panel: OperatorPanel, feed_override: float, life_parts: float
) -> list[float]:
    """Every input tag, in the order of the tag table."""
    channel, robot, feeder = m.channel, m.robot, m.feeder
    used = m.plc.uses.get(m.changer.tool, 0)
    return [
        *panel.contacts(),
        m.door.at_far_end,
        m.door.at_near_end,
        m.chuck.at_near_end,
        m.chuck.at_far_end and m.hydraulics.pressure_bar >= GRIP_BAR,
        m.part is not None,
        m.spindle.standstill,
        channel.running,
        channel.execution is Execution.PROGRAM_COMPLETED,
        robot.at_home and not robot.crashed,
        robot.at_bar,
        robot.in_machine,
        robot.phase is Phase.ASKS_CLAMP,
        robot.phase is Phase.ASKS_UNCLAMP,
        robot.phase is Phase.COMPLETE,
        robot.fault,
        feeder.at_stop,
        feeder.clamp.at_far_end,
        feeder.saw.at_near_end,
        m.blank is not None,
        not m.gate_open,
        voltage_code(_LOAD_SHARE * m.spindle_load),
        round(feeder.left_m * _CODES_PER_M),
        voltage_code(1.0 - used / life_parts),
        voltage_code(feed_override * 100.0 / OVERRIDE_RANGE_PERCENT),
    ]


def refresh_inputs(inputs: list[float], m: TendedMachine) -> None:
    """Bring those inputs up to date that change while nothing happens."""
    if m.cutting:
        inputs[_LOAD] = voltage_code(_LOAD_SHARE * m.spindle_load)
    if m.bar_works:
        inputs[_BAR] = round(m.feeder.left_m * _CODES_PER_M)


def all_facts(m: TendedMachine, panel: OperatorPanel) -> list[float]:
    """Every fact, in the order of the description."""
    channel, machining, tool = m.channel, m.machining, m.changer.tool
    robot, feeder = m.robot, m.feeder
    x, _, z = channel.place
    return [
        channel.execution,
        not panel.auto,
        where(m.door),
        1.0 - m.door.position,
        where(m.chuck),
        panel.estop_pressed,
        m.power_on,
        x,
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
        m.part is not None,
        m.gripped,
        robot.phase,
        robot.travel,
        robot.moving,
        robot.held is not None,
        robot.crashed,
        feeder.left_m,
        feeder.front_m,
        feeder.pushing,
        feeder.saw.position,
        feeder.jammed,
        m.blank is not None,
        channel.completed,
        m.cut,
        feeder.bars,
        feeder.remnants_m,
        m.good,
        m.scrap,
        m.thrown,
        m.dropped,
        m.lost,
        machining.breaks,
        m.crashes,
        feeder.jams,
        m.changer.exchanges,
        m.danger_s,
        machining.cut_s,
        machining.air_cut_s,
        m.energy_j,
    ]


def refresh_facts(facts: list[float], m: TendedMachine) -> None:
    """Bring those facts up to date that change while nothing happens."""
    channel, machining = m.channel, m.machining
    if channel.motion is not None:
        facts[_X], _, facts[_Z] = channel.place
        facts[_PATH_SPEED] = channel.speed_mm_s
    if m.cutting:
        tool = m.changer.tool
        facts[_WEAR] = machining.wear[tool]
        facts[_BROKEN] = machining.broken[tool]
        facts[_POWER] = machining.load.power_w
        facts[_BREAKS] = machining.breaks
        facts[_CUT] = machining.cut_s
        facts[_AIR] = machining.air_cut_s
    if m.bar_works:
        facts[_LEFT], facts[_FRONT] = m.feeder.left_m, m.feeder.front_m
        facts[_SAW] = m.feeder.saw.position
    if m.robot_moves:
        facts[_TRAVEL] = m.robot.travel
    facts[_DOOR] = 1.0 - m.door.position
    facts[_SPINDLE] = m.spindle.speed_rpm
    facts[_CLAMPING] = m.clamping_bar
    facts[_DANGER] = m.danger_s
    facts[_ENERGY] = m.energy_j
