"""The drawing of the robot cell: bar and saw on the left, the robot's way, the machine on the right."""

from __future__ import annotations

from trainlab.core.message import Text
from trainlab.core.mimic import (
    Block,
    Carriage,
    Housing,
    Item,
    Label,
    Mimic,
    Motor,
    Pipe,
    Reading,
    Sensor,
    Side,
    Tool,
)
from trainlab.plants.cnc.cell_mimic import shown_part
from trainlab.plants.cnc.tended_machine import TendedMachine
from trainlab.plants.panel import panel_lamps

_MM = 0.32  # drawing units of a millimetre in the machine, whose axis is at X 0 and the chuck's face at Z 60
_PART = (26.0, 60.0 * _MM)
_CHUCK_X, _AXIS_Y, _CHUCK_MM = 524.0, 142.0, 60.0
_AT_BAR, _IN_CHUCK = (166.0, 119.0), (_CHUCK_X - 60.0 * _MM, _AXIS_Y - 30.0 * _MM)
_WAY_X, _WAY_Y, _WAY_LENGTH = 160.0, 176.0, 290.0

MIMIC = Mimic(
    600,
    360,
    (
        Label(x=20, y=78, text=Text("Bar feeder", "棒料送料机")),
        Carriage(
            x=20,
            y=124,
            width=116,
            height=14,
            travel=26,
            position="bar_front_m",
            full=0.1,
            text=Text("Bar", "棒料"),
        ),
        Motor(x=34, y=168, on="bar_moving", reference="-M6"),
        Block(x=84, y=146, width=46, height=22, text=Text("Clamp", "夹钳"), on="bar_clamped"),
        Carriage(
            x=138,
            y=84,
            width=8,
            height=34,
            travel=30,
            position="saw_position",
            toward=Side.DOWN,
            reference="-M7",
        ),
        Sensor(x=196, y=112, on="blank_present", toward=Side.DOWN, reference="-B20"),
        Block(x=162, y=140, width=34, height=8, text=Text("", "")),
        Pipe(x=_WAY_X, y=_WAY_Y + 56, points=((_WAY_X + _WAY_LENGTH + 50, _WAY_Y + 56),)),
        Carriage(
            x=_WAY_X,
            y=_WAY_Y,
            width=50,
            height=34,
            travel=_WAY_LENGTH,
            position="robot_travel",
            text=Text("Robot", "机器人"),
            reference="-A1",
        ),
        Label(x=172, y=254, text=Text("Bar", "棒料")),
        Label(x=255, y=254, text=Text("Home", "原位")),
        Label(x=306, y=254, text=Text("Outfeed", "出料")),
        Label(x=374, y=254, text=Text("Door", "门前")),
        Label(x=458, y=254, text=Text("Chuck", "卡盘")),
        Block(x=306, y=140, width=50, height=12, text=Text("", "")),
        Housing(x=430, y=60, width=150, height=112),
        Label(x=440, y=54, text=Text("Turning centre", "车削中心")),
        Carriage(
            x=424,
            y=112,
            width=8,
            height=56,
            travel=48,
            position="door_position",
            toward=Side.UP,
            reference="-M1",
        ),
        Block(
            x=_CHUCK_X,
            y=_AXIS_Y - 22,
            width=18,
            height=44,
            text=Text("", ""),
            on="part_gripped",
        ),
        Pipe(x=542, y=_AXIS_Y, points=((552, _AXIS_Y),)),
        Motor(x=563, y=_AXIS_Y, on="spindle_rpm", reference="-M8"),
        Tool(
            x=_CHUCK_X + _CHUCK_MM * _MM,
            y=_AXIS_Y,
            across="z_mm",
            down="x_mm",
            across_scale=-_MM,
            down_scale=-_MM,
            reach_mm=320.0,
            home_mm=(300.0, 150.0),
            cutting="cutting_power_w",
            run="execution",
            size=0.4,
        ),
        Label(x=150, y=96, text=Text("Saw", "锯")),
        Sensor(x=326, y=30, on="gate_closed", toward=Side.RIGHT, reference="-B21"),
        Label(x=336, y=34, text=Text("Gate closed", "围栏门关")),
        Reading(x=20, y=292, signal="bar_left_m", digits=2, text=Text("Bar left", "剩余棒料")),
        Reading(x=20, y=314, signal="blanks_cut", digits=0, text=Text("Blanks", "毛坯")),
        Reading(x=20, y=336, signal="energy_j", digits=0, text=Text("Energy", "能耗")),
        Reading(x=220, y=292, signal="parts_good", digits=0, text=Text("Good", "合格件")),
        Reading(x=220, y=314, signal="parts_scrap", digits=0, text=Text("Scrap", "废品")),
        Reading(x=220, y=336, signal="crashes", digits=0, text=Text("Crashes", "碰撞")),
        Reading(x=420, y=292, signal="tool_number", digits=0, text=Text("Tool", "刀具")),
        Reading(x=420, y=314, signal="tool_wear", digits=2, text=Text("Wear", "磨损")),
        Reading(x=420, y=336, signal="spindle_rpm", digits=0, text=Text("Spindle", "主轴")),
        *panel_lamps(30, 30),
    ),
)


def loose_items(machine: TendedMachine) -> list[Item]:
    """The workpieces in sight, in the drawing's units: at the bar, in the robot's hand, in the chuck."""
    in_hand = (_WAY_X + _WAY_LENGTH * machine.robot.travel + 12.0, _WAY_Y - 18.0)
    places = [(machine.blank, _AT_BAR), (machine.part, _IN_CHUCK)]
    if machine.robot.held is not machine.part:
        places.append((machine.robot.held, in_hand))
    return [shown_part(part, x, y, _PART) for part, (x, y) in places if part is not None]
