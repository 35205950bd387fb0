"""A tool on two slides as SVG: its axes, the path that it has gone, slide and post."""

from __future__ import annotations

from math import copysign

from trainlab.core.message import Language, Text
from trainlab.core.mimic import Tool
from trainlab.report.html.svg import element, text

_MEANING = Text("The way of the tool: solid where it cut", "刀具轨迹：实线为切削")
_BEYOND_MM = 20.0  # of the arrow across, past the home of the tool
_INSERT = "M0 0L10 2L8 11L-2 9Z"
_SLIDE = (8.0, 12.0)  # where it begins beside the tip, and its width
_PAST_POST = 34.0
_POST = "M-1 9H26V34H5V22Z"


def tool_shape(symbol: Tool, language: Language) -> str:
    """The axes, the empty path, and what moves."""
    return _axes(symbol) + _path(symbol, language) + _moving(symbol)


def _axes(symbol: Tool) -> str:
    right = (symbol.home_mm[0] + _BEYOND_MM) * symbol.across_scale
    low = symbol.home_mm[1] / 2 * symbol.down_scale
    ahead, below = copysign(6.0, right), copysign(6.0, low)
    across = f"M0 0H{_number(right)}m{_number(-ahead)} -3l{_number(ahead)} 3l{_number(-ahead)} 3"
    down = f"M0 0V{_number(low)}m-3 {_number(-below)}l3 {_number(below)}l3 {_number(-below)}"
    lines = element("path", d=across, class_="axis") + element("path", d=down, class_="axis")
    first, second = symbol.letters
    return (
        lines
        + text(right - ahead, -6, first, class_="letters")
        + text(copysign(8.0, -right), low - below / 2 + 3, second, class_="letters")
    )


def _path(symbol: Tool, language: Language) -> str:
    return element(
        "g",
        element("title", _MEANING.within(language))
        + element("path", class_="travelled")
        + element("path", class_="cut"),
        class_="path",
        data_across=symbol.across,
        data_down=symbol.down,
        data_across_scale=_number(symbol.across_scale),
        data_down_scale=_number(symbol.down_scale),
        data_cutting=symbol.cutting,
        data_run=symbol.run,
    )


def _moving(symbol: Tool) -> str:
    across, down = symbol.across_scale, symbol.down_scale
    turned = (
        f"scale({_number(copysign(symbol.size, across))} {_number(copysign(symbol.size, down))})"
    )
    post = element(
        "g",
        element("path", d=_POST, class_="body") + element("path", d=_INSERT, class_="insert"),
        transform=turned,
    )
    down_axis = _moved(post, symbol.down, symbol, symbol.home_mm[1], (0.0, down))
    return _moved(
        _slide(symbol) + down_axis, symbol.across, symbol, symbol.home_mm[0], (across, 0.0)
    )


def _slide(symbol: Tool) -> str:
    """The slide that carries the post, from half its way to past its home."""
    home = symbol.home_mm[1] * symbol.down_scale
    top, bottom = sorted((home / 2, home + copysign(_PAST_POST * symbol.size, home)))
    left = _SLIDE[0] if symbol.across_scale > 0 else -sum(_SLIDE)
    return element(
        "rect",
        class_="slide",
        x=left * symbol.size,
        y=top,
        width=_SLIDE[1] * symbol.size,
        height=bottom - top,
    )


def _moved(
    content: str, signal: str, symbol: Tool, home_mm: float, scale: tuple[float, float]
) -> str:
    dx, dy = scale
    return element(
        "g",
        content,
        data_move=signal,
        data_full=_number(symbol.reach_mm),
        data_dx=_number(symbol.reach_mm * dx),
        data_dy=_number(symbol.reach_mm * dy),
        style=f"transform: translate({_number(home_mm * dx)}px, {_number(home_mm * dy)}px)",
    )


def _number(value: float) -> str:
    return f"{value:.10g}"
