"""The plots of a diagram: a row for each BOOL, a panel with an axis for all numbers of one unit."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from trainlab.report.html.evidence import Shown
from trainlab.report.html.lines import logic_path, trend_path
from trainlab.report.html.svg import element, shortened, text
from trainlab.report.html.view import LEFT, RIGHT, View, ticks
from trainlab.report.plain import plain

ROW, PANEL, GAP = 22.0, 104.0, 8.0  # heights in px
AXIS = 46.0  # px left of a plot that the numbers of its axis take
LARGEST = 1e300  # what is larger is drawn at the edge, as infinity would be
STYLES = 4  # how many lines are told apart by their dashes


@dataclass(frozen=True, slots=True)
class Panel:
    """The numbers of one unit, or one BOOL."""

    shown: tuple[Shown, ...]

    @property
    def height(self) -> float:
        """Its height in px, with the gap below."""
        return ROW if self.shown[0].logic else PANEL + GAP


def panels_of(shown: Sequence[Shown]) -> list[Panel]:
    """First the BOOLs, then the numbers by unit; at most as many in one panel as can be told apart."""
    panels = [Panel((each,)) for each in shown if each.logic]
    by_unit: dict[str, list[Shown]] = {}
    for each in shown:
        if not each.logic:
            by_unit.setdefault(each.unit or each.name, []).append(each)
    for group in by_unit.values():
        for start in range(0, len(group), STYLES):
            panels.append(Panel(tuple(group[start : start + STYLES])))
    return panels


def draw_panel(panel: Panel, view: View, top: float) -> str:
    """One panel as SVG."""
    first = panel.shown[0]
    if first.logic:
        return _draw_logic(first, view, top)
    return _draw_trends(panel.shown, view, top)


def _draw_logic(shown: Shown, view: View, top: float) -> str:
    column = shown.column.astype(np.bool_)
    bottom = top + ROW - 6.0
    return (
        _name(shown.name, bottom - 3.0, LEFT - 8.0)
        + element("line", class_="rest", x1=LEFT, x2=RIGHT, y1=bottom, y2=bottom)
        + element("path", class_="logic", d=logic_path(column, view, top + 2.0, bottom))
    )


def _draw_trends(shown: Sequence[Shown], view: View, top: float) -> str:
    bottom = top + PANEL
    low, high = _range(shown, view)
    unit = shown[0].unit
    drawn = [element("rect", class_="frame", x=LEFT, y=top, width=RIGHT - LEFT, height=PANEL)]
    for value in ticks(low, high, 5):
        y = bottom - (value - low) / (high - low) * PANEL
        drawn.append(element("line", class_="grid", x1=LEFT, x2=RIGHT, y1=y, y2=y))
        drawn.append(text(LEFT - 5.0, y + 4.0, f"{value:g}", class_="tick", text_anchor="end"))
    for number, each in enumerate(shown):
        column = each.column.astype(np.float64)
        y = top + 12.0 + 15.0 * number
        drawn.append(_name(each.name, y, LEFT - AXIS - 26.0))
        sample = f"M{LEFT - AXIS - 22.0:g} {y - 4.0:g}h20"
        drawn.append(element("path", class_=f"trend style{number}", d=sample))
        for limit in each.limits:
            path = trend_path(column + limit, view, low, high, top, bottom)
            drawn.append(element("path", class_="band", d=path))
        path = trend_path(column, view, low, high, top, bottom)
        drawn.append(element("path", class_=f"trend style{number}", d=path))
    if unit:
        y = top + 14.0 + 15.0 * len(shown)
        drawn.append(text(LEFT - AXIS - 26.0, y, f"[{unit}]", class_="unit", text_anchor="end"))
    return "".join(drawn)


def _name(name: str, y: float, right: float) -> str:
    label = plain(" ".join(name.split()))
    short = shortened(label, right - 4.0)
    tooltip = "" if short == label else label
    return text(right, y, short, tooltip, class_="name", text_anchor="end")


def _range(shown: Sequence[Shown], view: View) -> tuple[float, float]:
    """The least and the greatest value in view, a little room around them; 0..1 where there is none."""
    lows, highs = [], []
    for each in shown:
        values = each.column[view.first : view.stop].astype(np.float64)
        values = values[np.abs(values) < LARGEST]
        if len(values):
            lows.append(float(values.min()) + min(each.limits, default=0.0))
            highs.append(float(values.max()) + max(each.limits, default=0.0))
    if not lows:
        return 0.0, 1.0
    low, high = min(lows), max(highs)
    room = 0.06 * (high - low) or abs(high) * 0.1 or 1.0
    return low - room, high + room
