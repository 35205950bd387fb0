"""What the robot cell declares of itself."""

from __future__ import annotations

from trainlab.core.message import Text
from trainlab.core.spec import PlantDescription
from trainlab.plants.cnc.robot_cell_alarms import ALARMS
from trainlab.plants.cnc.robot_cell_facts import FACTS
from trainlab.plants.cnc.robot_cell_mimic import MIMIC
from trainlab.plants.cnc.robot_cell_parameters import CONTROLS, PARAMETERS
from trainlab.plants.cnc.robot_cell_tags import TAGS

ROBOT_CELL = PlantDescription(
    "robot_cell",
    Text("Robot-tended machine with bar feeder", "机器人上下料与棒料送料单元"),
    Text(
        "Handshakes with time-outs, zones, spare tool by spindle load, bar end",
        "带超时的握手、区域互锁、按主轴负载换备用刀、料尾处理",
    ),
    TAGS,
    FACTS,
    PARAMETERS,
    CONTROLS,
    ALARMS,
    opcua_models=("machine_tool",),
    mimic=MIMIC,
)
