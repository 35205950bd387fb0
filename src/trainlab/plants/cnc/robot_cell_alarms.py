"""The alarms of the robot cell, as its instruments tell them."""

from __future__ import annotations

from trainlab.core.alarm import AlarmKind, AlarmSpec
from trainlab.core.message import Text
from trainlab.plants.cnc.cell_alarms import ALARMS as CELL_ALARMS

_CELL = {alarm.name: alarm for alarm in CELL_ALARMS}

ALARMS = (
    AlarmSpec(
        "robot_fault",
        Text(
            "The robot is stopped: look into the cell, close the gate, reset it",
            "机器人已停止：请检查单元、关好围栏门并复位",
        ),
        "robot_fault",
        AlarmKind.OFF_NORMAL,
        600,
        normal=False,
    ),
    AlarmSpec(
        "gate_open",
        Text("The gate is open: close it", "围栏门打开：请关门"),
        "gate_closed",
        AlarmKind.OFF_NORMAL,
        400,
    ),
    AlarmSpec(
        "bar_short",
        Text("The bar is nearly used up: lay a new one in", "棒料将用完：请装入新料"),
        "bar_length_raw",
        AlarmKind.LOW,
        300,
        limit=0.2,
        deadband=0.05,
        on_delay_s=0.5,
    ),
    AlarmSpec(
        "tool_count",
        Text("The tool has made its workpieces: have a new one ready", "刀具计件将满：请准备新刀"),
        "tool_life_raw",
        AlarmKind.LOW,
        200,
        limit=10.0,
        deadband=5.0,
        on_delay_s=0.5,
    ),
    _CELL["spindle_overload"],
)
