"""The drawing of the CNC cell: machine with door, chuck and slide, magazine, fluids, loader."""

from __future__ import annotations

from trainlab.core.message import Text
from trainlab.core.mimic import (
    Block,
    Carriage,
    Instrument,
    Label,
    Lamp,
    Mimic,
    Motor,
    Pipe,
    Pump,
    Reading,
    Side,
    Vessel,
)

MIMIC = Mimic(
    600,
    360,
    (
        Block(x=20, y=60, width=400, height=180, text=Text("Turning centre", "车削中心")),
        Carriage(
            x=30,
            y=100,
            width=90,
            height=110,
            travel=100,
            position="door_state",
            full=1,
            toward=Side.LEFT,
            text=Text("Door", "防护门"),
            reference="-M1",
        ),
        Motor(x=150, y=150, on="spindle_rpm", text=Text("Spindle", "主轴"), reference="-T1"),
        Block(
            x=180,
            y=120,
            width=30,
            height=60,
            text=Text("Chuck", "卡盘"),
            on="part_gripped",
            alarm="chuck_unclamp",
        ),
        Block(x=212, y=138, width=50, height=24, text=Text("Part", "工件"), on="part_in_chuck"),
        Carriage(
            x=330,
            y=180,
            width=40,
            height=30,
            travel=80,
            position="x_mm",
            full=160,
            toward=Side.DOWN,
            text=Text("Tool", "刀具"),
        ),
        Block(
            x=440, y=60, width=140, height=50, text=Text("Tool magazine", "刀库"), on="tool_change"
        ),
        Reading(x=450, y=130, signal="tool_number", digits=0, text=Text("Tool", "刀具")),
        Reading(x=450, y=150, signal="spindle_rpm", digits=0, text=Text("Spindle", "主轴")),
        Reading(x=450, y=170, signal="path_speed_mm_s", digits=1, text=Text("Path", "轨迹速度")),
        Reading(x=450, y=190, signal="block_number", digits=0, text=Text("Line", "程序行")),
        Reading(x=450, y=210, signal="parts_good", digits=0, text=Text("Good", "合格件")),
        Reading(x=450, y=230, signal="tool_wear", digits=2, text=Text("Wear", "磨损")),
        Vessel(x=30, y=280, width=70, height=60, level="coolant_l", full=100, reference="-C1"),
        Pump(x=130, y=320, on="coolant_pump", reference="-M3"),
        Pipe(x=145, y=320, points=((180, 320), (180, 250)), flow="coolant_flow"),
        Pump(x=260, y=320, on="hydraulic_pump", reference="-M2"),
        Instrument(x=310, y=300, letters="PT", signal="clamping_bar", reference="-B16"),
        Pipe(x=275, y=320, points=((310, 320), (310, 315)), flow="hydraulic_pump"),
        Block(
            x=440,
            y=270,
            width=140,
            height=60,
            text=Text("Loader", "上料机"),
            on="loader_inside",
            reference="-A1",
        ),
        Lamp(x=40, y=30, on="lamp_green", colour="green", reference="-P1"),
        Lamp(x=80, y=30, on="lamp_amber", colour="amber", reference="-P2"),
        Lamp(x=120, y=30, on="lamp_red", colour="red", reference="-P3"),
        Label(x=160, y=34, text=Text("Panel", "操作面板")),
    ),
)
