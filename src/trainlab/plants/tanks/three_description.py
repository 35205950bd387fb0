"""What the three tanks declare of themselves: I/O list, facts, parameters, controls, drawing."""

from __future__ import annotations

from trainlab.core.alarm import AlarmKind, AlarmSpec
from trainlab.core.message import Text
from trainlab.core.spec import Control, ControlKind, Fact, Parameter, PlantDescription
from trainlab.core.tag import Signal, Tag
from trainlab.plants.io_list import coil, commanded, contact, measured
from trainlab.plants.panel import PANEL_CONTROLS, PANEL_INPUTS, PANEL_OUTPUTS
from trainlab.plants.tanks.three_mimic import MIMIC

LEVEL_RANGE_M = 0.6


def _level(number: int, byte: int) -> Tag:
    return measured(
        f"level_{number}_raw",
        byte,
        f"-B{number}",
        f"Level of tank {number}, 4-20 mA, 0 to 0.6 m",
        f"{number} 号水箱液位，4-20 mA，0 至 0.6 m",
        unit="m",
        high=LEVEL_RANGE_M,
    )


def _setpoint_tag(number: int, byte: int) -> Tag:
    return measured(
        f"setpoint_{number}_raw",
        byte,
        f"-S{6 + number}",
        f"Setpoint of level {number}, 0-10 V, 0 to 0.6 m",
        f"{number} 号水箱液位设定，0-10 V，0 至 0.6 m",
        unit="m",
        high=LEVEL_RANGE_M,
        signal=Signal.VOLTAGE_0_10_V,
    )


def _speed(number: int, byte: int) -> Tag:
    return commanded(
        f"pump_{number}_speed",
        byte,
        f"-T{number}",
        f"Flow of pump {number}, 4-20 mA, 0 to 100 %",
        f"{number} 号泵流量给定，4-20 mA，0 至 100 %",
    )


TAGS = (
    *PANEL_INPUTS,
    contact("pump_1_running", "0.6", "-Q1", "Pump 1 contactor closed", "1 号泵接触器已吸合"),
    contact("pump_2_running", "0.7", "-Q2", "Pump 2 contactor closed", "2 号泵接触器已吸合"),
    contact(
        "overfill_ok",
        "1.0",
        "-B4",
        "Overfill floats of all tanks in series (NC): TRUE while none has tripped",
        "各水箱高液位浮球串联（常闭）：均未动作时为 TRUE",
        at_rest=True,
    ),
    _level(1, 64),
    _level(2, 66),
    _level(3, 68),
    _setpoint_tag(1, 70),
    _setpoint_tag(2, 72),
    *PANEL_OUTPUTS,
    coil("pump_1_command", "0.4", "-Q1", "Pump 1 contactor coil", "1 号泵接触器线圈"),
    coil("pump_2_command", "0.5", "-Q2", "Pump 2 contactor coil", "2 号泵接触器线圈"),
    coil("valve_13_command", "0.6", "-Q3", "Valve between tanks 1 and 3", "1、3 号水箱间阀门"),
    coil("valve_32_command", "0.7", "-Q4", "Valve between tanks 3 and 2", "3、2 号水箱间阀门"),
    coil("valve_20_command", "1.0", "-Q5", "Outlet valve of tank 2", "2 号水箱出口阀"),
    coil("drain_command", "1.1", "-Q6", "Drain valve of tank 1", "1 号水箱排空阀"),
    _speed(1, 64),
    _speed(2, 66),
)

FACTS = (
    Fact("level_1_m", Text("True level of tank 1", "1 号水箱实际液位"), "m"),
    Fact("level_2_m", Text("True level of tank 2", "2 号水箱实际液位"), "m"),
    Fact("level_3_m", Text("True level of tank 3", "3 号水箱实际液位"), "m"),
    Fact("setpoint_1_m", Text("Setpoint 1 on the dial", "1 号设定值"), "m"),
    Fact("setpoint_2_m", Text("Setpoint 2 on the dial", "2 号设定值"), "m"),
    Fact("flow_1_m3_s", Text("Flow of pump 1", "1 号泵流量"), "m3/s"),
    Fact("flow_2_m3_s", Text("Flow of pump 2", "2 号泵流量"), "m3/s"),
    Fact("flow_13_m3_s", Text("Flow from tank 1 to 3", "1 号至 3 号水箱流量"), "m3/s"),
    Fact("flow_32_m3_s", Text("Flow from tank 3 to 2", "3 号至 2 号水箱流量"), "m3/s"),
    Fact("flow_20_m3_s", Text("Flow out of tank 2", "2 号水箱出水流量"), "m3/s"),
    Fact("leak_m3_s", Text("Flow through leaks", "泄漏流量"), "m3/s"),
    Fact("inlet_m3", Text("Volume pumped", "累计泵送量"), "m3", cumulative=True),
    Fact("outlet_m3", Text("Volume out of tank 2", "2 号水箱累计流出量"), "m3", cumulative=True),
    Fact("drained_m3", Text("Volume through the drain", "累计排空量"), "m3", cumulative=True),
    Fact("leak_m3", Text("Volume lost by leaks", "累计泄漏量"), "m3", cumulative=True),
    Fact("overflow_m3", Text("Volume over the rims", "累计溢流量"), "m3", cumulative=True),
    Fact("pump_1_on", Text("Pump 1 contactor closed", "1 号泵接触器已吸合"), boolean=True),
    Fact("pump_2_on", Text("Pump 2 contactor closed", "2 号泵接触器已吸合"), boolean=True),
    Fact("valve_13_open", Text("Valve 1-3 open", "1-3 阀已打开"), boolean=True),
    Fact("valve_32_open", Text("Valve 3-2 open", "3-2 阀已打开"), boolean=True),
    Fact("valve_20_open", Text("Outlet valve open", "出口阀已打开"), boolean=True),
    Fact("drain_open", Text("Drain valve open", "排空阀已打开"), boolean=True),
    Fact("power_on", Text("Safety circuit closed", "安全回路闭合"), boolean=True),
    Fact("pump_energy_j", Text("Energy used by the pumps", "泵累计能耗"), "J", cumulative=True),
)


def _initial(number: int, level_m: float) -> Parameter:
    text = Text(f"Level of tank {number} at the start", f"{number} 号水箱初始液位")
    return Parameter(f"initial_level_{number}", text, level_m, 0.0, 5.0, "m")


def _coefficient(name: str, value: float, en: str, zh: str) -> Parameter:
    return Parameter(name, Text(en, zh), value, 0.0, 2.0, changeable=True, faultable=True)


def _leak(number: int) -> Parameter:
    return _coefficient(
        f"leak_{number}",
        0.0,
        f"Leak of tank {number}, effective area as a share of the section",
        f"{number} 号水箱泄漏，有效面积与连接管截面积之比",
    )


def _pump(number: int) -> tuple[Parameter, Parameter]:
    return (
        Parameter(
            f"pump_{number}_flow",
            Text(f"Flow of pump {number} at 100 %", f"{number} 号泵 100 % 时的流量"),
            1e-4,
            0.0,
            1e-3,
            "m3/s",
            changeable=True,
            faultable=True,
        ),
        Parameter(
            f"breaker_{number}",
            Text(
                f"Motor breaker of pump {number}: 1 closed, 0 tripped",
                f"{number} 号泵断路器：1 合闸，0 跳闸",
            ),
            1.0,
            0.0,
            1.0,
            faultable=True,
        ),
    )


PARAMETERS = (
    Parameter("tank_area", Text("Cross-section of a tank", "水箱截面积"), 0.0154, 1e-3, 1.0, "m2"),
    Parameter("tank_height", Text("Height of the rims", "水箱高度"), 0.62, 0.05, 5.0, "m"),
    Parameter("section", Text("Section of a link", "连接管截面积"), 5e-5, 1e-6, 1e-3, "m2"),
    _initial(1, 0.1),
    _initial(2, 0.1),
    _initial(3, 0.1),
    Parameter(
        "overfill_level", Text("Level of the overfill floats", "高液位浮球位置"), 0.6, 0.0, 5.0, "m"
    ),
    _coefficient(
        "link_13",
        0.5,
        "Outflow coefficient az13 of the link 1-3; low when clogged",
        "1-3 连接管流量系数 az13；堵塞时变小",
    ),
    _coefficient(
        "link_32",
        0.5,
        "Outflow coefficient az32 of the link 3-2; low when clogged",
        "3-2 连接管流量系数 az32；堵塞时变小",
    ),
    _coefficient(
        "outlet_20",
        0.6,
        "Outflow coefficient az20 of the outlet of tank 2; low when clogged",
        "2 号水箱出口流量系数 az20；堵塞时变小",
    ),
    _coefficient("drain", 0.8, "Outflow coefficient of the drain", "排空阀流量系数"),
    _leak(1),
    _leak(2),
    _leak(3),
    *_pump(1),
    *_pump(2),
    Parameter(
        "pump_power", Text("Power of a pump at 100 %", "泵 100 % 时的功率"), 60.0, 0.0, 1e4, "W"
    ),
    Parameter(
        "transmitter_noise",
        Text("Noise of the level transmitters, rms", "液位变送器噪声有效值"),
        0.0005,
        0.0,
        0.05,
        "m",
        faultable=True,
    ),
    Parameter(
        "transmitter_lag",
        Text("Time constant of the level transmitters", "液位变送器时间常数"),
        0.5,
        0.0,
        60.0,
        "s",
    ),
)


def _setpoint(number: int) -> Control:
    text = Text(f"Setpoint of level {number}", f"{number} 号水箱液位设定值")
    return Control(f"setpoint_{number}", ControlKind.DIAL, text, high=LEVEL_RANGE_M, unit="m")


def _alarms(number: int) -> tuple[AlarmSpec, AlarmSpec]:
    level = f"level_{number}_raw"
    return (
        AlarmSpec(
            f"level_{number}_high",
            Text(f"The level of tank {number} is high", f"{number} 号水箱液位高"),
            level,
            AlarmKind.HIGH,
            500,
            limit=0.55,
            deadband=0.01,
            on_delay_s=1.0,
        ),
        AlarmSpec(
            f"level_{number}_failure",
            Text(f"Level transmitter {number} has failed", f"{number} 号液位变送器故障"),
            level,
            AlarmKind.FAILURE,
            700,
        ),
    )


THREE_TANKS = PlantDescription(
    "three_tanks",
    Text("Three coupled tanks", "三容水箱"),
    Text("Coupled levels, leak and fault detection", "耦合液位控制、泄漏与故障检测"),
    TAGS,
    FACTS,
    PARAMETERS,
    (*PANEL_CONTROLS, _setpoint(1), _setpoint(2)),
    (
        AlarmSpec(
            "overfill",
            Text("An overfill float has opened", "高液位浮球动作"),
            "overfill_ok",
            AlarmKind.OFF_NORMAL,
            800,
            confirm=True,
        ),
        *_alarms(1),
        *_alarms(2),
        *_alarms(3),
    ),
    mimic=MIMIC,
)
