"""What really happens in the CNC cell.

States have the words of MTConnect (ANSI/MTC1.4), coded: EXECUTION as in nc/channel.py; DOOR_STATE and
CHUCK_STATE 0 CLOSED, 1 OPEN, 2 UNLATCHED; CONTROLLER_MODE 0 AUTOMATIC, 1 MANUAL; EMERGENCY_STOP 0
ARMED, 1 TRIGGERED.
"""

from __future__ import annotations

from trainlab.core.message import Text
from trainlab.core.spec import Fact


def _state(name: str, en: str, zh: str) -> Fact:
    return Fact(name, Text(en, zh))


def _count(name: str, en: str, zh: str) -> Fact:
    return Fact(name, Text(en, zh), cumulative=True)


def _time(name: str, en: str, zh: str) -> Fact:
    return Fact(name, Text(en, zh), "s", cumulative=True)


FACTS = (
    _state(
        "execution",
        "EXECUTION: 0 READY, 1 ACTIVE, 2 INTERRUPTED, 3 FEED_HOLD, 4 STOPPED, 5 OPTIONAL_STOP, "
        "6 PROGRAM_STOPPED, 7 PROGRAM_COMPLETED, 8 WAIT",
        "执行状态 EXECUTION：0 就绪，1 运行，2 中断，3 进给保持，4 停止，5 选择停止，6 程序停止，7 程序完成，8 等待",
    ),
    _state(
        "controller_mode",
        "CONTROLLER_MODE: 0 AUTOMATIC, 1 MANUAL",
        "控制方式 CONTROLLER_MODE：0 自动，1 手动",
    ),
    _state(
        "door_state",
        "DOOR_STATE: 0 CLOSED, 1 OPEN, 2 UNLATCHED",
        "门状态 DOOR_STATE：0 关，1 开，2 中间",
    ),
    _state("door_position", "How far the door is open, 0 to 1", "门的开度，0 至 1"),
    _state(
        "chuck_state",
        "CHUCK_STATE: 0 CLOSED, 1 OPEN, 2 UNLATCHED",
        "卡盘状态 CHUCK_STATE：0 夹紧，1 松开，2 中间",
    ),
    _state(
        "emergency_stop",
        "EMERGENCY_STOP: 0 ARMED, 1 TRIGGERED",
        "急停 EMERGENCY_STOP：0 未触发，1 已触发",
    ),
    Fact("power_on", Text("Safety circuit closed", "安全回路闭合"), boolean=True),
    Fact("x_mm", Text("Place of the X slide, on the radius", "X 轴位置（半径值）"), "mm"),
    Fact("y_mm", Text("Place of the Y slide", "Y 轴位置"), "mm"),
    Fact("z_mm", Text("Place of the Z slide", "Z 轴位置"), "mm"),
    Fact("path_speed_mm_s", Text("Speed along the path", "轨迹速度"), "mm/s"),
    _state("block_number", "Line of the part program", "程序行号"),
    _state("program_number", "Number of the part program", "程序号"),
    Fact("spindle_rpm", Text("True spindle speed", "主轴实际转速"), "rpm"),
    _state("tool_number", "Tool in the holder", "当前刀具号"),
    _state("tool_wear", "Wear of the tool, 1 at its life's end", "刀具磨损，1 为寿命终了"),
    Fact("tool_broken", Text("The tool is broken", "刀具已断"), boolean=True),
    Fact("cutting_power_w", Text("Power at the edge", "切削功率"), "W"),
    Fact("clamping_bar", Text("Clamping pressure", "夹紧压力"), "bar"),
    Fact("coolant_l", Text("Coolant in the tank", "冷却液量"), "l"),
    Fact("coolant_flowing", Text("Coolant reaches the edge", "冷却液到达切削区"), boolean=True),
    Fact("part_in_chuck", Text("A workpiece is in the chuck", "卡盘内有工件"), boolean=True),
    Fact("part_gripped", Text("The workpiece is held fast", "工件已夹牢"), boolean=True),
    Fact("loader_inside", Text("The loader is in the zone", "上料机在区域内"), boolean=True),
    _state(
        "loader_phase", "What the loader does, 0 AWAY to 10 CRASHED", "上料机步骤，0 离开至 10 碰撞"
    ),
    _count("cycles_completed", "Programs that reached M30", "执行到 M30 的程序数"),
    _count("parts_fed", "Raw workpieces that have come", "来料总数"),
    _count("parts_good", "Good workpieces taken out", "取出的合格件数"),
    _count("parts_scrap", "Workpieces spoiled and gone", "废品数"),
    _count("parts_thrown", "Workpieces thrown out of the chuck", "从卡盘飞出的工件数"),
    _count("tool_breaks", "Tools broken", "断刀次数"),
    _count("crashes", "Loader, door or changer arm hit something", "上料机、门或换刀臂碰撞次数"),
    _count("tool_exchanges", "Exchanges of tools", "换刀次数"),
    _time("danger_s", "Time of danger to a person at the door", "门口人员处于危险的时间"),
    _time("cut_s", "Time of cutting", "切削时间"),
    _time("dry_cut_s", "Time of cutting without coolant", "无冷却切削时间"),
    _time("air_cut_s", "Time of cutting without a workpiece", "无工件空切时间"),
    _time("unlubricated_s", "Time of motion without lubrication", "无润滑运动时间"),
    Fact("energy_j", Text("Energy used", "能耗"), "J", cumulative=True),
)
