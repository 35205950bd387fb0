"""What the batch vessel declares of itself: I/O list, facts, parameters, controls, drawing."""

from __future__ import annotations

from trainlab.core.alarm import AlarmKind, AlarmSpec
from trainlab.core.message import Text
from trainlab.core.spec import Control, ControlKind, Fact, Parameter, PlantDescription
from trainlab.core.tag import DataType, Direction, Tag
from trainlab.plants.batch.dosing_mimic import MIMIC
from trainlab.plants.io_list import coil, commanded, contact, measured
from trainlab.plants.panel import PANEL_CONTROLS, PANEL_INPUTS, PANEL_OUTPUTS

LEVEL_RANGE_M = 0.4
RANGE_DEGC = 100.0
PULSE_M3 = 1e-5
_IN, _OUT = Direction.INPUT, Direction.OUTPUT


def _pulses(name: str, byte: int, letter: str, reference: str) -> Tag:
    text = Text(
        f"Flow meter {letter}, fast counter: 10 ml a pulse, never reset",
        f"{letter} 流量计高速计数器：每脉冲 10 ml，不清零",
    )
    return Tag(name, DataType.DINT, _IN, f"%ID{byte}", text, high=1e6, reference=reference)


def _recipe(name: str, byte: int, unit: str, high: float, en: str, zh: str) -> Tag:
    return Tag(
        name, DataType.REAL, _IN, f"%ID{byte}", Text(en, zh), unit=unit, high=high, reference="-A1"
    )


TAGS = (
    *PANEL_INPUTS,
    contact("pump_a_running", "0.6", "-Q1", "Pump A contactor closed", "A 泵接触器已吸合"),
    contact("pump_b_running", "0.7", "-Q2", "Pump B contactor closed", "B 泵接触器已吸合"),
    contact("mixer_running", "1.0", "-Q3", "Mixer contactor closed", "搅拌接触器已吸合"),
    contact(
        "not_empty",
        "1.1",
        "-B3",
        "TRUE while there is liquid in the vessel",
        "容器内有液体时为 TRUE",
    ),
    contact("hold_button", "1.2", "-S7", "Hold button (NO)", "保持按钮（常开）"),
    contact("restart_button", "1.3", "-S8", "Restart button (NO)", "继续按钮（常开）"),
    measured(
        "temperature_raw",
        64,
        "-B1",
        "Temperature, 4-20 mA, 0 to 100 °C",
        "温度，4-20 mA，0 至 100 °C",
        unit="degC",
        high=RANGE_DEGC,
    ),
    measured(
        "level_raw",
        66,
        "-B2",
        "Level, 4-20 mA, 0 to 0.4 m",
        "液位，4-20 mA，0 至 0.4 m",
        unit="m",
        high=LEVEL_RANGE_M,
    ),
    _pulses("flow_a_pulses", 68, "A", "-B4"),
    _pulses("flow_b_pulses", 72, "B", "-B5"),
    _recipe("recipe_a_l", 76, "l", 10.0, "Recipe: litres of A", "配方：A 料（升）"),
    _recipe("recipe_b_l", 80, "l", 10.0, "Recipe: litres of B", "配方：B 料（升）"),
    _recipe("recipe_degc", 84, "degC", 100.0, "Recipe: temperature", "配方：温度"),
    *PANEL_OUTPUTS,
    coil("pump_a_command", "0.4", "-Q1", "Pump A contactor coil", "A 泵接触器线圈"),
    coil("pump_b_command", "0.5", "-Q2", "Pump B contactor coil", "B 泵接触器线圈"),
    coil("mixer_command", "0.6", "-Q3", "Mixer contactor coil", "搅拌接触器线圈"),
    coil("drain_command", "0.7", "-Q4", "Drain valve: TRUE opens", "排料阀：TRUE 为打开"),
    commanded(
        "heater_power",
        64,
        "-T1",
        "Heater power, 4-20 mA, 0 to 100 %",
        "加热功率，4-20 mA，0 至 100 %",
    ),
    Tag(
        "phase_state",
        DataType.INT,
        _OUT,
        "%QW66",
        Text("State of the phase, for the HMI", "阶段状态编号，供人机界面使用"),
        high=100.0,
        reference="-A1",
    ),
)

FACTS = (
    Fact("a_m3", Text("A in the vessel", "容器内 A 料"), "m3"),
    Fact("b_m3", Text("B in the vessel", "容器内 B 料"), "m3"),
    Fact("temperature_degc", Text("True temperature", "实际温度"), "degC"),
    Fact("recipe_a_m3", Text("Recipe: A", "配方：A 料"), "m3"),
    Fact("recipe_b_m3", Text("Recipe: B", "配方：B 料"), "m3"),
    Fact("recipe_temperature_degc", Text("Recipe: temperature", "配方：温度"), "degC"),
    Fact("batch_recipe_a_m3", Text("Recipe of the batch: A", "本批配方：A 料"), "m3"),
    Fact("batch_recipe_b_m3", Text("Recipe of the batch: B", "本批配方：B 料"), "m3"),
    Fact(
        "batch_recipe_temperature_degc",
        Text("Recipe of the batch: temperature", "本批配方：温度"),
        "degC",
    ),
    Fact("flow_a_m3_s", Text("Flow of A", "A 料流量"), "m3/s"),
    Fact("flow_b_m3_s", Text("Flow of B", "B 料流量"), "m3/s"),
    Fact("dosed_a_m3", Text("A dosed", "A 料累计加料量"), "m3", cumulative=True),
    Fact("dosed_b_m3", Text("B dosed", "B 料累计加料量"), "m3", cumulative=True),
    Fact("drained_m3", Text("Volume drained", "累计排料量"), "m3", cumulative=True),
    Fact("overflow_m3", Text("Volume over the rim", "累计溢流量"), "m3", cumulative=True),
    Fact("evaporated_m3", Text("Volume boiled off", "累计蒸发量"), "m3", cumulative=True),
    Fact("pump_a_on", Text("Pump A contactor closed", "A 泵接触器已吸合"), boolean=True),
    Fact("pump_b_on", Text("Pump B contactor closed", "B 泵接触器已吸合"), boolean=True),
    Fact("mixer_on", Text("Mixer contactor closed", "搅拌接触器已吸合"), boolean=True),
    Fact("drain_open", Text("Drain open", "排料阀已打开"), boolean=True),
    Fact("power_on", Text("Safety circuit closed", "安全回路闭合"), boolean=True),
    Fact("mains_on", Text("Mains there", "电源正常"), boolean=True),
    Fact("mixed_s", Text("Time mixed since the last dosing", "上次加料后的搅拌时间"), "s"),
    Fact(
        "scorch_s",
        Text("Time heated unmixed or dry", "未搅拌或干烧的加热累计时间"),
        "s",
        cumulative=True,
    ),
    Fact("heater_wear", Text("Wear of the heater; 1 is burnt out", "加热器损耗；1 为烧毁")),
    Fact("heater_broken", Text("The heater is burnt out", "加热器已烧毁"), boolean=True),
    Fact("batches", Text("Vessels made and emptied", "完成并排空的批次"), cumulative=True),
    Fact("energy_j", Text("Energy used", "累计能耗"), "J", cumulative=True),
)


def _pump(letter: str, flow: float) -> tuple[Parameter, Parameter]:
    low = letter.lower()
    return (
        Parameter(
            f"pump_{low}_flow",
            Text(f"Flow of pump {letter}", f"{letter} 泵流量"),
            flow,
            0.0,
            2e-3,
            "m3/s",
            changeable=True,
            faultable=True,
        ),
        Parameter(
            f"supply_{low}",
            Text(
                f"Share of its flow that pump {letter} gets; 0 when its tank is empty",
                f"{letter} 料供料比例；料罐空时为 0",
            ),
            1.0,
            0.0,
            1.0,
            faultable=True,
        ),
    )


PARAMETERS = (
    Parameter(
        "vessel_area", Text("Cross-section of the vessel", "容器截面积"), 0.05, 1e-3, 5.0, "m2"
    ),
    Parameter("capacity", Text("Volume of the vessel", "容器容积"), 0.016, 1e-3, 5.0, "m3"),
    *_pump("A", 2e-4),
    *_pump("B", 1.5e-4),
    Parameter(
        "drain_kv",
        Text("Kv of the drain", "排料阀流量系数 Kv"),
        10.0,
        0.1,
        100.0,
        "m3/h",
        True,
        True,
    ),
    Parameter(
        "heater_power", Text("Rated power of the heater", "加热器额定功率"), 12000.0, 0.0, 1e5, "W"
    ),
    Parameter(
        "heater_dry_life",
        Text(
            "How long the heater stands full power without liquid",
            "加热器无液体全功率干烧可承受的时间",
        ),
        40.0,
        1.0,
        3600.0,
        "s",
    ),
    Parameter("motor_power", Text("Power of each motor", "每台电机功率"), 200.0, 0.0, 1e5, "W"),
    Parameter(
        "loss", Text("Heat that the vessel loses, W/K", "容器散热系数，W/K"), 5.0, 0.0, 100.0
    ),
    Parameter(
        "ambient",
        Text("Temperature of the air and of what is dosed", "环境和物料温度"),
        20.0,
        0.0,
        60.0,
        "degC",
    ),
    Parameter(
        "mains",
        Text("Mains: 1 there, 0 gone", "电源：1 正常，0 失电"),
        1.0,
        0.0,
        1.0,
        faultable=True,
    ),
    Parameter(
        "transmitter_noise",
        Text("Noise of the thermometer, rms", "温度变送器噪声有效值"),
        0.05,
        0.0,
        5.0,
        "K",
        faultable=True,
    ),
)

CONTROLS = (
    *PANEL_CONTROLS,
    Control("hold", ControlKind.BUTTON, Text("Hold", "保持")),
    Control("restart", ControlKind.BUTTON, Text("Restart", "继续")),
    Control("recipe_a", ControlKind.DIAL, Text("Recipe: A", "配方：A 料"), high=0.01, unit="m3"),
    Control("recipe_b", ControlKind.DIAL, Text("Recipe: B", "配方：B 料"), high=0.01, unit="m3"),
    Control(
        "recipe_temperature",
        ControlKind.DIAL,
        Text("Recipe: temperature", "配方：温度"),
        high=100.0,
        unit="degC",
    ),
    Control(
        "replace_heater",
        ControlKind.BUTTON,
        Text("Replace the heater (switched off)", "更换加热器（断电时）"),
    ),
)

ALARMS = (
    AlarmSpec(
        "temperature_high",
        Text("The temperature is high", "温度高"),
        "temperature_raw",
        AlarmKind.HIGH,
        600,
        limit=80.0,
        deadband=2.0,
        on_delay_s=1.0,
    ),
    AlarmSpec(
        "level_high",
        Text("The level is high", "液位高"),
        "level_raw",
        AlarmKind.HIGH,
        600,
        limit=0.28,
        deadband=0.01,
        on_delay_s=0.5,
    ),
)

BATCH_DOSING = PlantDescription(
    "batch_dosing",
    Text("Batch dosing", "批次配料"),
    Text(
        "Dosing by totaliser, recipe, ISA-88 phases, hold and restart",
        "累计量配料、配方、ISA-88 阶段、保持与继续",
    ),
    TAGS,
    FACTS,
    PARAMETERS,
    CONTROLS,
    ALARMS,
    mimic=MIMIC,
)
