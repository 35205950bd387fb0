"""What the filling tank declares of itself: I/O list, facts, parameters, controls, drawing."""

from __future__ import annotations

from trainlab.core.alarm import AlarmKind, AlarmSpec
from trainlab.core.message import Text
from trainlab.core.mimic import (
    Instrument,
    Label,
    Mimic,
    Pipe,
    Pump,
    Reading,
    Side,
    Valve,
    ValveKind,
    Vessel,
)
from trainlab.core.spec import Control, ControlKind, Fact, Parameter, PlantDescription
from trainlab.plants.io_list import coil, contact
from trainlab.plants.panel import PANEL_CONTROLS, PANEL_INPUTS, PANEL_OUTPUTS, panel_lamps

TAGS = (
    *PANEL_INPUTS,
    contact(
        "above_low",
        "0.6",
        "-B1",
        "Low float (NO): TRUE while the level is at it or above",
        "低液位浮球（常开）：液位到达或高于开关时为 TRUE",
    ),
    contact(
        "below_high",
        "0.7",
        "-B2",
        "High float (NC): TRUE while the level is below it",
        "高液位浮球（常闭）：液位低于开关时为 TRUE",
        at_rest=True,
    ),
    contact(
        "suction_ok",
        "1.0",
        "-B3",
        "Suction float in the well (NO): TRUE while there is enough water",
        "水井吸入口浮球（常开）：水量足够时为 TRUE",
    ),
    *PANEL_OUTPUTS,
    coil("pump_command", "0.4", "-Q1", "Pump contactor coil", "泵接触器线圈"),
    coil("inlet_command", "0.5", "-Q2", "Inlet valve: TRUE opens", "进水阀：TRUE 为打开"),
    coil(
        "discharge_command",
        "0.6",
        "-Q3",
        "Discharge valve to the consumer: TRUE opens",
        "通往用户的出水阀：TRUE 为打开",
    ),
)

FACTS = (
    Fact("level_m", Text("True level of the tank", "水箱实际液位"), "m"),
    Fact("well_m", Text("True level of the well", "水井实际水位"), "m"),
    Fact("inflow_m3_s", Text("Flow into the tank", "进水流量"), "m3/s"),
    Fact("outflow_m3_s", Text("Flow to the consumer", "用户流量"), "m3/s"),
    Fact("inlet_m3", Text("Volume pumped", "累计泵送量"), "m3", cumulative=True),
    Fact("outlet_m3", Text("Volume to the consumer", "用户累计用水量"), "m3", cumulative=True),
    Fact("leak_m3", Text("Volume lost by the leak", "累计泄漏量"), "m3", cumulative=True),
    Fact("overflow_m3", Text("Volume over the rim", "累计溢流量"), "m3", cumulative=True),
    Fact("well_inflow_m3", Text("Volume into the well", "水井累计来水量"), "m3", cumulative=True),
    Fact(
        "well_spilt_m3", Text("Volume over the well's rim", "水井累计溢流量"), "m3", cumulative=True
    ),
    Fact("pump_on", Text("Pump contactor closed", "泵接触器已吸合"), boolean=True),
    Fact("inlet_open", Text("Inlet valve open", "进水阀已打开"), boolean=True),
    Fact("discharge_open", Text("Discharge valve open", "出水阀已打开"), boolean=True),
    Fact("power_on", Text("Safety circuit closed", "安全回路闭合"), boolean=True),
    Fact("dry_run_s", Text("Time the pump ran dry", "泵干运转累计时间"), "s", cumulative=True),
    Fact(
        "deadhead_s",
        Text("Time the pump ran against a shut valve", "泵闭阀憋压运行累计时间"),
        "s",
        cumulative=True,
    ),
    Fact("pump_wear", Text("Wear of the pump, 1 is broken", "泵磨损，1 为损坏")),
    Fact("pump_broken", Text("The pump is broken", "泵已损坏"), boolean=True),
    Fact("pump_starts", Text("Starts of the pump", "泵启动次数"), cumulative=True),
    Fact("pump_energy_j", Text("Energy used by the pump", "泵累计能耗"), "J", cumulative=True),
)

PARAMETERS = (
    Parameter("tank_area", Text("Cross-section of the tank", "水箱截面积"), 0.02, 1e-3, 10.0, "m2"),
    Parameter("tank_height", Text("Height of the rim", "水箱高度"), 0.7, 0.05, 5.0, "m"),
    Parameter("initial_level", Text("Level at the start", "初始液位"), 0.05, 0.0, 5.0, "m"),
    Parameter("low_level", Text("Level of the low float", "低液位浮球位置"), 0.15, 0.0, 5.0, "m"),
    Parameter("high_level", Text("Level of the high float", "高液位浮球位置"), 0.45, 0.0, 5.0, "m"),
    Parameter("well_area", Text("Cross-section of the well", "水井截面积"), 0.06, 1e-3, 10.0, "m2"),
    Parameter("well_height", Text("Height of the well's rim", "水井高度"), 0.5, 0.05, 5.0, "m"),
    Parameter(
        "initial_well_level",
        Text("Level of the well at the start", "水井初始水位"),
        0.45,
        0.0,
        5.0,
        "m",
    ),
    Parameter(
        "suction_level", Text("Level of the suction float", "吸入口浮球位置"), 0.12, 0.0, 5.0, "m"
    ),
    Parameter(
        "intake_level", Text("Level of the pump's intake", "泵吸入口位置"), 0.08, 0.0, 5.0, "m"
    ),
    Parameter(
        "well_inflow",
        Text("Flow into the well", "水井来水流量"),
        1.5e-4,
        0.0,
        0.01,
        "m3/s",
        changeable=True,
        faultable=True,
    ),
    Parameter(
        "outlet_kv",
        Text("Kv of the consumer", "用户侧流量系数 Kv"),
        1.5,
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
        "inlet_kv", Text("Kv of the inlet valve", "进水阀流量系数 Kv"), 2.0, 0.01, 100.0, "m3/h"
    ),
    Parameter(
        "valve_travel_time",
        Text("Travel time of the valves", "阀门动作时间"),
        0.5,
        0.0,
        60.0,
        "s",
        faultable=True,
    ),
    Parameter(
        "pump_shutoff_head", Text("Head of the pump at no flow", "泵关死扬程"), 9.0, 0.5, 100.0, "m"
    ),
    Parameter(
        "pump_runout_flow",
        Text("Flow of the pump at no head", "泵零扬程流量"),
        3.2e-4,
        1e-6,
        0.1,
        "m3/s",
    ),
    Parameter("pump_lift", Text("Lift from the well", "自水井的提升高度"), 1.5, 0.0, 50.0, "m"),
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
        "dry_run_life",
        Text("How long the pump stands dry running", "泵可承受的干运转时间"),
        20.0,
        1.0,
        3600.0,
        "s",
        changeable=True,
    ),
    Parameter(
        "deadhead_life",
        Text("How long the pump stands a shut valve", "泵可承受的闭阀憋压时间"),
        300.0,
        1.0,
        36000.0,
        "s",
    ),
)

ALARMS = (
    AlarmSpec(
        "suction_low",
        Text("The well has too little water", "水井水位过低"),
        "suction_ok",
        AlarmKind.OFF_NORMAL,
        600,
        on_delay_s=0.5,
    ),
    AlarmSpec(
        "level_low",
        Text("The tank is below its low float", "水箱液位低于低液位开关"),
        "above_low",
        AlarmKind.OFF_NORMAL,
        300,
        on_delay_s=30.0,
    ),
)

MIMIC = Mimic(
    600,
    360,
    (
        Vessel(x=330, y=60, width=130, height=190, level="level_m", full=0.7),
        Label(x=336, y=78, text=Text("Tank", "水箱")),
        Vessel(x=60, y=240, width=140, height=100, level="well_m", full=0.5),
        Label(x=66, y=334, text=Text("Well", "水井")),
        Pipe(x=0, y=255, points=((60, 255),), flow="well_inflow_m3"),
        Pipe(x=170, y=320, points=((170, 200),), flow="inflow_m3_s"),
        Pipe(x=170, y=180, points=((170, 40), (360, 40), (360, 60)), flow="inflow_m3_s"),
        Pipe(x=460, y=240, points=((580, 240),), flow="outflow_m3_s"),
        Pump(x=170, y=190, on="pump_on", toward=Side.UP, reference="-M1"),
        Valve(x=250, y=40, kind=ValveKind.SOLENOID, opening="inlet_open", reference="-Q2"),
        Valve(x=520, y=240, kind=ValveKind.SOLENOID, opening="discharge_open", reference="-Q3"),
        Instrument(x=490, y=195, letters="LSL", signal="above_low", reference="-B1"),
        Instrument(x=490, y=120, letters="LSH", signal="below_high", reference="-B2"),
        Instrument(x=30, y=300, letters="LSL", signal="suction_ok", reference="-B3"),
        Reading(x=340, y=270, signal="level_m", digits=3),
        Reading(x=215, y=300, signal="well_m", digits=3),
        Reading(x=216, y=194, signal="pump_wear", digits=2, text=Text("Wear", "磨损")),
        *panel_lamps(470, 325),
    ),
)

FILLING_TANK = PlantDescription(
    "filling_tank",
    Text("Filling tank", "注水箱"),
    Text(
        "Two-point control with float switches, hysteresis, dry-run protection",
        "浮球开关两位式控制、滞环、泵干运转保护",
    ),
    TAGS,
    FACTS,
    PARAMETERS,
    (
        *PANEL_CONTROLS,
        Control(
            "replace_pump",
            ControlKind.BUTTON,
            Text("Replace the pump (standing still)", "更换泵（停机时）"),
        ),
    ),
    ALARMS,
    mimic=MIMIC,
)
