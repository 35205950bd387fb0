"""The drawing of the CNC cell: machine with door, chuck and slide, magazine, fluids, loader."""

from __future__ import annotations

from trainlab.core.message import Text
from trainlab.core.mimic import (
    Block,
    Carriage,
    Housing,
    Instrument,
    Item,
    Label,
    Mimic,
    Motor,
    Pipe,
    Pump,
    Reading,
    Side,
    Tool,
    Vessel,
)
from trainlab.plants.cnc.cell_machine import CellMachine
from trainlab.plants.cnc.machining import Workpiece
from trainlab.plants.panel import panel_lamps

# The machine is drawn a millimetre to a unit, seen from above: the chuck's face at Z 60, its axis at X 0.
_CHUCK_X, _AXIS_Y, _CHUCK_MM = 150.0, 132.0, 60.0
_PART = (72.0, 60.0)  # D60, 60 mm of it before the chuck
_IN_CHUCK = (_CHUCK_X - 12.0, _AXIS_Y - 30.0)
_IN_HAND, _IN_STORE = (495.0, 300.0), (444.0, 384.0)
_STORED = (18.0, 15.0)
_SHOWN_STORE = 6
_LOOKS = {"raw": "var(--part)", "good": "var(--liquid)", "scrap": "var(--alarm)"}

MIMIC = Mimic(
    600,
    424,
    (
        Housing(x=20, y=56, width=404, height=262),
        Label(x=30, y=74, text=Text("Turning centre", "车削中心")),
        Block(x=24, y=290, width=396, height=8, text=Text("", "")),
        Block(x=24, y=306, width=396, height=6, text=Text("", "")),
        Carriage(
            x=134,
            y=318,
            width=140,
            height=14,
            travel=140,
            position="door_position",
            toward=Side.RIGHT,
            text=Text("Door", "防护门"),
            reference="-M1",
        ),
        Label(x=38, y=108, text=Text("Spindle", "主轴")),
        Motor(x=56, y=_AXIS_Y, on="spindle_rpm", reference="-M8"),
        Pipe(x=70, y=_AXIS_Y, points=((100, _AXIS_Y),)),
        Block(
            x=100,
            y=_AXIS_Y - 44,
            width=50,
            height=88,
            text=Text("", ""),
            on="part_gripped",
        ),
        Label(x=108, y=_AXIS_Y + 58, text=Text("Chuck", "卡盘")),
        Tool(
            x=_CHUCK_X - _CHUCK_MM,
            y=_AXIS_Y,
            across="z_mm",
            down="x_mm",
            across_scale=1.0,
            down_scale=1.0,
            reach_mm=320.0,
            home_mm=(300.0, 150.0),
            cutting="cutting_power_w",
            run="execution",
        ),
        Block(
            x=440, y=56, width=140, height=46, text=Text("Tool magazine", "刀库"), on="tool_change"
        ),
        Reading(x=450, y=120, signal="x_mm", digits=2, text=Text("X (radius)", "X（半径）")),
        Reading(x=450, y=138, signal="z_mm", digits=2, text=Text("Z", "Z")),
        Reading(x=450, y=156, signal="tool_number", digits=0, text=Text("Tool", "刀具")),
        Reading(x=450, y=174, signal="spindle_rpm", digits=0, text=Text("Spindle", "主轴")),
        Reading(x=450, y=192, signal="path_speed_mm_s", digits=1, text=Text("Path", "轨迹速度")),
        Reading(x=450, y=210, signal="block_number", digits=0, text=Text("Line", "程序行")),
        Reading(x=450, y=228, signal="parts_good", digits=0, text=Text("Good", "合格件")),
        Reading(x=450, y=246, signal="tool_wear", digits=2, text=Text("Wear", "磨损")),
        Vessel(x=30, y=346, width=70, height=60, level="coolant_l", full=100, reference="-C1"),
        Pump(x=130, y=380, on="coolant_pump", reference="-M3"),
        Pipe(x=145, y=380, points=((180, 380), (180, 336)), flow="coolant_flow"),
        Pipe(x=100, y=380, points=((116, 380),), flow="coolant_flow"),
        Vessel(x=196, y=360, width=34, height=40, reference="-C2"),
        Pipe(x=230, y=380, points=((246, 380),), flow="hydraulic_pump"),
        Pump(x=260, y=380, on="hydraulic_pump", reference="-M2"),
        Instrument(x=330, y=380, letters="PT", signal="clamping_bar", reference="-B16"),
        Pipe(x=274, y=380, points=((316, 380),), flow="hydraulic_pump"),
        Block(
            x=440,
            y=278,
            width=140,
            height=96,
            text=Text("", ""),
            on="loader_inside",
            reference="-A1",
        ),
        Label(x=485, y=274, text=Text("Loader", "上料机")),
        *panel_lamps(30, 30),
    ),
)


def loose_items(machine: CellMachine) -> list[Item]:
    """The workpieces in sight, in the drawing's units: in the chuck, in the loader's hand, in its store."""
    items = []
    for part, (x, y) in ((machine.part, _IN_CHUCK), (machine.taken, _IN_HAND)):
        if part is not None:
            items.append(shown_part(part, x, y, _PART))
    x, y = _IN_STORE
    items += [
        Item(machine.loaded + 1 + place, x + 22.0 * place, y, *_STORED, "raw", _LOOKS["raw"])
        for place in range(min(machine.loader.raw, _SHOWN_STORE))
    ]
    return items


def shown_part(part: Workpiece, x: float, y: float, size: tuple[float, float]) -> Item:
    """A workpiece in the drawing by its look: raw, good or scrap."""
    look = "scrap" if part.spoiled else "good" if part.done else "raw"
    return Item(part.number, x, y, *size, look, _LOOKS[look])
