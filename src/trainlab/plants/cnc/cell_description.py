"""What the CNC cell declares of itself."""

from __future__ import annotations

from trainlab.core.message import Text
from trainlab.core.spec import PlantDescription
from trainlab.plants.cnc.cell_alarms import ALARMS
from trainlab.plants.cnc.cell_facts import FACTS
from trainlab.plants.cnc.cell_mimic import MIMIC
from trainlab.plants.cnc.cell_parameters import CONTROLS, PARAMETERS
from trainlab.plants.cnc.cell_tags import TAGS

CNC_CELL = PlantDescription(
    "cnc_cell",
    Text("CNC cell", "数控加工单元"),
    Text(
        "Door and chuck interlocks, M/S/T functions, loader handshake, part count, tool life",
        "门与卡盘联锁、M/S/T 功能、上料握手、计件、刀具寿命",
    ),
    TAGS,
    FACTS,
    PARAMETERS,
    CONTROLS,
    ALARMS,
    opcua_models=("machine_tool",),
    mimic=MIMIC,
)
