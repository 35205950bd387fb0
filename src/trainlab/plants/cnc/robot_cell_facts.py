"""What really happens in the robot cell; what the CNC cell has as well has its words and codes."""

from __future__ import annotations

from trainlab.plants.cnc.cell_facts import FACTS as CELL_FACTS
from trainlab.plants.fact_list import amount, counted, state

_CELL = {fact.name: fact for fact in CELL_FACTS}

FACTS = (
    *(
        _CELL[name]
        for name in (
            "execution",
            "controller_mode",
            "door_state",
            "door_position",
            "chuck_state",
            "emergency_stop",
            "power_on",
            "x_mm",
            "z_mm",
            "path_speed_mm_s",
            "block_number",
            "program_number",
            "spindle_rpm",
            "tool_number",
            "tool_wear",
            "tool_broken",
            "cutting_power_w",
            "clamping_bar",
            "part_in_chuck",
            "part_gripped",
        )
    ),
    amount(
        "robot_phase",
        "",
        "What the robot does, 0 HOME to 18 CLEARING",
        "机器人步骤，0 原位至 18 清退",
    ),
    amount(
        "robot_travel",
        "",
        "Where the robot is: 0 bar, 0.3 home, 0.5 outfeed, 0.7 door, 1 chuck",
        "机器人位置：0 棒料，0.3 原位，0.5 出料，0.7 门前，1 卡盘",
    ),
    state("robot_moving", "The robot moves", "机器人在运动"),
    state("robot_holds", "The robot holds a part", "机器人持有工件"),
    state("robot_crashed", "The robot has hit something", "机器人已碰撞"),
    amount("bar_left_m", "m", "Bar behind the saw", "锯后剩余棒料"),
    amount("bar_front_m", "m", "Bar beyond the saw", "锯前伸出长度"),
    state("bar_moving", "The bar is pushed", "棒料在推送"),
    amount("saw_position", "", "How far the saw is down, 0 to 1", "锯片下行位置，0 至 1"),
    state("saw_jammed", "The saw is jammed", "锯片卡住"),
    state("blank_waiting", "A blank lies at the stop", "挡块处有毛坯"),
    _CELL["cycles_completed"],
    counted("blanks_cut", "Blanks that were cut off", "切下的毛坯数"),
    counted("bars_loaded", "Bars that were laid in", "装入的棒料数"),
    counted("bar_remnants_m", "Rests of bars taken away", "取出的余料长度", "m"),
    _CELL["parts_good"],
    _CELL["parts_scrap"],
    _CELL["parts_thrown"],
    counted("parts_dropped", "Parts that nobody held, fallen into the machine", "掉入机床的工件数"),
    counted("blanks_lost", "Blanks that the next bar shoved off", "被下一根料推落的毛坯数"),
    _CELL["tool_breaks"],
    counted("crashes", "Robot or changer arm hit something", "机器人或换刀臂碰撞次数"),
    counted("saw_jams", "The saw jammed in a loose bar", "锯片卡料次数"),
    _CELL["tool_exchanges"],
    counted("danger_s", "Time of danger to a person", "人员处于危险的时间", "s"),
    _CELL["cut_s"],
    _CELL["air_cut_s"],
    _CELL["energy_j"],
)
