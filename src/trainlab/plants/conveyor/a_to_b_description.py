"""What the conveyor from A to B declares of itself."""

from __future__ import annotations

from trainlab.core.message import Text
from trainlab.core.mimic import Belt, Block, Label, Mimic, Motor, Reading, Sensor, Side
from trainlab.core.spec import Control, ControlKind, Parameter, PlantDescription
from trainlab.plants.conveyor.alarms import EMERGENCY_STOP
from trainlab.plants.fact_list import amount, counted, state
from trainlab.plants.io_list import coil, contact
from trainlab.plants.panel import PANEL_CONTROLS, PANEL_INPUTS, PANEL_OUTPUTS, panel_lamps

LENGTH_M = 3.0
EYE_A_M = 0.3
EYE_B_M = 2.7
SCALE = 160.0
BELT_X, BELT_Y = 60.0, 200.0

TAGS = (
    *PANEL_INPUTS,
    contact(
        "eye_a",
        "1.0",
        "-B1",
        "Photo-eye at A: TRUE while a box is in the beam",
        "A 端光电开关：光束被箱子遮挡时为 TRUE",
    ),
    contact(
        "eye_b",
        "1.1",
        "-B2",
        "Photo-eye at B: TRUE while a box is in the beam",
        "B 端光电开关：光束被箱子遮挡时为 TRUE",
    ),
    *PANEL_OUTPUTS,
    coil("motor", "1.0", "-Q1", "Belt motor contactor coil", "输送带电机接触器线圈"),
)

FACTS = (
    amount("box_lead_m", "m", "Leading edge of the box furthest ahead", "最前箱子前沿的位置"),
    state("box_at_a", "A box is in the beam at A", "A 端光束处有箱子"),
    state("box_at_b", "A box is in the beam at B", "B 端光束处有箱子"),
    amount("belt_speed_m_s", "m/s", "Speed of the belt", "输送带速度"),
    amount("belt_travel_m", "m", "Travel of the belt", "输送带行程"),
    state("motor_on", "Motor contactor closed", "电机接触器已吸合"),
    state("power_on", "Safety circuit closed", "安全回路闭合"),
    state("jammed", "The belt is jammed", "输送带卡死"),
    state("overload_tripped", "The overload relay has tripped", "热过载继电器已动作"),
    counted("boxes_fed", "Boxes laid on the belt", "放上输送带的箱子数"),
    counted("boxes_taken", "Boxes taken at B", "在 B 端取走的箱子数"),
    counted("boxes_fallen", "Boxes fallen off the end", "从末端跌落的箱子数"),
    counted("collisions", "Boxes that ran into a standing one", "撞上静止箱子的次数"),
    counted("live_clearings", "Jams cleared while the motor was on", "电机通电时清除卡阻的次数"),
    counted("motor_starts", "Starts of the motor", "电机启动次数"),
    counted("stall_s", "Time the motor stood while supplied", "电机通电堵转累计时间", "s"),
    counted("energy_j", "Energy used by the motor", "电机累计能耗", "J"),
)

PARAMETERS = (
    Parameter(
        "belt_speed",
        Text("Speed of the belt", "输送带速度"),
        0.5,
        0.05,
        1.5,
        "m/s",
        changeable=True,
        faultable=True,
    ),
    Parameter("start_time", Text("Time to run up", "启动加速时间"), 0.4, 0.05, 5.0, "s"),
    Parameter("stop_time", Text("Time to coast down", "停机滑行时间"), 0.3, 0.05, 5.0, "s"),
    Parameter(
        "box_length", Text("Length of a box", "箱子长度"), 0.4, 0.1, 0.8, "m", changeable=True
    ),
    Parameter("box_mass", Text("Mass of a box", "箱子质量"), 6.0, 0.1, 50.0, "kg", changeable=True),
    Parameter(
        "belt_slip",
        Text("Share of the drum's travel that the belt slips", "输送带打滑率"),
        0.0,
        0.0,
        90.0,
        "%",
        faultable=True,
    ),
    Parameter(
        "belt_jam",
        Text(
            "1: something jams the belt; when it is gone, the operator has to clear it",
            "1：输送带被卡住；原因消除后须由操作员清除",
        ),
        0.0,
        0.0,
        1.0,
        faultable=True,
    ),
    Parameter(
        "overload_trip_time",
        Text("Time until the overload relay trips at a stall", "堵转时热继电器动作时间"),
        10.0,
        0.5,
        60.0,
        "s",
    ),
)

CONTROLS = (
    *PANEL_CONTROLS,
    Control("feed_box", ControlKind.BUTTON, Text("Lay a box at A", "在 A 端放一个箱子")),
    Control("take_box", ControlKind.BUTTON, Text("Take the box at B", "在 B 端取走箱子")),
    Control("clear_jam", ControlKind.BUTTON, Text("Clear the jam", "清除卡阻")),
)

MIMIC = Mimic(
    600.0,
    360.0,
    (
        Label(x=20.0, y=30.0, text=Text("Conveyor from A to B", "A 到 B 输送带")),
        Belt(
            x=BELT_X,
            y=BELT_Y,
            length=LENGTH_M * SCALE,
            on="motor_on",
            travel="belt_travel_m",
            scale=SCALE,
            reference="-G1",
        ),
        Sensor(
            x=BELT_X + EYE_A_M * SCALE,
            y=100.0,
            on="eye_a",
            reach=90.0,
            toward=Side.DOWN,
            reference="-B1",
        ),
        Sensor(
            x=BELT_X + EYE_B_M * SCALE,
            y=100.0,
            on="eye_b",
            reach=90.0,
            toward=Side.DOWN,
            reference="-B2",
        ),
        Motor(x=110.0, y=260.0, on="motor_on", reference="-M1"),
        Block(
            x=180.0,
            y=244.0,
            width=90.0,
            height=32.0,
            text=Text("Overload", "过载"),
            alarm="overload_tripped",
            reference="-F1",
        ),
        Reading(x=300.0, y=265.0, signal="belt_speed_m_s", text=Text("v =", "v =")),
        *panel_lamps(420.0, 320.0),
    ),
)

CONVEYOR_AB = PlantDescription(
    "conveyor_ab",
    Text("Conveyor from A to B", "A 到 B 输送带"),
    Text("Seal-in, set and reset, jogging", "自锁、置位与复位、点动"),
    TAGS,
    FACTS,
    PARAMETERS,
    CONTROLS,
    (EMERGENCY_STOP,),
    mimic=MIMIC,
)
