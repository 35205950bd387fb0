"""The I/O list of the CNC cell: doors, chuck, spindle, magazine, fluids, NC and loader.

References have the letters of IEC 81346-2: -Q a valve's coil, -MB the magnet that withdraws the bolt.
"""

from __future__ import annotations

from trainlab.core.message import Text
from trainlab.core.tag import DataType, Direction, Scale, Signal, Tag
from trainlab.plants.io_list import coil, contact
from trainlab.plants.panel import PANEL_INPUTS, PANEL_OUTPUTS

LARGEST_SPEED_RPM = 6000.0
PRESSURE_RANGE_BAR = 60.0
LOAD_RANGE_PERCENT = 150.0
OVERRIDE_RANGE_PERCENT = 120.0

_BOOL, _INT = DataType.BOOL, DataType.INT
_IN, _OUT = Direction.INPUT, Direction.OUTPUT


def _word(name: str, address: str, en: str, zh: str, unit: str = "", high: float = 99.0) -> Tag:
    return Tag(name, _INT, _IN, address, Text(en, zh), unit=unit, high=high, reference="-K1")


INPUTS = (
    contact("door_closed", "0.6", "-B1", "Door closed", "防护门已关"),
    contact("door_open", "0.7", "-B2", "Door open", "防护门已开"),
    contact("door_locked", "1.0", "-B3", "Guard lock: bolt in", "门锁：锁舌已伸出"),
    contact("chuck_open", "1.1", "-B4", "Chuck open", "卡盘已松开"),
    contact("chuck_clamped", "1.2", "-B5", "Chuck at its clamped end", "卡盘已夹紧（到位）"),
    contact(
        "chuck_pressure_ok",
        "1.3",
        "-B6",
        "Clamping pressure above 30 bar",
        "夹紧压力高于 30 bar",
    ),
    contact("part_present", "1.4", "-B7", "Workpiece in the chuck", "卡盘内有工件"),
    contact(
        "spindle_stopped",
        "1.5",
        "-B8",
        "Standstill monitor: spindle below 10 rpm",
        "零速监控：主轴低于 10 rpm",
        at_rest=True,
    ),
    contact(
        "spindle_at_speed",
        "1.6",
        "-T1",
        "Drive: speed within 5 % of its command",
        "驱动器：转速在给定值 ±5 % 以内",
    ),
    contact(
        "pocket_ready",
        "1.7",
        "-B9",
        "Magazine: pocket of t_code in place",
        "刀库：t_code 所指刀位就位",
    ),
    contact("arm_home", "2.0", "-B10", "Changer arm at home", "换刀臂在原位", at_rest=True),
    contact("tool_clamped", "2.1", "-B11", "Tool clamped", "刀具已夹紧", at_rest=True),
    contact("coolant_level_ok", "2.2", "-B12", "Coolant level above 20 l", "冷却液高于 20 l"),
    contact("coolant_flow", "2.3", "-B13", "Coolant flows", "冷却液流动"),
    contact(
        "hydraulics_ok",
        "2.4",
        "-B14",
        "Hydraulic unit above 30 bar",
        "液压站压力高于 30 bar",
    ),
    contact("lube_ok", "2.5", "-B15", "Way lubrication sound", "导轨润滑正常", at_rest=True),
    contact("nc_running", "2.6", "-K1", "NC: a program is under way", "数控：程序运行中"),
    contact("m_strobe", "2.7", "-K1", "NC: an M function waits", "数控：M 功能待执行"),
    contact("s_strobe", "3.0", "-K1", "NC: an S function waits", "数控：S 功能待执行"),
    contact("t_strobe", "3.1", "-K1", "NC: a T function waits", "数控：T 功能待执行"),
    contact("loader_in_zone", "3.2", "-A1", "Loader in the machine", "上料机在机床区域内"),
    contact("loader_unclamp_request", "3.3", "-A1", "Loader asks to unclamp", "上料机请求松开"),
    contact("loader_clamp_request", "3.4", "-A1", "Loader asks to clamp", "上料机请求夹紧"),
    contact(
        "loader_complete",
        "3.5",
        "-A1",
        "Loader has exchanged and is out",
        "上料机完成交换并已退出",
    ),
    _word("m_code", "%IW64", "NC: number of the M function", "数控：M 功能号"),
    _word(
        "s_demand",
        "%IW66",
        "NC: spindle speed wanted now",
        "数控：当前要求的主轴转速",
        unit="rpm",
        high=LARGEST_SPEED_RPM,
    ),
    _word("t_code", "%IW68", "NC: number of the tool wanted", "数控：要求的刀号"),
    Tag(
        "chuck_pressure_raw",
        _INT,
        _IN,
        "%IW70",
        Text("Clamping pressure, 4-20 mA, 0 to 60 bar", "夹紧压力，4-20 mA，0 至 60 bar"),
        unit="bar",
        high=PRESSURE_RANGE_BAR,
        scale=Scale(0.0, PRESSURE_RANGE_BAR),
        signal=Signal.CURRENT_4_20_MA,
        reference="-B16",
    ),
    Tag(
        "spindle_load_raw",
        _INT,
        _IN,
        "%IW72",
        Text("Spindle load, 0-10 V, 0 to 150 % of 11 kW", "主轴负载，0-10 V，11 kW 的 0 至 150 %"),
        unit="%",
        high=LOAD_RANGE_PERCENT,
        scale=Scale(0.0, LOAD_RANGE_PERCENT),
        signal=Signal.VOLTAGE_0_10_V,
        reference="-T1",
    ),
    Tag(
        "feed_override_raw",
        _INT,
        _IN,
        "%IW74",
        Text(
            "Feed override potentiometer, 0-10 V, 0 to 120 %",
            "进给倍率电位器，0-10 V，0 至 120 %",
        ),
        unit="%",
        high=OVERRIDE_RANGE_PERCENT,
        scale=Scale(0.0, OVERRIDE_RANGE_PERCENT),
        signal=Signal.VOLTAGE_0_10_V,
        reference="-S7",
    ),
)

OUTPUTS = (
    coil("door_close_command", "0.4", "-M1", "Drive the door closed", "关门"),
    coil("door_open_command", "0.5", "-M1", "Drive the door open", "开门"),
    coil(
        "door_unlock",
        "0.6",
        "-MB1",
        "Withdraw the bolt; works below 10 rpm only",
        "缩回锁舌；仅低于 10 rpm 时有效",
    ),
    coil("chuck_clamp", "0.7", "-Q2", "Clamp (double solenoid)", "夹紧（双电控阀）"),
    coil("chuck_unclamp", "1.0", "-Q3", "Unclamp (double solenoid)", "松开（双电控阀）"),
    coil("hydraulic_pump", "1.1", "-M2", "Hydraulic pump", "液压泵"),
    coil("coolant_pump", "1.2", "-M3", "Coolant pump", "冷却泵"),
    coil("spindle_forward", "1.3", "-T1", "Spindle forward", "主轴正转"),
    coil("spindle_reverse", "1.4", "-T1", "Spindle reverse", "主轴反转"),
    coil(
        "magazine_turn",
        "1.5",
        "-M4",
        "Turn the magazine to the pocket of t_code",
        "刀库转到 t_code 刀位",
    ),
    coil("tool_change", "1.6", "-M5", "Begin an exchange of tools", "开始换刀"),
    coil("cycle_start", "1.7", "-K1", "NC: start or go on (edge)", "数控：启动或继续（上升沿）"),
    coil(
        "feed_release",
        "2.0",
        "-K1",
        "NC: the axes may move; FALSE is feed hold",
        "数控：允许进给；FALSE 为进给保持",
    ),
    coil("function_finish", "2.1", "-K1", "NC: the function is done", "数控：功能完成应答"),
    coil(
        "nc_reset",
        "2.2",
        "-K1",
        "NC: reset and rewind (edge)",
        "数控：复位并返回程序头（上升沿）",
    ),
    coil("load_request", "2.3", "-A1", "Loader: come and exchange", "上料机：请求换料"),
    coil("loader_acknowledge", "2.4", "-A1", "Loader: done as asked", "上料机：应答"),
    Tag(
        "spindle_speed_command",
        _INT,
        _OUT,
        "%QW64",
        Text("Spindle speed, 0-10 V, 0 to 6000 rpm", "主轴转速给定，0-10 V，0 至 6000 rpm"),
        unit="rpm",
        high=LARGEST_SPEED_RPM,
        scale=Scale(0.0, LARGEST_SPEED_RPM),
        signal=Signal.VOLTAGE_0_10_V,
        reference="-T1",
    ),
    Tag(
        "feed_override_command",
        _INT,
        _OUT,
        "%QW66",
        Text(
            "NC: override of feed, and of rapid up to 100 %",
            "数控：进给倍率；快移倍率同此，最高 100 %",
        ),
        unit="%",
        high=OVERRIDE_RANGE_PERCENT,
        scale=Scale(0.0, OVERRIDE_RANGE_PERCENT),
        signal=Signal.VOLTAGE_0_10_V,
        reference="-K1",
    ),
)

TAGS = (*PANEL_INPUTS, *INPUTS, *PANEL_OUTPUTS, *OUTPUTS)
