"""Each symbol of a mimic as SVG, with the attributes by which the live page moves it.

data-on="SIGNAL"      has the class `on` while the signal is above 0; data-alarm likewise
data-fill="SIGNAL"    as high as the signal's share of data-full
data-move="SIGNAL"    shifted by that share of data-dx, data-dy
data-travel="SIGNAL"  its pattern moves with the signal in metres, data-scale units each
data-read="SIGNAL"    shows the number, with data-digits and data-unit
data-run="SIGNAL"     the path of a tool (core/mimic.py) by data-across, data-down and data-cutting
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import singledispatch
from html import escape

from trainlab.core.message import Language
from trainlab.core.mimic import (
    Belt,
    Block,
    Carriage,
    Cylinder,
    Housing,
    Instrument,
    Label,
    Lamp,
    Motor,
    Pipe,
    Pump,
    Reading,
    Sensor,
    Side,
    Sign,
    Sounder,
    Stop,
    Switch,
    Symbol,
    Tool,
    Valve,
    ValveKind,
    Vessel,
)
from trainlab.report.html.svg import element, text
from trainlab.report.mimic.tool import tool_shape

Units = Mapping[str, str]

_DIRECTION = {
    Side.RIGHT: (1.0, 0.0),
    Side.LEFT: (-1.0, 0.0),
    Side.UP: (0.0, -1.0),
    Side.DOWN: (0.0, 1.0),
}
_ANGLE = {Side.RIGHT: 0, Side.DOWN: 90, Side.LEFT: 180, Side.UP: 270}
_RADIUS = 14.0  # of pumps, motors and instruments
_DRAWN_FULL = 0.6  # a vessel in print


def drawn(symbol: Symbol, language: Language, units: Units) -> str:
    """A symbol in its place; `units` are those of the plant's signals."""
    parts = _shape(symbol, language, units)
    name = type(symbol).__name__.lower()
    at = f"translate({_number(symbol.x)} {_number(symbol.y)})"
    tooltip = element("title", symbol.reference) if symbol.reference else ""
    return element("g", tooltip + parts, class_=name, transform=at)


@singledispatch
def _shape(symbol: Symbol, language: Language, units: Units) -> str:
    raise TypeError(f"no drawing of a {type(symbol).__name__}")


@_shape.register
def _(symbol: Label, language: Language, _: Units) -> str:
    return text(0, 0, symbol.text.within(language), class_="label")


@_shape.register
def _(symbol: Reading, language: Language, units: Units) -> str:
    name = symbol.text.within(language)
    unit = units.get(symbol.signal, "")
    value = element(
        "tspan",
        escape(f"– {unit}".rstrip()),
        class_="value",
        data_read=symbol.signal,
        data_digits=symbol.digits,
        data_unit=unit,
    )
    return element("text", (f"{escape(name)} " if name else "") + value, class_="label")


@_shape.register
def _(symbol: Vessel, language: Language, _: Units) -> str:
    width, height = symbol.width, symbol.height
    content = element(
        "rect",
        class_="content",
        width=width,
        height=height,
        data_fill=symbol.level or None,
        data_full=_number(symbol.full),
        style=f"transform-origin: 0 {_number(height)}px; transform: scaleY({_DRAWN_FULL})",
    )
    wall = f"M0 0V{_number(height)}H{_number(width)}V0" + ("Z" if symbol.closed else "")
    parts = [content if symbol.level else "", element("path", d=wall, class_="wall")]
    if symbol.heater:
        steps = "".join(f"l{_number(width / 16)} {10 * (-1) ** k}" for k in range(8))
        coil = f"M{_number(width / 4)} {_number(height - 14)}{steps}"
        parts.append(element("path", d=coil, class_="heater", data_on=symbol.heater))
    if symbol.mixer:
        middle, blade = _number(width / 2), height - 26
        shaft = f"M{middle} -8V{_number(blade)}m-16 -6l32 12m0 -12l-32 12"
        parts.append(element("path", d=shaft, class_="mixer", data_on=symbol.mixer))
    return "".join(parts) + _beside(symbol, 2, height + 12)


@_shape.register
def _(symbol: Pipe, language: Language, _: Units) -> str:
    path = "M0 0" + "".join(
        f"L{_number(x - symbol.x)} {_number(y - symbol.y)}" for x, y in symbol.points
    )
    return element("path", d=path, class_="line", data_on=symbol.flow or None)


@_shape.register
def _(symbol: Pump, language: Language, _: Units) -> str:
    circle = element("circle", r=_RADIUS, class_="body")
    wheel = element("path", d="M0 -14L14 0L0 14", transform=f"rotate({_ANGLE[symbol.toward]})")
    return element("g", circle + wheel, data_on=symbol.on or None) + _beside(
        symbol, *((17, 4) if symbol.toward in (Side.UP, Side.DOWN) else (-8, 28))
    )


@_shape.register
def _(symbol: Valve, language: Language, _: Units) -> str:
    body = element("path", d="M-12 -8L12 8V-8L-12 8Z", class_="body")
    stem = element("path", d="M0 0V-14", class_="stem")
    match symbol.kind:
        case ValveKind.HAND:
            actuator = element("path", d="M-7 -14H7", class_="stem")
        case ValveKind.SOLENOID:
            actuator = element("rect", x=-6, y=-26, width=12, height=12, class_="actuator")
        case ValveKind.CONTROL:
            actuator = element("path", d="M-10 -14A10 10 0 0 1 10 -14Z", class_="actuator")
    turned = "rotate(90)" if symbol.upright else None
    shape = element("g", body + stem + actuator, transform=turned, data_on=symbol.opening or None)
    share = ""
    if symbol.kind is ValveKind.CONTROL and symbol.opening:
        bar = element(
            "rect",
            class_="content",
            width=4,
            height=20,
            data_fill=symbol.opening,
            data_full=_number(symbol.full),
            style="transform-origin: 0 20px; transform: scaleY(0.5)",
        )
        frame = element("rect", class_="wall", width=4, height=20)
        share = element("g", bar + frame, transform="translate(18 -20)")
    return shape + share + _beside(symbol, *((-30, 4) if symbol.upright else (-8, 22)))


@_shape.register
def _(symbol: Instrument, language: Language, _: Units) -> str:
    circle = element("circle", r=_RADIUS, class_="body")
    letters = text(0, 4, symbol.letters, class_="letters")
    return element("g", circle + letters, data_on=symbol.signal or None) + _beside(symbol, -8, 25)


@_shape.register
def _(symbol: Belt, language: Language, _: Units) -> str:
    height = symbol.width if symbol.from_above else 10.0
    surface = element(
        "rect", class_="body", width=symbol.length, height=height, rx=0 if symbol.from_above else 5
    )
    y = height / 2
    pattern = element(
        "path",
        d=f"M4 {_number(y)}H{_number(symbol.length - 4)}",
        class_="pattern",
        data_travel=symbol.travel or None,
        data_scale=_number(symbol.scale),
    )
    return element("g", surface + pattern, data_on=symbol.on or None) + _beside(
        symbol, 4, height + 13
    )


@_shape.register
def _(symbol: Sensor, language: Language, _: Units) -> str:
    beam = element("path", d=f"M0 0H{_number(symbol.reach)}", class_="beam") if symbol.reach else ""
    face = element("rect", x=-10, y=-5, width=10, height=10, class_="body")
    eye = element("circle", cx=-5, cy=0, r=2.5, class_="eye")
    turned = f"rotate({_ANGLE[symbol.toward]})"
    dx, dy = _DIRECTION[symbol.toward]
    return element("g", beam + face + eye, transform=turned, data_on=symbol.on or None) + _beside(
        symbol, -14 * dx + 8 * abs(dy) - 6, -14 * dy - 8 * abs(dx) + (3 if dy else 0)
    )


@_shape.register
def _(symbol: Cylinder, language: Language, _: Units) -> str:
    length = symbol.length
    rod = element("path", d=f"M6 0H{_number(length + 6)}M6 -5V5", class_="rod")
    head = element(
        "rect",
        x=length + 6,
        y=_number(-0.5 * symbol.plate),
        width=4,
        height=_number(symbol.plate),
        class_="actuator",
    )
    moving = element(
        "g",
        rod + head,
        data_move=symbol.position or None,
        data_full=_number(symbol.full),
        data_dx=_number(symbol.stroke),
        data_dy="0",
    )
    barrel = element("rect", y=-7, width=length, height=14, class_="barrel")
    turned = f"rotate({_ANGLE[symbol.toward]})"
    return element("g", moving + barrel, transform=turned) + _beside(symbol, 0, -11)


@_shape.register
def _(symbol: Carriage, language: Language, _: Units) -> str:
    dx, dy = (share * symbol.travel for share in _DIRECTION[symbol.toward])
    block = element("rect", class_="body", width=symbol.width, height=symbol.height)
    name = symbol.text.within(language)
    inside = text(symbol.width / 2, symbol.height / 2 + 4, name, class_="name") if name else ""
    return element(
        "g",
        block + inside + _beside(symbol, 2, symbol.height + 11),
        data_move=symbol.position or None,
        data_full=_number(symbol.full),
        data_dx=_number(dx),
        data_dy=_number(dy),
    )


@_shape.register
def _(symbol: Stop, language: Language, _: Units) -> str:
    path = f"M0 0V{_number(symbol.length)}"
    lowered = element("path", d=path, class_="hidden-edge when-off")
    raised = element("path", d=path, class_="rod when-on")
    return element("g", lowered + raised, data_on=symbol.on or None) + _beside(symbol, -30, -6)


@_shape.register
def _(symbol: Tool, language: Language, _: Units) -> str:
    return tool_shape(symbol, language) + _beside(symbol, 2, -4)


@_shape.register
def _(symbol: Motor, language: Language, _: Units) -> str:
    name = symbol.text.within(language) or "M"
    inside = element("circle", r=_RADIUS, class_="body") + text(0, 4, name, class_="letters")
    return element("g", inside, data_on=symbol.on or None) + _beside(symbol, -8, 25)


@_shape.register
def _(symbol: Switch, language: Language, _: Units) -> str:
    opened = element("path", d="M0 0V8M-9 10L0 24V32", class_="when-off")
    closed = element("path", d="M0 0V32", class_="when-on")
    turned = None if symbol.upright else "rotate(270)"
    return element("g", opened + closed, transform=turned, data_on=symbol.on or None) + _beside(
        symbol, *((6, 20) if symbol.upright else (6, -8))
    )


@_shape.register
def _(symbol: Block, language: Language, _: Units) -> str:
    block = element("rect", class_="body", width=symbol.width, height=symbol.height, rx=2)
    name = text(
        symbol.width / 2, symbol.height / 2 + 4, symbol.text.within(language), class_="name"
    )
    return element(
        "g",
        block + name,
        data_on=symbol.on or None,
        data_alarm=symbol.alarm or None,
        visibility="hidden" if isinstance(symbol, Sign) else None,
    ) + _beside(symbol, 2, -4)


@_shape.register
def _(symbol: Housing, language: Language, _: Units) -> str:
    wall = element("rect", class_="housing", width=symbol.width, height=symbol.height, rx=4)
    return wall + _beside(symbol, 2, -4)


@_shape.register
def _(symbol: Lamp, language: Language, _: Units) -> str:
    glass = element("circle", r=8, class_=f"glass {symbol.colour}")
    cross = element("path", d="M-5.6 -5.6L5.6 5.6M-5.6 5.6L5.6 -5.6")
    return element("g", glass + cross, data_on=symbol.on) + _beside(symbol, -8, 20)


@_shape.register
def _(symbol: Sounder, language: Language, _: Units) -> str:
    body = element("path", d="M-8 -4H-3L4 -8V8L-3 4H-8Z", class_="body")
    waves = element("path", d="M7 -4Q10 0 7 4M10 -7Q15 0 10 7", class_="when-on")
    return element("g", body + waves, data_on=symbol.on) + _beside(symbol, -8, 20)


def _beside(symbol: Symbol, x: float, y: float) -> str:
    return text(x, y, symbol.reference, class_="reference") if symbol.reference else ""


def _number(value: float) -> str:
    return f"{value:.10g}"
