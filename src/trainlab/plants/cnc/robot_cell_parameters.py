"""The numbers that shape the robot cell, and what its operator has at hand."""

from __future__ import annotations

from trainlab.core.message import Text
from trainlab.core.spec import Control, ControlKind, Parameter
from trainlab.plants.cnc.cell_parameters import CONTROLS as CELL_CONTROLS
from trainlab.plants.cnc.cell_parameters import PARAMETERS as CELL_PARAMETERS
from trainlab.plants.panel import PANEL_CONTROLS

_CELL = {parameter.name: parameter for parameter in CELL_PARAMETERS}
_CONTROLS = {control.name: control for control in CELL_CONTROLS}

PARAMETERS = (
    *(
        _CELL[name]
        for name in (
            "door_time",
            "chuck_time",
            "spindle_run_up",
            "tool_change_time",
            "clamping_pressure",
            "hydraulic_leak",
            "material_kc11",
            "wear_rate",
            "guard_lock_forced",
        )
    ),
    Parameter(
        "tool_life_parts",
        Text("Workpieces that the NC reckons for one edge", "数控设定的每刃加工件数"),
        40.0,
        1.0,
        10_000.0,
    ),
    Parameter(
        "robot_move_time",
        Text("Robot, from place to place at full speed", "机器人全速时相邻位置间的运动时间"),
        1.5,
        0.1,
        600.0,
        "s",
        changeable=True,
        faultable=True,
    ),
    Parameter(
        "robot_stopped",
        Text("The robot stands where it is, without a word: 1", "机器人停在原处且不报警：1"),
        0.0,
        0.0,
        1.0,
        changeable=True,
        faultable=True,
    ),
    Parameter(
        "bar_length",
        Text("Length of the first bar", "首根棒料长度"),
        3.0,
        0.0,
        4.0,
        "m",
    ),
    Parameter(
        "next_bar_length",
        Text("Length of the bars that are laid in", "后续装入棒料的长度"),
        3.0,
        0.0,
        4.0,
        "m",
        changeable=True,
        faultable=True,
    ),
    Parameter(
        "push_speed",
        Text("Speed of the bar; 0 is a slipping pusher", "送料速度；0 为推料打滑"),
        0.1,
        0.0,
        1.0,
        "m/s",
        changeable=True,
        faultable=True,
    ),
    Parameter(
        "saw_time",
        Text("Time of a cut", "锯切时间"),
        6.0,
        0.1,
        600.0,
        "s",
        changeable=True,
        faultable=True,
    ),
)

CONTROLS = (
    *PANEL_CONTROLS,
    _CONTROLS["feed_override"],
    Control(
        "gate", ControlKind.SELECTOR, Text("Gate of the fence: closed / open", "围栏门：关闭/打开")
    ),
    Control(
        "load_bar",
        ControlKind.BUTTON,
        Text("Lay a new bar in, with the saw up", "装入新棒料（锯片须在上位）"),
    ),
    _CONTROLS["replace_tools"],
    Control(
        "clear_crash",
        ControlKind.BUTTON,
        Text(
            "Clear a crash: robot and arm home by hand, the saw freed",
            "清除碰撞：手动退回机器人和换刀臂，松开锯片",
        ),
    ),
)
