"""What the quadruple tank declares of itself: I/O list, facts, parameters, controls, drawing."""

from __future__ import annotations

from trainlab.core.alarm import AlarmKind, AlarmSpec
from trainlab.core.message import Text
from trainlab.core.spec import Control, ControlKind, Fact, Parameter, PlantDescription
from trainlab.core.tag import Signal
from trainlab.plants.io_list import coil, commanded, contact, measured
from trainlab.plants.panel import PANEL_CONTROLS, PANEL_INPUTS, PANEL_OUTPUTS
from trainlab.plants.tanks.quadruple_mimic import MIMIC

LEVEL_RANGE_M = 0.2
_VOLTAGE = Signal.VOLTAGE_0_10_V

TAGS = (
    *PANEL_INPUTS,
    contact("pump_1_running", "0.6", "-Q1", "Pump 1 contactor closed", "1 号泵接触器已吸合"),
    contact("pump_2_running", "0.7", "-Q2", "Pump 2 contactor closed", "2 号泵接触器已吸合"),
    contact(
        "overfill_1_ok",
        "1.0",
        "-B3",
        "Overfill float of tank 1 (NC): TRUE while the level is below it",
        "1 号水箱高液位浮球（常闭）：液位低于开关时为 TRUE",
        at_rest=True,
    ),
    contact(
        "overfill_2_ok",
        "1.1",
        "-B4",
        "Overfill float of tank 2 (NC): TRUE while the level is below it",
        "2 号水箱高液位浮球（常闭）：液位低于开关时为 TRUE",
        at_rest=True,
    ),
    measured(
        "level_1_raw",
        64,
        "-B1",
        "Level of tank 1, 4-20 mA, 0 to 0.2 m",
        "1 号水箱液位，4-20 mA，0 至 0.2 m",
        unit="m",
        high=LEVEL_RANGE_M,
    ),
    measured(
        "level_2_raw",
        66,
        "-B2",
        "Level of tank 2, 4-20 mA, 0 to 0.2 m",
        "2 号水箱液位，4-20 mA，0 至 0.2 m",
        unit="m",
        high=LEVEL_RANGE_M,
    ),
    measured(
        "setpoint_1_raw",
        68,
        "-S7",
        "Setpoint of level 1, 0-10 V, 0 to 0.2 m",
        "1 号水箱液位设定，0-10 V，0 至 0.2 m",
        unit="m",
        high=LEVEL_RANGE_M,
        signal=_VOLTAGE,
    ),
    measured(
        "setpoint_2_raw",
        70,
        "-S8",
        "Setpoint of level 2, 0-10 V, 0 to 0.2 m",
        "2 号水箱液位设定，0-10 V，0 至 0.2 m",
        unit="m",
        high=LEVEL_RANGE_M,
        signal=_VOLTAGE,
    ),
    *PANEL_OUTPUTS,
    coil("pump_1_command", "0.4", "-Q1", "Pump 1 contactor coil", "1 号泵接触器线圈"),
    coil("pump_2_command", "0.5", "-Q2", "Pump 2 contactor coil", "2 号泵接触器线圈"),
    commanded(
        "pump_1_voltage",
        64,
        "-T1",
        "Voltage of pump 1, 0-10 V",
        "1 号泵电压，0-10 V",
        unit="V",
        high=10.0,
        signal=_VOLTAGE,
    ),
    commanded(
        "pump_2_voltage",
        66,
        "-T2",
        "Voltage of pump 2, 0-10 V",
        "2 号泵电压，0-10 V",
        unit="V",
        high=10.0,
        signal=_VOLTAGE,
    ),
)

FACTS = (
    Fact("level_1_m", Text("True level of tank 1", "1 号水箱实际液位"), "m"),
    Fact("level_2_m", Text("True level of tank 2", "2 号水箱实际液位"), "m"),
    Fact("level_3_m", Text("True level of tank 3", "3 号水箱实际液位"), "m"),
    Fact("level_4_m", Text("True level of tank 4", "4 号水箱实际液位"), "m"),
    Fact("setpoint_1_m", Text("Setpoint 1 on the dial", "1 号设定值"), "m"),
    Fact("setpoint_2_m", Text("Setpoint 2 on the dial", "2 号设定值"), "m"),
    Fact("flow_1_m3_s", Text("Flow of pump 1", "1 号泵流量"), "m3/s"),
    Fact("flow_2_m3_s", Text("Flow of pump 2", "2 号泵流量"), "m3/s"),
    Fact("inlet_m3", Text("Volume pumped", "累计泵送量"), "m3", cumulative=True),
    Fact(
        "outlet_m3", Text("Volume through the lower outlets", "累计流出量"), "m3", cumulative=True
    ),
    Fact("overflow_m3", Text("Volume over the lower rims", "累计溢流量"), "m3", cumulative=True),
    Fact("pump_1_on", Text("Pump 1 contactor closed", "1 号泵接触器已吸合"), boolean=True),
    Fact("pump_2_on", Text("Pump 2 contactor closed", "2 号泵接触器已吸合"), boolean=True),
    Fact("power_on", Text("Safety circuit closed", "安全回路闭合"), boolean=True),
    Fact("pump_energy_j", Text("Energy used by the pumps", "泵累计能耗"), "J", cumulative=True),
)


def _area(number: int, area_m2: float) -> Parameter:
    return Parameter(
        f"tank_{number}_area",
        Text(f"Cross-section of tank {number}", f"{number} 号水箱截面积"),
        area_m2,
        1e-4,
        1.0,
        "m2",
    )


def _outlet(number: int, area_m2: float) -> Parameter:
    return Parameter(
        f"outlet_{number}",
        Text(
            f"Area of the outlet of tank {number}; small when clogged",
            f"{number} 号水箱出口面积；堵塞时变小",
        ),
        area_m2,
        0.0,
        1e-3,
        "m2",
        changeable=True,
        faultable=True,
    )


def _initial(number: int) -> Parameter:
    text = Text(f"Level of tank {number} at the start", f"{number} 号水箱初始液位")
    return Parameter(f"initial_level_{number}", text, 0.0, 0.0, 1.0, "m")


def _gamma(number: int, value: float) -> Parameter:
    return Parameter(
        f"gamma_{number}",
        Text(
            f"Share of pump {number} that flows into lower tank {number}",
            f"{number} 号泵流入下方 {number} 号水箱的比例",
        ),
        value,
        0.0,
        1.0,
        changeable=True,
        faultable=True,
    )


def _flow(number: int, m3_s: float) -> Parameter:
    text = Text(f"Flow of pump {number} at 10 V", f"{number} 号泵 10 V 时的流量")
    return Parameter(f"pump_{number}_flow", text, m3_s, 0.0, 1e-3, "m3/s", True, True)


PARAMETERS = (
    _area(1, 28e-4),
    _area(2, 32e-4),
    _area(3, 28e-4),
    _area(4, 32e-4),
    _outlet(1, 0.071e-4),
    _outlet(2, 0.057e-4),
    _outlet(3, 0.071e-4),
    _outlet(4, 0.057e-4),
    _initial(1),
    _initial(2),
    _initial(3),
    _initial(4),
    Parameter("tank_height", Text("Height of the rims", "水箱高度"), 0.2, 0.02, 1.0, "m"),
    Parameter(
        "overfill_level",
        Text("Level of the overfill floats", "高液位浮球位置"),
        0.19,
        0.0,
        1.0,
        "m",
    ),
    _gamma(1, 0.7),
    _gamma(2, 0.6),
    _flow(1, 33.3e-6),
    _flow(2, 33.5e-6),
    Parameter(
        "pump_power", Text("Power of a pump at 10 V", "泵 10 V 时的功率"), 12.0, 0.0, 1e4, "W"
    ),
    Parameter(
        "transmitter_noise",
        Text("Noise of the level transmitters, rms", "液位变送器噪声有效值"),
        0.0002,
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


def _alarms(number: int) -> tuple[AlarmSpec, AlarmSpec, AlarmSpec]:
    level = f"level_{number}_raw"
    return (
        AlarmSpec(
            f"level_{number}_high",
            Text(f"The level of tank {number} is high", f"{number} 号水箱液位高"),
            level,
            AlarmKind.HIGH,
            500,
            limit=0.18,
            deadband=0.005,
            on_delay_s=2.0,
        ),
        AlarmSpec(
            f"overfill_{number}",
            Text(f"The overfill float of tank {number} has opened", f"{number} 号高液位浮球动作"),
            f"overfill_{number}_ok",
            AlarmKind.OFF_NORMAL,
            800,
            confirm=True,
        ),
        AlarmSpec(
            f"level_{number}_failure",
            Text(f"Level transmitter {number} has failed", f"{number} 号液位变送器故障"),
            level,
            AlarmKind.FAILURE,
            700,
        ),
    )


QUADRUPLE_TANK = PlantDescription(
    "quadruple_tank",
    Text("Quadruple tank", "四容水箱"),
    Text(
        "Two coupled loops: pairing, decoupling, non-minimum phase",
        "双变量耦合回路：变量配对、解耦、非最小相位",
    ),
    TAGS,
    FACTS,
    PARAMETERS,
    (*PANEL_CONTROLS, _setpoint(1), _setpoint(2)),
    (*_alarms(1), *_alarms(2)),
    mimic=MIMIC,
)
