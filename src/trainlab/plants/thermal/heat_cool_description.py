"""What the heat/cool block declares of itself: I/O list, facts, parameters, controls, drawing."""

from __future__ import annotations

from trainlab.core.alarm import AlarmKind, AlarmSpec
from trainlab.core.message import Text
from trainlab.core.mimic import (
    Block,
    Instrument,
    Label,
    Mimic,
    Pipe,
    Pump,
    Reading,
    Side,
    Switch,
    Vessel,
)
from trainlab.core.spec import Control, ControlKind, Fact, Parameter, PlantDescription
from trainlab.core.tag import Signal
from trainlab.plants.io_list import coil, commanded, contact, measured
from trainlab.plants.panel import PANEL_CONTROLS, PANEL_INPUTS, PANEL_OUTPUTS, panel_lamps

RANGE_DEGC = 100.0

TAGS = (
    *PANEL_INPUTS,
    contact("heater_on", "0.6", "-Q1", "Heater contactor closed", "加热接触器已吸合"),
    contact("fan_running", "0.7", "-B3", "Fan turns (tachometer)", "风扇转动（测速信号）"),
    contact(
        "cutout_ok",
        "1.0",
        "-F1",
        "Thermal cut-out (NC): TRUE while it has not tripped",
        "超温断路器（常闭）：未动作时为 TRUE",
        at_rest=True,
    ),
    measured(
        "temperature_raw",
        64,
        "-B1",
        "Temperature of block 1, 4-20 mA, 0 to 100 °C",
        "1 号加热块温度，4-20 mA，0 至 100 °C",
        unit="degC",
        high=RANGE_DEGC,
    ),
    measured(
        "setpoint_raw",
        66,
        "-S7",
        "Temperature setpoint, 0-10 V, 0 to 100 °C",
        "温度设定，0-10 V，0 至 100 °C",
        unit="degC",
        high=RANGE_DEGC,
        signal=Signal.VOLTAGE_0_10_V,
    ),
    *PANEL_OUTPUTS,
    coil("heater_command", "0.4", "-Q1", "Heater contactor coil", "加热接触器线圈"),
    coil("fan_command", "0.5", "-Q2", "Fan contactor coil", "风扇接触器线圈"),
    commanded(
        "heater_power",
        64,
        "-T1",
        "Heater power through the solid-state relay, 4-20 mA, 0 to 100 %",
        "固态继电器加热功率，4-20 mA，0 至 100 %",
    ),
    commanded(
        "fan_speed", 66, "-T2", "Fan speed, 4-20 mA, 0 to 100 %", "风扇转速，4-20 mA，0 至 100 %"
    ),
)

FACTS = (
    Fact("temperature_degc", Text("True temperature at sensor 1", "1 号测点实际温度"), "degC"),
    Fact("neighbour_degc", Text("True temperature at sensor 2", "2 号测点实际温度"), "degC"),
    Fact("block_1_degc", Text("Temperature of heater block 1", "1 号加热块温度"), "degC"),
    Fact("block_2_degc", Text("Temperature of heater block 2", "2 号加热块温度"), "degC"),
    Fact("setpoint_degc", Text("Setpoint on the dial", "旋钮设定值"), "degC"),
    Fact("power_share", Text("Heat that the element gives", "实际加热功率比例")),
    Fact("fan_share", Text("True speed of the fan", "风扇实际转速比例")),
    Fact("heater_closed", Text("Heater contactor closed", "加热接触器已吸合"), boolean=True),
    Fact("fan_closed", Text("Fan contactor closed", "风扇接触器已吸合"), boolean=True),
    Fact("cutout_open", Text("Thermal cut-out open", "超温断路器已断开"), boolean=True),
    Fact("power_on", Text("Safety circuit closed", "安全回路闭合"), boolean=True),
    Fact(
        "heater_energy_j", Text("Energy used by the heater", "加热累计能耗"), "J", cumulative=True
    ),
    Fact("fan_energy_j", Text("Energy used by the fan", "风扇累计能耗"), "J", cumulative=True),
)

PARAMETERS = (
    Parameter(
        "initial_temperature", Text("Temperature at the start", "初始温度"), 21.0, 0.0, 90.0, "degC"
    ),
    Parameter(
        "ambient",
        Text("Temperature of the air", "环境温度"),
        21.0,
        -20.0,
        60.0,
        "degC",
        changeable=True,
        faultable=True,
    ),
    Parameter(
        "element",
        Text(
            "Share of its heat that the element gives; 0 is burnt out", "加热元件完好程度；0 为烧断"
        ),
        1.0,
        0.0,
        1.0,
        changeable=True,
        faultable=True,
    ),
    Parameter(
        "fan_drive",
        Text("Share of its speed that the fan reaches; 0 is dead", "风扇完好程度；0 为失效"),
        1.0,
        0.0,
        1.0,
        changeable=True,
        faultable=True,
    ),
    Parameter(
        "neighbour_power",
        Text("Heat of the neighbouring block, of full power", "相邻加热块功率比例"),
        0.0,
        0.0,
        1.0,
        changeable=True,
        faultable=True,
    ),
    Parameter(
        "air_time_constant",
        Text("Time constant of a block to the air", "加热块对空气的时间常数"),
        140.0,
        1.0,
        3600.0,
        "s",
    ),
    Parameter(
        "coupling_time_constant",
        Text("Time constant between the blocks", "两加热块之间的时间常数"),
        700.0,
        1.0,
        36000.0,
        "s",
    ),
    Parameter(
        "fan_gain",
        Text("What the fan at full speed adds to the cooling", "风扇全速时增加的散热倍数"),
        4.0,
        0.0,
        20.0,
    ),
    Parameter(
        "cutout_temperature",
        Text(
            "Block 1 at which the thermal cut-out opens; it can be pushed in 25 K below",
            "超温断路器动作时的 1 号加热块温度；低 25 K 后可复位",
        ),
        95.0,
        25.0,
        200.0,
        "degC",
        changeable=True,
        faultable=True,
    ),
    Parameter(
        "heater_power", Text("Rated power of the heater", "加热器额定功率"), 10.0, 0.0, 1e4, "W"
    ),
    Parameter("fan_power", Text("Rated power of the fan", "风扇额定功率"), 2.0, 0.0, 1e3, "W"),
    Parameter(
        "transmitter_noise",
        Text("Noise of the transmitter, rms", "变送器噪声有效值"),
        0.05,
        0.0,
        5.0,
        "K",
        faultable=True,
    ),
)

MIMIC = Mimic(
    600,
    360,
    (
        Pipe(x=56, y=185, points=((76, 185),), flow="fan_share"),
        Pipe(x=104, y=185, points=((180, 185),), flow="fan_share"),
        Pipe(x=205, y=140, points=((205, 66),), flow="fan_share"),
        Pipe(x=240, y=318, points=((240, 344),), flow="power_share"),
        Block(
            x=180,
            y=140,
            width=120,
            height=90,
            text=Text("Block 1", "加热块 1"),
            on="heater_closed",
            alarm="cutout_open",
        ),
        Vessel(
            x=200, y=204, width=80, height=26, closed=True, heater="power_share", reference="-E1"
        ),
        Block(x=340, y=140, width=120, height=90, text=Text("Block 2", "加热块 2")),
        Pump(x=90, y=185, on="fan_command", toward=Side.RIGHT, reference="-M1"),
        Switch(x=240, y=230, on="cutout_ok", reference="-F1"),
        Switch(x=240, y=262, on="heater_closed", reference="-Q1"),
        Block(x=222, y=294, width=36, height=24, text=Text("-T1", "-T1"), on="power_share"),
        Instrument(x=270, y=90, letters="TT", signal="temperature_raw", reference="-B1"),
        Instrument(x=90, y=130, letters="SS", signal="fan_running", reference="-B3"),
        Reading(x=290, y=95, signal="temperature_degc", digits=1),
        Reading(x=213, y=164, signal="block_1_degc", digits=1),
        Reading(x=373, y=164, signal="block_2_degc", digits=1),
        Reading(x=30, y=30, signal="setpoint_degc", digits=1, text=Text("Setpoint", "设定值")),
        Label(x=26, y=189, text=Text("Air", "空气")),
        Label(x=150, y=62, text=Text("Warm air", "热风")),
        *panel_lamps(460, 330),
    ),
)

HEAT_COOL = PlantDescription(
    "heat_cool",
    Text("Heat/cool block", "加热冷却装置"),
    Text(
        "Split-range temperature control, failure of heater and fan", "分程温度控制、加热与风扇故障"
    ),
    TAGS,
    FACTS,
    PARAMETERS,
    (
        *PANEL_CONTROLS,
        Control(
            "setpoint",
            ControlKind.DIAL,
            Text("Temperature setpoint", "温度设定值"),
            high=RANGE_DEGC,
            unit="degC",
        ),
        Control(
            "cutout_reset",
            ControlKind.BUTTON,
            Text("Push in the thermal cut-out", "复位超温断路器"),
        ),
    ),
    (
        AlarmSpec(
            "temperature_high",
            Text("The temperature is high", "温度高"),
            "temperature_raw",
            AlarmKind.HIGH,
            500,
            limit=80.0,
            deadband=2.0,
            on_delay_s=1.0,
        ),
        AlarmSpec(
            "cutout",
            Text("The thermal cut-out has opened", "超温断路器动作"),
            "cutout_ok",
            AlarmKind.OFF_NORMAL,
            900,
            confirm=True,
        ),
        AlarmSpec(
            "temperature_failure",
            Text("The temperature transmitter has failed", "温度变送器故障"),
            "temperature_raw",
            AlarmKind.FAILURE,
            700,
        ),
    ),
    mimic=MIMIC,
)
