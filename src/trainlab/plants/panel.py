"""The panel that every plant has: six inputs, four outputs and the operator's devices for them."""

from __future__ import annotations

from trainlab.core.message import Text
from trainlab.core.mimic import Lamp, Sounder, Symbol
from trainlab.core.spec import Control, ControlKind
from trainlab.core.tag import DataType, Direction, Tag


def _contact(bit: int, name: str, reference: str, at_rest: bool, text: Text) -> Tag:
    return Tag(
        name,
        DataType.BOOL,
        Direction.INPUT,
        f"%IX0.{bit}",
        text,
        fail_safe=at_rest,
        reference=reference,
    )


def _signal(bit: int, name: str, reference: str, text: Text) -> Tag:
    return Tag(name, DataType.BOOL, Direction.OUTPUT, f"%QX0.{bit}", text, reference=reference)


# in the order of parts.panel.OperatorPanel.contacts
PANEL_INPUTS: tuple[Tag, ...] = (
    _contact(0, "start_button", "-S1", False, Text("Start button (NO)", "启动按钮（常开）")),
    _contact(
        1,
        "stop_button",
        "-S2",
        True,
        Text("Stop button (NC): TRUE while not pressed", "停止按钮（常闭）：未按下时为 TRUE"),
    ),
    _contact(
        2,
        "estop_ok",
        "-S3",
        True,
        Text("Emergency stop (NC): TRUE while not pressed", "急停按钮（常闭）：未按下时为 TRUE"),
    ),
    _contact(3, "reset_button", "-S4", False, Text("Reset button (NO)", "复位按钮（常开）")),
    _contact(
        4,
        "auto_mode",
        "-S5",
        True,
        Text("Mode selector: TRUE = automatic", "手动/自动选择开关：TRUE 为自动"),
    ),
    _contact(5, "ack_button", "-S6", False, Text("Acknowledge button (NO)", "确认按钮（常开）")),
)

PANEL_OUTPUTS: tuple[Tag, ...] = (
    _signal(0, "lamp_green", "-P1", Text("Green lamp", "绿灯")),
    _signal(1, "lamp_amber", "-P2", Text("Amber lamp", "黄灯")),
    _signal(2, "lamp_red", "-P3", Text("Red lamp", "红灯")),
    _signal(3, "horn", "-P4", Text("Horn", "蜂鸣器")),
)

PANEL_CONTROLS: tuple[Control, ...] = (
    Control("start", ControlKind.BUTTON, Text("Start", "启动")),
    Control("stop", ControlKind.BUTTON, Text("Stop", "停止")),
    Control("estop", ControlKind.MUSHROOM, Text("Emergency stop", "急停")),
    Control("reset", ControlKind.BUTTON, Text("Reset", "复位")),
    Control("mode", ControlKind.SELECTOR, Text("Manual / automatic", "手动/自动"), initial=1.0),
    Control("ack", ControlKind.BUTTON, Text("Acknowledge", "确认")),
)


def panel_lamps(x: float, y: float) -> tuple[Symbol, ...]:
    """The panel's lamps in a drawing, from left to right, and its horn."""
    *lamps, horn = PANEL_OUTPUTS
    lit = (
        Lamp(x=x + 8 + 30 * n, y=y, on=tag.name, colour=colour, reference=tag.reference)
        for n, (tag, colour) in enumerate(zip(lamps, ("green", "amber", "red"), strict=True))
    )
    return (*lit, Sounder(x=x + 98, y=y, on=horn.name, reference=horn.reference))
