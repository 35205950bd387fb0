"""What the merge of two lanes declares of itself."""

from __future__ import annotations

from trainlab.core.message import Text
from trainlab.core.mimic import Belt, Label, Mimic, Motor, Reading, Sensor, Side, Sign
from trainlab.core.spec import Control, ControlKind, Parameter, PlantDescription
from trainlab.plants.conveyor.alarms import EMERGENCY_STOP
from trainlab.plants.conveyor.merge_lane import FULL_M, LANE_END_M, METER_M, READY_M
from trainlab.plants.fact_list import amount, counted, state
from trainlab.plants.io_list import coil, contact
from trainlab.plants.panel import PANEL_CONTROLS, PANEL_INPUTS, PANEL_OUTPUTS, panel_lamps

JOIN_M = 0.5  # of the merge belt, where lanes end
ZONE_END_M = 1.0
ZONE_EYE_M = 1.1
END_EYE_M = 3.0
MERGE_END_M = 3.5
SCALE = 80.0
LANE_X = 20.0
MERGE_X = LANE_X + (LANE_END_M - JOIN_M) * SCALE
LANE_Y = (110.0, 290.0)
MERGE_Y = 200.0
_WIDTH = 26.0  # of belts, seen from above


def place_of(where: int, lead_m: float, length_m: float) -> tuple[float, float, float, float]:
    """x, y, width and height of a box on lane 0 or 1, or on the merge belt: 2."""
    x = MERGE_X if where == 2 else LANE_X
    y = MERGE_Y if where == 2 else LANE_Y[where]
    return x + (lead_m - length_m) * SCALE, y + 3.0, length_m * SCALE, _WIDTH - 6.0


TAGS = (
    *PANEL_INPUTS,
    contact(
        "a_ready",
        "1.0",
        "-B1",
        "Photo-eye at the end of metering belt A: TRUE while a box is in it",
        "计量带 A 末端光电开关：有箱子时为 TRUE",
    ),
    contact(
        "b_ready",
        "1.1",
        "-B2",
        "Photo-eye at the end of metering belt B: TRUE while a box is in it",
        "计量带 B 末端光电开关：有箱子时为 TRUE",
    ),
    contact(
        "a_full",
        "1.2",
        "-B3",
        "Photo-eye far up lane A: covered for long, the lane is full",
        "A 道上游光电开关：持续遮挡表示该道已满",
    ),
    contact(
        "b_full",
        "1.3",
        "-B4",
        "Photo-eye far up lane B: covered for long, the lane is full",
        "B 道上游光电开关：持续遮挡表示该道已满",
    ),
    contact(
        "zone_eye",
        "1.4",
        "-B5",
        "Photo-eye behind the merging zone: TRUE while a box is in it",
        "合流区后的光电开关：有箱子时为 TRUE",
    ),
    contact(
        "end_eye",
        "1.5",
        "-B6",
        "Photo-eye at the end of the merge belt: TRUE while a box is in it",
        "合流带末端光电开关：有箱子时为 TRUE",
    ),
    *PANEL_OUTPUTS,
    coil("lane_a", "1.0", "-Q1", "Lane belt A contactor coil", "A 道输送带接触器线圈"),
    coil("lane_b", "1.1", "-Q2", "Lane belt B contactor coil", "B 道输送带接触器线圈"),
    coil("meter_a", "1.2", "-Q3", "Metering belt A contactor coil", "计量带 A 接触器线圈"),
    coil("meter_b", "1.3", "-Q4", "Metering belt B contactor coil", "计量带 B 接触器线圈"),
    coil("merge_belt", "1.4", "-Q5", "Merge belt contactor coil", "合流带接触器线圈"),
    coil(
        "merge_fast", "1.5", "-Q6", "Merge belt: fast, 1.6 times the speed", "合流带：高速，1.6 倍"
    ),
)

FACTS = (
    counted("out_a", "Boxes of lane A that went downstream", "送往下游的 A 道箱子数"),
    counted("out_b", "Boxes of lane B that went downstream", "送往下游的 B 道箱子数"),
    counted("boxes_out", "Boxes that went downstream", "送往下游的箱子数"),
    amount(
        "wait_a_s", "s", "Time that the box at the end of lane A is there", "A 道末端箱子的停留时间"
    ),
    amount(
        "wait_b_s", "s", "Time that the box at the end of lane B is there", "B 道末端箱子的停留时间"
    ),
    counted("boxes_fed", "Boxes that have come", "进入的箱子数"),
    counted("boxes_cleared", "Boxes taken off by hand", "人工取走的箱子数"),
    amount("boxes_on_line", "", "Boxes on the belts", "输送带上的箱子数"),
    amount("waiting_a", "", "Boxes that wait upstream of lane A", "A 道上游等待的箱子数"),
    amount("waiting_b", "", "Boxes that wait upstream of lane B", "B 道上游等待的箱子数"),
    counted("collisions", "Collisions in the merging zone", "合流区碰撞次数"),
    state("wedged", "Boxes are wedged; the merge belt stands", "箱子卡死，合流带停转"),
    amount("zone_a", "", "Boxes of lane A in the merging zone", "合流区内的 A 道箱子数"),
    amount("zone_b", "", "Boxes of lane B in the merging zone", "合流区内的 B 道箱子数"),
    state("lane_a_on", "Lane belt A contactor closed", "A 道接触器已吸合"),
    state("lane_b_on", "Lane belt B contactor closed", "B 道接触器已吸合"),
    state("meter_a_on", "Metering belt A contactor closed", "计量带 A 接触器已吸合"),
    state("meter_b_on", "Metering belt B contactor closed", "计量带 B 接触器已吸合"),
    state("merge_on", "Merge belt contactor closed", "合流带接触器已吸合"),
    amount("lane_a_travel_m", "m", "Travel of lane belt A", "A 道输送带行程"),
    amount("lane_b_travel_m", "m", "Travel of lane belt B", "B 道输送带行程"),
    amount("merge_travel_m", "m", "Travel of the merge belt", "合流带行程"),
    amount("merge_speed_m_s", "m/s", "Speed of the merge belt", "合流带速度"),
    state("power_on", "Safety circuit closed", "安全回路闭合"),
    counted("contactor_closings", "Closings of the contactors", "接触器吸合次数"),
    counted("energy_j", "Energy used by the motors", "电机累计能耗", "J"),
)


def _interval(lane: str) -> Parameter:
    return Parameter(
        f"feed_interval_{lane}",
        Text(
            f"Mean interval of boxes on lane {lane.upper()}; 0: none come",
            f"{lane.upper()} 道平均来箱间隔；0 表示不来箱",
        ),
        7.0,
        0.0,
        120.0,
        "s",
        changeable=True,
    )


def _jam(lane: str) -> Parameter:
    return Parameter(
        f"lane_{lane}_jam",
        Text(f"1: metering belt {lane.upper()} is jammed", f"1：计量带 {lane.upper()} 卡死"),
        0.0,
        0.0,
        1.0,
        faultable=True,
    )


PARAMETERS = (
    Parameter(
        "lane_speed",
        Text(
            "Speed of lane belts; metering belts run twice as fast", "道输送带速度；计量带为其两倍"
        ),
        0.25,
        0.05,
        0.6,
        "m/s",
        changeable=True,
        faultable=True,
    ),
    Parameter(
        "merge_speed",
        Text("Slow speed of the merge belt", "合流带低速"),
        0.5,
        0.1,
        1.5,
        "m/s",
        changeable=True,
        faultable=True,
    ),
    _interval("a"),
    _interval("b"),
    Parameter(
        "feed_spread",
        Text("Spread of intervals around their mean", "来箱间隔的离散度"),
        30.0,
        0.0,
        100.0,
        "%",
        changeable=True,
    ),
    Parameter(
        "box_length",
        Text("Mean length of boxes", "箱子平均长度"),
        0.4,
        0.2,
        0.5,
        "m",
        changeable=True,
    ),
    Parameter(
        "eye_delay",
        Text("Delay of the photo-eye behind the merging zone", "合流区后光电开关的延迟"),
        0.0,
        0.0,
        2000.0,
        "ms",
        faultable=True,
    ),
    _jam("a"),
    _jam("b"),
)

CONTROLS = (
    *PANEL_CONTROLS,
    Control("feed_a", ControlKind.BUTTON, Text("Lay a box on lane A", "在 A 道放一个箱子")),
    Control("feed_b", ControlKind.BUTTON, Text("Lay a box on lane B", "在 B 道放一个箱子")),
    Control(
        "clear_jam",
        ControlKind.BUTTON,
        Text("Take the boxes off the zone and the merge belt", "取走合流区和合流带上的箱子"),
    ),
)


def _lane(number: int) -> tuple[Belt | Sensor | Motor, ...]:
    name = "ab"[number]
    y = LANE_Y[number]
    motor_y = y + 55.0 if number else y - 40.0
    return (
        Belt(
            x=LANE_X,
            y=y,
            length=METER_M * SCALE - 2.0,
            on=f"lane_{name}_on",
            travel=f"lane_{name}_travel_m",
            scale=SCALE,
            from_above=True,
            width=_WIDTH,
            reference=f"-G{number + 1}",
        ),
        Belt(
            x=LANE_X + METER_M * SCALE,
            y=y,
            length=(LANE_END_M - METER_M) * SCALE,
            on=f"meter_{name}_on",
            scale=SCALE,
            from_above=True,
            width=_WIDTH,
            reference=f"-G{number + 3}",
        ),
        Sensor(
            x=LANE_X + FULL_M * SCALE,
            y=y - 22.0,
            on=f"{name}_full",
            reach=44.0,
            toward=Side.DOWN,
            reference=f"-B{number + 3}",
        ),
        Sensor(
            x=LANE_X + READY_M * SCALE,
            y=y - 22.0,
            on=f"{name}_ready",
            reach=44.0,
            toward=Side.DOWN,
            reference=f"-B{number + 1}",
        ),
        Motor(
            x=LANE_X + 1.5 * SCALE,
            y=motor_y,
            on=f"lane_{name}_on",
            reference=f"-M{number + 1}",
        ),
        Motor(
            x=LANE_X + (METER_M + 0.1) * SCALE,
            y=motor_y,
            on=f"meter_{name}_on",
            reference=f"-M{number + 3}",
        ),
    )


MIMIC = Mimic(
    600.0,
    390.0,
    (
        Label(x=20.0, y=26.0, text=Text("Merge of two lanes", "两道合流")),
        *_lane(0),
        *_lane(1),
        Belt(
            x=MERGE_X,
            y=MERGE_Y,
            length=MERGE_END_M * SCALE,
            on="merge_on",
            travel="merge_travel_m",
            scale=SCALE,
            from_above=True,
            width=_WIDTH,
            reference="-G5",
        ),
        Sensor(
            x=MERGE_X + ZONE_EYE_M * SCALE,
            y=MERGE_Y - 22.0,
            on="zone_eye",
            reach=44.0,
            toward=Side.DOWN,
            reference="-B5",
        ),
        Sensor(
            x=MERGE_X + END_EYE_M * SCALE,
            y=MERGE_Y - 22.0,
            on="end_eye",
            reach=44.0,
            toward=Side.DOWN,
            reference="-B6",
        ),
        Motor(x=MERGE_X + 2.0 * SCALE, y=MERGE_Y + 55.0, on="merge_on", reference="-M5"),
        Sign(
            x=60.0,
            y=196.0,
            width=90.0,
            height=32.0,
            text=Text("Boxes wedged", "箱子卡死"),
            alarm="wedged",
        ),
        Reading(x=460.0, y=110.0, signal="merge_speed_m_s", text=Text("v =", "v =")),
        Reading(x=460.0, y=140.0, signal="boxes_out", digits=0, text=Text("out", "送出")),
        *panel_lamps(450.0, 350.0),
    ),
)

MERGE = PlantDescription(
    "merge",
    Text("Merge of two lanes", "两道合流"),
    Text("Arbitration, no collision, no starvation", "仲裁、零碰撞、避免饿死"),
    TAGS,
    FACTS,
    PARAMETERS,
    CONTROLS,
    (EMERGENCY_STOP,),
    mimic=MIMIC,
)
