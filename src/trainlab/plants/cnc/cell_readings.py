"""What the CNC cell shows: its input tags and its facts, made anew or brought up to date.

Most of them change only when something happens in the machine (`CellMachine.settled` counts that);
what changes in between is little, and is brought up to date alone.
"""

from __future__ import annotations

from trainlab.plants.cnc.cell_facts import FACTS
from trainlab.plants.cnc.cell_machine import NEVER, CellMachine
from trainlab.plants.cnc.cell_tags import (
    INPUTS,
    LOAD_RANGE_PERCENT,
    OVERRIDE_RANGE_PERCENT,
    PRESSURE_RANGE_BAR,
)
from trainlab.plants.cnc.loader import Phase
from trainlab.plants.cnc.nc.steps import FunctionKind
from trainlab.plants.panel import PANEL_INPUTS
from trainlab.plants.parts.end_drive import EndDrive
from trainlab.plants.parts.panel import OperatorPanel
from trainlab.plants.parts.transmitter import FULL_SCALE_CODE, voltage_code

_CODES_PER_BAR = FULL_SCALE_CODE / PRESSURE_RANGE_BAR
_INPUT = {tag.name: place for place, tag in enumerate((*PANEL_INPUTS, *INPUTS))}
_S_DEMAND, _PRESSURE = _INPUT["s_demand"], _INPUT["chuck_pressure_raw"]
_LOAD = _INPUT["spindle_load_raw"]
_FACT = {fact.name: place for place, fact in enumerate(FACTS)}
_PLACE, _PATH_SPEED, _SPINDLE = _FACT["x_mm"], _FACT["path_speed_mm_s"], _FACT["spindle_rpm"]
_WEAR, _BROKEN, _POWER = _FACT["tool_wear"], _FACT["tool_broken"], _FACT["cutting_power_w"]
_CLAMPING, _COOLANT, _BREAKS = _FACT["clamping_bar"], _FACT["coolant_l"], _FACT["tool_breaks"]
_DANGER, _CUT, _ENERGY = _FACT["danger_s"], _FACT["cut_s"], _FACT["energy_j"]
_DOOR = _FACT["door_position"]
_UNLUBRICATED = _FACT["unlubricated_s"]


def all_inputs(m: CellMachine, panel: OperatorPanel, feed_override: float) -> list[float]:
    """Every input tag, in the order of the tag table."""
    channel, loader, strobe = m.channel, m.loader, m.channel.strobe
    kind = strobe.kind if strobe is not None else None
    return [
        *panel.contacts(),
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
        voltage_code(feed_override * 100.0 / OVERRIDE_RANGE_PERCENT),
    ]


def refresh_inputs(inputs: list[float], m: CellMachine) -> None:
    """Bring those inputs up to date that change while nothing happens."""
    if m.channel.motion is not None:
        inputs[_S_DEMAND] = round(m.channel.demand_rpm)
    if m.hydraulics.due_s < NEVER:
        inputs[_PRESSURE] = round(m.clamping_bar * _CODES_PER_BAR)
    if m.cutting:
        inputs[_LOAD] = voltage_code(100.0 / LOAD_RANGE_PERCENT * m.spindle_load)


def where(part: EndDrive) -> int:
    """At which end a part is: 0 the far one, 1 the near one, 2 between them."""
    return 0 if part.at_far_end else 1 if part.at_near_end else 2


def all_facts(m: CellMachine, panel: OperatorPanel) -> list[float]:
    """Every fact, in the order of the description."""
    channel, machining, tool = m.channel, m.machining, m.changer.tool
    x, y, z = channel.place
    return [
        channel.execution,
        not panel.auto,
        where(m.door),
        1.0 - m.door.position,
        where(m.chuck),
        panel.estop_pressed,
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


def refresh_facts(facts: list[float], m: CellMachine) -> None:
    """Bring those facts up to date that change while nothing happens."""
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
    if m.hydraulics.due_s < NEVER:
        facts[_CLAMPING] = m.clamping_bar
    facts[_DOOR] = 1.0 - m.door.position
    facts[_SPINDLE] = m.spindle.speed_rpm
    facts[_COOLANT] = m.coolant.volume_l
    facts[_DANGER] = m.danger_s
    facts[_UNLUBRICATED] = m.unlubricated_s
    facts[_ENERGY] = m.energy_j
