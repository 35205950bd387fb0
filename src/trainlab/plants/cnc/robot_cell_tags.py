"""The I/O list of the robot cell: machine, NC, robot, bar feeder and gate.

What the CNC cell has as well is the same signal here, in another place.
"""

from __future__ import annotations

from dataclasses import replace

from trainlab.core.tag import Signal, Tag
from trainlab.plants.cnc.cell_tags import INPUTS as CELL_INPUTS
from trainlab.plants.cnc.cell_tags import OUTPUTS as CELL_OUTPUTS
from trainlab.plants.io_list import coil, commanded, contact, measured
from trainlab.plants.panel import PANEL_INPUTS, PANEL_OUTPUTS

BAR_RANGE_M = 4.0
_CELL = {tag.name: tag for tag in (*CELL_INPUTS, *CELL_OUTPUTS)}


def _as_in_the_cell(name: str, address: str) -> Tag:
    return replace(_CELL[name], address=address)


INPUTS = (
    _as_in_the_cell("door_closed", "%IX0.6"),
    _as_in_the_cell("door_open", "%IX0.7"),
    _as_in_the_cell("chuck_open", "%IX1.0"),
    contact(
        "chuck_clamped",
        "1.1",
        "-B5",
        "Chuck at its clamped end, with pressure",
        "卡盘已夹紧（到位且有压力）",
    ),
    _as_in_the_cell("part_present", "%IX1.2"),
    _as_in_the_cell("spindle_stopped", "%IX1.3"),
    _as_in_the_cell("nc_running", "%IX1.4"),
    contact(
        "cycle_complete",
        "1.5",
        "-K1",
        "NC: the program has reached M30; until the next start or reset",
        "数控：程序已执行到 M30；保持到下次启动或复位",
    ),
    contact("robot_home", "1.6", "-A1", "Robot in its place of rest", "机器人在原位"),
    contact("robot_at_bar", "1.7", "-A1", "Robot at the bar's end", "机器人在棒料端区域内"),
    contact("robot_in_machine", "2.0", "-A1", "Robot in the machine", "机器人在机床区域内"),
    contact("robot_clamp_request", "2.1", "-A1", "Robot asks to clamp", "机器人请求夹紧"),
    contact("robot_unclamp_request", "2.2", "-A1", "Robot asks to unclamp", "机器人请求松开"),
    contact(
        "robot_complete",
        "2.3",
        "-A1",
        "Robot has done its job and is home, until the request is off",
        "机器人完成任务并回到原位，保持到请求撤销",
    ),
    contact(
        "robot_fault",
        "2.4",
        "-A1",
        "Robot: drives off or collision, until reset",
        "机器人：驱动断电或碰撞，直到复位",
    ),
    contact("bar_at_stop", "2.5", "-B17", "Bar at the stop", "棒料到挡块"),
    contact("bar_clamped", "2.6", "-B18", "Bar clamp closed", "棒料夹钳已夹紧"),
    contact("saw_home", "2.7", "-B19", "Saw blade up", "锯片在上位"),
    contact("blank_present", "3.0", "-B20", "A blank lies at the stop", "挡块处有毛坯"),
    contact("gate_closed", "3.1", "-B21", "Gate of the fence closed", "围栏门已关"),
    _as_in_the_cell("spindle_load_raw", "%IW64"),
    measured(
        "bar_length_raw",
        66,
        "-B22",
        "Bar behind the saw, 4-20 mA, 0 to 4 m",
        "锯后剩余棒料，4-20 mA，0 至 4 m",
        unit="m",
        high=BAR_RANGE_M,
    ),
    measured(
        "tool_life_raw",
        68,
        "-K1",
        "NC: workpieces left to the tool by its count, 0-10 V, 0 to 100 %",
        "数控：按计件的刀具剩余寿命，0-10 V，0 至 100 %",
        unit="%",
        high=100.0,
        signal=Signal.VOLTAGE_0_10_V,
    ),
    _as_in_the_cell("feed_override_raw", "%IW70"),
)

OUTPUTS = (
    _as_in_the_cell("door_close_command", "%QX0.4"),
    _as_in_the_cell("door_open_command", "%QX0.5"),
    _as_in_the_cell("chuck_clamp", "%QX0.6"),
    _as_in_the_cell("chuck_unclamp", "%QX0.7"),
    _as_in_the_cell("cycle_start", "%QX1.0"),
    _as_in_the_cell("feed_release", "%QX1.1"),
    _as_in_the_cell("nc_reset", "%QX1.2"),
    coil(
        "use_spare_tool",
        "1.3",
        "-K1",
        "NC: use the sister tool from the next start on",
        "数控：从下次启动起使用备用刀具",
    ),
    coil("robot_load", "1.4", "-A1", "Robot job: load a blank", "机器人任务：上料"),
    coil("robot_unload", "1.5", "-A1", "Robot job: unload the part", "机器人任务：下料"),
    coil(
        "robot_recover",
        "1.6",
        "-A1",
        "Robot job: reject what it holds and go home",
        "机器人任务：丢弃所持工件并回原位",
    ),
    coil(
        "robot_release",
        "1.7",
        "-A1",
        "Robot may move; FALSE is hold",
        "允许机器人运动；FALSE 为保持",
    ),
    coil(
        "robot_enter",
        "2.0",
        "-A1",
        "Robot at the door may enter the machine",
        "允许门前的机器人进入机床",
    ),
    coil("robot_acknowledge", "2.1", "-A1", "Robot: done as asked", "机器人：应答"),
    coil(
        "robot_reset", "2.2", "-A1", "Robot: reset its fault (edge)", "机器人：故障复位（上升沿）"
    ),
    coil("bar_push", "2.3", "-M6", "Push the bar to the stop", "推送棒料至挡块"),
    coil(
        "bar_unclamp",
        "2.4",
        "-Q4",
        "Open the bar clamp (closed by springs)",
        "松开棒料夹钳（弹簧夹紧）",
    ),
    coil(
        "saw_cut",
        "2.5",
        "-M7",
        "Saw down through the bar; a spring lifts it",
        "锯片下行切断；弹簧抬起",
    ),
    _as_in_the_cell("feed_override_command", "%QW64"),
    commanded(
        "robot_speed_command",
        66,
        "-A1",
        "Robot speed, 0-10 V, 0 to 100 %",
        "机器人速度，0-10 V，0 至 100 %",
        signal=Signal.VOLTAGE_0_10_V,
    ),
)

TAGS = (*PANEL_INPUTS, *INPUTS, *PANEL_OUTPUTS, *OUTPUTS)
