"""The drawing of the CNC cell: machine with door, chuck and slide, magazine, fluids, loader."""

from __future__ import annotations

from trainlab.core.message import Text
from trainlab.core.mimic import (
    Block,
    Carriage,
    Instrument,
    Item,
    Label,
    Mimic,
    Motor,
    Pipe,
    Pump,
    Reading,
    Side,
    Vessel,
)
from trainlab.plants.cnc.cell_machine import CellMachine
from trainlab.plants.cnc.machining import Workpiece
from trainlab.plants.panel import panel_lamps

_PART = (44.0, 24.0)
_IN_CHUCK, _IN_HAND, _IN_STORE = (212.0, 138.0), (500.0, 276.0), (444.0, 340.0)
_SHOWN_STORE = 6

MIMIC = Mimic(
    600,
    360,
    (
        Block(x=20, y=60, width=400, height=180, text=Text("", "")),
        Label(x=30, y=78, text=Text("Turning centre", "车削中心")),
        Carriage(
            x=60,
            y=206,
            width=150,
            height=16,
            travel=190,
            position="door_position",
            toward=Side.RIGHT,
            text=Text("Door", "防护门"),
            reference="-M1",
        ),
        Label(x=96, y=125, text=Text("Spindle", "主轴")),
        Motor(x=120, y=150, on="spindle_rpm", reference="-M8"),
        Pipe(x=134, y=150, points=((174, 150),)),
        Block(
            x=174,
            y=120,
            width=36,
            height=60,
            text=Text("Chuck", "卡盘"),
            on="part_gripped",
        ),
        Carriage(
            x=290,
            y=154,
            width=40,
            height=24,
            travel=30,
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
        Pipe(x=100, y=320, points=((116, 320),), flow="coolant_flow"),
        Vessel(x=196, y=300, width=34, height=40, reference="-C2"),
        Pipe(x=230, y=320, points=((246, 320),), flow="hydraulic_pump"),
        Pump(x=260, y=320, on="hydraulic_pump", reference="-M2"),
        Instrument(x=330, y=320, letters="PT", signal="clamping_bar", reference="-B16"),
        Pipe(x=274, y=320, points=((316, 320),), flow="hydraulic_pump"),
        Block(
            x=440,
            y=270,
            width=140,
            height=60,
            text=Text("Loader", "上料机"),
            on="loader_inside",
            reference="-A1",
        ),
        *panel_lamps(30, 30),
    ),
)


def loose_items(machine: CellMachine) -> list[Item]:
    """The workpieces in sight, in the drawing's units: in the chuck, in the loader's hand, in its store."""
    items = []
    for part, (x, y) in ((machine.part, _IN_CHUCK), (machine.taken, _IN_HAND)):
        if part is not None:
            items.append(Item(part.number, x, y, *_PART, kind=look_of(part)))
    x, y = _IN_STORE
    items += [
        Item(machine.loaded + 1 + place, x + 22.0 * place, y, 18.0, 12.0, kind="raw")
        for place in range(min(machine.loader.raw, _SHOWN_STORE))
    ]
    return items


def look_of(part: Workpiece) -> str:
    """The look of a workpiece: raw, good or scrap."""
    if part.spoiled:
        return "scrap"
    return "good" if part.done else "raw"
