"""What the star-delta starter declares of itself."""

from __future__ import annotations

from trainlab.core.alarm import AlarmKind, AlarmSpec
from trainlab.core.message import Text
from trainlab.core.mimic import Block, Instrument, Label, Mimic, Motor, Pipe, Reading, Switch
from trainlab.core.spec import Control, ControlKind, Parameter, PlantDescription
from trainlab.core.tag import DataType, Direction, Scale, Signal, Tag
from trainlab.plants.conveyor.alarms import EMERGENCY_STOP
from trainlab.plants.fact_list import amount, counted, state
from trainlab.plants.io_list import coil, contact
from trainlab.plants.panel import PANEL_CONTROLS, PANEL_INPUTS, PANEL_OUTPUTS, panel_lamps

CURRENT_RANGE_A = 100.0
SPEED_RANGE_RPM = 1800.0


def _signal(
    address: str, name: str, reference: str, unit: str, high: float, en: str, zh: str
) -> Tag:
    return Tag(
        name,
        DataType.INT,
        Direction.INPUT,
        address,
        Text(en, zh),
        unit=unit,
        high=high,
        scale=Scale(0.0, high),
        signal=Signal.CURRENT_4_20_MA,
        reference=reference,
    )


TAGS = (
    *PANEL_INPUTS,
    contact(
        "line_open",
        "1.0",
        "-Q1",
        "Mirror contact of the line contactor: TRUE while all its main contacts are open",
        "主接触器镜像触点：主触点全部断开时为 TRUE",
        at_rest=True,
    ),
    contact(
        "star_open",
        "1.1",
        "-Q2",
        "Mirror contact of the star contactor: TRUE while all its main contacts are open",
        "星形接触器镜像触点：主触点全部断开时为 TRUE",
        at_rest=True,
    ),
    contact(
        "delta_open",
        "1.2",
        "-Q3",
        "Mirror contact of the delta contactor: TRUE while all its main contacts are open",
        "三角形接触器镜像触点：主触点全部断开时为 TRUE",
        at_rest=True,
    ),
    contact(
        "overload_ok",
        "1.3",
        "-F2",
        "Thermal overload relay (NC): TRUE while not tripped",
        "热过载继电器（常闭）：未动作时为 TRUE",
        at_rest=True,
    ),
    contact(
        "fuses_ok",
        "1.4",
        "-F1",
        "Fuse monitor: TRUE while all fuses are whole",
        "熔断器监视：全部完好时为 TRUE",
        at_rest=True,
    ),
    _signal(
        "%IW64",
        "current_raw",
        "-B1",
        "A",
        CURRENT_RANGE_A,
        "Line current, 4-20 mA, 0 to 100 A",
        "线电流，4-20 mA，0 至 100 A",
    ),
    _signal(
        "%IW66",
        "speed_raw",
        "-B2",
        "rpm",
        SPEED_RANGE_RPM,
        "Speed of the motor, 4-20 mA, 0 to 1800 rpm",
        "电机转速，4-20 mA，0 至 1800 rpm",
    ),
    *PANEL_OUTPUTS,
    coil("line", "1.0", "-Q1", "Line contactor coil", "主接触器线圈"),
    coil("star", "1.1", "-Q2", "Star contactor coil", "星形接触器线圈"),
    coil("delta", "1.2", "-Q3", "Delta contactor coil", "三角形接触器线圈"),
)

FACTS = (
    amount("speed_rpm", "rpm", "Speed of the motor", "电机转速"),
    amount("torque_nm", "", "Torque of the motor, in N m", "电机转矩（N·m）"),
    amount("current_a", "A", "Line current", "线电流"),
    amount(
        "winding_current_a",
        "A",
        "Current of a winding, through the overload relay: the line's in star, 0.58 of it in delta",
        "绕组电流（流过热过载继电器）：星形时等于线电流，三角形时为线电流的 0.58",
    ),
    state("in_star", "The motor is supplied in star", "电机星形通电"),
    state("in_delta", "The motor is supplied in delta", "电机三角形通电"),
    state("line_closed", "Main contacts of the line contactor closed", "主接触器主触点闭合"),
    state("star_closed", "Main contacts of the star contactor closed", "星形接触器主触点闭合"),
    state("delta_closed", "Main contacts of the delta contactor closed", "三角形接触器主触点闭合"),
    counted("peak_current_a", "Greatest line current so far", "线电流最大值", "A"),
    amount(
        "changeover_current_a",
        "A",
        "Line current as the delta contactor closed last",
        "最近一次三角形接触器闭合时的线电流",
    ),
    amount(
        "changeover_gap_s",
        "s",
        "Time between star contacts open and delta contacts closed at the last change-over, 10 s at most",
        "最近一次切换时星形触点断开到三角形触点闭合的时间（最大 10 s）",
    ),
    counted("short_circuits", "Short circuits", "短路次数"),
    counted("fuses_blown", "Fuses blown", "熔断的熔断器数"),
    state("fuses_open", "The fuses are blown", "熔断器处于熔断状态"),
    state("overload_tripped", "The overload relay has tripped", "热过载继电器已动作"),
    amount(
        "overload_heat",
        "",
        "Heat of the overload relay: 1 at its set current for long, trips at 1.3225",
        "热过载继电器热量：长期整定电流时为 1，1.3225 时动作",
    ),
    amount("winding_temp", "degC", "Temperature of the winding", "绕组温度"),
    counted("contactor_wear", "Electrical life of contacts used", "触点电寿命消耗", "%"),
    counted("contactor_operations", "Closings of the contactors", "接触器闭合次数"),
    counted("motor_starts", "Closings of the line contactor", "主接触器闭合次数"),
    state("power_on", "Safety circuit closed", "安全回路闭合"),
    counted("energy_j", "Energy drawn from the line", "电网输入能量", "J"),
)

PARAMETERS = (
    Parameter(
        "load_torque",
        Text("Torque of the fan at rated speed", "额定转速下风机转矩"),
        50.0,
        0.0,
        400.0,
        "%",
        changeable=True,
        faultable=True,
    ),
    Parameter(
        "supply_voltage",
        Text("Supply voltage", "电源电压"),
        100.0,
        60.0,
        110.0,
        "%",
        changeable=True,
        faultable=True,
    ),
    Parameter("inertia", Text("Moment of inertia, kg m2", "转动惯量，kg·m²"), 0.6, 0.2, 5.0),
    Parameter(
        "overload_setting",
        Text(
            "Setting of the overload relay, 0.58 of the rated 15 A: it carries the winding's current",
            "热过载继电器整定电流：流过绕组电流，取额定 15 A 的 0.58",
        ),
        8.7,
        4.5,
        15.0,
        "A",
    ),
    Parameter(
        "short_circuit_current",
        Text("Prospective short-circuit current", "预期短路电流"),
        3000.0,
        1000.0,
        20000.0,
        "A",
    ),
    Parameter(
        "star_weld",
        Text(
            "1: the contacts of the star contactor weld when closed",
            "1：星形接触器触点闭合后熔焊",
        ),
        0.0,
        0.0,
        1.0,
        faultable=True,
    ),
    Parameter(
        "line_weld",
        Text("1: the contacts of the line contactor weld when closed", "1：主接触器触点闭合后熔焊"),
        0.0,
        0.0,
        1.0,
        faultable=True,
    ),
    Parameter(
        "current_noise",
        Text("Noise of the current signal, RMS", "电流信号噪声有效值"),
        0.2,
        0.0,
        10.0,
        "A",
        faultable=True,
    ),
    Parameter(
        "speed_noise",
        Text("Noise of the speed signal, RMS", "转速信号噪声有效值"),
        2.0,
        0.0,
        100.0,
        "rpm",
        faultable=True,
    ),
)

CONTROLS = (
    *PANEL_CONTROLS,
    Control(
        "reset_overload",
        ControlKind.BUTTON,
        Text("Reset button on the overload relay", "热过载继电器上的复位按钮"),
    ),
    Control("replace_fuses", ControlKind.BUTTON, Text("Replace the fuses", "更换熔断器")),
)

ALARMS = (
    EMERGENCY_STOP,
    AlarmSpec(
        "overload",
        Text("The thermal overload relay has tripped", "热过载继电器动作"),
        "overload_ok",
        AlarmKind.OFF_NORMAL,
        700,
        confirm=True,
    ),
    AlarmSpec(
        "fuse",
        Text("A fuse has blown", "熔断器熔断"),
        "fuses_ok",
        AlarmKind.OFF_NORMAL,
        800,
        confirm=True,
    ),
    AlarmSpec(
        "speed_failure",
        Text("The speed signal has failed", "转速信号故障"),
        "speed_raw",
        AlarmKind.FAILURE,
        600,
    ),
)

MIMIC = Mimic(
    600.0,
    360.0,
    (
        Label(x=20.0, y=26.0, text=Text("Star-delta starter", "星三角启动器")),
        Block(
            x=220.0,
            y=44.0,
            width=60.0,
            height=26.0,
            text=Text("Fuses", "熔断器"),
            alarm="fuses_open",
            reference="-F1",
        ),
        Pipe(x=250.0, y=70.0, points=((250.0, 100.0),), flow="current_a"),
        Pipe(x=250.0, y=85.0, points=((420.0, 85.0), (420.0, 130.0)), flow="in_delta"),
        Switch(x=250.0, y=100.0, on="line_closed", reference="-Q1"),
        Pipe(x=250.0, y=132.0, points=((250.0, 150.0),), flow="winding_current_a"),
        Block(
            x=215.0,
            y=150.0,
            width=70.0,
            height=26.0,
            text=Text("Overload", "热继电器"),
            alarm="overload_tripped",
            reference="-F2",
        ),
        Reading(x=292.0, y=168.0, signal="winding_current_a", digits=1, text=Text("I =", "I =")),
        Pipe(x=250.0, y=176.0, points=((250.0, 222.0),), flow="winding_current_a"),
        Motor(x=250.0, y=236.0, on="winding_current_a", reference="-M1"),
        Switch(x=340.0, y=236.0, on="star_closed", reference="-Q2"),
        Switch(x=420.0, y=130.0, on="delta_closed", reference="-Q3"),
        Pipe(x=264.0, y=236.0, points=((420.0, 236.0), (420.0, 162.0)), flow="winding_current_a"),
        Pipe(x=326.0, y=268.0, points=((354.0, 268.0),), flow="in_star"),
        Label(x=322.0, y=296.0, text=Text("star", "星形")),
        Label(x=440.0, y=120.0, text=Text("delta", "三角形")),
        Instrument(x=180.0, y=78.0, letters="IT", signal="current_raw", reference="-B1"),
        Pipe(x=194.0, y=78.0, points=((250.0, 78.0),)),
        Reading(x=100.0, y=82.0, signal="current_a", digits=1, text=Text("I =", "I =")),
        Instrument(x=90.0, y=220.0, letters="ST", signal="speed_raw", reference="-B2"),
        Reading(x=40.0, y=265.0, signal="speed_rpm", digits=0, text=Text("n =", "n =")),
        Reading(x=460.0, y=265.0, signal="winding_temp", digits=0, text=Text("winding", "绕组")),
        *panel_lamps(450.0, 330.0),
    ),
)

STAR_DELTA = PlantDescription(
    "star_delta",
    Text("Star-delta starter", "星三角启动器"),
    Text("Interlock, feedback, timing", "联锁、反馈、时序"),
    TAGS,
    FACTS,
    PARAMETERS,
    CONTROLS,
    ALARMS,
    mimic=MIMIC,
)
