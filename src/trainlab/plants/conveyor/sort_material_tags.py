"""The I/O list of sorting by material and colour: 9 DI, 5 DO, 1 AI and 1 AO beside the panel."""

from __future__ import annotations

from trainlab.core.tag import Signal
from trainlab.plants.io_list import coil, commanded, contact, measured
from trainlab.plants.panel import PANEL_INPUTS, PANEL_OUTPUTS

FULL_SPEED_M_S = 0.4
FULL_PRESSURE_BAR = 10.0

TAGS = (
    *PANEL_INPUTS,
    contact(
        "entry_eye",
        "1.0",
        "-B1",
        "Photo-eye at the end of the infeed belt: TRUE while a part is in the beam",
        "进料带末端光电开关：有工件遮挡时为 TRUE",
    ),
    contact(
        "inductive",
        "1.1",
        "-B2",
        "Inductive switch at the inspection: TRUE at metal",
        "检测位电感式接近开关：遇金属时为 TRUE",
    ),
    contact(
        "capacitive",
        "1.2",
        "-B3",
        "Capacitive switch at the inspection: TRUE at any part",
        "检测位电容式接近开关：遇任何工件时为 TRUE",
    ),
    contact(
        "colour",
        "1.3",
        "-B4",
        "Contrast sensor at the inspection: TRUE at a bright part (white, metal), FALSE at a black one",
        "检测位色标传感器：遇浅色工件（白色、金属）时为 TRUE，黑色为 FALSE",
    ),
    contact(
        "belt_pulse",
        "1.4",
        "-B5",
        "Pulses of the sorting belt's drum, one every 20 mm of travel, TRUE for half of it",
        "分拣带滚筒脉冲：每行进 20 mm 一个，占空比 50 %",
    ),
    contact(
        "ejector1_back",
        "1.5",
        "-B6",
        "Reed switch: ejector 1 is retracted",
        "磁性开关：推料缸 1 已缩回",
        at_rest=True,
    ),
    contact(
        "ejector1_out",
        "1.6",
        "-B7",
        "Reed switch: ejector 1 is extended",
        "磁性开关：推料缸 1 已伸出",
    ),
    contact(
        "ejector2_back",
        "1.7",
        "-B8",
        "Reed switch: ejector 2 is retracted",
        "磁性开关：推料缸 2 已缩回",
        at_rest=True,
    ),
    contact(
        "ejector2_out",
        "2.0",
        "-B9",
        "Reed switch: ejector 2 is extended",
        "磁性开关：推料缸 2 已伸出",
    ),
    measured(
        "air_pressure",
        64,
        "-B10",
        "Air pressure at the valves, 4-20 mA, 0 to 10 bar gauge",
        "阀岛气压，4-20 mA，0 至 10 bar（表压）",
        unit="bar",
        high=FULL_PRESSURE_BAR,
    ),
    *PANEL_OUTPUTS,
    coil("infeed_belt", "1.0", "-Q1", "Infeed belt contactor coil", "进料带接触器线圈"),
    coil("belt_run", "1.1", "-Q2", "Frequency converter: run", "变频器：运行"),
    coil(
        "ejector1_extend",
        "1.2",
        "-Q3",
        "Ejector 1, bistable valve, coil 14: extend; the valve stays where it was put",
        "推料缸 1 双电控阀 14 侧线圈：伸出；断电后阀保持原位",
    ),
    coil(
        "ejector1_retract",
        "1.3",
        "-Q4",
        "Ejector 1, bistable valve, coil 12: retract",
        "推料缸 1 双电控阀 12 侧线圈：缩回",
    ),
    coil(
        "ejector2_extend",
        "1.4",
        "-Q5",
        "Ejector 2, monostable valve: TRUE extends, without it the valve's spring lets it retract",
        "推料缸 2 单电控阀：TRUE 伸出，断电后阀弹簧复位、推料缸缩回",
    ),
    commanded(
        "speed_reference",
        64,
        "-Q2",
        "Speed reference of the converter, 0-10 V, 0 to 0.4 m/s",
        "变频器速度给定，0-10 V，0 至 0.4 m/s",
        unit="m/s",
        high=FULL_SPEED_M_S,
        signal=Signal.VOLTAGE_0_10_V,
    ),
)
