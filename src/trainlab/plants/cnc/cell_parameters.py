"""The numbers that shape the CNC cell, and what its operator has at hand."""

from __future__ import annotations

from trainlab.core.message import Text
from trainlab.core.spec import Control, ControlKind, Parameter
from trainlab.plants.panel import PANEL_CONTROLS

MOST_PROGRAMS = 9


def _switch(name: str, en: str, zh: str) -> Parameter:
    return Parameter(name, Text(en, zh), 0.0, 0.0, 1.0, changeable=True, faultable=True)


def _time(name: str, en: str, zh: str, default: float, faultable: bool = True) -> Parameter:
    text = Text(en, zh)
    return Parameter(
        name, text, default, 0.1, 600.0, "s", faultable=faultable, changeable=faultable
    )


PARAMETERS = (
    _time("door_time", "Full way of the door", "门全程时间", 2.0),
    _time("chuck_time", "Full way of the chuck", "卡盘全程时间", 1.5),
    _time(
        "spindle_run_up",
        "Time of the spindle from 0 to 4000 rpm",
        "主轴从 0 加速到 4000 rpm 的时间",
        1.0,
    ),
    _time("tool_change_time", "Tool change, chip to chip", "换刀时间（屑到屑）", 4.0),
    _time("magazine_time", "Magazine, from pocket to pocket", "刀库转一个刀位的时间", 0.6, False),
    _time("loader_move_time", "Loader, into the zone or out", "上料机进入或退出时间", 1.5, False),
    Parameter(
        "clamping_pressure",
        Text("Setting of the relief valve", "溢流阀设定压力"),
        40.0,
        0.0,
        60.0,
        "bar",
        changeable=True,
        faultable=True,
    ),
    Parameter(
        "hydraulic_leak",
        Text("Leak, as a share of the pump's delivery", "泄漏量占泵流量的比例"),
        0.005,
        0.0,
        3.0,
        changeable=True,
        faultable=True,
    ),
    Parameter(
        "initial_pressure",
        Text("Hydraulic pressure at the start", "初始液压压力"),
        0.0,
        0.0,
        60.0,
        "bar",
    ),
    Parameter(
        "material_kc11",
        Text("Specific cutting force kc1.1 of the material", "材料单位切削力 kc1.1"),
        2.22e9,
        1e8,
        1e10,
        "Pa",
        changeable=True,
        faultable=True,
    ),
    Parameter(
        "material_mc",
        Text("Exponent mc of the material", "材料指数 mc"),
        0.14,
        0.0,
        0.5,
    ),
    Parameter(
        "wear_rate",
        Text("Wear of the tools, as a multiple of Taylor's", "刀具磨损速度（Taylor 公式的倍数）"),
        1.0,
        0.0,
        1000.0,
        changeable=True,
        faultable=True,
    ),
    Parameter(
        "coolant_volume",
        Text("Coolant in the tank at the start", "初始冷却液量"),
        60.0,
        0.0,
        200.0,
        "l",
    ),
    Parameter(
        "coolant_drag_out",
        Text("Coolant lost while it flows", "冷却液流动时的损耗"),
        0.5,
        0.0,
        600.0,
        "l/min",
        changeable=True,
        faultable=True,
    ),
    _switch("nozzle_blocked", "The coolant nozzle is blocked: 1", "冷却喷嘴堵塞：1"),
    _switch("lubrication_failed", "Way lubrication has failed: 1", "导轨润滑故障：1"),
    _switch("guard_lock_forced", "The guard lock is defeated: 1", "门锁被短接：1"),
    _switch("loader_stopped", "The loader stands where it is: 1", "上料机停在原处：1"),
    Parameter("feed_stock", Text("Raw workpieces at the start", "初始毛坯数"), 5.0, 0.0, 1000.0),
    Parameter(
        "feed_interval",
        Text("Time between further raw workpieces; 0 is none", "后续来料间隔；0 为无"),
        0.0,
        0.0,
        3600.0,
        "s",
    ),
    Parameter(
        "part_program",
        Text("Program that is loaded at the start", "初始程序号"),
        1.0,
        1.0,
        float(MOST_PROGRAMS),
    ),
)

CONTROLS = (
    *PANEL_CONTROLS,
    Control(
        "feed_override",
        ControlKind.DIAL,
        Text("Feed override", "进给倍率"),
        high=120.0,
        unit="%",
        initial=100.0,
    ),
    Control("single_block", ControlKind.SELECTOR, Text("Single block", "单段")),
    Control("optional_stop", ControlKind.SELECTOR, Text("Optional stop (M1)", "选择停止（M1）")),
    Control(
        "program",
        ControlKind.SELECTOR,
        Text("Part program to load", "选择零件程序"),
        low=1.0,
        high=float(MOST_PROGRAMS),
        initial=1.0,
    ),
    Control("pull_door", ControlKind.BUTTON, Text("Pull the door by hand", "用手拉门")),
    Control(
        "replace_tools", ControlKind.BUTTON, Text("Put new edges in all tools", "更换全部刀片")
    ),
    Control("refill_coolant", ControlKind.BUTTON, Text("Refill the coolant", "补充冷却液")),
    Control(
        "clear_crash",
        ControlKind.BUTTON,
        Text("Clear a crash: loader and arm back by hand", "清除碰撞：手动退回上料机和换刀臂"),
    ),
)
