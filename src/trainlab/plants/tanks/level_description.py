"""What the level rig declares of itself: its I/O list, facts, parameters and operator's devices."""

from __future__ import annotations

from trainlab.core.message import Text
from trainlab.core.spec import Control, ControlKind, Fact, Parameter, PlantDescription
from trainlab.core.tag import DataType, Direction, Scale, Signal, Tag
from trainlab.plants.panel import PANEL_CONTROLS, PANEL_INPUTS, PANEL_OUTPUTS
from trainlab.plants.tanks.level_alarms import ALARMS
from trainlab.plants.tanks.level_mimic import MIMIC

LEVEL_RANGE_M = 0.5
_LEVEL = Scale(0.0, LEVEL_RANGE_M)
_PERCENT = Scale(0.0, 100.0)
_BOOL, _INT = DataType.BOOL, DataType.INT
_IN, _OUT = Direction.INPUT, Direction.OUTPUT

TAGS = (
    *PANEL_INPUTS,
    Tag(
        "pump_running",
        _BOOL,
        _IN,
        "%IX1.0",
        Text("Pump contactor closed (feedback)", "泵接触器已吸合（反馈）"),
        reference="-Q1",
    ),
    Tag(
        "overfill_ok",
        _BOOL,
        _IN,
        "%IX1.1",
        Text(
            "Overfill float switch (NC): TRUE while the level is below it",
            "高液位浮球开关（常闭）：液位低于开关时为 TRUE",
        ),
        fail_safe=True,
        reference="-B2",
    ),
    Tag(
        "level_raw",
        _INT,
        _IN,
        "%IW64",
        Text("Level transmitter, 4-20 mA, 0 to 0.5 m", "液位变送器，4-20 mA，0 至 0.5 m"),
        unit="m",
        high=LEVEL_RANGE_M,
        scale=_LEVEL,
        signal=Signal.CURRENT_4_20_MA,
        reference="-B1",
    ),
    Tag(
        "setpoint_raw",
        _INT,
        _IN,
        "%IW66",
        Text(
            "Level setpoint potentiometer, 0-10 V, 0 to 0.5 m",
            "液位设定电位器，0-10 V，0 至 0.5 m",
        ),
        unit="m",
        high=LEVEL_RANGE_M,
        scale=_LEVEL,
        signal=Signal.VOLTAGE_0_10_V,
        reference="-S7",
    ),
    *PANEL_OUTPUTS,
    Tag(
        "pump_command",
        _BOOL,
        _OUT,
        "%QX1.0",
        Text("Pump contactor coil", "泵接触器线圈"),
        reference="-Q1",
    ),
    Tag(
        "shutoff_command",
        _BOOL,
        _OUT,
        "%QX1.1",
        Text("Shut-off solenoid valve: TRUE opens", "关断电磁阀：TRUE 为打开"),
        reference="-Q2",
    ),
    Tag(
        "valve_command",
        _INT,
        _OUT,
        "%QW64",
        Text(
            "Control valve, 4-20 mA, 0 to 100 % open; the spring closes it",
            "调节阀，4-20 mA，开度 0 至 100 %；弹簧复位关闭",
        ),
        unit="%",
        high=100.0,
        scale=_PERCENT,
        signal=Signal.CURRENT_4_20_MA,
        reference="-Q3",
    ),
)

FACTS = (
    Fact("level_m", Text("True level", "实际液位"), "m"),
    Fact("setpoint_m", Text("Setpoint on the dial", "旋钮设定值"), "m"),
    Fact("inflow_m3_s", Text("Flow into the tank", "进水流量"), "m3/s"),
    Fact("outflow_m3_s", Text("Flow through the hand valve", "手阀出水流量"), "m3/s"),
    Fact("inlet_m3", Text("Volume pumped in", "累计进水量"), "m3", cumulative=True),
    Fact("outlet_m3", Text("Volume through the hand valve", "累计出水量"), "m3", cumulative=True),
    Fact("overflow_m3", Text("Volume over the rim", "累计溢流量"), "m3", cumulative=True),
    Fact("valve_position", Text("True valve position", "调节阀实际开度")),
    Fact("pump_on", Text("Pump contactor closed", "泵接触器已吸合"), boolean=True),
    Fact("shutoff_open", Text("Shut-off valve open", "关断阀已打开"), boolean=True),
    Fact("power_on", Text("Safety circuit closed", "安全回路闭合"), boolean=True),
    Fact(
        "deadhead_s",
        Text("Time the pump ran against closed valves", "泵闭阀憋压运行累计时间"),
        "s",
        cumulative=True,
    ),
    Fact("pump_energy_j", Text("Energy used by the pump", "泵累计能耗"), "J", cumulative=True),
    Fact("leak_m3", Text("Volume lost by the leak", "累计泄漏量"), "m3", cumulative=True),
)

PARAMETERS = (
    Parameter("tank_area", Text("Cross-section of the tank", "水箱截面积"), 0.02, 1e-4, 10.0, "m2"),
    Parameter("tank_height", Text("Height of the rim", "水箱高度"), 0.6, 0.05, 5.0, "m"),
    Parameter("initial_level", Text("Level at the start", "初始液位"), 0.05, 0.0, 5.0, "m"),
    Parameter(
        "outlet_kv",
        Text("Kv of the hand valve at the outlet", "出水手阀的流量系数 Kv"),
        3.0,
        0.0,
        50.0,
        "m3/h",
        changeable=True,
        faultable=True,
    ),
    Parameter(
        "leak_kv",
        Text("Kv of a leak at the bottom", "底部泄漏的流量系数 Kv"),
        0.0,
        0.0,
        50.0,
        "m3/h",
        changeable=True,
        faultable=True,
    ),
    Parameter(
        "overfill_level", Text("Level of the overfill float", "高液位开关位置"), 0.55, 0.0, 5.0, "m"
    ),
    Parameter(
        "valve_kv",
        Text("Kvs of the control valve", "调节阀额定流量系数 Kvs"),
        3.0,
        0.01,
        100.0,
        "m3/h",
    ),
    Parameter(
        "valve_rangeability",
        Text(
            "Rangeability R of the equal-percentage trim; 1 makes it linear",
            "等百分比阀芯的可调比 R；1 为线性",
        ),
        50.0,
        1.0,
        100.0,
    ),
    Parameter(
        "valve_stroke_time",
        Text("Full stroke of the control valve", "调节阀全行程时间"),
        3.0,
        0.05,
        600.0,
        "s",
        changeable=True,
        faultable=True,
    ),
    Parameter(
        "valve_stiction",
        Text(
            "Stickband S of the valve's stem, of the span (Choudhury)",
            "阀杆粘滞带 S，占量程百分比（Choudhury 模型）",
        ),
        0.0,
        0.0,
        50.0,
        "%",
        faultable=True,
    ),
    Parameter(
        "valve_slip_jump",
        Text("Slip jump J as a share of the stickband", "滑跳量 J 与粘滞带之比"),
        0.5,
        0.0,
        1.0,
        faultable=True,
    ),
    Parameter(
        "pump_shutoff_head", Text("Head of the pump at no flow", "泵关死扬程"), 9.0, 0.5, 100.0, "m"
    ),
    Parameter(
        "pump_runout_flow",
        Text("Flow of the pump at no head", "泵零扬程流量"),
        4.0e-4,
        1e-6,
        0.1,
        "m3/s",
    ),
    Parameter(
        "pump_lift",
        Text("Lift from the sump to the tank's inlet", "水池至进水口的提升高度"),
        1.0,
        0.0,
        50.0,
        "m",
    ),
    Parameter(
        "pump_speed",
        Text("Speed of the pump, of the rated one", "泵转速与额定转速之比"),
        1.0,
        0.0,
        1.5,
        changeable=True,
        faultable=True,
    ),
    Parameter(
        "pump_run_up",
        Text("Time constant of the pump's speed", "泵转速时间常数"),
        0.3,
        0.0,
        60.0,
        "s",
    ),
    Parameter(
        "pump_idle_power", Text("Power of the pump at no flow", "泵零流量功率"), 15.0, 0.0, 1e5, "W"
    ),
    Parameter("pump_efficiency", Text("Hydraulic efficiency", "水力效率"), 0.45, 0.05, 1.0),
    Parameter(
        "strainer_kv",
        Text("Kv of the suction strainer; low when clogged", "吸入口滤网的流量系数 Kv；堵塞时变小"),
        20.0,
        0.05,
        1000.0,
        "m3/h",
        changeable=True,
        faultable=True,
    ),
    Parameter(
        "transmitter_noise",
        Text("Noise of the level transmitter, rms", "液位变送器噪声有效值"),
        0.0005,
        0.0,
        0.1,
        "m",
        faultable=True,
    ),
    Parameter(
        "transmitter_lag",
        Text("Time constant of the level transmitter", "液位变送器时间常数"),
        0.1,
        0.0,
        60.0,
        "s",
        faultable=True,
    ),
)

CONTROLS = (
    *PANEL_CONTROLS,
    Control(
        "setpoint",
        ControlKind.DIAL,
        Text("Level setpoint", "液位设定值"),
        high=LEVEL_RANGE_M,
        unit="m",
    ),
)

TANK_LEVEL = PlantDescription(
    "tank_level",
    Text("Level loop", "液位控制回路"),
    Text(
        "Scaling of 4-20 mA, PID control, bumpless transfer",
        "4-20 mA 量程转换、PID 控制、无扰切换",
    ),
    TAGS,
    FACTS,
    PARAMETERS,
    CONTROLS,
    ALARMS,
    mimic=MIMIC,
)
