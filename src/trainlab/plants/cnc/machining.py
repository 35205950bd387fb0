"""What happens at the edge: load, wear, breakage, and what becomes of the workpiece.

Force, power and tool life are nc/cutting.py's. Besides, for teaching and not from a book:
a tool breaks when the force passes its strength, when it cuts against its direction or in the place of
another tool than its sister, or at 1.5 of its life; without coolant it lives half as long, and a workpiece that was
cut dry for 5 s, or with a tool past its life (VB 0.3 mm at w = 1), is scrap.
"""

from __future__ import annotations

from collections.abc import Mapping

from trainlab.plants.cnc.nc.channel import Channel
from trainlab.plants.cnc.nc.cutting import (
    IDLE,
    WORN_EDGE,
    Load,
    Material,
    cutting_load,
    surface_speed,
    tool_life_s,
)
from trainlab.plants.cnc.nc.machine import Tool, ToolKind
from trainlab.plants.cnc.nc.steps import Cut

BREAKS_AT_WEAR = 1.5
SCRAP_AT_WEAR = 1.0
DRY_LIFE_SHARE = 0.5
DRY_LIMIT_S = 5.0


class Workpiece:
    """A part in the machine: cut so far, and spoiled or not."""

    __slots__ = ("cut_s", "done", "dry_s", "number", "spoiled")

    def __init__(self, number: int) -> None:
        self.number = number
        self.cut_s = 0.0
        self.dry_s = 0.0
        self.spoiled = False
        self.done = False


class Machining:
    """The tools' state and the load of the cut that is under way."""

    __slots__ = (
        "_cut",
        "_fresh",
        "_key",
        "_life_s",
        "_material",
        "_tools",
        "air_cut_s",
        "breaks",
        "broken",
        "cut_s",
        "dry_s",
        "load",
        "wear",
        "wear_rate",
    )

    def __init__(self, tools: Mapping[int, Tool], material: Material, wear_rate: float) -> None:
        self._tools = tools
        self._material = material
        self.wear_rate = wear_rate
        self.wear = dict.fromkeys(tools, 0.0)
        self.broken = dict.fromkeys(tools, False)
        self.load = IDLE
        self.cut_s = 0.0
        self.dry_s = 0.0
        self.air_cut_s = 0.0
        self.breaks = 0
        self._key: tuple[object, ...] = ()
        self._fresh = IDLE
        self._life_s = float("inf")
        self._cut: Cut | None = None

    def change_material(self, material: Material) -> None:
        """Go on with another material."""
        self._material = material
        self._key = ()

    def replace_tools(self) -> None:
        """New edges everywhere."""
        for number in self._tools:
            self.wear[number] = 0.0
            self.broken[number] = False

    def tool_fails(self, number: int) -> None:
        """The tool in the holder breaks."""
        if self.broken.get(number) is False:
            self.broken[number] = True
            self.breaks += 1

    def look(self, channel: Channel, number: int, speed_rpm: float, part: Workpiece | None) -> None:
        """The load now, and whether the edge stands it."""
        move = channel.cutting
        cut = move.cut if move is not None else None
        self._cut = cut
        if move is None or cut is None or part is None or channel.speed_mm_s <= 0.0:
            self.load = IDLE
            return
        tool = self._tools.get(number)
        if tool is None or self.broken[number]:
            part.spoiled = True
            self.load = IDLE
            return
        diameter = (
            2.0 * abs(channel.place[0]) if tool.kind is ToolKind.TURNING else tool.diameter_mm
        )
        size = abs(speed_rpm)
        key = (cut, number, channel.speed_mm_s, size, diameter)
        if key != self._key:
            self._key = key
            self._fresh = cutting_load(
                tool, cut, self._material, channel.speed_mm_s, size, diameter, 0.0
            )
            self._life_s = tool_life_s(tool, surface_speed(diameter, size))
        wear = self.wear[number]
        worn = 1.0 + WORN_EDGE * wear
        self.load = Load(self._fresh.force_n * worn, self._fresh.power_w * worn)
        wrong_way = speed_rpm * move.spindle.direction < 0.0
        if (
            self.load.force_n > tool.strength_n
            or wrong_way
            or move.tool not in (0, number, tool.sister_of)  # 0: the program names none
            or wear >= BREAKS_AT_WEAR
        ):
            self.tool_fails(number)
            part.spoiled = True
            self.load = IDLE

    def advance(self, dt_s: float, number: int, wet: bool, part: Workpiece | None) -> None:
        """Let `dt_s` seconds pass at the load that `look` found."""
        if self._cut is None:
            return
        if part is None:
            self.air_cut_s += dt_s
            return
        if self.load is IDLE or self.load.force_n <= 0.0:
            return
        self.cut_s += dt_s
        part.cut_s += dt_s
        life_s = self._life_s if wet else self._life_s * DRY_LIFE_SHARE
        wear = self.wear[number] + self.wear_rate * dt_s / life_s
        self.wear[number] = min(wear, BREAKS_AT_WEAR)
        if not wet:
            self.dry_s += dt_s
            part.dry_s += dt_s
        if wear > SCRAP_AT_WEAR or part.dry_s > DRY_LIMIT_S:
            part.spoiled = True
