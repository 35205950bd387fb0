"""What the buffer with an encoder declares of itself."""

from __future__ import annotations

from trainlab.core.message import Text
from trainlab.core.mimic import (
    Belt,
    Block,
    Carriage,
    Label,
    Mimic,
    Motor,
    Reading,
    Sensor,
    Side,
)
from trainlab.core.spec import Control, ControlKind, Parameter, PlantDescription
from trainlab.core.tag import DataType, Direction, Scale, Signal, Tag
from trainlab.plants.conveyor.alarms import BUFFER_ALARMS
from trainlab.plants.conveyor.parameters import converter_parameters, feed_parameters
from trainlab.plants.fact_list import amount, counted, state
from trainlab.plants.io_list import coil, contact, counter
from trainlab.plants.panel import PANEL_CONTROLS, PANEL_INPUTS, PANEL_OUTPUTS, panel_lamps

INFEED_M = 1.0  # the infeed belt is so long, then comes the buffer belt
EYE_IN_M = 1.2
BLADE_M = 3.2
EYE_OUT_M = 3.7
END_M = 4.5
PULSES, DRUM_M = 500.0, 0.15915494309189535  # a circumference of 0.5 m: one pulse a millimetre
FULL_SPEED_M_S = 0.6
SCALE = 116.0
LEFT, BELT_Y = 36.0, 190.0
_SPEED = Scale(0.0, FULL_SPEED_M_S)

TAGS = (
    *PANEL_INPUTS,
    contact(
        "eye_in",
        "1.0",
        "-B1",
        "Photo-eye at the begin of the buffer belt, 2 m before the blade: TRUE while covered",
        "缓冲输送带入口光电开关（阻挡器前 2 m）：遮挡时为 TRUE",
    ),
    contact(
        "eye_out",
        "1.1",
        "-B2",
        "Photo-eye 0.5 m behind the blade: TRUE while covered",
        "阻挡器后 0.5 m 处的光电开关：遮挡时为 TRUE",
    ),
    contact(
        "request",
        "1.2",
        "-S7",
        "The machine downstream asks for a batch",
        "下游设备请求一批箱子",
    ),
    contact(
        "drive_ready",
        "1.3",
        "-Q2",
        "The frequency converter is ready (TRUE while it has no fault)",
        "变频器就绪（无故障时为 TRUE）",
        at_rest=True,
    ),
    Tag(
        "speed_raw",
        DataType.INT,
        Direction.INPUT,
        "%IW64",
        Text(
            "Actual speed of the buffer belt's drive, 4-20 mA, 0 to 0.6 m/s",
            "缓冲带驱动实际速度，4-20 mA，0 至 0.6 m/s",
        ),
        unit="m/s",
        high=FULL_SPEED_M_S,
        scale=_SPEED,
        signal=Signal.CURRENT_4_20_MA,
        reference="-B3",
    ),
    counter(
        "encoder_count",
        "68",
        "-B4",
        "Encoder of the buffer belt's drum on a fast counter, one pulse a millimetre",
        "缓冲带滚筒编码器（高速计数器），每毫米一个脉冲",
    ),
    counter(
        "eye_in_count",
        "72",
        "-B1",
        "Rising edges of the photo-eye at the begin, on a fast counter",
        "入口光电开关上升沿计数（高速计数器）",
    ),
    *PANEL_OUTPUTS,
    coil("infeed_belt", "1.0", "-Q1", "Infeed belt contactor coil", "进料输送带接触器线圈"),
    coil("buffer_run", "1.1", "-Q2", "Frequency converter: run", "变频器：运行"),
    coil(
        "blade_up",
        "1.2",
        "-Q3",
        "Blade stop: TRUE raises it, the spring lowers it",
        "刀片式阻挡器：TRUE 升起，弹簧落下",
    ),
    Tag(
        "speed_reference",
        DataType.INT,
        Direction.OUTPUT,
        "%QW64",
        Text(
            "Speed reference of the converter, 0-10 V, 0 to 0.6 m/s",
            "变频器速度给定，0-10 V，0 至 0.6 m/s",
        ),
        unit="m/s",
        high=FULL_SPEED_M_S,
        scale=_SPEED,
        signal=Signal.VOLTAGE_0_10_V,
        reference="-Q2",
    ),
)

FACTS = (
    counted("boxes_past", "Boxes that have passed the blade", "通过阻挡器的箱子数"),
    counted("boxes_out", "Boxes handed over at the end", "在末端交出的箱子数"),
    counted("boxes_fed", "Boxes that have come", "进入的箱子数"),
    counted("boxes_cleared", "Boxes taken off by hand", "人工取走的箱子数"),
    amount("boxes_on_line", "", "Boxes on the belts", "输送带上的箱子数"),
    amount("boxes_waiting", "", "Boxes that wait upstream", "上游等待的箱子数"),
    amount(
        "next_to_blade_m",
        "m",
        "Way of the next box to the blade; 9 if there is none",
        "下一个箱子到阻挡器的距离；没有则为 9",
    ),
    counted("pinned", "Boxes that the blade came up under", "被阻挡器顶起的箱子数"),
    counted("blade_hits", "Boxes that ran hard into the blade", "猛撞阻挡器的箱子数"),
    counted("collisions", "Boxes that ran hard into one another", "箱子间猛烈碰撞的次数"),
    state("blade_is_up", "The blade is up", "阻挡器已升起"),
    state("infeed_on", "Infeed contactor closed", "进料接触器已吸合"),
    amount("buffer_speed_m_s", "m/s", "Speed of the buffer belt", "缓冲带速度"),
    amount("infeed_travel_m", "m", "Travel of the infeed belt", "进料带行程"),
    amount("buffer_travel_m", "m", "Travel of the buffer belt", "缓冲带行程"),
    state("power_on", "Safety circuit closed", "安全回路闭合"),
    counted("blade_strokes", "Strokes of the blade", "阻挡器动作次数"),
    counted("energy_j", "Energy used by the motors", "电机累计能耗", "J"),
    amount("slip_percent", "%", "Slip of the buffer belt now", "缓冲带当前打滑率"),
)

PARAMETERS = (
    Parameter(
        "infeed_speed",
        Text("Speed of the infeed belt", "进料输送带速度"),
        0.2,
        0.05,
        0.5,
        "m/s",
        True,
        True,
    ),
    *converter_parameters(0.75, slowest_s=10.0),
    Parameter(
        "belt_slip",
        Text("Slip of the buffer belt on its drum", "缓冲带在滚筒上的打滑率"),
        0.0,
        0.0,
        50.0,
        "%",
        True,
        True,
    ),
    Parameter(
        "belt_wear",
        Text("What each metre of the drum adds to the slip", "滚筒每转过一米打滑率的增量"),
        0.0,
        0.0,
        5.0,
        "%",
        True,
        True,
    ),
    Parameter(
        "missed_pulses",
        Text("Share of the encoder's pulses that are missed", "编码器丢失脉冲比例"),
        0.0,
        0.0,
        50.0,
        "%",
        False,
        True,
    ),
    Parameter(
        "converter_fault",
        Text("1: the converter trips", "1：变频器故障跳闸"),
        0.0,
        0.0,
        1.0,
        "",
        False,
        True,
    ),
    *feed_parameters(4.0),
    Parameter("box_length", Text("Mean length of a box", "箱子平均长度"), 0.3, 0.1, 0.5, "m", True),
    Parameter(
        "speed_noise",
        Text("Noise of the speed signal, rms", "速度信号噪声有效值"),
        0.002,
        0.0,
        0.1,
        "m/s",
        False,
        True,
    ),
)

CONTROLS = (
    *PANEL_CONTROLS,
    Control(
        "ask",
        ControlKind.BUTTON,
        Text("The machine downstream asks for a batch", "下游设备请求一批"),
    ),
    Control("feed_box", ControlKind.BUTTON, Text("Send a box", "放一个箱子")),
    Control(
        "clear_jam",
        ControlKind.BUTTON,
        Text("Take all boxes off the buffer belt", "取走缓冲输送带上的所有箱子"),
    ),
)

MIMIC = Mimic(
    600.0,
    360.0,
    (
        Label(x=20.0, y=30.0, text=Text("Buffer with encoder", "带编码器的缓冲输送带")),
        Belt(
            x=LEFT,
            y=BELT_Y,
            length=INFEED_M * SCALE - 2.0,
            on="infeed_on",
            travel="infeed_travel_m",
            scale=SCALE,
            reference="-G1",
        ),
        Belt(
            x=LEFT + INFEED_M * SCALE,
            y=BELT_Y,
            length=(END_M - INFEED_M) * SCALE,
            on="buffer_speed_m_s",
            travel="buffer_travel_m",
            scale=SCALE,
            reference="-G2",
        ),
        Sensor(
            x=LEFT + EYE_IN_M * SCALE,
            y=110.0,
            on="eye_in",
            reach=70.0,
            toward=Side.DOWN,
            reference="-B1",
        ),
        Carriage(
            x=LEFT + BLADE_M * SCALE,
            y=BELT_Y + 14.0,
            width=6.0,
            height=30.0,
            travel=30.0,
            position="blade_is_up",
            toward=Side.UP,
            reference="-MM1",
        ),
        Sensor(
            x=LEFT + EYE_OUT_M * SCALE,
            y=110.0,
            on="eye_out",
            reach=70.0,
            toward=Side.DOWN,
            reference="-B2",
        ),
        Motor(x=80.0, y=255.0, on="infeed_on", reference="-M1"),
        Motor(x=220.0, y=255.0, on="buffer_speed_m_s", reference="-M2"),
        Reading(x=250.0, y=260.0, signal="buffer_speed_m_s", text=Text("v =", "v =")),
        Reading(x=250.0, y=285.0, signal="encoder_count", digits=0, text=Text("n =", "n =")),
        Block(
            x=480.0,
            y=240.0,
            width=90.0,
            height=36.0,
            text=Text("Asks", "请求"),
            on="request",
            reference="-S7",
        ),
        *panel_lamps(60.0, 330.0),
    ),
)

BUFFER = PlantDescription(
    "buffer",
    Text("Buffer with encoder", "带编码器的缓冲输送带"),
    Text("Tracking by distance, a blade stop", "按距离跟踪、刀片式阻挡器"),
    TAGS,
    FACTS,
    PARAMETERS,
    CONTROLS,
    BUFFER_ALARMS,
    mimic=MIMIC,
)
