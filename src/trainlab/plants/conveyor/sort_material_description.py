"""What sorting by material and colour declares of itself: facts, parameters, controls."""

from __future__ import annotations

from trainlab.core.message import Text
from trainlab.core.spec import Control, ControlKind, Parameter, PlantDescription
from trainlab.plants.conveyor.alarms import SORT_MATERIAL_ALARMS
from trainlab.plants.conveyor.parameters import converter_parameters, feed_parameters
from trainlab.plants.conveyor.sort_material_mimic import MIMIC
from trainlab.plants.conveyor.sort_material_tags import TAGS
from trainlab.plants.fact_list import amount, counted, state
from trainlab.plants.panel import PANEL_CONTROLS

FACTS = (
    counted("metal_in_1", "Metal parts in chute 1, where they belong", "滑槽 1 中的金属件（正确）"),
    counted("white_in_1", "White parts in chute 1", "滑槽 1 中的白色件"),
    counted("black_in_1", "Black parts in chute 1", "滑槽 1 中的黑色件"),
    counted("metal_in_2", "Metal parts in chute 2", "滑槽 2 中的金属件"),
    counted("white_in_2", "White parts in chute 2, where they belong", "滑槽 2 中的白色件（正确）"),
    counted("black_in_2", "Black parts in chute 2", "滑槽 2 中的黑色件"),
    counted("metal_in_3", "Metal parts in chute 3", "滑槽 3 中的金属件"),
    counted("white_in_3", "White parts in chute 3", "滑槽 3 中的白色件"),
    counted("black_in_3", "Black parts in chute 3, where they belong", "滑槽 3 中的黑色件（正确）"),
    counted("missorted", "Parts in a wrong chute", "分错的工件数"),
    counted("parts_fed", "Parts that have come", "进入的工件数"),
    counted("parts_cleared", "Parts taken off by hand", "人工取走的工件数"),
    amount("parts_on_line", "", "Parts on the belts", "输送带上的工件数"),
    amount("parts_waiting", "", "Parts that wait upstream", "上游等待的工件数"),
    counted(
        "collisions",
        "Parts that ran into an ejector or a jammed part",
        "撞上推料缸或卡住工件的次数",
    ),
    counted("crushed", "Parts crushed by an ejector", "被推料缸压坏的工件数"),
    amount("parts_jammed", "", "Parts that are jammed", "卡住的工件数"),
    amount(
        "ejector1_position", "", "True position of ejector 1, 0 to 1", "推料缸 1 实际位置，0 至 1"
    ),
    amount(
        "ejector2_position", "", "True position of ejector 2, 0 to 1", "推料缸 2 实际位置，0 至 1"
    ),
    counted("ejector1_strokes", "Strokes of ejector 1", "推料缸 1 动作次数"),
    counted("ejector2_strokes", "Strokes of ejector 2", "推料缸 2 动作次数"),
    counted(
        "both_coils_s",
        "Time with both coils of the bistable valve on",
        "双电控阀两侧线圈同时得电的时间",
        "s",
    ),
    state("infeed_on", "Infeed contactor closed", "进料接触器已吸合"),
    amount("belt_speed_m_s", "m/s", "Speed of the sorting belt", "分拣带速度"),
    amount("infeed_travel_m", "m", "Travel of the infeed belt", "进料带行程"),
    amount("belt_travel_m", "m", "Travel of the sorting belt", "分拣带行程"),
    state("power_on", "Safety circuit closed", "安全回路闭合"),
    amount("air_bar", "bar", "True air pressure at the valves, gauge", "阀岛实际气压（表压）"),
    counted("air_l", "Air used by the ejectors, normal litres", "推料缸累计耗气量（标准升）", "l"),
    counted("energy_j", "Energy used by the motors", "电机累计能耗", "J"),
)


def _faults_of(n: int) -> tuple[Parameter, ...]:
    stuck = Text(f"1: ejector {n}'s cylinder is stuck", f"1：推料缸 {n} 卡住")
    slipped = Text(
        f"Way that the front reed switch of ejector {n} has slipped back; below 0: past the end",
        f"推料缸 {n} 前端磁性开关向后移位的距离；负值：移出行程末端",
    )
    return (
        Parameter(f"ejector{n}_jam", stuck, 0.0, 0.0, 1.0, "", False, True),
        Parameter(f"reed{n}_shift", slipped, 0.0, -20.0, 90.0, "mm", False, True),
    )


PARAMETERS = (
    Parameter(
        "infeed_speed",
        Text("Speed of the infeed belt", "进料带速度"),
        0.15,
        0.05,
        0.4,
        "m/s",
        True,
        True,
    ),
    *converter_parameters(0.4, slowest_s=5.0),
    *feed_parameters(
        3.0, Text("Mean time between parts; 0: none come", "来件平均间隔；0 表示不来")
    ),
    Parameter(
        "feed_share_metal", Text("Share of metal parts", "金属件比例"), 34.0, 0.0, 100.0, "%", True
    ),
    Parameter(
        "feed_share_white",
        Text("Share of white parts; the rest is black", "白色件比例；其余为黑色"),
        33.0,
        0.0,
        100.0,
        "%",
        True,
    ),
    Parameter(
        "supply_pressure",
        Text("Pressure of the air supply, gauge", "气源压力（表压）"),
        6.0,
        0.0,
        10.0,
        "bar",
        True,
        True,
    ),
    Parameter(
        "ejector_time",
        Text("Time of a stroke of the ejectors at 6 bar", "6 bar 时推料缸单程时间"),
        0.2,
        0.05,
        3.0,
        "s",
        True,
        True,
    ),
    Parameter(
        "ejector1_begins_out",
        Text(
            "1: the bistable valve is at 'extend' when the air comes on",
            "1：通气时双电控阀处于伸出位",
        ),
        0.0,
        0.0,
        1.0,
    ),
    *_faults_of(1),
    *_faults_of(2),
    Parameter(
        "inductive_reach",
        Text(
            "Switching distance of the inductive switch; parts pass at 4 to 5 mm",
            "电感式开关的动作距离；工件在 4 至 5 mm 处通过",
        ),
        8.0,
        0.0,
        15.0,
        "mm",
        True,
        True,
    ),
    Parameter(
        "lens_dirt",
        Text("Share of light that dirt on the contrast sensor takes", "色标传感器镜头污垢挡光比例"),
        0.0,
        0.0,
        100.0,
        "%",
        False,
        True,
    ),
    Parameter(
        "pressure_noise",
        Text("Noise of the pressure signal, rms", "压力信号噪声有效值"),
        0.02,
        0.0,
        1.0,
        "bar",
        False,
        True,
    ),
)

CONTROLS = (
    *PANEL_CONTROLS,
    Control("feed_metal", ControlKind.BUTTON, Text("Send a metal part", "放一个金属件")),
    Control("feed_white", ControlKind.BUTTON, Text("Send a white part", "放一个白色件")),
    Control("feed_black", ControlKind.BUTTON, Text("Send a black part", "放一个黑色件")),
    Control(
        "clear_jam",
        ControlKind.BUTTON,
        Text("Take all parts off the sorting belt", "取走分拣带上的所有工件"),
    ),
)

SORT_MATERIAL = PlantDescription(
    "sort_material",
    Text("Sorting by material and colour", "按材质与颜色分拣"),
    Text(
        "A shift register, double-acting cylinders, mono- and bistable valves, speed",
        "移位寄存器、双作用气缸、单/双电控阀、调速",
    ),
    TAGS,
    FACTS,
    PARAMETERS,
    CONTROLS,
    SORT_MATERIAL_ALARMS,
    mimic=MIMIC,
)
