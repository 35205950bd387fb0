"""What sorting by height declares of itself."""

from __future__ import annotations

from trainlab.core.message import Text
from trainlab.core.spec import Control, ControlKind, Parameter, PlantDescription
from trainlab.plants.conveyor.alarms import EMERGENCY_STOP
from trainlab.plants.conveyor.parameters import feed_parameters
from trainlab.plants.conveyor.sort_height_mimic import MIMIC
from trainlab.plants.fact_list import amount, counted, state
from trainlab.plants.io_list import coil, contact
from trainlab.plants.panel import PANEL_CONTROLS, PANEL_INPUTS, PANEL_OUTPUTS

TAGS = (
    *PANEL_INPUTS,
    contact(
        "low_beam",
        "1.0",
        "-B1",
        "Low beam: TRUE while any box is in it",
        "低位光束：有箱子遮挡时为 TRUE",
    ),
    contact(
        "high_beam",
        "1.1",
        "-B2",
        "High beam, above the low one: TRUE while a tall box is in it",
        "高位光束（在低位光束正上方）：有高箱遮挡时为 TRUE",
    ),
    contact(
        "pusher_eye",
        "1.2",
        "-B3",
        "Photo-eye at the pusher: TRUE while a box is in the beam",
        "推杆处光电开关：光束被箱子遮挡时为 TRUE",
    ),
    contact(
        "pusher_back",
        "1.3",
        "-B4",
        "Reed switch: the pusher is retracted",
        "磁性开关：推杆已缩回",
        at_rest=True,
    ),
    contact(
        "pusher_out", "1.4", "-B5", "Reed switch: the pusher is extended", "磁性开关：推杆已伸出"
    ),
    *PANEL_OUTPUTS,
    coil("infeed_belt", "1.0", "-Q1", "Infeed belt contactor coil", "进料输送带接触器线圈"),
    coil("sort_belt", "1.1", "-Q2", "Sorting belt contactor coil", "分拣输送带接触器线圈"),
    coil(
        "stopper",
        "1.2",
        "-Q3",
        "Stopper in front of the pusher: TRUE raises it, and it holds boxes",
        "推杆前的挡块：TRUE 时升起，挡住箱子",
    ),
    coil(
        "pusher",
        "1.3",
        "-Q4",
        "Pusher valve: TRUE extends, the spring retracts",
        "推杆电磁阀：TRUE 伸出，弹簧缩回",
    ),
)

FACTS = (
    counted(
        "tall_in_side", "Tall boxes in the side lane, where they belong", "侧道中的高箱（正确）"
    ),
    counted(
        "short_in_side", "Short boxes in the side lane, where they do not", "侧道中的矮箱（错误）"
    ),
    counted("short_in_end", "Short boxes at the end, where they belong", "末端的矮箱（正确）"),
    counted("tall_in_end", "Tall boxes at the end, where they do not", "末端的高箱（错误）"),
    counted("missorted", "Boxes in the wrong lane", "分错的箱子数"),
    counted("boxes_fed", "Boxes that have come", "进入的箱子数"),
    counted("boxes_cleared", "Boxes taken off by hand", "人工取走的箱子数"),
    amount("boxes_on_line", "", "Boxes on the belts", "输送带上的箱子数"),
    amount("boxes_waiting", "", "Boxes that wait upstream", "上游等待的箱子数"),
    counted(
        "collisions", "Boxes that ran into the pusher or a jammed box", "撞上推杆或卡住箱子的次数"
    ),
    counted("crushed", "Boxes crushed by the pusher", "被推杆压坏的箱子数"),
    counted("pinned", "Boxes lifted by the stopper", "被挡块顶起的箱子数"),
    amount("boxes_jammed", "", "Boxes that are jammed", "卡住的箱子数"),
    amount("pusher_position", "", "True position of the pusher, 0 to 1", "推杆实际位置，0 至 1"),
    counted("pusher_strokes", "Strokes of the pusher", "推杆动作次数"),
    state("infeed_on", "Infeed contactor closed", "进料接触器已吸合"),
    state("sort_on", "Sorting contactor closed", "分拣接触器已吸合"),
    amount("infeed_travel_m", "m", "Travel of the infeed belt", "进料输送带行程"),
    amount("sort_travel_m", "m", "Travel of the sorting belt", "分拣输送带行程"),
    amount("sort_speed_m_s", "m/s", "Speed of the sorting belt", "分拣输送带速度"),
    state("power_on", "Safety circuit closed", "安全回路闭合"),
    counted("motor_starts", "Starts of both motors", "两台电机启动次数"),
    counted("energy_j", "Energy used by the motors", "电机累计能耗", "J"),
)

PARAMETERS = (
    Parameter(
        "infeed_speed",
        Text("Speed of the infeed belt", "进料输送带速度"),
        0.2,
        0.05,
        1.0,
        "m/s",
        True,
        True,
    ),
    Parameter(
        "sort_speed",
        Text("Speed of the sorting belt", "分拣输送带速度"),
        0.4,
        0.05,
        1.0,
        "m/s",
        True,
        True,
    ),
    Parameter("ramp_time", Text("Time to run up and down", "加减速时间"), 0.2, 0.05, 5.0, "s"),
    *feed_parameters(4.0),
    Parameter(
        "feed_share_tall", Text("Share of tall boxes", "高箱比例"), 50.0, 0.0, 100.0, "%", True
    ),
    Parameter("box_length", Text("Mean length of a box", "箱子平均长度"), 0.3, 0.1, 0.5, "m", True),
    Parameter("short_height", Text("Height of a short box", "矮箱高度"), 0.15, 0.1, 0.2, "m"),
    Parameter("tall_height", Text("Height of a tall box", "高箱高度"), 0.3, 0.24, 0.5, "m"),
    Parameter(
        "pusher_time",
        Text("Time of a stroke of the pusher", "推杆单程时间"),
        0.4,
        0.1,
        5.0,
        "s",
        True,
        True,
    ),
    Parameter(
        "pusher_jam",
        Text("1: the pusher's cylinder is stuck", "1：推杆气缸卡住"),
        0.0,
        0.0,
        1.0,
        "",
        False,
        True,
    ),
    Parameter(
        "low_beam_bounce",
        Text(
            "Double pulse: the low beam pulses again after each box, so long a pause, so long a pulse",
            "双脉冲：每个箱子离开后低位光束再发一个脉冲，间歇和脉冲各为此时长",
        ),
        0.0,
        0.0,
        200.0,
        "ms",
        faultable=True,
    ),
)

CONTROLS = (
    *PANEL_CONTROLS,
    Control("feed_short", ControlKind.BUTTON, Text("Send a short box", "放一个矮箱")),
    Control("feed_tall", ControlKind.BUTTON, Text("Send a tall box", "放一个高箱")),
    Control(
        "clear_jam",
        ControlKind.BUTTON,
        Text("Take all boxes off the sorting belt", "取走分拣输送带上的所有箱子"),
    ),
)

SORT_HEIGHT = PlantDescription(
    "sort_height",
    Text("Sorting by height", "按高度分拣"),
    Text("Edges, a queue, a pusher", "边沿检测、队列、推杆"),
    TAGS,
    FACTS,
    PARAMETERS,
    CONTROLS,
    (EMERGENCY_STOP,),
    mimic=MIMIC,
)
