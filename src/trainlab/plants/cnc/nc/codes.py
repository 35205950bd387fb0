"""The codes of this control, and the modal groups that they belong to.

Groups after RS274/NGC (NISTIR 6556, table 4): of one group a block has one code at most. G50 and
G92 set the limit of the spindle speed (G50 S on a Fanuc lathe, G92 S on a mill) and nothing else.
"""

from __future__ import annotations

from enum import Enum

from trainlab.core.message import Text


class Group(Enum):
    """A modal group: codes that exclude one another."""

    NON_MODAL = Text("non-modal codes", "非模态指令")
    MOTION = Text("motion", "运动")
    PLANE = Text("plane", "平面")
    DISTANCE = Text("absolute or incremental", "绝对或增量")
    FEED_MODE = Text("feed mode", "进给方式")
    UNITS = Text("units", "单位")
    RADIUS = Text("cutter radius compensation", "刀具半径补偿")
    LENGTH = Text("tool length offset", "刀具长度补偿")
    RETURN = Text("return of cycles", "循环返回方式")
    WORK_OFFSET = Text("work offset", "工件坐标系")
    SPINDLE_MODE = Text("spindle mode", "主轴方式")
    STOP = Text("stopping", "停止")
    TOOL_CHANGE = Text("tool change", "换刀")
    SPINDLE = Text("spindle", "主轴")
    COOLANT = Text("coolant", "冷却液")


G_GROUPS: dict[int, Group] = {
    **dict.fromkeys((4, 28, 50, 53, 92), Group.NON_MODAL),
    **dict.fromkeys((0, 1, 2, 3, 73, 80, 81, 82, 83), Group.MOTION),
    **dict.fromkeys((17, 18, 19), Group.PLANE),
    **dict.fromkeys((90, 91), Group.DISTANCE),
    **dict.fromkeys((93, 94, 95), Group.FEED_MODE),
    **dict.fromkeys((20, 21), Group.UNITS),
    **dict.fromkeys((40,), Group.RADIUS),
    **dict.fromkeys((43, 49), Group.LENGTH),
    **dict.fromkeys((98, 99), Group.RETURN),
    **dict.fromkeys((54, 55, 56, 57, 58, 59), Group.WORK_OFFSET),
    **dict.fromkeys((96, 97), Group.SPINDLE_MODE),
}
M_GROUPS: dict[int, Group] = {
    **dict.fromkeys((0, 1, 2, 30), Group.STOP),
    **dict.fromkeys((6,), Group.TOOL_CHANGE),
    **dict.fromkeys((3, 4, 5), Group.SPINDLE),
    **dict.fromkeys((7, 8, 9), Group.COOLANT),
}
CYCLES = (73, 81, 82, 83)
AXES = "XYZ"
LETTERS = "F G H I J K M N O P Q R S T X Y Z".split()
CUTTER_RADIUS = (41, 42)

KNOWN_G = ", ".join(f"G{code}" for code in sorted(G_GROUPS))
KNOWN_M = ", ".join(f"M{code}" for code in sorted(M_GROUPS))
KNOWN_LETTERS = ", ".join(LETTERS)
